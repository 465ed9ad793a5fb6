import type { Retention } from '@standby/shared/settings/history-settings.ts'

/** A LIVE as far as keeping it goes. */
export interface Kept {
  channel: string
  roomId: string
  endedAt: number
}

const DAY_MS = 86_400_000

/**
 * The LIVEs whose time is up, oldest first, never one of `spared`. A size limit is not in here: what deleting one gives back is known only
 * afterwards.
 */
export function expired<Session extends Kept>(sessions: readonly Session[], retention: Retention, now: number, spared: Spared): Session[] {
  const before = now - retention.days * DAY_MS
  return oldestFirst(sessions).filter((session) => session.endedAt < before && !spared(session))
}

/** True for the LIVE that is on, or was last. */
export type Spared = (session: Kept) => boolean

/** The oldest that may go. Asks of no more than it must whether they are spared, which takes a look into the journal each. */
export function oldestDeletable<Session extends Kept>(sessions: readonly Session[], spared: Spared): Session | undefined {
  return oldestFirst(sessions).find((session) => !spared(session))
}

function oldestFirst<Session extends Kept>(sessions: readonly Session[]): Session[] {
  return [...sessions].sort((a, b) => a.endedAt - b.endedAt)
}

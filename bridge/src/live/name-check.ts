import type { Clock } from '@standby/shared/clock.ts'
import type { NameCheck } from '@standby/shared/setup.ts'
import type { RoomAnswer } from '../sources/silence.pure.ts'

export interface NameChecks {
  /** Asks TikTok, never the sign service. Costs one of the reconnects by hand. */
  check(username: string): Promise<NameCheck | { tooOftenUntil: number }>
  /** Whether connecting with this name follows from a check just made, which has paid for both. True once. */
  paysFor(username: string): boolean
}

/** From the answer to the button beside it. */
const PAID_FOR_MS = 60_000

export interface NameCheckOptions {
  clock: Clock
  /** Never rejects. */
  ask: (username: string) => Promise<RoomAnswer>
  /** Null, or when one may be spent next. */
  spend: () => number | null
}

export function createNameChecks({ clock, ask, spend }: NameCheckOptions): NameChecks {
  let paid: { username: string; until: number } | null = null
  return {
    async check(username) {
      const tooOftenUntil = spend()
      if (tooOftenUntil !== null) return { tooOftenUntil }
      const answer = await ask(username)
      paid = { username, until: clock.now() + PAID_FOR_MS }
      return { username, ...verdictOf(answer) }
    },
    paysFor(username) {
      const pays = paid !== null && paid.username === username && clock.now() < paid.until
      if (pays) paid = null
      return pays
    },
  }
}

function verdictOf(answer: RoomAnswer): Omit<NameCheck, 'username'> {
  if (answer === 'live' || answer === 'paused') return { verdict: 'live', cause: null }
  if (answer.kind === 'offline' || answer.kind === 'ended') return { verdict: 'not-live', cause: null }
  if (answer.kind === 'not-found') return { verdict: 'no-account', cause: null }
  return { verdict: 'unknown', cause: answer.kind }
}

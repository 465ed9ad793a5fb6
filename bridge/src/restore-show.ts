import type { Millis } from '@standby/shared/clock.ts'
import type { Rate } from '@standby/shared/live/rates.ts'
import { newShow, withEvents, withFollowers, withReport, type Show } from '@standby/shared/live/show.ts'
import type { Absence } from './absence.ts'
import type { KeptValues } from './kept-values.ts'
import { PRESENCE_EVERY_MS, readPresence, type Presence } from './presence.ts'
import type { Journal } from './store/journal.ts'

export interface RestoredShow {
  show: Show
  /** TikTok's time of its newest event; null where there is none. */
  knownUntil: number | null
  /** When its figures were last brought up to date. */
  heardAt: Millis
  rate: Rate | null
  /** The time since an earlier run had the connection, if it had. */
  absence: Absence | null
}

/** More events than a long LIVE has; it bounds the memory of a start, not the figures of a show. */
const RESTORE_COUNT = 500_000

/** What of the last LIVE is still known, so that a restart in the middle of a show does not begin at zero. */
export function restoreShow(journal: Journal, kept: KeptValues, username: string, now: Millis): RestoredShow {
  const presence = readPresence(kept, username)
  const roomId = presence?.roomId ?? journal.lastRoomId(username)
  if (roomId === null) return { show: newShow(null), knownUntil: null, heardAt: now, rate: null, absence: null }
  const events = journal.latest(username, roomId, RESTORE_COUNT)
  const knownUntil = events.reduce<number | null>((until, { id, at }) => (/^\d/.test(id) ? Math.max(until ?? at, at) : until), null)
  let show = withEvents(newShow(roomId), events)
  if (presence !== null) {
    show = withReport(show, { type: 'viewers', viewers: presence.viewers, totalViewers: null })
    show = withReport(show, { type: 'likes', likes: presence.likes })
    const { followers } = presence
    // A follow may have come after the last sign of life.
    if (followers !== null && followers.at >= (show.followers?.at ?? 0)) show = withFollowers(show, followers)
  }
  const absence = absenceSince(show, presence, knownUntil, now)
  return { show, knownUntil, heardAt: Math.min(now, presence?.at ?? knownUntil ?? now), rate: presence?.rate ?? null, absence }
}

function absenceSince({ roomId, gaps }: Show, presence: Presence | null, knownUntil: number | null, now: Millis): Absence | null {
  if (roomId === null) return null
  const open = presence?.absence ?? null
  const recorded = open === null ? undefined : gaps.find(({ from }) => from === open.from)
  // It had lost the connection before it went away itself.
  if (open !== null && recorded === undefined) return { ...open, roomId, from: Math.min(open.from, now), generation: 0 }
  const seenAt = Math.max(presence?.at ?? 0, recorded?.to ?? 0)
  // TikTok's clock may not be ours: an event adds to the sign of life only where it can have come before the next one.
  const isPlausible = knownUntil !== null && (seenAt === 0 || (knownUntil > seenAt && knownUntil <= seenAt + PRESENCE_EVERY_MS))
  const from = isPlausible ? knownUntil : seenAt
  return from === 0 ? null : { roomId, from: Math.min(from, now), cause: 'bridge-away', correlationId: null, generation: 0 }
}

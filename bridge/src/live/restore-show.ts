import type { Millis } from '@standby/shared/clock.ts'
import type { Rate } from '@standby/shared/live/rates.ts'
import { newShow, withEvents, withFollowers, withReport, type Show } from '@standby/shared/live/show.ts'
import type { Outage } from './outage.ts'
import type { KeyValues } from '../store/key-values.ts'
import { PAGE_SIZE } from '../store/page.ts'
import { CHECKPOINT_EVERY_MS, readCheckpoint, type Checkpoint } from './checkpoint.ts'
import type { Journal } from '../store/journal.ts'
import type { Turns } from '../turns.ts'

export interface RestoredShow {
  show: Show
  /** TikTok's time of its newest event; null where there is none. */
  knownUntil: number | null
  /** When its figures were last brought up to date. */
  heardAt: Millis
  rate: Rate | null
  /** The time since an earlier run had the connection, if it had. */
  absence: Outage | null
}

/** What is restored from, and whose show. */
export interface Restoring {
  journal: Journal
  kept: KeyValues
  username: string
  now: () => Millis
}

/** What of the last LIVE is still known, so that a restart in a show does not begin at zero. A LIVE may be long: it is read in pieces. */
export async function restoreShow(from: Restoring, turns: Turns): Promise<RestoredShow> {
  const pieces = restoring(from)
  for (;;) {
    const piece = pieces.next()
    if (piece.done === true) return piece.value
    await turns.next()
  }
}

/** A step for each page of the LIVE. */
export function* restoring({ journal, kept, username, now }: Restoring): Generator<undefined, RestoredShow> {
  const presence = readCheckpoint(kept, username)
  const roomId = presence?.roomId ?? journal.lastRoomId(username)
  if (roomId === null) return { show: newShow(null), knownUntil: null, heardAt: now(), rate: null, absence: null }
  let show = newShow(roomId)
  let knownUntil: number | null = null
  for (let offset = 0, more = true; more;) {
    const page = journal.page(username, roomId, offset, PAGE_SIZE)
    show = withEvents(show, page.events)
    for (const { id, at: told } of page.events) if (/^\d/.test(id)) knownUntil = Math.max(knownUntil ?? told, told)
    offset = page.upTo
    more = page.more
    if (more) yield
  }
  if (presence !== null) {
    show = withReport(show, { type: 'viewers', viewers: presence.viewers, totalViewers: null })
    show = withReport(show, { type: 'likes', likes: presence.likes })
    const { followers } = presence
    // A follow may have come after the last sign of life.
    if (followers !== null && followers.at >= (show.followers?.at ?? 0)) show = withFollowers(show, followers)
  }
  const at = now()
  const absence = absenceSince(show, presence, knownUntil, at)
  return { show, knownUntil, heardAt: Math.min(at, presence?.at ?? knownUntil ?? at), rate: presence?.rate ?? null, absence }
}

function absenceSince({ roomId, gaps }: Show, presence: Checkpoint | null, knownUntil: number | null, now: Millis): Outage | null {
  if (roomId === null) return null
  const open = presence?.absence ?? null
  const recorded = open === null ? undefined : gaps.find(({ from }) => from === open.from)
  // It had lost the connection before it went away itself.
  if (open !== null && recorded === undefined) return { ...open, roomId, from: Math.min(open.from, now), generation: 0 }
  const seenAt = Math.max(presence?.at ?? 0, recorded?.to ?? 0)
  // TikTok's clock may not be ours: an event adds to the sign of life only where it can have come before the next one.
  const isPlausible = knownUntil !== null && (seenAt === 0 || (knownUntil > seenAt && knownUntil <= seenAt + CHECKPOINT_EVERY_MS))
  const from = isPlausible ? knownUntil : seenAt
  return from === 0 ? null : { roomId, from: Math.min(from, now), cause: 'bridge-away', correlationId: null, generation: 0 }
}

import type { Millis } from '@standby/shared/clock.ts'
import type { Rate } from '@standby/shared/live/rates.ts'
import { originOf } from '@standby/shared/live/event-id.ts'
import type { Outage } from '@standby/shared/live/outage.ts'
import { newShow, withEvents, withFollowers, withReport, type Show } from '@standby/shared/live/show.ts'
import type { KeyValues } from '../store/key-values.ts'
import { PAGE_SIZE } from '../store/page.ts'
import { CHECKPOINT_EVERY_MS, readCheckpoint, type Checkpoint } from './checkpoint.ts'
import type { Journal } from '../store/journal.ts'
import type { Turns } from '../turns.ts'

export interface RestoredShow {
  show: Show
  /** TikTok's time of its newest event; null if there is none. */
  knownUntil: number | null
  /** When its figures were last brought up to date. */
  heardAt: Millis
  rate: Rate | null
  /** The time since an earlier run had the connection, if it had. */
  outage: Outage | null
}

/** What is restored from, and whose show. */
export interface Restoring {
  journal: Journal
  keyValues: KeyValues
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
export function* restoring({ journal, keyValues, username, now }: Restoring): Generator<undefined, RestoredShow> {
  const checkpoint = readCheckpoint(keyValues, username)
  const roomId = checkpoint?.roomId ?? journal.lastRoomId(username)
  if (roomId === null) return { show: newShow(null), knownUntil: null, heardAt: now(), rate: null, outage: null }
  let show = newShow(roomId)
  let knownUntil: number | null = null
  for (let offset = 0, more = true; more;) {
    const page = journal.page(username, roomId, offset, PAGE_SIZE)
    show = withEvents(show, page.events)
    for (const event of page.events) if (originOf(event) === 'tiktok') knownUntil = Math.max(knownUntil ?? event.at, event.at)
    offset = page.upTo
    more = page.more
    if (more) yield
  }
  if (checkpoint !== null) {
    show = withReport(show, { type: 'viewers', viewers: checkpoint.viewers, totalViewers: null })
    show = withReport(show, { type: 'likes', likes: checkpoint.likes })
    const { followers } = checkpoint
    // A follow may have come after the last sign of life.
    if (followers !== null && followers.at >= (show.followers?.at ?? 0)) show = withFollowers(show, followers)
  }
  const at = now()
  const outage = outageSince(show, checkpoint, knownUntil, at)
  return { show, knownUntil, heardAt: Math.min(at, checkpoint?.at ?? knownUntil ?? at), rate: checkpoint?.rate ?? null, outage }
}

function outageSince({ roomId, gaps }: Show, checkpoint: Checkpoint | null, knownUntil: number | null, now: Millis): Outage | null {
  if (roomId === null) return null
  const since = (lastHeardAt: Millis, why: Pick<Outage, 'cause' | 'correlationId'>): Outage => {
    const lostAt = Math.min(lastHeardAt, now)
    return { ...why, roomId, lostAt, lastHeardAt: lostAt, endedAt: null, attempts: 0 }
  }
  const open = checkpoint?.outage ?? null
  const recorded = open === null ? undefined : gaps.find(({ from }) => from === open.lastHeardAt)
  // It had lost the connection before it went away itself.
  if (open !== null && recorded === undefined) return since(open.lastHeardAt, { cause: open.cause, correlationId: open.correlationId })
  const seenAt = Math.max(checkpoint?.at ?? 0, recorded?.to ?? 0)
  // TikTok's clock may not be ours: an event adds to the checkpoint only if it can have come before the next one.
  const isPlausible = knownUntil !== null && (seenAt === 0 || (knownUntil > seenAt && knownUntil <= seenAt + CHECKPOINT_EVERY_MS))
  const lastHeardAt = isPlausible ? knownUntil : seenAt
  return lastHeardAt === 0 ? null : since(lastHeardAt, { cause: 'bridge-away', correlationId: null })
}

import { originOf } from '@standby/shared/live/event-id.ts'
import { emptyReplica, type Replica } from '@standby/shared/feed/replica.ts'

const KEY = 'standby.feed'
/** Older events are not announced: the page starts from the current state. */
const GOOD_FOR_MS = 60_000

/** Leaves what this page knows from the feed to the page that replaces it. `now`: ms, of this computer. */
export function leaveForReload(storage: () => Storage, { epoch, offset, recent }: Replica, now: number): void {
  if (epoch === null) return
  try {
    const left = recent.filter((event) => originOf(event) !== 'test')
    storage().setItem(KEY, JSON.stringify({ at: now, epoch, offset, recent: left }))
  } catch {
    // Without it the next page begins with the history from the bridge.
  }
}

/** Takes what the page before this one left, once; an empty replica if there was none, or if it is too old. */
export function takeFromReload(storage: () => Storage, now: number): Replica {
  try {
    const text = storage().getItem(KEY)
    storage().removeItem(KEY)
    const left = JSON.parse(text ?? 'null') as (Pick<Replica, 'epoch' | 'offset' | 'recent'> & { at: number }) | null
    if (left === null || Math.abs(now - left.at) > GOOD_FOR_MS || !Array.isArray(left.recent)) return emptyReplica()
    return { ...emptyReplica(), epoch: left.epoch, offset: left.offset, recent: left.recent }
  } catch {
    return emptyReplica()
  }
}

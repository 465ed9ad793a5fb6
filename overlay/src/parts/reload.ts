import { originOf } from '@standby/shared/live/event-id.ts'
import { emptyReplica, type Replica } from '@standby/shared/feed/replica.ts'

const KEY = 'standby.feed'
/** What came in longer ago is not announced any more: the page begins with the show as it is. */
const GOOD_FOR_MS = 60_000

/** For the page that is loaded in place of this one: where it stopped, and what it had been told. `now`: ms, of this computer. */
export function leaveForReload(storage: () => Storage, { epoch, offset, recent }: Replica, now: number): void {
  if (epoch === null) return
  try {
    const left = recent.filter((event) => originOf(event) !== 'test')
    storage().setItem(KEY, JSON.stringify({ at: now, epoch, offset, recent: left }))
  } catch {
    // Without it the next page begins with the history that the bridge hands out.
  }
}

/** What the page before this one left, once; an empty replica where there was none, or not just now. */
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

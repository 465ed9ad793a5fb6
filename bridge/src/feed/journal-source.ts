import type { ActiveChannel } from '../live/active-channel.ts'
import type { FeedSource } from './hub.ts'

<<<<<<< HEAD
/** The journal as the feed of the creator who is configured now, and of the LIVE that is on or was last. */
export function feedSource(
  journal: Journal,
  { channel, channelName }: Pick<ActiveChannel, 'channel' | 'channelName'>,
  refresh: () => void,
): FeedSource {
  const roomId = (): string => channel().roomId() ?? ''
  return {
    // Each creator has a feed of their own: what came of another one is nothing that was missed.
    epoch: () => `${journal.epoch()}.${channelName()}`,
    head: () => journal.head(),
    after: (offset, size) => journal.page(channelName(), roomId(), offset, size),
    isTooFar: (offset, count) => journal.isTooFar(channelName(), roomId(), offset, count),
    gapAfter: (offset) => journal.gapAfter(channelName(), offset),
    history: (limit) => channel().history(limit),
    refresh,
=======
/** The feed of the channel that is on now. */
export function feedSource(active: () => Pick<ActiveChannel, 'feed'>): FeedSource {
  return {
    epoch: () => active().feed().epoch(),
    head: () => active().feed().head(),
    after: (offset, size) => active().feed().after(offset, size),
    isTooFar: (offset, count) => active().feed().isTooFar(offset, count),
    gapAfter: (offset) => active().feed().gapAfter(offset),
    history: (limit) => active().feed().history(limit),
>>>>>>> 19a560b (Make a channel a complete value with one listener; give causes a reason and events an origin)
  }
}

import type { ActiveChannel } from '../live/active-channel.ts'
import type { FeedSource } from './hub.ts'
import type { Journal } from '../store/journal.ts'

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
  }
}

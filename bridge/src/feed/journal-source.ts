import type { ActiveChannel } from '../live/active-channel.ts'
import type { FeedSource } from './hub.ts'
import type { Journal } from '../store/journal.ts'

/** The journal as the feed of the present creator, and of the LIVE that is on or was last. */
export function feedSource(journal: Journal, host: () => Pick<ActiveChannel, 'channel' | 'channelName'>): FeedSource {
  const roomId = (): string => host().channel().roomId() ?? ''
  return {
    // Each creator has a feed of their own: what came of another one is nothing that was missed.
    epoch: () => `${journal.epoch()}.${host().channelName()}`,
    head: () => journal.head(),
    after: (offset, size) => journal.page(host().channelName(), roomId(), offset, size),
    isTooFar: (offset, count) => journal.isTooFar(host().channelName(), roomId(), offset, count),
    gapAfter: (offset) => journal.gapAfter(host().channelName(), offset),
    history: (limit) => host().channel().history(limit),
  }
}

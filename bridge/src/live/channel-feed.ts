import type { FeedSource } from '../feed/hub.ts'
import type { Journal } from '../store/journal.ts'

/** The journal as the feed of one channel, and of its LIVE that is on or was last. */
export function channelFeed(journal: Journal, username: string, room: () => string | null): FeedSource {
  const roomId = (): string => room() ?? ''
  return {
    // Each creator has a feed of their own: what came of another one is nothing that was missed.
    epoch: () => `${journal.epoch()}.${username}`,
    head: () => journal.head(),
    after: (offset, size) => journal.page(username, roomId(), offset, size),
    isTooFar: (offset, count) => journal.isTooFar(username, roomId(), offset, count),
    gapAfter: (offset) => journal.gapAfter(username, offset),
    history: (limit, wanted) => (room() === null ? [] : journal.latest(username, roomId(), limit, wanted)),
  }
}

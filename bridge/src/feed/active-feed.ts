import type { ActiveChannel } from '../live/active-channel.ts'
import type { FeedSource } from './hub.ts'

/** The feed of the channel that is on now. */
export function activeFeed({ feed }: Pick<ActiveChannel, 'feed'>): FeedSource {
  return {
    epoch: () => feed().epoch(),
    head: () => feed().head(),
    after: (offset, size) => feed().after(offset, size),
    isTooFar: (offset, count) => feed().isTooFar(offset, count),
    gapAfter: (offset) => feed().gapAfter(offset),
    history: (limit) => feed().history(limit),
  }
}

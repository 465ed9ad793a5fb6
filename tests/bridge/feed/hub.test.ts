import { describe, expect, test } from 'vitest'
import { createHub } from '@standby/bridge/feed/hub.ts'
import { createTurns } from '@standby/bridge/turns.ts'
import type { FeedState } from '@standby/shared/protocol.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { feedSocket } from '../../support/fakes/feed-socket.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'
import { chat } from '../../support/fixtures/events.ts'

describe('Feed', () => {
  test('[FD10] a client that does not read is cut off 2 s after the close', () => {
    const clock = fakeClock()
    let head = 0
    const source = {
      epoch: () => 'a',
      head: () => head,
      after: () => ({ events: [], upTo: 0, more: false }),
      isTooFar: () => false,
      gapAfter: () => null,
      history: () => [],
    }
    const limits = { bufferedBytes: 1_000, page: { count: 10, bytes: 10_000 }, behindCount: 100 }
    const defer = (run: () => void): void => run()
    const hub = createHub({ state: {} as FeedState, clock, log: silentLog, defer, turns: createTurns(defer), limits })
    hub.follow(() => source)
    const slow = feedSocket()
    hub.attach(slow.ws, null)
    for (let n = 0; n < 10; n += 1) hub.publish([{ ...chat(`${n}`, 'x'.repeat(500)), offset: (head += 1) }])
    expect(hub.clientCount()).toBe(0)
    clock.advanceBy(1_999)
    expect(slow.isOpen()).toBe(true)
    clock.advanceBy(1)
    expect(slow.isOpen()).toBe(false)
  })
})

import { describe, expect, test } from 'vitest'
import { CLOSE_TOKEN_REPLACED } from '@standby/shared/protocol.ts'
import { refusedCode } from '../../../overlay/src/parts/token.ts'
import { fakeFeed } from '../../support/fakes/fake-feed.ts'
import { event, liveState } from '../../support/fixtures/show.ts'

const chat = (offset: number): ReturnType<typeof event> => event(offset, { type: 'chat', text: `message ${offset}` })

describe("A page's link to the bridge", () => {
  test('[PL1] a page that has just loaded asks from nowhere, one that comes back from where it was', () => {
    const feed = fakeFeed('dock')
    feed.snapshot({ epoch: 'e 1', offset: 7, history: [chat(7)] })
    feed.update([chat(8), chat(9)])
    feed.cut()
    feed.advanceBy(500)
    expect(feed.opened).toEqual(['/ws?page=dock', '/ws?page=dock&epoch=e+1&offset=9'])
  })

  test('[PL1] what comes with the resume is handed out once, in order', () => {
    const feed = fakeFeed()
    const seen: number[] = []
    feed.bridge.onFresh((events) => seen.push(...events.map((one) => one.offset)))
    feed.snapshot({ offset: 2, history: [chat(1), chat(2)] })
    feed.update([chat(3)])
    feed.cut()
    feed.advanceBy(500)
    feed.snapshot({ recovered: true, offset: 5, events: [chat(4), chat(5)] })
    feed.update([chat(6)])
    expect(seen).toEqual([3, 4, 5, 6])
  })

  test('[PL2] it tries again after 0.5 s, ever more slowly up to 5 s, and never gives up', () => {
    const feed = fakeFeed()
    feed.snapshot()
    // Held for long enough, so the delays begin at the beginning.
    feed.advanceBy(12_000)
    const delays: number[] = []
    for (let at = 0; at < 200; at += 1) {
      const before = feed.clock.now()
      feed.cut()
      const dueAt = feed.clock.nextDueAt() ?? before
      delays.push(dueAt - before)
      feed.clock.advanceTo(dueAt)
      expect(feed.opened).toHaveLength(at + 2)
    }
    expect(delays.slice(0, 7)).toEqual([500, 800, 1280, 2048, 3277, 5000, 5000])
    expect(delays.at(-1)).toBe(5000)
  })

  test('[PL3] a link without a message for 35 s is reopened; an empty update every 15 s keeps it', () => {
    const feed = fakeFeed()
    feed.snapshot()
    for (let at = 0; at < 8; at += 1) {
      feed.advanceBy(15_000)
      feed.update([])
    }
    expect(feed.opened).toHaveLength(1)
    feed.advanceBy(34_000)
    expect(feed.bridge.link.up).toBe(true)
    feed.advanceBy(2_000)
    expect(feed.opened).toHaveLength(2)
    expect(feed.bridge.link.up).toBe(false)
  })

  test('[PL4] while the bridge is away the page says so and keeps what it knew', () => {
    const feed = fakeFeed()
    expect(feed.bridge.link).toMatchObject({ up: false, awaySince: feed.clock.now() })
    feed.snapshot({ offset: 1, history: [chat(1)] })
    expect(feed.bridge.link).toEqual({ up: true, awaySince: null, nextAttemptAt: null, refused: false })
    feed.advanceBy(60_000 - 30_000)
    feed.cut()
    const cutAt = feed.clock.now()
    expect(feed.bridge.link).toEqual({ up: false, awaySince: cutAt, nextAttemptAt: cutAt + 500, refused: false })
    feed.advanceBy(3_000)
    expect(feed.bridge.link.awaySince).toBe(cutAt)
    expect(feed.bridge.state?.counters.viewers).toBe(liveState(0).counters.viewers)
    expect(feed.bridge.recent.map((one) => one.offset)).toEqual([1])
  })

  test('[PL5] its time is the bridge’s, however wrong the clock of the page’s computer', () => {
    const feed = fakeFeed('overlay', { bridgeAheadMs: 3_600_000 })
    feed.snapshot()
    expect(feed.bridge.now()).toBe(feed.clock.now() + 3_600_000)
    feed.cut()
    expect(feed.bridge.link.awaySince).toBe(feed.clock.now() + 3_600_000)
  })

  test('[PL6] what is not a message of the feed is passed over, and is no sign of the bridge', () => {
    const feed = fakeFeed()
    feed.say('hello' as never, null as never, { type: 'update', offset: 4, events: [], state: {} })
    expect(feed.bridge.link.up).toBe(false)
    feed.advanceBy(11_000)
    expect(feed.opened.length).toBeGreaterThan(1)
    feed.snapshot()
    expect(feed.bridge.link.up).toBe(true)
  })

  test('[PL7] woken while it waits it tries at once, woken while it is up it does nothing', () => {
    const feed = fakeFeed()
    feed.snapshot()
    feed.bridge.wake()
    expect(feed.opened).toHaveLength(1)
    feed.cut()
    feed.bridge.wake()
    expect(feed.opened).toHaveLength(2)
    expect(feed.isOpen()).toBe(true)
  })

  test('[PL8] a page that is gone leaves no timer and no socket', () => {
    const feed = fakeFeed()
    feed.snapshot()
    feed.bridge.dispose()
    expect(feed.isOpen()).toBe(false)
    expect(feed.clock.nextDueAt()).toBeNull()
  })

  const HOUR = 3_600_000

  test('[PL12] a page that has heard nothing for an hour asks without a position', () => {
    const feed = fakeFeed()
    const seen: number[] = []
    feed.bridge.onFresh((events) => seen.push(...events.map((one) => one.offset)))
    feed.snapshot({ offset: 7, history: [chat(7)] })
    feed.cut()
    feed.advanceBy(HOUR - 10_000)
    expect(feed.opened.at(-1)).toBe('/ws?page=overlay&epoch=a&offset=7')
    feed.advanceBy(20_000)
    expect(feed.opened.at(-1)).toBe('/ws?page=overlay')
    // What it is handed then is the show as it is, and no news.
    feed.snapshot({ offset: 900, history: [chat(899), chat(900)] })
    expect(seen).toEqual([])
    expect(feed.bridge.recent.map((one) => one.offset)).toEqual([899, 900])
    feed.cut()
    feed.advanceBy(5_000)
    expect(feed.opened.at(-1)).toBe('/ws?page=overlay&epoch=a&offset=900')
  })

  test('[PL12] what waited on the socket of a page that stood still for hours is not shown', () => {
    const feed = fakeFeed()
    const seen: number[] = []
    feed.bridge.onFresh((events) => seen.push(...events.map((one) => one.offset)))
    feed.snapshot({ offset: 7, history: [chat(7)] })
    feed.clock.sleep(2 * HOUR)
    feed.update([chat(8)])
    feed.update([chat(9)])
    feed.advanceBy(500)
    expect(seen).toEqual([])
    expect(feed.opened).toEqual(['/ws?page=overlay', '/ws?page=overlay'])
    feed.snapshot({ offset: 50, history: [chat(49), chat(50)] })
    feed.update([chat(51)])
    expect(seen).toEqual([51])
    // One that was hidden and went on hearing the bridge has missed nothing.
    for (let minute = 0; minute < 120; minute += 1) {
      feed.clock.sleep(60_000)
      feed.update([])
    }
    feed.cut()
    feed.advanceBy(500)
    expect(feed.opened.at(-1)).toBe('/ws?page=overlay&epoch=a&offset=51')
  })

  test('[PL9] a page whose token is not taken knows that it is refused, until it is let in', () => {
    const feed = fakeFeed('dock')
    feed.snapshot()
    feed.cut(CLOSE_TOKEN_REPLACED)
    expect(feed.bridge.link).toMatchObject({ up: false, refused: true })
    feed.advanceBy(500)
    feed.cut()
    expect(feed.bridge.link.refused).toBe(true)
    feed.advanceBy(800)
    feed.snapshot()
    expect(feed.bridge.link).toMatchObject({ up: true, refused: false })
    feed.cut(1006)
    expect(feed.bridge.link.refused).toBe(false)
  })

  test.each<[string, number, { hostname?: string; opened?: boolean }, number | null, number]>([
    ['another computer and no token', 1006, {}, 401, CLOSE_TOKEN_REPLACED],
    ['too many wrong tokens', 1006, {}, 429, CLOSE_TOKEN_REPLACED],
    ['a bridge that lets it in', 1006, {}, 200, 1006],
    ['nobody there', 1006, {}, null, 1006],
    ['a feed that was open', 1006, { opened: true }, 401, 1006],
    ['this computer', 1006, { hostname: '127.0.0.1' }, 401, 1006],
    ['this computer by name', 1006, { hostname: 'localhost' }, 401, 1006],
    ['this computer by IPv6', 1006, { hostname: '[::1]' }, 401, 1006],
  ])('[PL9] a socket that was never open is told apart by one question: %s', async (_what, code, of, status, known) => {
    const asked: unknown[] = []
    const fetch = ((path: unknown) => {
      asked.push(path)
      return status === null ? Promise.reject(new TypeError('failed')) : Promise.resolve(new Response('{}', { status }))
    }) as typeof globalThis.fetch
    expect(await refusedCode(code, { hostname: '192.168.1.5', opened: false, ...of }, fetch)).toBe(known)
    expect(asked).toEqual(Object.keys(of).length === 0 ? ['/healthz'] : [])
  })
})

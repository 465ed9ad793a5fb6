import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createClock, systemClock, systemTimes, type TimeSources } from '@standby/bridge/clock.ts'
import { createRunner } from '@standby/shared/connection/runner.ts'
import { policy } from '../support/fixtures/walk-connection.ts'
import { waitFor } from '../support/wait.ts'

/** Times that a test sets. */
function times(): TimeSources & { wallMs: number; monotonicMs: number } {
  const set = { wallMs: 1_700_000_000_000, monotonicMs: 5_000 }
  return Object.assign(set, { wall: () => set.wallMs, monotonic: () => set.monotonicMs, uptime: () => set.monotonicMs + 99_000 })
}

describe('Sleep and clocks', () => {
  test('[WK1] whatever is done to the time of day, the clock goes on as the monotonic one does', () => {
    const step = fc.record({ setBy: fc.integer({ min: -1e10, max: 1e10 }), passed: fc.nat(1e7) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const source = times()
        const clock = createClock(source)
        let expected = source.wallMs
        expect(clock.now()).toBe(expected)
        for (const { setBy, passed } of steps) {
          source.wallMs += setBy + passed
          source.monotonicMs += passed
          expected += passed
          expect(clock.now()).toBe(expected)
        }
      }),
    )
  })

  test('[WK1] a connection waits for its next attempt in full if the clock is set back an hour', async () => {
    const source = times()
    const monotonicStart = performance.now()
    source.monotonic = () => performance.now() - monotonicStart
    const clock = createClock(source)
    const openedAt: number[] = []
    const quick = { ...policy, backoff: { ...policy.backoff, baseDelayMs: 300 } }
    const runner = createRunner({
      policy: quick,
      clock,
      random: () => 0.5,
      onEffect: ({ type }) => void (type === 'open' && openedAt.push(performance.now())),
      onChange: () => undefined,
    })
    runner.send({ type: 'connect' })
    runner.send({ type: 'opened', generation: 1 })
    runner.send({ type: 'closed', generation: 1, cause: { kind: 'tiktok', detail: 'test' } })
    source.wallMs -= 3_600_000
    await waitFor(() => openedAt.length === 2, { what: 'the next attempt', everyMs: 5 })
    expect(openedAt[1]! - openedAt[0]!).toBeGreaterThan(250)
    runner.dispose()
  })

  test('[WK1] the real clock begins with the time of day', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000)
    expect(Number.isInteger(systemClock.now())).toBe(true)
    expect(systemTimes.uptime()).toBeGreaterThan(1_000)
  })

  /** The real clock of a computer that stands still for as long as it is told; the process is held up for no more than its timers need. */
  function heldUp() {
    let unseenMs = 0
    return {
      clock: createClock({ ...systemTimes, monotonic: () => performance.now() + unseenMs }),
      standStill(ms: number) {
        const until = performance.now() + 50
        while (performance.now() < until) Math.sqrt(until)
        unseenMs += ms
      },
    }
  }

  test('[WK4] a timer that comes late lets in first what arrived meanwhile', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    const accepted = once(server, 'connection') as Promise<[Socket]>
    await once(server, 'listening')
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
    const [other] = await accepted
    const order: string[] = []
    const computer = heldUp()
    client.on('data', () => order.push('news'))
    computer.clock.after(20, () => order.push('late timer'))
    // A timer of Node's own shows that the news would have come too late.
    setTimeout(() => order.push('plain timer'), 20)
    // Timers are what the event loop looks at first after this.
    setImmediate(() => {
      other.write('news')
      computer.standStill(1_500)
    })
    await waitFor(() => order.length === 3, { what: 'all three', everyMs: 5 })
    expect(order).toEqual(['plain timer', 'news', 'late timer'])
    client.destroy()
    other.destroy()
    server.close()
  })

  test('[WK4] a late timer that is cancelled before its turn does not fire', async () => {
    const fired: string[] = []
    const { clock, standStill } = heldUp()
    const cancel = clock.after(10, () => fired.push('cancelled'))
    setTimeout(cancel, 11)
    clock.after(12, () => fired.push('other'))
    standStill(1_200)
    await waitFor(() => fired.includes('other'), { what: 'the other timer', everyMs: 5 })
    expect(fired).toEqual(['other'])
  })
})

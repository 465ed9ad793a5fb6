import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BridgeClock, TimeSources } from '@standby/bridge/clock.ts'
import { createLivenessCheck, PROOF_WITHIN_MS } from '@standby/bridge/sources/liveness.ts'
import { LOOK_EVERY_MS, passed, watchWake } from '@standby/bridge/live/wake.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'
import { chat } from '../../support/fixtures/events.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { startFeedServer } from '../../support/peers/feed-server.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'
import { waitFor } from '../../support/wait.ts'

const HOUR_MS = 3_600_000

/** A computer whose clocks a test moves. `sleep`: as Linux and macOS do it, or as Windows does. */
function computer() {
  const fake = fakeClock()
  let wallMs = fake.now()
  let monotonicMs = 0
  let uptimeMs = 500_000
  let added = 0
  const times: TimeSources = { wall: () => wallMs, monotonic: () => monotonicMs, uptime: () => uptimeMs }
  const clock: BridgeClock = {
    now: () => fake.now() + added,
    after: (ms, callback) => fake.after(ms, callback),
    add: (ms) => void (added += ms),
  }
  const woke: number[] = []
  const steps: number[] = []
  const stop = watchWake({ times, clock, log: silentLog, onWoke: (ms) => void woke.push(ms), onStep: (ms) => void steps.push(ms) })
  const pass = (ms: number): void => {
    for (let left = ms; left > 0; left -= LOOK_EVERY_MS) {
      const part = Math.min(left, LOOK_EVERY_MS)
      wallMs += part
      monotonicMs += part
      uptimeMs += part
      fake.advanceBy(part)
    }
  }
  const sleep = (ms: number, monotonicGoesOn: boolean): void => {
    wallMs += ms
    uptimeMs += ms
    if (monotonicGoesOn) monotonicMs += ms
    // What is due during the sleep is run after it.
    if (monotonicGoesOn) fake.advanceBy(ms)
  }
  return {
    pass,
    sleep,
    set: (byMs: number) => void (wallMs += byMs),
    woke,
    steps,
    stop,
    clock,
    added: () => added,
    timers: () => fake.nextDueAt(),
  }
}

describe('Sleep and clocks', () => {
  test('[WK2] a sleep is noticed at the next look, whether the monotonic clock stood still or went on', () => {
    for (const goesOn of [false, true]) {
      const laptop = computer()
      laptop.pass(60_000)
      expect(laptop.woke).toEqual([])
      const before = laptop.clock.now()
      laptop.sleep(8 * HOUR_MS, goesOn)
      laptop.pass(LOOK_EVERY_MS)
      expect(laptop.woke).toHaveLength(1)
      expect(laptop.woke[0]).toBeGreaterThan(8 * HOUR_MS - 2 * LOOK_EVERY_MS)
      expect(laptop.clock.now() - before).toBeGreaterThanOrEqual(8 * HOUR_MS)
      expect(laptop.clock.now() - before).toBeLessThanOrEqual(8 * HOUR_MS + 2 * LOOK_EVERY_MS)
      expect(laptop.added()).toBe(goesOn ? 0 : 8 * HOUR_MS)
      laptop.pass(60_000)
      expect(laptop.woke).toHaveLength(1)
      expect(laptop.steps).toEqual([])
    }
  })

  test('[WK3] a change of the time of day is recognised, and never taken for a sleep', () => {
    for (const byMs of [HOUR_MS, -HOUR_MS, 20_000, -3_000]) {
      const desk = computer()
      desk.pass(10_000)
      const before = desk.clock.now()
      desk.set(byMs)
      desk.pass(LOOK_EVERY_MS)
      expect(desk.steps).toEqual([byMs])
      expect(desk.woke).toEqual([])
      expect(desk.clock.now() - before).toBe(LOOK_EVERY_MS)
    }
  })

  test('[WK2][WK3] over any mixture of the two, each is recognised for what it is', () => {
    const reading = fc.record({
      monotonicMs: fc.nat(1e9),
      asleepMs: fc.constantFrom(0, 11_000, 60_000, 1e7),
      steppedMs: fc.integer({ min: -1e9, max: 1e9 }),
      goesOn: fc.boolean(),
    })
    fc.assert(
      fc.property(reading, ({ monotonicMs, asleepMs, steppedMs, goesOn }) => {
        const elapsedMs = LOOK_EVERY_MS + asleepMs
        const after = {
          monotonicMs: monotonicMs + (goesOn ? elapsedMs : LOOK_EVERY_MS),
          uptimeMs: elapsedMs,
          wallMs: elapsedMs + steppedMs,
        }
        const told = passed({ monotonicMs, uptimeMs: 0, wallMs: 0 }, after)
        expect(told.sleptMs > 0).toBe(asleepMs > 0)
        expect(told.unseenMs).toBe(goesOn ? 0 : asleepMs)
        expect(told.steppedMs).toBe(Math.abs(steppedMs) >= 2_000 ? steppedMs : 0)
      }),
    )
  })

  test('[WK2] a busy computer, and an uptime that counts in whole seconds, are no sleep', () => {
    expect(passed({ wallMs: 0, monotonicMs: 0, uptimeMs: 0 }, { wallMs: 9_000, monotonicMs: 9_000, uptimeMs: 10_000 }).sleptMs).toBe(0)
  })

  test('[WK2] ended, it leaves no timer', () => {
    const desk = computer()
    desk.stop()
    expect(desk.timers()).toBeNull()
  })

  function asked() {
    const clock = fakeClock()
    const turns: (() => void)[] = []
    const dead: Cause[] = []
    const proof = createLivenessCheck({ clock, defer: (turn) => void turns.push(turn), onDead: (cause) => void dead.push(cause) })
    return { clock, dead, proof, nextTurn: () => turns.splice(0).forEach((turn) => turn()) }
  }

  test('[WK5] a connection that shows nothing after a sleep is dead; what arrived before proves nothing', () => {
    const { clock, dead, proof, nextTurn } = asked()
    proof.ask(40_000)
    proof.heard()
    nextTurn()
    clock.advanceBy(PROOF_WITHIN_MS - 1)
    expect(dead).toEqual([])
    clock.advanceBy(1)
    expect(dead).toEqual([{ kind: 'stalled', detail: expect.stringContaining('a sleep of 40 s') }])
  })

  test('[WK5] one frame is proof; a connection that ended meanwhile is not asked', () => {
    const one = asked()
    one.proof.ask(40_000)
    one.nextTurn()
    one.proof.heard()
    one.clock.advanceBy(60_000)
    const other = asked()
    other.proof.ask(40_000)
    other.proof.stop()
    other.nextTurn()
    other.clock.advanceBy(60_000)
    expect([...one.dead, ...other.dead]).toEqual([])
  })

  test('[WK3] clients that are sent away come back where they were, and read the clock again', async () => {
    const server = await startFeedServer()
    const before = await server.client()
    server.add([chat('1')])
    await waitFor(() => before.events().length === 1, { what: 'the event' })
    server.hub.sendAway('the clock was set')
    server.add([chat('2')])
    await waitFor(() => before.closed() !== null, { what: 'the close' })
    expect(before.closed()).toEqual({ code: 1012, reason: 'the clock was set' })
    expect(before.events().map(({ id }) => id)).toEqual(['1'])
    const after = await server.client(before.position())
    expect(after.messages[0]).toMatchObject({ type: 'snapshot', recovered: true, now: server.clock.now() })
    expect(after.events().map(({ id }) => id)).toEqual(['2'])
    await server.close()
  })
})

import { describe, expect, test } from 'vitest'
import { DEFAULT_RECONNECTION, tiktokPolicy } from '@standby/shared/connection/policy.ts'
import { createRunner, type Runner, type RunnerOptions } from '@standby/shared/connection/runner.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'

const policy = tiktokPolicy(DEFAULT_RECONNECTION)

describe('Connection', () => {
  test('[CN17] the runner handles events that arrive inside an effect after it, and keeps one timer', () => {
    const clock = fakeClock()
    const log: string[] = []
    const runner: Runner = createRunner({
      policy,
      clock,
      random: () => 0.5,
      onChange: (state) => log.push(state.phase),
      onEffect(effect) {
        log.push(effect.type)
        // A link that fails before it has even returned.
        if (effect.type === 'open' && effect.generation <= 2) {
          runner.send({ type: 'closed', generation: effect.generation, cause: { kind: 'tiktok', detail: '' } })
          log.push('returned')
        }
      },
    })
    runner.send({ type: 'connect' })
    expect(log).toEqual(['connecting', 'open', 'returned', 'waiting'])
    clock.advanceBy(5_000)
    expect(log.slice(4)).toEqual(['connecting', 'open', 'returned', 'waiting'])
    clock.advanceBy(9_999)
    expect(log).toHaveLength(8)
    clock.advanceBy(1)
    expect(log.slice(8)).toEqual(['connecting', 'open'])
    runner.send({ type: 'opened', generation: 3 })
    // A frame moves the deadline: the timer finds that it is early and waits on.
    clock.advanceBy(20_000)
    runner.send({ type: 'frame', generation: 3 })
    clock.advanceBy(34_000)
    expect(runner.state().phase).toBe('connected')
    clock.advanceBy(1_000)
    expect(runner.state()).toMatchObject({ phase: 'waiting', cause: { kind: 'stalled' } })
    runner.dispose()
    expect(clock.nextDueAt()).toBeNull()
  })

  /** A runner whose clock counts the timers that are set. */
  function watched(more: Partial<RunnerOptions> = {}) {
    const clock = fakeClock()
    const counts = { timers: 0, changes: 0 }
    const runner: Runner = createRunner({
      policy,
      clock: { ...clock, after: (ms, run) => (counts.timers++, clock.after(ms, run)) },
      random: () => 0.5,
      onChange: () => counts.changes++,
      onEffect: () => undefined,
      ...more,
    })
    return { runner, clock, counts }
  }

  test('[CN17] a deadline that moves back keeps the timer, and one that comes nearer gets another', () => {
    const { runner, clock, counts } = watched()
    runner.send({ type: 'connect' })
    runner.send({ type: 'connect' })
    runner.send({ type: 'opened', generation: 1 })
    expect(counts).toEqual({ timers: 2, changes: 3 })
    for (let frame = 0; frame < 50; frame += 1) {
      clock.advanceBy(300)
      runner.send({ type: 'frame', generation: 1 })
    }
    expect(counts).toEqual({ timers: 2, changes: 53 })
    // Too soon after the last one to change anything.
    runner.send({ type: 'frame', generation: 1 })
    expect(counts.changes).toBe(53)
    runner.send({ type: 'closed', generation: 1, cause: { kind: 'tiktok', detail: '' } })
    expect(counts.timers).toBe(3)
    expect(clock.nextDueAt()).toBe(clock.now() + 5_000)
  })

  test('[CN17] a disposed runner takes nothing in and sets no timer, even if disposed inside a change', () => {
    const { runner, clock, counts } = watched()
    runner.dispose()
    runner.send({ type: 'connect' })
    expect([runner.state().phase, counts.changes, clock.nextDueAt()]).toEqual(['disconnected', 0, null])
    const leaving = watched({ onChange: () => leaving.runner.dispose() })
    leaving.runner.send({ type: 'connect' })
    expect(leaving.clock.nextDueAt()).toBeNull()
  })

  test('[CN20] a runner starts from what an earlier run left behind', () => {
    const { clock } = watched()
    const breaker = { consecutiveFailures: 5, openUntil: clock.now() + 60_000, cooldownMs: 120_000 }
    const { runner } = watched({ saved: { breaker, askedUntil: null, cause: null, causeAt: null } })
    runner.send({ type: 'start' })
    expect(runner.state()).toMatchObject({ phase: 'waiting', until: breaker.openUntil, breaker })
  })
})

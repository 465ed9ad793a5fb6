import { expect, test } from 'vitest'
import { DEFAULT_RECONNECTION, tiktokPolicy } from '@standby/shared/connection/policy.ts'
import { createRunner, type Runner } from '@standby/shared/connection/runner.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'

const policy = tiktokPolicy(DEFAULT_RECONNECTION)

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

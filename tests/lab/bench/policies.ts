import { explain, suspect } from '@standby/bridge/network/suspicion.pure.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'
import type { ConnectionEffect } from '@standby/shared/connection/connection.ts'
import { DEFAULT_RECONNECTION, tiktokPolicy } from '@standby/shared/connection/policy.ts'
import { createRunner } from '@standby/shared/connection/runner.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import type { World } from './world.ts'

/** One bridge that lost its connection at 0: tries by its own rule, for ever. Returns when it is connected again, ms since the drop. */
export type Policy = (world: World, random: () => number) => number

/** `delayMs` after the drop and after every failure. */
export function fixed(delayMs: number): Policy {
  return waiting(() => delayMs)
}

/** 1 s, doubled after every failure, up to the same cap as ours; no jitter. */
export const exponential: Policy = waiting((failures) => Math.min(1_000 * 2 ** failures, DEFAULT_RECONNECTION.maxDelayMs))

function waiting(delayMs: (failures: number) => number): Policy {
  return (world) => {
    let at = 0
    for (let failures = 0; ; failures++) {
      const { until, cause } = world.attempt(at + delayMs(failures))
      if (cause === null) return until
      at = until
    }
  }
}

const POLICY = tiktokPolicy(DEFAULT_RECONNECTION)
/** Connected for long enough that nothing of before counts. */
const CONNECTED_BEFORE_MS = 60_000
const START_AT = 1_700_000_000_000

/** What a lost connection looks like from inside: a bad line and a closed socket both leave a 1006. */
const DROP: Cause = { kind: 'tiktok', detail: 'socket closed with 1006', reason: 'cut' }

/** Ours: the machine itself, its policy and its runner; a suspect cause is looked into as the bridge does it. */
export const ours: Policy = (world, random) => {
  const clock = fakeClock(START_AT - CONNECTED_BEFORE_MS)
  let upAt: number | null = null
  const now = (): number => clock.now() - START_AT
  const at = (ms: number, callback: () => void): void => void clock.after(ms - now(), callback)

  const runner = createRunner({ policy: POLICY, clock, random, onEffect, onChange: () => undefined })

  function onEffect(effect: ConnectionEffect): void {
    const { generation } = effect
    if (effect.type === 'close') return
    if (effect.type === 'probe') {
      const { until, verdict } = world.probe(now())
      at(until, () => runner.send({ type: 'probed', generation, reachable: verdict === 'reachable' }))
      return
    }
    // The connection that is going to be lost.
    if (now() < 0) {
      runner.send({ type: 'opened', generation })
      return
    }
    const { until, cause } = world.attempt(now())
    at(until, () => {
      if (cause === null) upAt = until
      else lose(generation, cause)
    })
  }

  function lose(generation: number, cause: Cause): void {
    runner.send({ type: 'closed', generation, cause })
    if (!suspect(cause)) return
    const { until, verdict } = world.probe(now())
    at(until, () => {
      const better = explain(cause, { verdict, evidence: [] })
      if (better !== null) runner.send({ type: 'explained', generation, cause: better })
    })
  }

  runner.send({ type: 'connect' })
  for (let ms = -CONNECTED_BEFORE_MS; ms <= 0; ms += 10_000) {
    clock.advanceTo(START_AT + ms)
    runner.send({ type: 'frame', generation: 1 })
  }
  lose(1, DROP)
  while (upAt === null) {
    const dueAt = clock.nextDueAt()
    if (dueAt === null) throw new Error(`nothing is due at ${now()} ms: ${JSON.stringify(runner.state())}`)
    clock.advanceTo(dueAt)
  }
  runner.dispose()
  return upAt
}

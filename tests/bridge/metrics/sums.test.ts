import { describe, expect, test } from 'vitest'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { CountedOutage } from '@standby/bridge/metrics/counted-outage.pure.ts'
import { factsOf, newConnectionHistory, observe, sessions, summary } from '@standby/bridge/metrics/observe.pure.ts'
import { NO_SUMS, OUTAGE_BUCKETS_SECONDS, overall, withOutage } from '@standby/bridge/metrics/sums.pure.ts'
import { initialConnection, transition } from '@standby/shared/connection/connection.ts'
import { fact, HOUR, policy, T0 } from './past.ts'

const recovered = (cause: CauseKind, attempts: number): CountedOutage => ({
  correlationId: null,
  roomId: null,
  lostAt: 0,
  lastHeardAt: 0,
  endedAt: 4_000,
  cause,
  lastCause: cause,
  attempts,
  failedAt: null,
  outcome: 'recovered',
  ways: ['connector'],
})

describe('Metrics', () => {
  test('[MT10] outages of the same length, of one cause and of several, are each in their bucket', () => {
    const causes: CauseKind[] = ['tiktok', 'tiktok', 'sign']
    const sums = causes.reduce((all, cause) => withOutage(all, recovered(cause, 2), 4_000), NO_SUMS)
    const expected = [...OUTAGE_BUCKETS_SECONDS, Infinity].map((seconds) => (seconds === 5 ? 3 : 0))
    expect(overall(sums)).toMatchObject({ recoveries: 3, recoveryMs: 12_000, recoveryAttempts: 6, buckets: expected })
  })

  test('[MT10] the same fact twice counts once', () => {
    const up = observe(newConnectionHistory(T0), fact(T0, 'up'))
    expect(observe(up, fact(T0 + HOUR, 'up'))).toEqual(up)
  })

  test('[MT2] a loss without a known cause is a loss, and a first cause that needs a person stays', () => {
    expect(observe(newConnectionHistory(T0), fact(T0, 'down')).open).toMatchObject({
      cause: 'protocol',
      lastCause: 'protocol',
      roomId: null,
    })
    const refused = observe(newConnectionHistory(T0), fact(T0, 'down', { cause: 'auth', failed: true }))
    expect(observe(refused, fact(T0 + 1, 'down', { cause: 'tiktok' })).open).toMatchObject({ cause: 'auth', lastCause: 'tiktok' })
  })

  test('[MT8] a connection to no known room begins no LIVE, and an outage at its first moment is in it', () => {
    expect(sessions(observe(newConnectionHistory(T0), fact(T0, 'up', { roomId: null })), T0)).toEqual([])
    const facts = [fact(T0, 'up'), fact(T0, 'down', { cause: 'tiktok' }), fact(T0 + 5_000, 'up', { generation: 2 })]
    expect(sessions(facts.reduce(observe, newConnectionHistory(T0)), T0 + HOUR)[0]).toMatchObject({ drops: 1, recoveryP95Ms: 5_000 })
  })

  test('[MT1] while nothing has recovered there is no mean', () => {
    const open = observe(observe(newConnectionHistory(T0), fact(T0, 'up')), fact(T0 + HOUR, 'down', { cause: 'tiktok' }))
    expect(summary(open, T0 + 2 * HOUR).total).toMatchObject({ recoveryMeanMs: null, attemptsPerRecovery: null, drops: 1 })
  })

  test('[MT6] only what was given up, or needs a person, is a failure', () => {
    const chance = { now: T0, random: 0.5 }
    const begun = transition(initialConnection(policy, T0), { type: 'connect' }, chance, policy).state
    const connected = transition(begun, { type: 'opened', generation: 1 }, chance, policy).state
    const stopped = transition(connected, { type: 'disconnect' }, chance, policy).state
    const refused = transition(begun, { type: 'closed', generation: 1, cause: { kind: 'auth', detail: '' } }, chance, policy).state
    expect([factsOf(begun, connected, T0, null)?.failed, factsOf(connected, stopped, T0, null)?.failed]).toEqual([false, false])
    expect(factsOf(begun, refused, T0, null)?.failed).toBe(true)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ALERT_IDS, type AlertId } from '@standby/shared/alert.ts'
import { CAUSE_KINDS } from '@standby/shared/connection/cause.ts'
import { activeAlerts, decideAlerts, NO_ALERTS, type AlertState } from '@standby/bridge/alerts/decide.pure.ts'
import { alertReadingsOf, type AlertReadings } from '@standby/bridge/alerts/readings.ts'
import { connectedAt, FAILED, FINE, LOST, MINUTE, T0 } from './readings.ts'
import { told } from './told.ts'

describe('Alerts', () => {
  test('[AL1] a condition is raised once, and cleared once when it is over', () => {
    const broken = { ...FINE, storageOk: false }
    expect(
      told([
        [0, FINE],
        [1, broken],
        [2, broken],
        [9, broken],
        [10, FINE],
        [11, FINE],
        [12, broken],
      ]),
    ).toEqual(['', '+storage', '', '', '-storage', '', '+storage'])
  })

  test('[AL1] an alert knows when it was raised and cleared, how grave it is, and its figures then', () => {
    const first = decideAlerts(NO_ALERTS, { ...FAILED, cause: 'sign' }, T0)
    expect(first.raised).toEqual([
      { id: 'reconnection-failed', severity: 'critical', raisedAt: T0, clearedAt: null, params: { cause: 'sign' } },
    ])
    expect(activeAlerts(first.state)).toEqual(first.raised)
    const second = decideAlerts(first.state, FINE, T0 + 5)
    expect(second.cleared).toEqual([{ ...first.raised[0], clearedAt: T0 + 5 }])
    expect(activeAlerts(second.state)).toEqual([])
  })

  test('[AL3] it says when time alone will raise or clear something', () => {
    const limited = decideAlerts(NO_ALERTS, { ...LOST, cause: 'rate-limited' }, T0)
    expect(limited.wakeAt).toBe(T0 + 10 * MINUTE)
    expect(decideAlerts(limited.state, { ...LOST, cause: 'rate-limited' }, T0 + MINUTE).wakeAt).toBe(T0 + 10 * MINUTE)
    const stalled = decideAlerts(NO_ALERTS, { ...LOST, cause: 'stalled' }, T0)
    expect(stalled.wakeAt).toBeNull()
    expect(decideAlerts(stalled.state, connectedAt(T0 + 5_000), T0 + 6_000).wakeAt).toBe(T0 + 65_000)
    expect(decideAlerts(stalled.state, connectedAt(T0 + 5_000), T0 + 65_000)).toMatchObject({ wakeAt: null, cleared: [{ id: 'stalled' }] })
    expect(decideAlerts(NO_ALERTS, FINE, T0).wakeAt).toBeNull()
  })

  test('[AL3] over random readings raise and clear alternate, and a wake-up is never late or useless', () => {
    const readings: fc.Arbitrary<AlertReadings> = fc.record({
      reconnectionState: fc.constantFrom('IDLE', 'CONNECTING', 'CONNECTED', 'RECONNECTING', 'WAITING_FOR_LIVE', 'FAILED', 'STOPPED'),
      connectedSince: fc.constant(null),
      cause: fc.option(fc.constantFrom(...CAUSE_KINDS, 'stalled' as const, 'blocked' as const)),
      breaker: fc.constantFrom('closed', 'open', 'half-open'),
      cycles: fc.array(fc.boolean(), { maxLength: 20 }),
      cyclesFailedInARow: fc.integer({ min: 0, max: 5 }),
      storageOk: fc.boolean(),
    })
    const step = fc.tuple(fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 15 * MINUTE })), readings)
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
        let state: AlertState = NO_ALERTS
        let now = T0
        const on = new Set<AlertId>()
        for (const [afterMs, given] of steps) {
          const at = given.reconnectionState === 'CONNECTED' ? { ...given, connectedSince: now, cause: null } : given
          now += afterMs
          const decision = decideAlerts(state, at, now)
          state = decision.state
          for (const { id } of decision.cleared) if (!on.delete(id)) throw new Error(`${id} was cleared, but not raised`)
          for (const { id } of decision.raised) {
            if (on.has(id)) throw new Error(`${id} was raised twice`)
            on.add(id)
          }
          expect(activeAlerts(state).map(({ id }) => id)).toEqual(ALERT_IDS.filter((id) => on.has(id)))
          if (decision.wakeAt === null) continue
          if (decision.wakeAt <= now) throw new Error('a wake-up in the past')
          // Time alone, and not a moment sooner.
          const early = decideAlerts(state, at, decision.wakeAt - 1)
          expect([early.raised, early.cleared]).toEqual([[], []])
        }
      }),
    )
  })

  test('[AL3] the readings are those of the status and the history', () => {
    const status = {
      reconnectionState: 'CONNECTED',
      since: T0,
      cause: null,
      circuitBreaker: { state: 'closed', openUntil: null },
    } as const
    expect(alertReadingsOf(status, { cycles: [true], failedInARow: 0 }, true)).toEqual({ ...FINE, connectedSince: T0, cycles: [true] })
    const lost = { ...status, reconnectionState: 'FAILED', cause: { kind: 'sign', at: T0, detail: '' } } as const
    expect(alertReadingsOf(lost, { cycles: [], failedInARow: 2 }, false)).toEqual({
      ...FAILED,
      cause: 'sign',
      cyclesFailedInARow: 2,
      storageOk: false,
    })
  })
})

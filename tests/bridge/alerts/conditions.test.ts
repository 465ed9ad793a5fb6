import { describe, expect, test } from 'vitest'
import type { Alert, AlertId } from '@standby/shared/alert.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import { calmAt, CONDITIONS } from '@standby/bridge/alerts/conditions.pure.ts'
import { decideAlerts, NO_ALERTS } from '@standby/bridge/alerts/decide.pure.ts'
import type { AlertReadings } from '@standby/bridge/alerts/readings.ts'
import { alertSentence } from '@standby/shared/words/alerts.ts'
import { connectedAt, FAILED, FINE, LOST, MINUTE, NOT_LIVE, STOPPED, T0 } from './readings.ts'
import { told } from './told.ts'

const cycles = (succeeded: number, failed: number) => [...Array<boolean>(failed).fill(false), ...Array<boolean>(succeeded).fill(true)]

describe('Alerts', () => {
  test.each<[AlertId, readonly (readonly [number, AlertReadings])[], string[]]>([
    [
      'reconnection-failed',
      [
        [0, LOST],
        [1, FAILED],
        [2, { ...LOST, cause: 'network' }],
        [3, FINE],
      ],
      ['', '+reconnection-failed', '', '-reconnection-failed'],
    ],
    [
      'reconnection-failed',
      [
        [0, FAILED],
        [1, STOPPED],
      ],
      ['+reconnection-failed', '-reconnection-failed'],
    ],
    [
      'reconnection-failed',
      [
        [0, FAILED],
        [1, NOT_LIVE],
      ],
      ['+reconnection-failed', '-reconnection-failed'],
    ],
    [
      'breaker-open',
      [
        [0, { ...LOST, breaker: 'half-open' }],
        [1, { ...LOST, breaker: 'open' }],
        [2, { ...LOST, breaker: 'half-open' }],
        [3, { ...LOST, breaker: 'open' }],
        [4, LOST],
      ],
      ['', '+breaker-open', '', '', '-breaker-open'],
    ],
    [
      'breaker-open',
      [
        [0, { ...LOST, breaker: 'open' }],
        [1, { ...STOPPED, breaker: 'open' }],
      ],
      ['+breaker-open', '-breaker-open'],
    ],
    [
      'objective-missed',
      [
        [0, { ...FINE, cycles: cycles(19, 1) }],
        [1, { ...FINE, cycles: cycles(18, 2) }],
        [2, { ...FINE, cycles: cycles(19, 1) }],
      ],
      ['', '+objective-missed', '-objective-missed'],
    ],
    [
      'objective-missed',
      [
        [0, { ...FINE, cycles: cycles(0, 1) }],
        [1, { ...FINE, cycles: cycles(3, 2) }],
      ],
      ['', '+objective-missed'],
    ],
    [
      'auth',
      [
        [0, { ...FAILED, cause: 'auth' }],
        [1, { ...LOST, reconnectionState: 'CONNECTING', cause: 'auth' }],
        [2, FINE],
      ],
      ['+auth', '', '-auth'],
    ],
    [
      'auth',
      [
        [0, { ...FAILED, cause: 'not-found' }],
        [1, NOT_LIVE],
      ],
      ['+auth', '-auth'],
    ],
    [
      'blocked',
      [
        [0, { ...LOST, cause: 'blocked' }],
        [5 * MINUTE - 1, { ...LOST, cause: 'blocked' }],
        [5 * MINUTE, { ...LOST, cause: 'blocked' }],
        [6 * MINUTE, FINE],
      ],
      ['', '', '+blocked', '-blocked'],
    ],
    [
      'rate-limited',
      [
        [0, { ...LOST, cause: 'rate-limited' }],
        [10 * MINUTE - 1, { ...LOST, cause: 'rate-limited' }],
        [10 * MINUTE, { ...LOST, cause: 'rate-limited' }],
        [11 * MINUTE, LOST],
      ],
      ['', '', '+rate-limited', '-rate-limited'],
    ],
    [
      'rate-limited',
      [
        [0, { ...LOST, cause: 'rate-limited' }],
        [9 * MINUTE, LOST],
        [9 * MINUTE + 1, { ...LOST, cause: 'rate-limited' }],
        [18 * MINUTE, { ...LOST, cause: 'rate-limited' }],
      ],
      ['', '', '', ''],
    ],
    [
      'storage',
      [
        [0, { ...STOPPED, storageOk: false }],
        [1, STOPPED],
      ],
      ['+storage', '-storage'],
    ],
  ])('[AL2] %s is raised and cleared as the table says (%#)', (_id, steps, expected) => {
    expect(told(steps)).toEqual(expected)
  })

  test('[AL2] the objective looks at the last 20 cycles and no further', () => {
    expect(told([[0, { ...FINE, cycles: [false, false, ...cycles(20, 0)] }]])).toEqual([''])
  })

  test('[AL2] stalled lasts until a connection has held for a minute, so that flapping alerts once', () => {
    const stalled: AlertReadings = { ...LOST, cause: 'stalled' }
    expect(
      told([
        [0, stalled],
        [6_000, connectedAt(T0 + 6_000)],
        [50_000, stalled],
        [60_000, connectedAt(T0 + 60_000)],
        [60_000 + MINUTE - 1, connectedAt(T0 + 60_000)],
        [60_000 + MINUTE, connectedAt(T0 + 60_000)],
      ]),
    ).toEqual(['+stalled', '', '', '', '', '-stalled'])
    expect(
      told([
        [0, stalled],
        [1, { ...LOST, cause: 'sign' }],
        [2, NOT_LIVE],
      ]),
    ).toEqual(['+stalled', '', '-stalled'])
  })

  test('[AL2] three failed cycles in a row raise it at the third; ten minutes of connection clear it', () => {
    const failed = (count: number): AlertReadings => ({ ...FAILED, cyclesFailedInARow: count })
    expect(
      told([
        [0, failed(2)],
        [1, failed(3)],
        [2, failed(4)],
      ]),
    ).toEqual(['+reconnection-failed', '+cycles-failed', ''])
    const since = T0 + MINUTE
    expect(
      told([
        [0, failed(3)],
        [MINUTE, { ...connectedAt(since), cyclesFailedInARow: 3 }],
        [11 * MINUTE - 1, { ...connectedAt(since), cyclesFailedInARow: 3 }],
        [11 * MINUTE, { ...connectedAt(since), cyclesFailedInARow: 3 }],
      ]),
    ).toEqual(['+reconnection-failed +cycles-failed', '-reconnection-failed', '', '-cycles-failed'])
  })

  test('[AL2] what only a person can fix is reported as such, not as a failure of reconnecting', () => {
    expect(told([[0, { ...FAILED, cause: 'auth' }]])).toEqual(['+auth'])
  })

  test('[AL15] a creator who is not live, a first connection and a stop raise nothing', () => {
    const starting: AlertReadings = { ...LOST, reconnectionState: 'CONNECTING', cause: null }
    expect(
      told([
        [0, NOT_LIVE],
        [100 * MINUTE, starting],
        [200 * MINUTE, STOPPED],
        [300 * MINUTE, LOST],
      ]),
    ).toEqual(['', '', '', ''])
  })

  test.each<[AlertId, Alert['severity'], AlertReadings, Alert['params']]>([
    ['reconnection-failed', 'critical', FAILED, { cause: 'tiktok' }],
    ['reconnection-failed', 'critical', { ...FAILED, cause: null }, {}],
    ['cycles-failed', 'critical', { ...FAILED, cyclesFailedInARow: 4 }, { count: 4 }],
    ['breaker-open', 'warning', { ...LOST, breaker: 'open' }, { cause: 'tiktok' }],
    ['objective-missed', 'warning', { ...FINE, cycles: cycles(3, 2) }, { failed: 2, cycles: 5, objectivePercent: 95 }],
    ['stalled', 'warning', { ...LOST, cause: 'stalled' }, {}],
    ['auth', 'critical', { ...FAILED, cause: 'not-found' }, { cause: 'not-found' }],
    ['blocked', 'warning', { ...LOST, cause: 'blocked' }, { cause: 'blocked' }],
    ['blocked', 'warning', { ...LOST, cause: 'closed' }, { cause: 'closed' }],
    ['rate-limited', 'warning', { ...LOST, cause: 'rate-limited' }, {}],
    ['proxy', 'critical', { ...LOST, cause: 'network', proxy: 'proxy:1' }, { proxy: 'proxy:1' }],
    ['settings', 'warning', { ...FINE, settingsOk: false }, {}],
    ['tokens', 'warning', { ...FINE, tokensOk: false }, {}],
    ['standby-left-on', 'warning', { ...FINE, standbyLeftOn: true }, {}],
    ['storage', 'critical', { ...FINE, storageOk: false }, {}],
  ])('[AL1][AL16][AL17][ST21] %s is %s, and tells its figures (%#)', (id, severity, readings, params) => {
    const waited = decideAlerts(NO_ALERTS, readings, T0).state
    const { raised } = decideAlerts({ ...waited, raised: {} }, readings, T0 + 10 * MINUTE)
    expect(raised.find((alert) => alert.id === id)).toEqual({ id, severity, raisedAt: T0 + 10 * MINUTE, clearedAt: null, params })
  })

  test('[AL2] only what flaps waits for calm, and only while it is connected', () => {
    expect(calmAt(CONDITIONS.stalled, connectedAt(T0))).toBe(T0 + MINUTE)
    expect(calmAt(CONDITIONS.stalled, LOST)).toBeNull()
    expect(calmAt(CONDITIONS.storage, connectedAt(T0))).toBeNull()
  })

  const sentence = (id: AlertId, params: Alert['params']) =>
    alertSentence({ id, severity: 'critical', raisedAt: T0, clearedAt: null, params })

  const TRYING = 'Standby keeps trying every few minutes. Check your internet connection, and that your LIVE is still on.'

  test.each<[CauseKind, string]>([
    ['network', 'No internet'],
    ['tiktok', 'TikTok closed it'],
    ['sign', 'Sign service down'],
    ['rate-limited', 'Too many requests'],
    ['offline', 'Not live'],
    ['ended', 'LIVE over'],
    ['paused', 'Paused'],
    ['auth', 'Key refused'],
    ['not-found', 'No such account'],
    ['blocked', 'Blocked by TikTok'],
    ['stalled', 'Silent'],
    ['protocol', 'Not understood'],
  ])('[AL6] if an attempt failed for %s, the sentence says so', (cause, words) => {
    expect(sentence('reconnection-failed', { cause })).toBe(`The connection did not come back (${words}). ${TRYING}`)
  })

  test('[AL6] a sentence whose figures are missing is one all the same', () => {
    for (const params of [{}, { cause: 'new' }, { cause: 7 }]) {
      expect(sentence('reconnection-failed', params)).toBe(`The connection did not come back. ${TRYING}`)
    }
    expect(sentence('cycles-failed', {})).toMatch(/^Reconnecting failed several times in a row\./)
    expect(sentence('cycles-failed', { count: 3 })).toMatch(/^Reconnecting failed 3 times in a row\./)
    expect(sentence('objective-missed', {})).toMatch(/^Too many of the last 20 reconnections failed; 95% should succeed\./)
    expect(sentence('auth', { cause: 'auth' })).toMatch(/^The sign service refused your key\./)
    expect(sentence('auth', { cause: 'not-found' })).toMatch(/^TikTok knows no account with this name\./)
  })
})

import { ALERT_IDS, type Alert, type AlertId } from '@standby/shared/alert.ts'
import { lost, OBS_STANDBY } from './fixture-show.ts'
import { alert, HOUR_MS, MINUTE_MS, show, type Fixture } from './fixture-situation.ts'
import { madeUpStability, type MadeUpOutage } from './fixture-stability.ts'

/** What the bridge gives with an alert, where it gives something. */
const ALERT_PARAMS: Partial<Record<AlertId, Alert['params']>> = {
  'reconnection-failed': { cause: 'blocked' },
  'cycles-failed': { count: 3 },
  'breaker-open': { cause: 'sign' },
  'objective-missed': { failed: 2, cycles: 20, objectivePercent: 95 },
  auth: { cause: 'auth' },
}

const BAD_EVENING: MadeUpOutage[] = [
  { agoMs: 170 * MINUTE_MS, lastedMs: 5_200, cause: 'tiktok', attempts: 1 },
  { agoMs: 151 * MINUTE_MS, lastedMs: 7 * MINUTE_MS, cause: 'sign', attempts: 9, failedAfterMs: 6 * MINUTE_MS },
  { agoMs: 120 * MINUTE_MS, lastedMs: 14_600, cause: 'tiktok', attempts: 2 },
  { agoMs: 97 * MINUTE_MS, lastedMs: 48_000, cause: 'network', attempts: 1 },
  { agoMs: 71 * MINUTE_MS, lastedMs: 5_300, cause: 'stalled', attempts: 1 },
  { agoMs: 52 * MINUTE_MS, lastedMs: 5_100, cause: 'tiktok', attempts: 1 },
  { agoMs: 47 * MINUTE_MS, lastedMs: 21 * MINUTE_MS, cause: 'tiktok', attempts: 11, failedAfterMs: 19 * MINUTE_MS },
  { agoMs: 12 * MINUTE_MS, lastedMs: 65_000, cause: 'rate-limited', attempts: 1 },
  { agoMs: 5 * MINUTE_MS, lastedMs: 61_000, cause: 'protocol', attempts: 4 },
]

/** Much to read about the connection. */
export const HEALTH_FIXTURES = {
  /** A long evening with every kind of drop behind it, and live. */
  unstable: (now) =>
    show(now, {
      tiktok: { since: now - 4 * MINUTE_MS, stability: madeUpStability(now, 3 * HOUR_MS, BAD_EVENING) },
      state: {
        alerts: [
          alert(now, 'objective-missed', 26 * MINUTE_MS, { failed: 2, cycles: 9, objectivePercent: 95 }),
          alert(now, 'storage', 70_000, {}),
        ],
      },
    }),
  'every-alert': (now) =>
    show(now, {
      tiktok: lost(now, 'blocked', { awayMs: 900_000, attempt: 6, nextAttemptAt: now + 1_240_000 }),
      obs: OBS_STANDBY,
      state: { alerts: ALERT_IDS.map((id, at) => alert(now, id, (ALERT_IDS.length - at) * 40_000, ALERT_PARAMS[id] ?? {})) },
    }),
} satisfies Record<string, (now: number) => Fixture>

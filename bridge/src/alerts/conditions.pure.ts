import type { Alert, AlertId } from '@standby/shared/alert.ts'
import type { Millis } from '@standby/shared/clock.ts'
import { SUCCESS_OBJECTIVE_PERCENT } from '@standby/shared/connection/stability.ts'
import type { AlertReadings } from './readings.ts'

export interface Condition {
  severity: Alert['severity']
  /** It is raised when it has held for so long without a break. */
  afterMs: number
  holds: (readings: AlertReadings) => boolean
  /** Whether it goes on once raised; for most that is the same question. */
  lasts: (readings: AlertReadings) => boolean
  /** Once raised it also lasts until a connection has held for so long, so that flapping does not raise it again and again. */
  calmMs: number
  params: (readings: AlertReadings) => Alert['params']
}

const MINUTE_MS = 60_000
/** A glance at the standby scene is none. */
const LEFT_ON_MS = 10_000
const CYCLES_IN_A_ROW = 3
/** The objective looks at so many cycles; as many of them may fail as still leave 95 %. */
const OBJECTIVE_CYCLES = 20
const FAILURES_ALLOWED = Math.floor((OBJECTIVE_CYCLES * (100 - SUCCESS_OBJECTIVE_PERCENT)) / 100)

export const CONDITIONS: Readonly<Record<AlertId, Condition>> = {
  // What only a person can fix has an alert of its own.
  'reconnection-failed': condition('critical', (of) => of.reconnectionState === 'FAILED' && !needsPerson(of), {
    lasts: isTrying,
    params: withCause,
  }),
  'cycles-failed': condition('critical', (of) => of.reconnectionState === 'FAILED' && of.cyclesFailedInARow >= CYCLES_IN_A_ROW, {
    lasts: isTrying,
    calmMs: 10 * MINUTE_MS,
    params: (of) => ({ count: of.cyclesFailedInARow }),
  }),
  'breaker-open': condition('warning', (of) => isTrying(of) && of.breaker === 'open', {
    // Half-open is the breaker's own doubt; it is over when it is closed.
    lasts: (of) => isTrying(of) && of.breaker !== 'closed',
    params: withCause,
  }),
  'objective-missed': condition('warning', (of) => failures(of) > FAILURES_ALLOWED, {
    params: (of) => ({ failed: failures(of), cycles: of.cycles.length, objectivePercent: SUCCESS_OBJECTIVE_PERCENT }),
  }),
  stalled: condition('warning', (of) => isTrying(of) && of.cause === 'stalled', { lasts: isTrying, calmMs: MINUTE_MS }),
  auth: condition('critical', needsPerson, { params: withCause }),
  blocked: condition('warning', (of) => of.cause === 'blocked' || of.cause === 'closed', { afterMs: 5 * MINUTE_MS, params: withCause }),
  'rate-limited': condition('warning', (of) => of.cause === 'rate-limited', { afterMs: 10 * MINUTE_MS }),
  proxy: condition('critical', (of) => of.proxy !== undefined && of.cause === 'network' && isTrying(of), {
    params: ({ proxy = '' }) => ({ proxy }),
  }),
  'standby-left-on': condition('warning', (of) => of.standbyLeftOn === true, { afterMs: LEFT_ON_MS }),
  settings: condition('warning', (of) => of.settingsOk === false),
  tokens: condition('warning', (of) => of.tokensOk === false),
  storage: condition('critical', (of) => !of.storageOk),
}

function condition(severity: Alert['severity'], holds: Condition['holds'], more: Partial<Condition> = {}): Condition {
  return { severity, holds, afterMs: 0, lasts: holds, calmMs: 0, params: () => ({}), ...more }
}

/** A connection is wanted, the creator is live as far as is known, and it could not be had. */
function isTrying({ reconnectionState }: AlertReadings): boolean {
  return reconnectionState === 'RECONNECTING' || reconnectionState === 'FAILED'
}

function needsPerson({ cause }: AlertReadings): boolean {
  return cause === 'auth' || cause === 'not-found'
}

function failures({ cycles }: AlertReadings): number {
  return cycles.slice(-OBJECTIVE_CYCLES).filter((succeeded) => !succeeded).length
}

function withCause({ cause }: AlertReadings): Alert['params'] {
  return cause === null ? {} : { cause }
}

/** When a raised condition is over by calm alone, or null if it is not connected or needs none. */
export function calmAt({ calmMs }: Condition, { connectedSince }: AlertReadings): Millis | null {
  return connectedSince === null || calmMs === 0 ? null : connectedSince + calmMs
}

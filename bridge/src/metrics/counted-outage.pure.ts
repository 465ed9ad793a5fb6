import type { Millis } from '@standby/shared/clock.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { OutageView } from '@standby/shared/connection/stability.ts'
import type { Outage } from '@standby/shared/live/outage.ts'

/** An outage as the figures count it: with what became of the attempts to get the connection back. */
export interface CountedOutage extends Outage {
  /** What it was lost by. */
  cause: CauseKind
  /** The last reason why the connection could not be had back. */
  lastCause: CauseKind
  /** When its cycle of attempts was given up, or null. */
  failedAt: Millis | null
  outcome: OutageView['outcome']
}

/** As it is on the wire. */
export function outageView({ lostAt, endedAt, cause, ...known }: CountedOutage): OutageView {
  const { correlationId, roomId, lastCause, attempts, failedAt, outcome } = known
  const to = endedAt === null ? null : Math.max(lostAt, endedAt)
  return { correlationId, roomId, from: lostAt, to, firstCause: cause, lastCause, attempts, failedAt, outcome }
}

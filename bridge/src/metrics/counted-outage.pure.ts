import type { Millis } from '@standby/shared/clock.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { Way } from '@standby/shared/connection/way.ts'
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
  ways: readonly Way[]
}

const LAST_WAYS = 8

/** With the way of the present attempt or connection, if that is another than before. */
export function withWayOf(outage: CountedOutage, way: Way): CountedOutage {
  const [first = way, ...later] = outage.ways
  return outage.ways.at(-1) === way ? outage : { ...outage, ways: [first, ...later.slice(1 - LAST_WAYS), way] }
}

/** As it is on the wire. */
export function outageView({ lostAt, endedAt, cause, ...known }: CountedOutage): OutageView {
  const { correlationId, roomId, lastCause, attempts, failedAt, outcome, ways } = known
  const to = endedAt === null ? null : Math.max(lostAt, endedAt)
  return { correlationId, roomId, from: lostAt, to, firstCause: cause, lastCause, attempts, failedAt, outcome, ways: [...ways] }
}

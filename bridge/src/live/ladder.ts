import type { Clock } from '@standby/shared/clock.ts'
import type { SavedConnection } from '@standby/shared/connection/connection.ts'
import { countersOf, nextWay, withNewKey, withWay, type Ladder } from '@standby/shared/connection/ladder.ts'
import type { ConnectionPolicy } from '@standby/shared/connection/policy.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { Runner } from '@standby/shared/connection/runner.ts'
import type { Way } from '@standby/shared/connection/way.ts'
import type { Logger } from 'pino'
import type { Ways } from '../sources/ways.ts'

export interface LadderOptions {
  ways: Pick<Ways, 'order' | 'isReady'>
  runner: () => Pick<Runner, 'send' | 'state'>
  /** What an earlier run left behind for the signed connection. */
  saved: SavedConnection | null
  policy: ConnectionPolicy<CauseKind>
  clock: Clock
  log: Logger
}

/** The way that the machine is on, and the change to another one. The machine makes one attempt at a time over all of them. */
export interface LadderDriver {
  way(): Way
  /** Another way could be used now. */
  hasOther(): boolean
  /** The machine waits, and all that can be known of its cause is known: changes the way if another is the better one now. */
  consider(): void
  /** The creator entered another key. */
  newKey(): void
}

export function createLadder({ ways, runner, saved, policy, clock, log }: LadderOptions): LadderDriver {
  let ladder = firstLadder(ways.order()[0] ?? 'connector', saved)

  return {
    way: () => ladder.way,
    hasOther: () => ways.order().some((way) => way !== ladder.way && ways.isReady(way)),
    consider() {
      const state = runner().state()
      const next = nextWay(ladder, { state, order: ways.order(), isReady: ways.isReady, now: clock.now() })
      if (next === null) return
      const counters = countersOf(ladder, next.way, policy.breaker)
      const { correlationId, cause } = state
      log.info({ from: ladder.way, to: next.way, cause: cause?.kind, correlationId }, 'tiktok: the next attempt goes by another way')
      // While that way is waited for, its own cause is what a person may have to put right.
      const itsCause = next.at > clock.now() ? (ladder.rests[next.way]?.cause ?? null) : null
      ladder = withWay(ladder, next.way, state)
      runner().send({ type: 'divert', counters, at: next.at, cause: itsCause })
    },
    newKey() {
      ladder = withNewKey(ladder)
    },
  }
}

/** If another way comes first, a wait of the signed connection still binds that. */
function firstLadder(way: Way, saved: SavedConnection | null): Ladder {
  if (way === 'connector' || saved === null) return { way, rests: {} }
  const { breaker, askedUntil } = saved
  const counters = { attempts: 0, breaker, askedUntil, wasted: 0, repeats: 0 }
  return { way, rests: { connector: { counters, until: Math.max(breaker.openUntil ?? 0, askedUntil ?? 0), cause: saved.cause } } }
}

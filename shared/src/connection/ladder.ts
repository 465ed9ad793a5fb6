import type { Millis } from '../clock.ts'
import { closedBreaker } from './breaker.ts'
import type { Cause, CauseKind } from './cause.ts'
import type { BreakerPolicy } from './breaker.ts'
import type { ConnectionState, WayCounters } from './state.ts'
import type { Way } from './way.ts'

/** What a way was left with: its own counters and breaker, and when it may be tried again (Infinity: when a person has acted). */
export interface WayRest {
  counters: WayCounters
  until: Millis
  /** Why it was left. */
  cause: Cause | null
}

/** The way of the present attempt or connection, and what the others were left with. */
export interface Ladder {
  way: Way
  rests: Readonly<Partial<Record<Way, WayRest>>>
}

export interface LadderContext {
  state: ConnectionState
  /** The ways that are switched on, the best first. */
  order: readonly Way[]
  /** Whether an attempt by this way could succeed as far as is known: its program runs, and it has what it needs. */
  isReady: (way: Way) => boolean
  now: Millis
}

/** A wait that is longer than this is worth another way, though nothing has failed yet. */
const LONG_WAIT_MS = 60_000

/** The LIVE is over, or was not there: no way can lead into it. */
const NOT_LIVE: ReadonlySet<CauseKind> = new Set(['offline', 'ended', 'paused'])
/** These ask TikTok whether the LIVE has begun; the others only hear of it when something happens in it. */
const ASKS_TIKTOK: ReadonlySet<Way> = new Set(['connector', 'direct'])

/**
 * The way that the next attempt should go by and when, or null to stay with the present one. A connection that is up is never left, and an
 * attempt that runs is awaited. After a drop the same way is tried first; lower ones only if an attempt has failed, or would be long in coming.
 */
export function nextWay(ladder: Ladder, { state, order, isReady, now }: LadderContext): { way: Way; at: Millis } | null {
  const until = plannedAt(state)
  if (until === null || state.cause === null) return null
  const usable = order.filter((way) => isReady(way))
  const place = usable.indexOf(ladder.way)
  const timeOf = (way: Way): Millis => (way === ladder.way ? until : Math.max(now, ladder.rests[way]?.until ?? now))

  if (NOT_LIVE.has(state.cause.kind)) {
    const asking = usable.find((way) => ASKS_TIKTOK.has(way)) ?? usable[0]
    if (asking === undefined || ASKS_TIKTOK.has(ladder.way) || asking === ladder.way) return null
    return { way: asking, at: Math.max(timeOf(asking), until) }
  }
  const isDropped = state.phase === 'waiting' && state.lost?.phase === 'connected'
  const mayGoDown = place < 0 || !isDropped || state.cause.kind === 'crowded' || until - now > LONG_WAIT_MS
  const candidates = usable.filter((_, index) => mayGoDown || index <= place)
  const soonest = candidates.reduce<Way | null>((best, way) => (best === null || timeOf(way) < timeOf(best) ? way : best), null)
  return soonest === null || soonest === ladder.way ? null : { way: soonest, at: timeOf(soonest) }
}

/** The ladder after a change of way. `state` is that of the machine before it, and becomes what is left of the old way. */
export function withWay(ladder: Ladder, way: Way, state: ConnectionState): Ladder {
  const { [way]: _, ...others } = ladder.rests
  const { attempts, breaker, askedUntil, wasted, repeats, cause } = state
  const left = { counters: { attempts, breaker, askedUntil, wasted, repeats }, until: plannedAt(state) ?? Infinity, cause }
  return { way, rests: { ...others, [ladder.way]: left } }
}

/** The counters that a way begins with: those it was left with, or none. */
export function countersOf(ladder: Ladder, way: Way, policy: BreakerPolicy): WayCounters {
  const none = { attempts: 0, breaker: closedBreaker(policy), askedUntil: null, wasted: 0, repeats: 0 }
  return ladder.rests[way]?.counters ?? none
}

/** The ladder after the creator entered another key: what was refused for its key may be tried now. */
export function withNewKey(ladder: Ladder): Ladder {
  const rests = Object.entries(ladder.rests).map(([way, rest]) => [way, rest.cause?.kind === 'auth' ? { ...rest, until: 0 } : rest])
  return { ...ladder, rests: Object.fromEntries(rests) as Ladder['rests'] }
}

/** When the machine itself would try again; null while it is not for a way to decide: connected, trying, probing the network, or stopped. */
function plannedAt(state: ConnectionState): Millis | null {
  if (state.phase === 'waiting') return state.next === 'attempt' ? state.until : null
  return state.phase === 'disconnected' && state.why === 'needs-help' ? (state.again ?? Infinity) : null
}

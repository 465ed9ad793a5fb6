import type { Millis } from '@standby/shared/clock.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { ConnectionState } from '@standby/shared/connection/connection.ts'
import type { Way } from '@standby/shared/connection/way.ts'
import type { SessionStability, StabilityView } from '@standby/shared/connection/stability.ts'
import { withBetterCause } from '@standby/shared/live/outage.ts'
import { outageView, withWayOf, type CountedOutage } from './counted-outage.pure.ts'
import { stabilityOf } from './figures.pure.ts'
import { NO_SUMS, withCycle, withOutage, withUp, type Sums } from './sums.pure.ts'

/** Outages kept one by one: enough for a p95. Everything older lives on in the sums. */
const KEPT_OUTAGES = 200
const KEPT_SESSIONS = 10
const KEPT_CYCLES = 20
/** Outages in a summary. */
const SHOWN_OUTAGES = 10

/** What one change of the connection means for its history. */
export interface ConnectionFact {
  at: Millis
  /** `down`: lost, and not back. `aside`: nothing to be connected to, or nobody asked for it. */
  standing: 'up' | 'down' | 'aside'
  /** Why it is aside, if that ends an outage. */
  aside: 'ended' | 'stopped'
  cause: CauseKind | null
  /** The cycle of attempts was given up. */
  failed: boolean
  /** The number of the last attempt handed out. */
  generation: number
  correlationId: string | null
  roomId: string | null
  /** The last sign of life before a loss. */
  lastHeardAt: Millis
  /** The way of the present attempt or connection; of a loss, the way that was lost. */
  way: Way
}

interface Session {
  roomId: string
  startedAt: Millis
  sums: Sums
}

/** Everything that is known of the past of one channel. Its size does not grow with time. */
export interface ConnectionHistory {
  startedAt: Millis
  generation: number
  upSince: Millis | null
  open: CountedOutage | null
  /** Without what is still open. */
  total: Sums
  session: Session | null
  pastSessions: readonly SessionStability[]
  /** Those that are over, oldest first. */
  outages: readonly CountedOutage[]
  /** Whether the last cycles succeeded, oldest first. */
  cycles: readonly boolean[]
  failedInARow: number
  /** Attempts in outages, by what was known to be wrong when they were made. */
  attempts: Readonly<Partial<Record<CauseKind, number>>>
}

export function newConnectionHistory(now: Millis): ConnectionHistory {
  return {
    startedAt: now,
    generation: 0,
    upSince: null,
    open: null,
    total: NO_SUMS,
    session: null,
    pastSessions: [],
    outages: [],
    cycles: [],
    failedInARow: 0,
    attempts: {},
  }
}

/**
 * The fact in a change of the machine, or null if it changes nothing here, as with a frame. `roomId` is that of the show now; after a loss,
 * `lastHeardAt` is the last sign of life before it.
 */
export function factsOf(
  previous: ConnectionState,
  next: ConnectionState,
  now: Millis,
  roomId: string | null,
  lastHeardAt: Millis = now,
  way: Way = 'connector',
): ConnectionFact | null {
  // A new attempt is a new phase too, and better knowledge of a loss is another cause.
  if (next.phase === previous.phase && next.cause?.kind === previous.cause?.kind) return null
  return {
    at: now,
    standing: next.phase === 'connected' ? 'up' : next.lostAt !== null ? 'down' : 'aside',
    aside: next.phase === 'disconnected' ? 'stopped' : 'ended',
    cause: next.cause?.kind ?? null,
    failed: isGivenUp(next),
    generation: next.generation,
    correlationId: next.correlationId,
    roomId,
    lastHeardAt,
    way,
  }
}

function isGivenUp(state: ConnectionState): boolean {
  if (state.phase === 'disconnected') return state.why === 'needs-help'
  return state.phase !== 'connected' && state.exhausted
}

/** Folds one fact into the history. Facts come in order; the same fact twice counts once. */
export function observe(history: ConnectionHistory, fact: ConnectionFact): ConnectionHistory {
  let next = withAttempts(history, fact)
  if (next.upSince !== null && fact.standing !== 'up') {
    const upMs = Math.max(0, fact.at - next.upSince)
    next = { ...summed(next, (sums) => withUp(sums, upMs)), upSince: null }
  }
  if (fact.standing === 'down') return withLoss(next, fact)
  if (next.open !== null) next = withEnd(next, next.open, fact)
  return fact.standing === 'up' && next.upSince === null ? { ...withSession(next, fact), upSince: fact.at } : next
}

function withAttempts(history: ConnectionHistory, { generation }: ConnectionFact): ConnectionHistory {
  const made = Math.max(0, generation - history.generation)
  const { open } = history
  if (open === null || made === 0) return { ...history, generation }
  const attempts = { ...history.attempts, [open.lastCause]: (history.attempts[open.lastCause] ?? 0) + made }
  return { ...history, generation, attempts, open: { ...open, attempts: open.attempts + made } }
}

function withLoss(history: ConnectionHistory, fact: ConnectionFact): ConnectionHistory {
  const lastCause = fact.cause ?? history.open?.lastCause ?? 'protocol'
  const known: CountedOutage = history.open ?? {
    correlationId: fact.correlationId,
    roomId: history.session?.roomId ?? null,
    lostAt: fact.at,
    lastHeardAt: fact.lastHeardAt,
    endedAt: null,
    cause: lastCause,
    lastCause,
    attempts: 0,
    failedAt: null,
    outcome: 'open',
    ways: [fact.way],
  }
  // A cycle that was given up is filed under its cause already.
  const open = { ...withWayOf(known.failedAt === null ? withBetterCause(known, lastCause) : known, fact.way), lastCause }
  if (!fact.failed || open.failedAt !== null) return { ...history, open }
  return withCycleEnd({ ...history, open: { ...open, failedAt: fact.at } }, open.cause, false)
}

function withEnd(history: ConnectionHistory, open: CountedOutage, fact: ConnectionFact): ConnectionHistory {
  // It only looked like a loss: the LIVE was over. Nothing was missed, so nothing is counted.
  const untried = open.attempts === 0 && open.failedAt === null
  if (fact.standing === 'aside' && fact.aside === 'ended' && untried) return { ...history, open: null }
  const outcome = fact.standing === 'up' ? 'recovered' : fact.aside
  const over: CountedOutage = { ...(outcome === 'recovered' ? withWayOf(open, fact.way) : open), endedAt: fact.at, outcome }
  const outages = [...history.outages.slice(-(KEPT_OUTAGES - 1)), over]
  const next = { ...summed(history, (sums) => withOutage(sums, over, fact.at)), open: null, outages }
  return outcome === 'recovered' && open.failedAt === null ? withCycleEnd(next, open.cause, true) : next
}

function withCycleEnd(history: ConnectionHistory, kind: CauseKind, succeeded: boolean): ConnectionHistory {
  return {
    ...summed(history, (sums) => withCycle(sums, kind, succeeded)),
    cycles: [...history.cycles.slice(-(KEPT_CYCLES - 1)), succeeded],
    failedInARow: succeeded ? 0 : history.failedInARow + 1,
  }
}

/** A connection to another room is another LIVE. */
function withSession(history: ConnectionHistory, { at, roomId }: ConnectionFact): ConnectionHistory {
  if (roomId === null || roomId === history.session?.roomId) return history
  const past = sessionAt(history, at)
  return {
    ...history,
    session: { roomId, startedAt: at, sums: NO_SUMS },
    pastSessions: past === null ? history.pastSessions : [past, ...history.pastSessions.slice(0, KEPT_SESSIONS - 1)],
  }
}

function summed(history: ConnectionHistory, add: (sums: Sums) => Sums): ConnectionHistory {
  const { session } = history
  return { ...history, total: add(history.total), session: session === null ? null : { ...session, sums: add(session.sums) } }
}

/** `sums` of this history with what is still open, up to `now`. */
export function upTo(history: ConnectionHistory, sums: Sums, now: Millis): Sums {
  const { open, upSince } = history
  if (open !== null) return withOutage(sums, open, now)
  return upSince === null ? sums : withUp(sums, Math.max(0, now - upSince))
}

function sessionAt(history: ConnectionHistory, now: Millis): SessionStability | null {
  const { session } = history
  if (session === null) return null
  const { roomId, startedAt } = session
  const own = knownOutages(history).filter((outage) => outage.lostAt >= startedAt)
  return { roomId, ...stabilityOf(startedAt, upTo(history, session.sums, now), own, now) }
}

function knownOutages({ outages, open }: ConnectionHistory): readonly CountedOutage[] {
  return open === null ? outages : [...outages, open]
}

/** The LIVEs that are remembered, newest first, the one that is on or was last among them. */
export function sessions(history: ConnectionHistory, now: Millis): SessionStability[] {
  const present = sessionAt(history, now)
  return present === null ? [] : [present, ...history.pastSessions]
}

/** Every figure since the start and for the LIVE that is on, worked out for `now`. */
export function summary(history: ConnectionHistory, now: Millis): StabilityView {
  return {
    total: stabilityOf(history.startedAt, upTo(history, history.total, now), knownOutages(history), now),
    session: sessionAt(history, now),
    outages: knownOutages(history).slice(-SHOWN_OUTAGES).reverse().map(outageView),
  }
}

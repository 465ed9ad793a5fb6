import { spread } from './backoff.ts'
import { closedBreaker } from './breaker.ts'
import type { Cause, CauseKind } from './cause.ts'
import { afterLoss, type Chance } from './after-loss.ts'
import type { ConnectionPolicy } from './policy.ts'
import {
  common,
  deadline,
  heldUntil,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
  type Lost,
  type WayCounters,
} from './state.ts'
import type { Millis } from '../clock.ts'

export { deadline, heldUntil, initialConnection } from './state.ts'
export type { ConnectionEffect, ConnectionEvent, ConnectionState, SavedConnection, WayCounters } from './state.ts'
export type { Chance } from './after-loss.ts'

export interface Transition<Kind extends string = CauseKind> {
  state: ConnectionState<Kind>
  effects: ConnectionEffect[]
}

/** Frames closer together than this count as one: a busy room sends hundreds a second, the watchdog thinks in tens of seconds. */
const FRAME_GRAIN_MS = 250
/** A probe that has not answered by then has been lost, and the next is due. */
const PROBE_ANSWER_MS = 5_000

/**
 * The connection machine: one pure, total function for every link (TikTok, OBS, a page's own link to the bridge).
 * An event that does not fit returns the same state with `ignored` one higher; nothing is thrown.
 */
export function transition<Kind extends string>(
  state: ConnectionState<Kind>,
  event: ConnectionEvent<Kind>,
  chance: Chance,
  policy: ConnectionPolicy<Kind>,
): Transition<Kind> {
  switch (event.type) {
    case 'connect':
      return onConnect(state, event.force ?? false, chance, policy)
    case 'start':
      return onStart(state, chance, policy)
    case 'disconnect':
      return onDisconnect(state, chance)
    case 'opened':
      return onOpened(state, event.generation, chance, policy)
    case 'frame':
      return onFrame(state, event.generation, chance)
    case 'closed':
      return onClosed(state, event, chance, policy)
    case 'probed':
      return onProbed(state, event, chance, policy)
    case 'explained':
      return onExplained(state, event, chance, policy)
    case 'divert':
      return onDivert(state, event, chance, policy)
    case 'wake':
      return onWake(state, chance, policy)
  }
}

type Step<Kind extends string> = Transition<Kind>
type Policy<Kind extends string> = ConnectionPolicy<Kind>

function onConnect<Kind extends string>(state: ConnectionState<Kind>, force: boolean, chance: Chance, policy: Policy<Kind>): Step<Kind> {
  if (state.phase === 'connecting' || state.phase === 'connected') return ignore(state)
  if (!force && heldUntil(state, chance.now) !== null) return ignore(state)
  return attempt(state, false, chance, policy)
}

function onStart<Kind extends string>(state: ConnectionState<Kind>, chance: Chance, policy: Policy<Kind>): Step<Kind> {
  if (state.phase !== 'disconnected') return ignore(state)
  const until = heldUntil(state, chance.now)
  if (until === null) return attempt({ ...state, cause: null, causeAt: null }, false, chance, policy)
  const since = chance.now
  const id = correlationId(chance)
  return quiet({
    ...common(state),
    phase: 'waiting',
    next: 'attempt',
    until,
    attemptFrom: until,
    exhausted: false,
    lost: null,
    since,
    correlationId: id,
  })
}

function onDisconnect<Kind extends string>(state: ConnectionState<Kind>, { now }: Chance): Step<Kind> {
  if (state.phase === 'disconnected' && state.why === 'stopped') return ignore(state)
  const hasSocket = state.phase === 'connecting' || state.phase === 'connected'
  const forgotten = { attempts: 0, wasted: 0, repeats: 0, cause: null, causeAt: null, lostAt: null, correlationId: null }
  return {
    state: { ...common(state), ...forgotten, phase: 'disconnected', why: 'stopped', since: now },
    effects: hasSocket ? [{ type: 'close', generation: state.generation }] : [],
  }
}

function onOpened<Kind extends string>(
  state: ConnectionState<Kind>,
  generation: number,
  { now }: Chance,
  policy: Policy<Kind>,
): Step<Kind> {
  if (state.phase !== 'connecting' || generation !== state.generation) return ignore(state)
  // The attempt that opened still counts until the connection has held: flapping must not start from the beginning each time.
  // Not so if waiting was no failure, as for a creator who was not live.
  const counts = state.automatic && (state.cause === null || policy.retry[state.cause.kind].type === 'backoff')
  return quiet({
    ...common(state),
    phase: 'connected',
    lastFrameAt: now,
    since: now,
    attempts: state.attempts + (counts ? 1 : 0),
    wasted: 0,
    cause: null,
    causeAt: null,
    lostAt: null,
    correlationId: null,
    breaker: closedBreaker(policy.breaker),
    askedUntil: null,
  })
}

function onFrame<Kind extends string>(state: ConnectionState<Kind>, generation: number, { now }: Chance): Step<Kind> {
  if (state.phase !== 'connected' || generation !== state.generation) return ignore(state)
  if (now - state.lastFrameAt < FRAME_GRAIN_MS) return quiet(state)
  return quiet({ ...state, lastFrameAt: now })
}

type Ended<Kind extends string> = { generation: number; cause: Cause<Kind> }

function onClosed<Kind extends string>(state: ConnectionState<Kind>, event: Ended<Kind>, chance: Chance, policy: Policy<Kind>): Step<Kind> {
  if ((state.phase !== 'connecting' && state.phase !== 'connected') || event.generation !== state.generation) return ignore(state)
  return quiet(lose(state, event.cause, chance, policy))
}

function onProbed<Kind extends string>(
  state: ConnectionState<Kind>,
  event: { generation: number; reachable: boolean },
  chance: Chance,
  policy: Policy<Kind>,
): Step<Kind> {
  if (state.phase !== 'waiting' || state.next !== 'answer' || event.generation !== state.generation) return ignore(state)
  const isDue = chance.now >= state.attemptFrom
  if (event.reachable) {
    if (isDue) return attempt(state, true, chance, policy, true)
    return quiet({ ...state, next: 'attempt', until: state.attemptFrom })
  }
  // A line too slow for a probe may still carry a connection: now and then that is tried all the same.
  if (chance.now - state.since >= policy.backoff.maxDelayMs && isDue) return attempt(state, true, chance, policy)
  // Counted from the beginning of this probe, which may have taken its time, and spread, so that a street that lost its line is no herd.
  const startedAt = state.until - PROBE_ANSWER_MS
  const nextAt = startedAt + spread(probeEveryMs(state, policy), policy.backoff.jitter, chance.random)
  return quiet({ ...state, next: 'probe', until: Math.max(chance.now, nextAt) })
}

function onExplained<Kind extends string>(
  state: ConnectionState<Kind>,
  event: Ended<Kind>,
  chance: Chance,
  policy: Policy<Kind>,
): Step<Kind> {
  if (state.phase !== 'waiting' || state.lost === null || event.generation !== state.generation) return ignore(state)
  if (state.cause?.kind === event.cause.kind) return ignore(state)
  return quiet(afterLoss(state.lost, event.cause, state, chance, policy))
}

function onDivert<Kind extends string>(
  state: ConnectionState<Kind>,
  { counters, at, cause }: { counters: WayCounters; at: Millis; cause?: Cause<Kind> | null },
  { now }: Chance,
  policy: Policy<Kind>,
): Step<Kind> {
  const needsHelp = state.phase === 'disconnected' && state.why === 'needs-help'
  if (state.phase !== 'waiting' && !needsHelp) return ignore(state)
  const until = Math.max(at, now, counters.breaker.openUntil ?? 0, counters.askedUntil ?? 0)
  const exhausted = counters.attempts >= policy.maxAttempts
  return quiet({
    ...common(state),
    ...counters,
    ...(cause && { cause, causeAt: now }),
    phase: 'waiting',
    next: 'attempt',
    until,
    attemptFrom: until,
    exhausted,
    lost: null,
    since: now,
  })
}

function onWake<Kind extends string>(state: ConnectionState<Kind>, chance: Chance, policy: Policy<Kind>): Step<Kind> {
  const dueAt = deadline(state, policy)
  // A timer that fires early, or for a state that has gone, changes nothing.
  if (dueAt === null || chance.now < dueAt) return quiet(state)
  const { generation } = state
  switch (state.phase) {
    case 'disconnected':
      return attempt(state, true, chance, policy)
    case 'waiting':
      if (state.next === 'attempt') return attempt(state, true, chance, policy)
      return { state: { ...state, next: 'answer', until: chance.now + PROBE_ANSWER_MS }, effects: [{ type: 'probe', generation }] }
    case 'connecting': {
      const cause = { kind: policy.timeoutKind, detail: `no connection within ${policy.connectTimeoutMs} ms`, reason: 'timed-out' } as const
      return { state: lose(state, cause, chance, policy), effects: [{ type: 'close', generation }] }
    }
    case 'connected': {
      const silentMs = chance.now - state.lastFrameAt
      if (policy.staleAfterMs === null || silentMs < policy.staleAfterMs) return quiet({ ...state, attempts: 0 })
      const cause = { kind: policy.staleKind, detail: `no frame for ${silentMs} ms` }
      return { state: lose(state, cause, chance, policy), effects: [{ type: 'close', generation }] }
    }
  }
}

function attempt<Kind extends string>(
  state: ConnectionState<Kind>,
  automatic: boolean,
  chance: Chance,
  policy: Policy<Kind>,
  probed = state.phase === 'waiting' && state.cause !== null && policy.retry[state.cause.kind].type === 'probe' && state.next === 'attempt',
): Step<Kind> {
  const generation = state.generation + 1
  return {
    state: {
      ...common(state),
      phase: 'connecting',
      generation,
      automatic,
      probed,
      exhausted: hasGivenUp(state),
      deadlineAt: chance.now + policy.connectTimeoutMs,
      since: chance.now,
      correlationId: state.correlationId ?? correlationId(chance),
    },
    effects: [{ type: 'open', generation }],
  }
}

/** The cycle of attempts is over: what comes now is a look now and then. */
function hasGivenUp<Kind extends string>(state: ConnectionState<Kind>): boolean {
  return (state.phase === 'waiting' && state.exhausted) || (state.phase === 'disconnected' && state.why === 'needs-help')
}

/** The outage begins when a connection is lost, and goes on while attempts fail. */
function lose<Kind extends string>(lost: Lost<Kind>, cause: Cause<Kind>, chance: Chance, policy: Policy<Kind>): ConnectionState<Kind> {
  const record = lost.phase === 'connected' ? { lostAt: chance.now, correlationId: correlationId(chance) } : lost
  return afterLoss(lost, cause, record, chance, policy)
}

function probeEveryMs<Kind extends string>(state: ConnectionState<Kind>, policy: Policy<Kind>): number {
  const rule = state.cause === null ? null : policy.retry[state.cause.kind]
  return rule?.type === 'probe' ? rule.everyMs : PROBE_ANSWER_MS
}

/** Short, sortable by time, and unique enough to find one outage in a log. */
function correlationId({ now, random }: Chance): string {
  return `${now.toString(36)}-${Math.floor(random * 36 ** 5)
    .toString(36)
    .padStart(5, '0')}`
}

function quiet<Kind extends string>(state: ConnectionState<Kind>): Step<Kind> {
  return { state, effects: [] }
}

function ignore<Kind extends string>(state: ConnectionState<Kind>): Step<Kind> {
  return { state: { ...state, ignored: state.ignored + 1 }, effects: [] }
}

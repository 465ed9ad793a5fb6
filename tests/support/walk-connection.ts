import type { Cause, CauseKind } from '@standby/shared/connection/cause.ts'
import {
  deadline,
  initialConnection,
  transition,
  type ConnectionEvent,
  type ConnectionState,
} from '@standby/shared/connection/connection.ts'
import { DEFAULT_RECONNECTION, tiktokPolicy } from '@standby/shared/connection/policy.ts'

export const policy = tiktokPolicy(DEFAULT_RECONNECTION)
export const T0 = 1_700_000_000_000
/** In the middle: no jitter. */
export const MIDDLE = 0.5

const cause = (kind: CauseKind, retryAt?: number): Cause => ({ kind, detail: 'test', ...(retryAt === undefined ? {} : { retryAt }) })

/** A connection walked through events by hand, at times told. */
export function walk(random = MIDDLE, earlier: { state: () => ConnectionState; now: () => number } | null = null) {
  let now = earlier?.now() ?? T0
  let state: ConnectionState = initialConnection(policy, now, earlier?.state() ?? null)
  const opened: number[] = []
  const step = (event: ConnectionEvent): void => {
    const result = transition(state, event, { now, random }, policy)
    state = result.state
    for (const effect of result.effects) if (effect.type === 'open') opened.push(now)
  }
  const walked = {
    state: () => state,
    opened,
    now: () => now,
    at: (ms: number) => ((now = T0 + ms), walked),
    later: (ms: number) => ((now += ms), walked),
    connect: (force = false) => (step({ type: 'connect', force }), walked),
    disconnect: () => (step({ type: 'disconnect' }), walked),
    open: () => (step({ type: 'opened', generation: state.generation }), walked),
    frame: () => (step({ type: 'frame', generation: state.generation }), walked),
    close: (kind: CauseKind, retryAt?: number) => (
      step({ type: 'closed', generation: state.generation, cause: cause(kind, retryAt) }),
      walked
    ),
    probed: (reachable: boolean) => (step({ type: 'probed', generation: state.generation, reachable }), walked),
    explain: (kind: CauseKind) => (step({ type: 'explained', generation: state.generation, cause: cause(kind) }), walked),
    start: () => (step({ type: 'start' }), walked),
    wake: () => (step({ type: 'wake' }), walked),
    /** To the next deadline. */
    due: () => ((now = Math.max(now, deadline(state, policy) ?? now)), step({ type: 'wake' }), walked),
    /** How long until the machine wants to be woken. */
    waitMs: () => (deadline(state, policy) ?? Infinity) - now,
  }
  return walked
}

/** Connected for long enough that the counters start again. */
export const settled = (random = MIDDLE) => walk(random).connect().open().later(20_000).frame().later(20_000).frame().wake()

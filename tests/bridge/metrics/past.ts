import type { CauseKind } from '@standby/shared/connection/cause.ts'
import { initialConnection, transition, type ConnectionEvent, type ConnectionState } from '@standby/shared/connection/connection.ts'
import { DEFAULT_RECONNECTION, tiktokPolicy } from '@standby/shared/connection/policy.ts'
import {
  factsOf,
  newConnectionHistory,
  observe,
  summary,
  type ConnectionFact,
  type ConnectionHistory,
} from '@standby/bridge/metrics/observe.pure.ts'

export const T0 = 1_700_000_000_000
export const MINUTE = 60_000
export const HOUR = 3_600_000
/** Two attempts to a cycle, so that a table can show a lost one. */
export const policy = tiktokPolicy({ ...DEFAULT_RECONNECTION, maxAttempts: 2 })

export type Step =
  | readonly [at: number, type: 'connect' | 'disconnect' | 'wake' | 'frame']
  | readonly [at: number, type: 'opened', roomId?: string]
  | readonly [at: number, type: 'closed' | 'explained', cause: CauseKind]

/** Plays events through the real machine and folds what they mean. Times are ms since `T0`. */
export function past(steps: readonly Step[]): {
  history: ConnectionHistory
  facts: ConnectionFact[]
  at: (afterMs: number) => ReturnType<typeof summary>
} {
  let state: ConnectionState = initialConnection(policy, T0)
  let history = newConnectionHistory(T0)
  let roomId = 'room-1'
  const facts: ConnectionFact[] = []
  for (const [afterMs, type, detail] of steps) {
    const now = T0 + afterMs
    if (type === 'opened' && detail !== undefined) roomId = detail
    const event = { type, generation: state.generation, force: true, cause: { kind: detail, detail: '' } } as unknown as ConnectionEvent
    const previous = state
    state = transition(previous, event, { now, random: 0.5 }, policy).state
    const fact = factsOf(previous, state, now, roomId)
    if (fact === null) continue
    facts.push(fact)
    history = observe(history, fact)
  }
  return { history, facts, at: (afterMs) => summary(history, T0 + afterMs) }
}

/** A history with outages of these lengths, each in a connection of an hour. A failed one is given up on the way. */
export function outages(list: readonly { lastedMs: number; cause?: CauseKind; failed?: boolean; roomId?: string }[]): {
  history: ConnectionHistory
  now: number
} {
  let history = observe(newConnectionHistory(T0), fact(T0, 'up'))
  let now = T0
  let generation = 1
  for (const { lastedMs, cause = 'tiktok', failed = false, roomId = 'room-1' } of list) {
    now += HOUR
    history = observe(history, fact(now, 'down', { cause, generation }))
    generation += 1
    history = observe(history, fact(now, 'down', { cause, generation, failed }))
    now += lastedMs
    history = observe(history, fact(now, 'up', { roomId, generation }))
  }
  return { history, now }
}

export function fact(at: number, standing: ConnectionFact['standing'], more: Partial<ConnectionFact> = {}): ConnectionFact {
  return {
    at,
    standing,
    aside: 'ended',
    cause: null,
    failed: false,
    generation: 1,
    correlationId: 'c-1',
    roomId: 'room-1',
    lastHeardAt: at,
    way: 'connector',
    ...more,
  }
}

import fc from 'fast-check'
import { describe, test } from 'vitest'
import { CAUSE_KINDS, type CauseKind } from '@standby/shared/connection/cause.ts'
import {
  deadline,
  initialConnection,
  transition,
  type ConnectionEvent,
  type ConnectionState,
} from '@standby/shared/connection/connection.ts'
import { DEFAULT_RECONNECTION, tiktokPolicy } from '@standby/shared/connection/policy.ts'

const POLICIES = [
  ['the defaults', tiktokPolicy(DEFAULT_RECONNECTION)],
  // Where the delays are short it is the breaker that holds back.
  ['short delays', tiktokPolicy({ maxAttempts: 10, baseDelayMs: 1_000, maxDelayMs: 2_000, multiplier: 1.5 })],
] as const

/** An event as the world throws it: also late, doubled, and of generations long gone. */
const step = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 400_000 })),
  random: fc.double({ min: 0, max: 0.999999, noNaN: true }),
  /** How many generations behind the present one the event is. */
  behind: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) }),
  event: fc.oneof(
    { weight: 1, arbitrary: fc.constant('wake' as const) },
    { weight: 4, arbitrary: fc.constant('due' as const) },
    fc.constantFrom('connect' as const, 'force' as const, 'start' as const, 'disconnect' as const),
    fc.constantFrom('reachable' as const, 'unreachable' as const),
    fc.record({ explained: fc.constantFrom(...CAUSE_KINDS) }),
    fc.constant('opened' as const),
    fc.constant('frame' as const),
    {
      weight: 4,
      arbitrary: fc.record({
        closed: fc.oneof(fc.constant('sign' as const), fc.constantFrom(...CAUSE_KINDS)),
        retryInMs: fc.option(fc.integer({ min: -1_000, max: 4_000_000 })),
      }),
    },
  ),
})

function toEvent(state: ConnectionState, now: number, given: { behind: number; event: unknown }): ConnectionEvent {
  const generation = state.generation - given.behind
  switch (given.event) {
    case 'wake':
    case 'due':
      return { type: 'wake' }
    case 'connect':
      return { type: 'connect' }
    case 'force':
      return { type: 'connect', force: true }
    case 'start':
      return { type: 'start' }
    case 'reachable':
    case 'unreachable':
      return { type: 'probed', generation, reachable: given.event === 'reachable' }
    case 'disconnect':
      return { type: 'disconnect' }
    case 'opened':
      return { type: 'opened', generation }
    case 'frame':
      return { type: 'frame', generation }
    default: {
      if ('explained' in (given.event as object)) {
        const { explained } = given.event as { explained: CauseKind }
        return { type: 'explained', generation, cause: { kind: explained, detail: '' } }
      }
      const { closed, retryInMs } = given.event as { closed: CauseKind; retryInMs: number | null }
      return {
        type: 'closed',
        generation,
        cause: { kind: closed, detail: '', ...(retryInMs === null ? {} : { retryAt: now + retryInMs }) },
      }
    }
  }
}

/** As `expect`, without its cost: this runs a hundred thousand times. */
function must(holds: boolean, rule: string): void {
  if (!holds) throw new Error(`does not hold: ${rule}`)
}

/** A transition that changes its input throws. */
function frozen(state: ConnectionState): ConnectionState {
  Object.freeze(state.breaker)
  Object.freeze(state.cause)
  return Object.freeze(state)
}

describe('Connection', () => {
  describe('connection, over random events', () => {
    test.each(POLICIES)(
      '[CN16] one socket at most, attempts as far apart as the policy says, every state is left (%s)',
      (_name, policy) => {
        fc.assert(
          fc.property(fc.array(step, { minLength: 1, maxLength: 300, size: 'max' }), (steps) => {
            let now = 1_700_000_000_000
            let state: ConnectionState = initialConnection(policy, now)
            let socket: number | null = null
            let notBefore = 0

            for (const given of steps) {
              now += given.afterMs
              if (given.event === 'due') now = Math.max(now, deadline(state, policy) ?? now)
              const event = toEvent(state, now, given)
              const before = state
              const result = transition(frozen(state), event, { now, random: given.random }, policy)
              state = result.state

              // The world: a socket that closed is gone, whoever closed it.
              if (event.type === 'closed' && event.generation === socket) socket = null
              for (const effect of result.effects) {
                if (effect.type === 'close') {
                  must(effect.generation === socket, 'only the open socket is closed')
                  socket = null
                } else if (effect.type === 'probe') must(socket === null, 'no probe beside a socket')
                else {
                  must(socket === null, 'one socket at most')
                  must(effect.generation === before.generation + 1, 'every attempt has its own generation')
                  socket = effect.generation
                  const byHand = event.type === 'connect' || event.type === 'start'
                  must(byHand || now >= notBefore, 'attempts keep the distance of the policy')
                  const openUntil = before.breaker.openUntil
                  if (event.type !== 'connect' || event.force !== true) {
                    must(openUntil === null || now >= openUntil, 'an open breaker lets nothing through')
                  }
                }
              }

              // Phase and socket agree.
              must((state.phase === 'connecting' || state.phase === 'connected') === (socket !== null), 'phase and socket agree')
              // Automatic attempts come no sooner than 90 % of the base after a failure, or one probe later where it was the network.
              const isNew = before.phase !== 'waiting' || (event.type === 'explained' && state !== before && state.since === now)
              // A start that has to wait waits for what was asked for, not for the policy.
              if (state.phase === 'waiting' && isNew && event.type !== 'start') {
                notBefore = now + (state.cause?.kind === 'network' ? 2_000 : policy.backoff.baseDelayMs * 0.9 - 1)
                must(state.until > now, 'a wait lies ahead')
              }
              // A person who stops and starts again need not wait for what was planned before.
              if (event.type === 'disconnect') notBefore = 0
              must(event.type !== 'disconnect' || (state.phase === 'disconnected' && state.why === 'stopped'), 'a stop stops')

              // Every state is left again: by a deadline ahead, or because a person has to act.
              const at = deadline(state, policy)
              const needsHelp = state.phase === 'disconnected' && state.why === 'needs-help'
              must((state.phase === 'disconnected' && !needsHelp) === (at === null), 'every other state has a deadline')
              // Once the time has come, the runner wakes the machine: an event may still come before it.
              must(!needsHelp || state.since !== now || at === null || at > now, 'another look lies ahead')
            }
          }),
          { numRuns: 400 },
        )
      },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  deadline,
  initialConnection,
  transition,
  type ConnectionEvent,
  type ConnectionState,
} from '@standby/shared/connection/connection.ts'
import { CAUSE_KINDS, type CauseKind } from '@standby/shared/connection/cause.ts'
import { countersOf, nextWay, withNewKey, withWay, type Ladder, type WayRest } from '@standby/shared/connection/ladder.ts'
import { DEFAULT_WAYS, type Way } from '@standby/shared/connection/way.ts'
import { policy, settled, T0, walk } from '../../support/fixtures/walk-connection.ts'

type Outcome = CauseKind | 'opens'

/** A machine with its ladder, walked by hand. Each way answers as it is told; a local program can come and go. */
function climb(first: Way = 'connector', random = 0.5) {
  let state: ConnectionState = initialConnection(policy, T0)
  let ladder: Ladder = { way: first, rests: {} }
  let now = T0
  const ready = new Set<Way>(['connector'])
  const attempts: { way: Way; at: number }[] = []
  const step = (event: Parameters<typeof transition<CauseKind>>[1]): void => {
    const result = transition<CauseKind>(state, event, { now, random }, policy)
    state = result.state
    for (const effect of result.effects) if (effect.type === 'open') attempts.push({ way: ladder.way, at: now - T0 })
  }
  const consider = (): void => {
    const next = nextWay(ladder, { state, order: DEFAULT_WAYS, isReady: (way) => ready.has(way), now })
    if (next === null) return
    const counters = countersOf(ladder, next.way, policy.breaker)
    const cause = next.at > now ? (ladder.rests[next.way]?.cause ?? null) : null
    ladder = withWay(ladder, next.way, state)
    step({ type: 'divert', counters, at: next.at, cause })
  }
  const climbed = {
    state: () => state,
    way: () => ladder.way,
    attempts,
    now: () => now - T0,
    has: (way: Way, on = true) => (on ? ready.add(way) : ready.delete(way), consider(), climbed),
    connect: () => (step({ type: 'connect' }), climbed),
    newKey: () => ((ladder = withNewKey(ladder)), consider(), climbed),
    stop: () => (step({ type: 'disconnect' }), climbed),
    /** The attempt or the connection comes to this. */
    comes: (outcome: Outcome, retryInMs?: number) => {
      const { generation } = state
      if (outcome === 'opens') step({ type: 'opened', generation })
      else {
        const retryAt = retryInMs === undefined ? {} : { retryAt: now + retryInMs }
        step({ type: 'closed', generation, cause: { kind: outcome, detail: '', ...retryAt } })
        consider()
      }
      return climbed
    },
    later: (ms: number) => ((now += ms), climbed),
    /** Time passes until the machine does something by itself. */
    due: () => {
      now = Math.max(now, deadline(state, policy) ?? now)
      step({ type: 'wake' })
      return climbed
    },
  }
  return climbed
}

/** Connected by the connector for a minute, with TikFinity at hand. */
const connected = () => climb().connect().comes('opens').later(60_000).has('tikfinity')

describe('Ladder', () => {
  test('[LD30] whatever ends an attempt, another way is tried at once; without LIVE or line none is', () => {
    const noReason: readonly CauseKind[] = ['network', 'offline', 'ended', 'paused']
    for (const kind of CAUSE_KINDS) {
      const climbed = climb().connect().comes(kind).has('tikfinity')
      expect(climbed.way(), kind).toBe(noReason.includes(kind) ? 'connector' : 'tikfinity')
      if (noReason.includes(kind)) continue
      const failedAt = climbed.now()
      expect(climbed.due().attempts.at(-1), kind).toEqual({ way: 'tikfinity', at: failedAt })
    }
  })

  test('[LD1] after a drop the same way is tried first; when that fails, the next one at once', () => {
    const climbed = connected().comes('tiktok')
    expect(climbed.way()).toBe('connector')
    climbed.due().comes('sign')
    expect(climbed.way()).toBe('tikfinity')
    const failedAt = climbed.now()
    climbed.due()
    expect(climbed.attempts.at(-1)).toEqual({ way: 'tikfinity', at: failedAt })
    climbed.comes('opens')
    expect(climbed.state()).toMatchObject({ phase: 'connected', lostAt: null })
  })

  test.each<[string, CauseKind, number | undefined]>([
    ['a silent proxy', 'crowded', undefined],
    ['a wait of more than a minute', 'rate-limited', 3_600_000],
    ['a refused key', 'auth', undefined],
    ['a name that TikTok denies', 'vanished', undefined],
  ])('[LD2] %s is left at once', (_, kind, retryInMs) => {
    const climbed = connected().comes(kind, retryInMs)
    expect(climbed.way()).toBe('tikfinity')
    expect(deadline(climbed.state(), policy)).toBe(T0 + climbed.now())
  })

  test.each<CauseKind>(['offline', 'ended', 'network'])('[LD3] %s is no reason for another way', (kind) => {
    const climbed = connected().comes(kind)
    expect(climbed.way()).toBe('connector')
    climbed.due().comes(kind)
    expect(climbed.way()).toBe('connector')
  })

  test('[LD4] a connection that is up is never left, whatever becomes possible', () => {
    const climbed = connected().comes('sign').due().comes('sign').due().comes('opens').later(3_600_000)
    climbed.has('connector', false).has('connector').has('tikfinity', false).has('tikfinity')
    expect(climbed.way()).toBe('tikfinity')
    expect(climbed.state().phase).toBe('connected')
  })

  test('[LD5] at the next drop the better way is tried again, if it has rested', () => {
    const climbed = connected().comes('sign').due().comes('sign').due().comes('opens').later(3_600_000).comes('local')
    expect(climbed.way()).toBe('connector')
    climbed.due().comes('sign')
    expect(climbed.way()).toBe('tikfinity')
    expect(climbed.attempts.map(({ way }) => way).slice(-3)).toEqual(['connector', 'tikfinity', 'connector'])
  })

  test('[LD6] each way keeps its own breaker, its own wait and its own attempts', () => {
    const climbed = connected().comes('sign').due().comes('rate-limited', 7_200_000)
    expect(climbed.way()).toBe('tikfinity')
    expect(climbed.state()).toMatchObject({ attempts: 0, askedUntil: null })
    for (let failure = 0; failure < 8; failure += 1) climbed.due().comes('local')
    expect(climbed.attempts.filter(({ way }) => way === 'connector')).toHaveLength(2)
    climbed.due().comes('opens').later(7_300_000).comes('local')
    expect(climbed.way()).toBe('connector')
    expect(climbed.state().askedUntil).toBeLessThanOrEqual(T0 + climbed.now())
  })

  test('[LD7] a program that appears while Standby waits is used; one that went away is not', () => {
    const climbed = climb().connect().comes('opens').later(60_000).comes('sign').due().comes('sign').due().comes('sign')
    const waits = deadline(climbed.state(), policy)
    climbed.has('tikfinity')
    expect(deadline(climbed.state(), policy)).toBe(T0 + climbed.now())
    climbed.has('tikfinity', false)
    expect(climbed.way()).toBe('connector')
    expect(deadline(climbed.state(), policy)).toBe(waits)
  })

  test('[LD22] while a way is waited for, the cause is its own', () => {
    const climbed = connected().comes('auth').due().comes('local')
    expect(climbed.state().cause?.kind).toBe('local')
    climbed.has('tikfinity', false)
    expect(climbed.way()).toBe('connector')
    expect(climbed.state().cause?.kind).toBe('auth')
  })

  test('[LD8] when the LIVE ended, TikTok is asked for the next one by the way that can ask', () => {
    const climbed = connected().comes('sign').due().comes('sign').due().comes('opens').later(60_000).comes('ended')
    expect(climbed.way()).toBe('connector')
    expect(deadline(climbed.state(), policy)! - T0 - climbed.now()).toBeGreaterThanOrEqual(30_000)
  })

  test('[LD9] over random outcomes: one attempt at a time, no way before its own time, a stop is a stop', () => {
    const outcome = fc.constantFrom<Outcome>(
      'opens',
      'sign',
      'sign',
      'tiktok',
      'rate-limited',
      'crowded',
      'vanished',
      'auth',
      'local',
      'offline',
      'ended',
    )
    const act = fc.record({
      outcome,
      laterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400_000 })),
      toggles: fc.boolean(),
      stops: fc.integer({ min: 0, max: 20 }),
    })
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 80 }), fc.double({ min: 0, max: 0.99, noNaN: true }), (acts, random) => {
        const climbed = climb('connector', random).connect()
        const notBefore: Record<string, number> = {}
        let isThere = false
        let seen = climbed.attempts.length
        for (const { outcome: comes, laterMs, toggles, stops } of acts) {
          const by = climbed.way()
          const wasTrying = climbed.state().phase === 'connecting' || climbed.state().phase === 'connected'
          climbed.later(laterMs)
          if (wasTrying) {
            climbed.comes(comes, comes === 'rate-limited' ? 600_000 : undefined)
            if (comes === 'rate-limited') notBefore[by] = climbed.now() + 600_000
          }
          if (toggles) climbed.has('tikfinity', (isThere = !isThere))
          if (stops === 0) {
            climbed.stop().has('tikfinity', isThere)
            if (climbed.state().phase !== 'disconnected') throw new Error('a stop is a stop')
            return
          }
          if (climbed.state().phase === 'waiting' || climbed.state().phase === 'disconnected') climbed.due()
          const made = climbed.attempts.slice(seen)
          seen = climbed.attempts.length
          if (made.length > 1) throw new Error('one attempt at a time')
          for (const { way, at } of made) if (at < (notBefore[way] ?? 0)) throw new Error(`${way} before its time`)
        }
      }),
      { numRuns: 300 },
    )
  })

  describe('the next way, by the state and by what the others were left with', () => {
    type Walked = ReturnType<typeof walk>
    const rest = (walked: Walked, inMs: number): WayRest => ({
      counters: countersOf({ way: 'connector', rests: {} }, 'connector', policy.breaker),
      until: walked.now() + inMs,
      cause: null,
    })
    const next = (walked: Walked, way: Way, more: { order?: readonly Way[]; rests?: Ladder['rests']; ready?: readonly Way[] } = {}) => {
      const { order = DEFAULT_WAYS, rests = {}, ready = order } = more
      const state = walked.state()
      const found = nextWay({ way, rests }, { state, order, isReady: (one) => ready.includes(one), now: walked.now() })
      return found === null ? null : [found.way, found.at - walked.now()]
    }
    const lost = (kind: CauseKind, retryInMs?: number) => {
      const walked = settled(0)
      return walked.close(kind, retryInMs === undefined ? undefined : walked.now() + retryInMs)
    }

    test('[LD2] a wait of a minute is waited for, and one that is longer is not', () => {
      expect(next(lost('tiktok', 60_000), 'connector')).toBeNull()
      expect(next(lost('tiktok', 60_001), 'connector')).toEqual(['tikfinity', 0])
      expect(next(lost('crowded'), 'connector')).toEqual(['tikfinity', 0])
    })

    test('[LD1] after a drop only better ways are tried, and after a failed attempt all that are ready', () => {
      expect(next(lost('tiktok'), 'connector')).toBeNull()
      const failed = lost('tiktok').due().close('tiktok')
      expect(next(failed, 'connector')).toEqual(['tikfinity', 0])
      expect(next(failed, 'connector', { ready: ['connector'] })).toBeNull()
      expect(next(failed, 'connector', { ready: [] })).toBeNull()
      expect(next(failed, 'connector', { order: ['connector', 'direct', 'tikfinity'], ready: ['connector', 'tikfinity'] })).toEqual([
        'tikfinity',
        0,
      ])
      // The way that was lost cannot be used any more.
      expect(next(lost('tiktok'), 'connector', { ready: ['tikfinity'] })).toEqual(['tikfinity', 0])
      const middle = { order: ['direct', 'connector', 'tikfinity'] as const }
      expect(next(lost('tiktok'), 'connector', { ...middle, ready: ['connector', 'tikfinity'] })).toBeNull()
      expect(next(lost('tiktok'), 'connector', middle)).toEqual(['direct', 0])
    })

    test('[LD5] the soonest way is next, of two at once the better one, none before its time', () => {
      const walked = lost('local')
      const waitMs = walked.waitMs()
      for (const inMs of [-1_000, 0, 1, waitMs]) {
        expect(next(walked, 'tikfinity', { rests: { connector: rest(walked, inMs) } })).toEqual(['connector', Math.max(0, inMs)])
      }
      expect(next(walked, 'tikfinity', { rests: { connector: rest(walked, waitMs + 1) } })).toBeNull()
      expect(next(walked, 'tikfinity', { rests: { connector: rest(walked, Infinity) } })).toBeNull()
    })

    test('[LD4] no way is next while a connection is up, tried, probed or stopped, nor without a cause', () => {
      const probing = lost('network')
      const idle = walk()
      for (const walked of [settled(), idle, walk().connect(), probing, settled().disconnect()]) {
        expect(next(walked, 'tikfinity', { ready: ['connector'] })).toBeNull()
      }
      // With a cause too: of an attempt that runs after a loss, and of an earlier run.
      expect(next(lost('tiktok').due(), 'connector')).toBeNull()
      const saved = { ...idle.state(), cause: { kind: 'tiktok', detail: '' } } as const
      expect(nextWay({ way: 'connector', rests: {} }, { state: saved, order: DEFAULT_WAYS, isReady: () => true, now: T0 })).toBeNull()
      const unknown = lost('tiktok', 90_000)
      const state = { ...unknown.state(), cause: null }
      const context = { state, order: DEFAULT_WAYS, isReady: () => true, now: unknown.now() }
      expect(nextWay({ way: 'connector', rests: {} }, context)).toBeNull()
    })

    test('[LD2] what needs a person is left at once, whether it is looked at again or not', () => {
      const refused = lost('auth')
      expect(next(refused, 'connector')).toEqual(['tikfinity', 0])
      const state = { ...refused.state(), again: null }
      const context = { state, order: DEFAULT_WAYS, isReady: () => true, now: refused.now() }
      expect(nextWay({ way: 'connector', rests: {} }, context)).toEqual({ way: 'tikfinity', at: refused.now() })
    })

    test.each<CauseKind>(['ended', 'offline', 'paused'])(
      '[LD3] [LD8] after %s the best way that asks TikTok waits for the next LIVE',
      (kind) => {
        const walked = lost(kind)
        const waitMs = walked.waitMs()
        expect(next(walked, 'tikfinity')).toEqual(['connector', waitMs])
        expect(next(walked, 'tikfinity', { rests: { connector: rest(walked, waitMs + 5) } })).toEqual(['connector', waitMs + 5])
        expect(next(walked, 'tikfinity', { order: ['tikfinity', 'direct'] })).toEqual(['direct', waitMs])
        expect(next(walked, 'connector', { order: ['direct', 'connector'] })).toBeNull()
        expect(next(walked, 'direct', { order: ['tikfinity', 'direct'] })).toBeNull()
        // None of them can ask: the best one hears of it first.
        expect(next(walked, 'tikfinity', { order: ['studio', 'tikfinity'] })).toEqual(['studio', waitMs])
        expect(next(walked, 'tikfinity', { order: ['tikfinity', 'studio'] })).toBeNull()
        expect(next(walked, 'tikfinity', { ready: [] })).toBeNull()
      },
    )

    test('[LD6] [LD22] the way that is taken brings its counters, its time and its cause', () => {
      const walked = lost('tiktok').later(1_000)
      const state = walked.state()
      const now = walked.now()
      const none = countersOf({ way: 'connector', rests: {} }, 'connector', policy.breaker)
      const divert = (from: ConnectionState, more: Partial<Extract<ConnectionEvent, { type: 'divert' }>> = {}) =>
        transition(from, { type: 'divert', counters: none, at: now + 5, ...more }, { now, random: 0.5 }, policy)
      const { phase: _, ...before } = state
      const taken = { ...before, ...none, phase: 'waiting', next: 'attempt', until: now + 5, attemptFrom: now + 5, exhausted: false }
      expect(divert(state)).toEqual({ state: { ...taken, lost: null, since: now }, effects: [] })
      const cause = { kind: 'sign', detail: 'down' } as const
      expect(divert(state, { cause }).state).toMatchObject({ cause, causeAt: now })
      expect(divert(state, { cause: null }).state).toMatchObject({ cause: state.cause, causeAt: state.causeAt })
      const untilOf = (counters: Partial<typeof none>, at: number) => {
        const made = divert(state, { counters: { ...none, ...counters }, at }).state
        return made.phase === 'waiting' ? [made.until - now, made.attemptFrom - now] : null
      }
      expect(untilOf({}, now - 9)).toEqual([0, 0])
      expect(untilOf({ askedUntil: now + 7 }, now)).toEqual([7, 7])
      expect(untilOf({ breaker: { ...none.breaker, openUntil: now + 8 }, askedUntil: now + 7 }, now)).toEqual([8, 8])
      expect(
        [policy.maxAttempts - 1, policy.maxAttempts].map((attempts) => divert(state, { counters: { ...none, attempts } }).state),
      ).toMatchObject([{ exhausted: false }, { exhausted: true }])
      expect(divert(lost('auth').state()).state).toMatchObject({ phase: 'waiting', next: 'attempt', lost: null })
      for (const other of [settled().state(), walk().connect().state(), settled().disconnect().state(), walk().state()]) {
        expect(divert(other)).toEqual({ state: { ...other, ignored: other.ignored + 1 }, effects: [] })
      }
    })

    test('[LD6] a way is left with its counters, its time and its cause, and begins with them again', () => {
      const walked = lost('tiktok', 90_000)
      const state = { ...walked.state(), attempts: 3, wasted: 1, repeats: 2 }
      const before: Ladder = { way: 'connector', rests: { tikfinity: rest(walked, 1), studio: rest(walked, 2) } }
      const after = withWay(before, 'tikfinity', state)
      const { attempts, breaker, askedUntil, wasted, repeats, cause } = state
      const counters = { attempts, breaker, askedUntil, wasted, repeats }
      const left = { counters, until: walked.now() + 90_000, cause }
      expect(after).toEqual({ way: 'tikfinity', rests: { studio: before.rests.studio, connector: left } })
      expect(countersOf(after, 'connector', policy.breaker)).toEqual(counters)
      const none = {
        attempts: 0,
        breaker: { consecutiveFailures: 0, openUntil: null, cooldownMs: 60_000 },
        askedUntil: null,
        wasted: 0,
        repeats: 0,
      }
      expect(countersOf(after, 'tikfinity', policy.breaker)).toEqual(none)
      expect(withWay(before, 'studio', settled().state()).rests.connector?.until).toBe(Infinity)
    })
  })
})

describe('Settings', () => {
  test('[SE20] a way that rests for its refused key is tried with another, and no other way is', () => {
    const resting = (kind: CauseKind) => connected().comes('tiktok').due().comes(kind).due().comes('local').newKey()
    expect(resting('auth').way()).toBe('connector')
    const since = resting('auth').now()
    expect(resting('auth').due().attempts.at(-1)).toEqual({ way: 'connector', at: since })
    expect(resting('vanished').way()).toBe('tikfinity')
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CAUSE_KINDS, type CauseKind } from '@standby/shared/connection/cause.ts'
import {
  newConnectionHistory,
  observe,
  sessions,
  summary,
  type ConnectionFact,
  type ConnectionHistory,
} from '@standby/bridge/metrics/observe.pure.ts'
import { fact, outages, T0 } from './past.ts'

interface Draw {
  afterMs: number
  attempts: number
  standing: ConnectionFact['standing']
  cause: CauseKind
  failed: boolean
  aside: ConnectionFact['aside']
  room: number
}

const draw: fc.Arbitrary<Draw> = fc.record({
  afterMs: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 4_000_000 })),
  attempts: fc.integer({ min: 0, max: 3 }),
  standing: fc.constantFrom('up', 'down', 'down', 'aside'),
  cause: fc.constantFrom(...CAUSE_KINDS),
  failed: fc.boolean(),
  aside: fc.constantFrom('ended', 'stopped'),
  room: fc.integer({ min: 0, max: 2 }),
})

function factsFrom(draws: readonly Draw[]): ConnectionFact[] {
  let at = T0
  let generation = 0
  return draws.map(({ afterMs, attempts, standing, cause, failed, aside, room }) => {
    at += afterMs
    generation += attempts
    const down = standing === 'down'
    return fact(at, standing, { generation, aside, failed: down && failed, cause: down ? cause : null, roomId: `room-${room}` })
  })
}

/** The plain way to the same figures: with every fact at hand, stretch by stretch. */
function byHand(facts: readonly ConnectionFact[], now: number) {
  const sums = { upMs: 0, downMs: 0, drops: 0, recovered: 0, succeeded: 0, failed: 0, attempts: 0 }
  let index = 0
  while (index < facts.length) {
    const first = facts[index]!
    let next = index + 1
    while (facts[next]?.standing === first.standing) next += 1
    const end = facts[next]
    const lastedMs = (end?.at ?? now) - first.at
    if (first.standing === 'up') sums.upMs += lastedMs
    if (first.standing === 'down') {
      const attempts = (end ?? facts.at(-1)!).generation - first.generation
      const gaveUp = facts.slice(index, next).some(({ failed }) => failed)
      if (end?.standing === 'aside' && end.aside === 'ended' && attempts === 0 && !gaveUp) {
        index = next
        continue
      }
      sums.downMs += lastedMs
      sums.drops += 1
      sums.attempts += attempts
      if (gaveUp) sums.failed += 1
      if (end?.standing === 'up') {
        sums.recovered += 1
        if (!gaveUp) sums.succeeded += 1
      }
    }
    index = next
  }
  return sums
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}

describe('Metrics', () => {
  test('[MT10] over random pasts the sums are what counting by hand gives, and no input is changed', () => {
    fc.assert(
      fc.property(fc.array(draw, { maxLength: 400, size: 'max' }), fc.integer({ min: 0, max: 1_000_000 }), (draws, laterMs) => {
        const facts = factsFrom(draws)
        const history = facts.reduce<ConnectionHistory>(
          (before, one) => deepFreeze(observe(before, deepFreeze(one))),
          newConnectionHistory(T0),
        )
        const now = (facts.at(-1)?.at ?? T0) + laterMs
        const { total, outages: list } = deepFreeze(summary(history, now))
        const expected = byHand(facts, now)
        expect({
          upMs: total.connectedMs,
          downMs: total.downMs,
          drops: total.drops,
          recovered: total.recoveries,
          succeeded: total.cyclesSucceeded,
          failed: total.cyclesFailed,
          attempts: Object.values(history.attempts).reduce((sum, count) => sum + count, 0),
        }).toEqual(expected)

        const causes = Object.values(total.byCause)
        expect(causes.reduce((sum, { downMs }) => sum + downMs, 0)).toBe(total.downMs)
        expect(causes.reduce((sum, { drops }) => sum + drops, 0)).toBe(total.drops)
        for (const figures of [total, ...causes, ...sessions(history, now)]) {
          expect(figures.score === null || (figures.score >= 0 && figures.score <= 100)).toBe(true)
          expect(figures.uptimePercent === null || (figures.uptimePercent >= 0 && figures.uptimePercent <= 100)).toBe(true)
        }
        expect(list.filter(({ outcome }) => outcome === 'open').length).toBe(facts.at(-1)?.standing === 'down' ? 1 : 0)
      }),
      { numRuns: 200 },
    )
  })

  test('[MT10] the same fact twice counts once', () => {
    fc.assert(
      fc.property(fc.array(draw, { maxLength: 60, size: 'max' }), (draws) => {
        const facts = factsFrom(draws)
        const once = facts.reduce(observe, newConnectionHistory(T0))
        expect(facts.flatMap((one) => [one, one]).reduce(observe, newConnectionHistory(T0))).toEqual(once)
      }),
    )
  })

  test('[MT19] a history stays as small as it was after ten thousand outages and a thousand LIVEs', () => {
    const flapping = (count: number) =>
      outages(
        Array.from({ length: count }, (_, index) => ({
          lastedMs: 1_000 + (index % 90) * 1_000,
          cause: CAUSE_KINDS[index % CAUSE_KINDS.length]!,
          failed: index % 7 === 0,
          roomId: `room-${Math.floor(index / 10)}`,
        })),
      ).history
    const small = flapping(300)
    const large = flapping(10_000)
    expect(large).toMatchObject({ outages: { length: 200 }, pastSessions: { length: 10 }, cycles: { length: 20 } })
    // The numbers in it grow by some digits, and nothing else.
    expect(JSON.stringify(large).length).toBeLessThan(JSON.stringify(small).length * 1.1)
  })
})

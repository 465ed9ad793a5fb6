import { describe, expect, test } from 'vitest'
import { sceneJudge, type SceneSample } from '../../lab/chaos/obs-watch.ts'

const rules = { air: 'Gameplay', standby: 'Standby', marginMs: 2_000 }

/** A look every 200 ms, each thing for so long. */
function judged(script: readonly (readonly [ms: number, sample: Partial<SceneSample>])[]): readonly string[] {
  const judge = sceneJudge(rules)
  let at = 0
  for (const [ms, sample] of script) {
    const until = at + ms
    for (; at < until; at += 200)
      judge.see({ at, health: 'live', connected: true, program: 'Gameplay', holding: null, holdSeconds: 0, ...sample })
  }
  return judge.complaints()
}

const away = { health: 'degraded', program: 'Standby' } as const
const roundTrip = [
  [6_000, away],
  [10_000, {}],
] as const

describe('Chaos', () => {
  test('[KA6] the observer complains about a scene that is wrong for longer than allowed, and no other', () => {
    expect(judged([[5_000, {}], [1_500, { health: 'degraded' }], ...roundTrip])).toEqual([])
    expect(judged([[5_000, { health: 'degraded' }]])).toHaveLength(1)
    // Back too late; and not too late while standby has not lasted 5 s.
    expect(
      judged([
        [6_000, away],
        [4_900, { program: 'Standby' }],
      ]),
    ).toEqual([])
    expect(
      judged([
        [6_000, away],
        [6_000, { program: 'Standby' }],
      ]),
    ).toHaveLength(1)
    expect(
      judged([
        [400, away],
        [6_400, { program: 'Standby' }],
        [1_000, {}],
      ]),
    ).toEqual([])
    // Nobody promises anything while OBS does not answer, or is not connected.
    expect(
      judged([
        [30_000, { health: 'degraded', program: null }],
        [30_000, { health: 'degraded', connected: false }],
      ]),
    ).toEqual([])
  })

  test('[KA6] a held-back return is right from the fifth round trip on, for at most two minutes', () => {
    const held = [10_000, { program: 'Standby', holding: 'back-and-forth', holdSeconds: 15 }] as const
    const trips = (count: number) => Array.from({ length: count }, () => roundTrip).flat()
    expect(judged([...trips(4), [6_000, away], held])).toEqual([])
    expect(judged([...trips(3), [6_000, away], held])).toHaveLength(1)
    expect(judged([...trips(4), [6_000, away], [10_000, { ...held[1], holdSeconds: 180 }]])).toHaveLength(1)
  })
})

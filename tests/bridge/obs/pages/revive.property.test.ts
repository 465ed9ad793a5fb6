import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  APPEAR_MS,
  restartRevival,
  decideRevival,
  LIMIT_MS,
  SILENT_MS,
  type OwnSource,
  type RevivalHistory,
} from '@standby/bridge/obs/pages/revive.pure.ts'
import type { ConnectedPage } from '@standby/shared/obs-setup.ts'

const NAMES = ['Overlay', 'Copy', 'Card']

const source: fc.Arbitrary<OwnSource> = fc.record({
  inputName: fc.constantFrom(...NAMES),
  uuid: fc.constant(null),
  page: fc.constantFrom('overlay' as const, 'standby' as const),
  source: fc.constantFrom('A', null),
  shutdown: fc.boolean(),
  showing: fc.boolean(),
})
const page = fc.record({
  page: fc.constantFrom('overlay', 'standby', 'dock'),
  source: fc.constantFrom('A', null),
  inObs: fc.boolean(),
  silentMs: fc.integer({ min: 0, max: SILENT_MS * 2 }),
})
const step = fc.record({
  passMs: fc.oneof(fc.integer({ min: 0, max: 15_000 }), fc.integer({ min: 0, max: LIMIT_MS })),
  sources: fc.uniqueArray(source, { selector: ({ inputName }) => inputName, maxLength: 3 }),
  pages: fc.array(page, { maxLength: 3 }),
  restart: fc.boolean(),
})

describe('Setup in OBS, and our own pages there', () => {
  test('[OS12] over any sequence no source is refreshed or swapped twice in ten minutes, or while alive', () => {
    let actionCount = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), (steps) => {
        let history: RevivalHistory = {}
        let now = 1_700_000_000_000
        const lastAt = new Map<string, number>()
        for (const { passMs, sources, pages, restart } of steps) {
          now += passMs
          if (restart) history = restartRevival(history)
          const there = pages.map(({ silentMs, ...about }, id): ConnectedPage => ({
            ...about,
            id,
            visible: null,
            connectedAt: 0,
            lastSignAt: now - silentMs,
          }))
          const decision = decideRevival(sources, there, history, now)
          history = decision.history
          for (const { how, inputName } of decision.actions) {
            actionCount += 1
            const key = `${how} ${inputName}`
            expect(now - (lastAt.get(key) ?? -Infinity)).toBeGreaterThanOrEqual(LIMIT_MS)
            lastAt.set(key, now)
            const revived = sources.find((one) => one.inputName === inputName)
            expect(revived).toBeDefined()
            expect(revived?.shutdown === true && !revived.showing).toBe(false)
            const alive = there.filter(
              (one) => one.inObs && one.page === revived?.page && one.source === revived.source && now - one.lastSignAt <= SILENT_MS,
            )
            expect(alive).toEqual([])
          }
        }
      }),
      { numRuns: 500 },
    )
    expect(actionCount).toBeGreaterThan(100)
  })

  test('[OS12] left alone it comes to rest: woken as asked, it acts twice per source and asks no more', () => {
    fc.assert(
      fc.property(fc.uniqueArray(source, { selector: ({ inputName }) => inputName, maxLength: 3 }), (sources) => {
        let history: RevivalHistory = {}
        let now = 1_700_000_000_000
        let actions = 0
        let rounds = 0
        for (let wakeAt: number | null = now; wakeAt !== null; rounds += 1) {
          now = wakeAt
          const decision = decideRevival(sources, [], history, now)
          history = decision.history
          actions += decision.actions.length
          wakeAt = decision.wakeAt
          expect(wakeAt ?? Infinity).toBeGreaterThan(now)
          expect(rounds).toBeLessThan(10)
        }
        const loaded = sources.filter(({ shutdown, showing }) => !shutdown || showing)
        expect(actions).toBe(2 * loaded.length)
        expect(now - 1_700_000_000_000).toBeLessThanOrEqual(3 * APPEAR_MS)
      }),
      { numRuns: 500 },
    )
  })
})

import { mostFor, rankOf } from '@standby/bridge/fleet/placement.pure.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const CHANNELS = Array.from({ length: 300 }, (_, index) => `creator${index}`)

describe('Fleet', () => {
  test('[FL4] every worker works out the same order, and each is the first choice for its part', () => {
    const workers = ['worker-1', 'worker-2', 'worker-3']
    const first = { 'worker-1': 0, 'worker-2': 0, 'worker-3': 0 }
    for (const channel of CHANNELS) {
      const ranks = workers.map((worker) => rankOf(worker, workers, channel))
      expect(ranks.toSorted()).toEqual([0, 1, 2])
      for (const [index, worker] of workers.entries()) if (ranks[index] === 0) first[worker as keyof typeof first] += 1
    }
    for (const count of Object.values(first)) expect(count).toBeGreaterThan(70)
  })

  test('[FL4] a worker owns an equal share and a tenth more, and never above its capacity', () => {
    const worker = (name: string, capacity = 1_000) => ({ name, capacity })
    expect(mostFor(worker('a'), [worker('b'), worker('c')], 300)).toBe(110)
    expect(mostFor(worker('a', 40), [worker('b'), worker('c')], 300)).toBe(40)
    expect(mostFor(worker('b'), [worker('a', 40), worker('c')], 300)).toBe(143)
    expect(mostFor(worker('a'), [], 300)).toBe(330)
  })

  test('[FL4] no wanted channel is left over while a worker has room', () => {
    const capacities = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(capacities, fc.integer({ min: 0, max: 600 }), (list, wanted) => {
        const workers = list.map((capacity, index) => ({ name: `w${index}`, capacity }))
        const most = workers.map((worker) => mostFor(worker, workers, wanted))
        const total = list.reduce((sum, capacity) => sum + capacity, 0)
        expect(most.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(Math.min(wanted, total))
      }),
    )
  })
})

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawn } from './drawn.ts'

describe('Development', () => {
  test('[DV35] a run draws as many of a list as it is told, in their order, and a release takes all', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 12 }), fc.nat(), fc.nat(12), (list, from, count) => {
        const some = drawn(list, count, { all: false, from })
        expect(some).toHaveLength(Math.min(count, list.length))
        expect(list.filter((one) => some.includes(one))).toEqual(some)
        expect(drawn(list, count, { all: false, from })).toEqual(some)
        expect(drawn(list, count, { all: true, from })).toEqual(list)
      }),
    )
  })

  test('[DV35] over the seeds each entry is drawn', () => {
    const list = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
    const all = new Set(Array.from({ length: 40 }, (_, from) => drawn(list, 3, { all: false, from })).flat())
    expect([...all].sort()).toEqual(list)
  })
})

import { describe, expect, test } from 'vitest'
import { drawnRows, movedBy, ROW_PX, scrolledTo } from '../../../overlay/src/channels/rows.ts'

describe('Several channels', () => {
  test.each([
    [1_000, 0, 600, { from: 0, to: 18 }],
    [1_000, 100 * ROW_PX, 600, { from: 92, to: 118 }],
    [1_000, 990 * ROW_PX, 600, { from: 982, to: 1_000 }],
    [3, 0, 600, { from: 0, to: 3 }],
    [0, 0, 600, { from: 0, to: 0 }],
    // A search has made the list shorter than the place it was scrolled to.
    [5, 100 * ROW_PX, 600, { from: 5, to: 5 }],
    [1_000, -40, 600, { from: 0, to: 18 }],
  ])('[CL9] of %d lines at %d px and a height of %d px the list draws %o', (count, scrollTop, height, drawn) => {
    expect(drawnRows(count, scrollTop, height)).toEqual(drawn)
  })

  test.each([
    ['ArrowDown', 4, 5],
    ['ArrowUp', 4, 3],
    ['ArrowUp', 0, 0],
    ['ArrowDown', 9, 9],
    ['PageDown', 4, 8],
    ['PageDown', 8, 9],
    ['PageUp', 4, 0],
    ['Home', 4, 0],
    ['End', 4, 9],
    ['a', 4, null],
    ['toString', 4, null],
  ])('[CL9] %s moves from line %d to %s', (key, at, to) => {
    expect(movedBy(key, at, 10, 4)).toBe(to)
  })

  test('[CL9] an empty list has no line to move to', () => {
    expect(movedBy('Home', 0, 0, 4)).toBeNull()
  })

  test('[CL9] a line that can be seen whole is not scrolled to', () => {
    expect(scrolledTo(2, 0, 600)).toBe(0)
    expect(scrolledTo(2, 3 * ROW_PX, 600)).toBe(2 * ROW_PX)
    expect(scrolledTo(20, 0, 600)).toBe(21 * ROW_PX - 600)
  })
})

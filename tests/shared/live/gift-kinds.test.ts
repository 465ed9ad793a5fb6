import { describe, expect, test } from 'vitest'
import { withDetails, withGiftKinds, type GiftKinds } from '@standby/shared/live/gift-kinds.ts'
import { gift } from '../../support/fixtures/events.ts'

const rose = gift('1', { streakId: 'a', count: 1, final: true, diamondCount: 5 })
const bare = { ...rose, id: '2', name: '', diamondCount: 0 }
const kinds = (count: number): GiftKinds =>
  new Map(Array.from({ length: count }, (_, at) => [`kind ${at}`, { name: 'Gift', diamondCount: 1 }]))

describe('Show', () => {
  test('[SH9] the newest name and price of a gift count, and one without an id or a name is not known', () => {
    const known = withGiftKinds(new Map(), [rose])
    expect([...known]).toEqual([['5655', { name: 'Rose', diamondCount: 5 }]])
    expect([...withGiftKinds(known, [{ ...rose, diamondCount: 6 }])]).toEqual([['5655', { name: 'Rose', diamondCount: 6 }]])
    expect([...withGiftKinds(known, [{ ...rose, name: 'Lily' }])]).toEqual([['5655', { name: 'Lily', diamondCount: 5 }]])
    for (const odd of [{ ...rose, giftId: '' }, bare]) expect(withGiftKinds(known, [odd])).toBe(known)
  })

  test('[SH9] at most 2,000 gifts are known, and those may still change', () => {
    const [last, full] = [kinds(1_999), kinds(2_000)]
    expect(withGiftKinds(last, [rose]).get('5655')).toEqual({ name: 'Rose', diamondCount: 5 })
    expect(withGiftKinds(full, [rose])).toBe(full)
    expect(withGiftKinds(last, [rose, { ...rose, giftId: '7' }]).has('7')).toBe(false)
    expect(withGiftKinds(full, [{ ...rose, giftId: 'kind 3' }]).get('kind 3')).toEqual({ name: 'Rose', diamondCount: 5 })
  })

  test('[SH9] what has its details, or of which none are known, stays as it is', () => {
    const known = withGiftKinds(new Map(), [rose])
    expect(withDetails(known, [rose])[0]).toBe(rose)
    expect(withDetails(new Map(), [bare])[0]).toBe(bare)
    expect(withDetails(known, [bare])[0]).toEqual({ ...bare, name: 'Rose', diamondCount: 5 })
  })
})

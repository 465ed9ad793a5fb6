import { describe, expect, test } from 'vitest'
import type { Release } from '@standby/bridge/computer/new-version.ts'
import { createVersionLooks } from '@standby/bridge/computer/version-looks.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const RELEASE: Release = { version: '0.2.0', page: 'https://example.org/', changes: ['Gifts come first.'] }

/** Standby on one computer, which can be started again with what was saved. */
function computer({ weekly = true, live = false, answer = RELEASE }: { weekly?: boolean; live?: boolean; answer?: Release | null } = {}) {
  const clock = fakeClock()
  const at = { weekly, live, answer, saved: null as unknown, askedAt: [] as number[] }
  const begin = (current = '0.1.0') => {
    const looks = createVersionLooks({
      current,
      clock,
      ask: async () => {
        at.askedAt.push(clock.now())
        return at.answer
      },
      isWeekly: () => at.weekly,
      isLive: () => at.live,
      saved: { load: () => at.saved, save: (value) => (at.saved = structuredClone(value)) },
    })
    looks.start()
    return looks
  }
  /** Lets the answers of a moment arrive before the next one. */
  const pass = async (ms: number) => {
    const end = clock.now() + ms
    for (let due = clock.nextDueAt(); due !== null && due <= end; due = clock.nextDueAt()) {
      clock.advanceTo(due)
      await Promise.resolve().then(() => undefined)
    }
    clock.advanceTo(end)
  }
  return { clock, at, begin, pass }
}

describe('Packages', () => {
  test('[PK19] off, as it is at first, nothing is ever asked', async () => {
    const { at, begin, pass } = computer({ weekly: false })
    begin()
    await pass(60 * DAY_MS)
    expect(at.askedAt).toEqual([])
  })

  test('[PK19] switched on, it asks once a week, over restarts too, and shows what it found', async () => {
    const { at, begin, pass } = computer()
    const looks = begin()
    await pass(60_000)
    expect(at.askedAt).toEqual([])
    await pass(6 * DAY_MS)
    expect(at.askedAt).toHaveLength(1)
    expect(looks.found()).toEqual({ ...RELEASE, isNewer: true })
    looks.stop()
    const again = begin()
    expect(again.found()).toEqual({ ...RELEASE, isNewer: true })
    await pass(22 * DAY_MS)
    expect(at.askedAt).toHaveLength(4)
    for (const [index, askedAt] of at.askedAt.entries()) {
      if (index > 0) expect(askedAt - (at.askedAt[index - 1] ?? 0)).toBeGreaterThanOrEqual(7 * DAY_MS)
    }
    again.stop()
    expect(begin('0.2.0').found()).toMatchObject({ isNewer: false })
  })

  test('[PK19] it waits for the end of a LIVE, and asks within the hour', async () => {
    const { at, begin, pass } = computer({ live: true })
    begin()
    await pass(10 * DAY_MS)
    expect(at.askedAt).toEqual([])
    at.live = false
    await pass(HOUR_MS)
    expect(at.askedAt).toHaveLength(1)
  })

  test('[PK19] if nobody could say, it asks again a day later; a press counts as a look', async () => {
    const { clock, at, begin, pass } = computer({ answer: null })
    const looks = begin()
    await pass(2 * DAY_MS - HOUR_MS)
    expect(at.askedAt).toHaveLength(2)
    expect(looks.found()).toBeNull()
    at.answer = RELEASE
    const pressedAt = clock.now()
    expect(await looks.now()).toEqual({ ...RELEASE, isNewer: true })
    await pass(7 * DAY_MS - HOUR_MS)
    expect(at.askedAt.slice(2)).toEqual([pressedAt])
    await pass(2 * HOUR_MS)
    expect(at.askedAt).toHaveLength(4)
    at.answer = null
    expect(await looks.now()).toBeNull()
    expect(looks.found()).toMatchObject({ version: '0.2.0' })
  })

  test.each([[{ dueAt: 1e15, found: null }], ['nonsense'], [{ dueAt: 'x' }]])(
    '[PK19] what was saved by a wrong clock, or is damaged, does not end the looks: %j',
    async (saved) => {
      const { at, begin, pass } = computer()
      at.saved = saved
      begin()
      await pass(DAY_MS)
      expect(at.askedAt).toHaveLength(1)
    },
  )
})

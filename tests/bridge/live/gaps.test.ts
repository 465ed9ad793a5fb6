import { describe, expect, test } from 'vitest'
import type { Outage } from '@standby/shared/live/outage.ts'
import type { CaughtUp } from '@standby/bridge/live/catch-up.ts'
import { createGaps } from '@standby/bridge/live/gaps.ts'
import type { GapRecord } from '@standby/shared/live/gap.ts'
import type { LiveEventDraft } from '@standby/shared/live/event.ts'
import { chat, follow, like } from '../../support/fixtures/events.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'

const NOTHING: CaughtUp = { events: [], reports: [], duplicates: 0, complete: [], lost: {}, whole: true }

/** A book whose room has been heard for two minutes, a chat every 10 s. */
function book() {
  const clock = fakeClock()
  const better: GapRecord[] = []
  const gaps = createGaps({ clock, restored: null, onBetter: (record) => void better.push(record) })
  let lastId = 0
  const heard = (...events: LiveEventDraft[]): void => gaps.heard(events.map((event) => ({ ...event, offset: (lastId += 1) })))
  function listen(chats: number): void {
    for (let left = chats; left > 0; left -= 1) {
      heard(chat(String(left)))
      clock.advanceBy(10_000)
    }
  }
  gaps.up()
  listen(12)
  return {
    ...gaps,
    better,
    heard,
    listen,
    /** Away for 30 s, with these totals of the followers. */
    away(before: number | null, after: number | null) {
      gaps.down()
      const lostAt = clock.now()
      clock.advanceBy(30_000)
      const known = { roomId: '1', cause: 'tiktok', correlationId: null, attempts: 1 } as const
      const outage: Outage = { ...known, lostAt, lastHeardAt: lostAt, endedAt: clock.now() }
      const gap = gaps.gap(outage, NOTHING, { likes: { before: 100, after: 0 }, followers: { before, after } })
      gaps.up()
      return gap
    },
  }
}

describe('Gaps', () => {
  test('[GP23] if the room gives its followers at the end of a gap, the gap says how they changed', () => {
    expect(book().away(5_200, 5_207).followersAdded).toBe(7)
    expect(book().away(5_200, 5_200).followersAdded).toBe(0)
    expect(book().away(5_200, 5_196).followersAdded).toBe(-4)
    for (const [before, after] of [
      [null, 5_200],
      [5_200, null],
      [null, null],
    ] as const) {
      expect(book().away(before, after).followersAdded).toBeNull()
    }
  })

  test('[GP25] if it does not, the first follow after it does: what it adds itself is not the gap’s', () => {
    const one = book()
    const gap = one.away(5_200, null)
    one.heard(chat('a'), follow('1'))
    expect(one.better).toEqual([])
    one.heard(follow('2', 5_204), follow('3', 5_205))
    expect(one.better).toMatchObject([{ from: gap.from, to: gap.to, followersAdded: 3 }])
    one.heard(follow('4', 5_300))
    expect(one.better).toHaveLength(1)
  })

  test('[GP25] however late it comes, what the record has learned meanwhile stays', () => {
    const one = book()
    one.away(5_200, null)
    one.heard(like('1', 5, 205))
    one.listen(7)
    expect(one.better.at(-1)).toMatchObject({ basis: 'before-and-after', likesAdded: 100, followersAdded: null })
    const known = one.better.at(-1)
    one.listen(60)
    one.heard(follow('2', 5_198))
    expect(one.better.at(-1)).toEqual({ ...known, followersAdded: -3 })
  })

  test('[GP25] the second estimate keeps what the followers’ total said before it', () => {
    const one = book()
    one.away(5_200, null)
    one.heard(follow('1', 5_211))
    one.listen(7)
    expect(one.better.at(-1)).toMatchObject({ basis: 'before-and-after', followersAdded: 10 })
  })

  test('[GP26] the next gap, another LIVE or an immediate total leave nothing to be learned', () => {
    const second = book()
    second.away(5_200, null)
    second.away(null, null)
    const told = book()
    told.away(5_200, 5_201)
    const other = book()
    other.away(5_200, null)
    other.reset()
    for (const one of [second, told, other]) {
      one.heard(follow('1', 5_300))
      expect(one.better.filter(({ followersAdded }) => followersAdded === 99)).toEqual([])
    }
  })
})

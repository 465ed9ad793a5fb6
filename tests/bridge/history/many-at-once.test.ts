import { describe, expect, test } from 'vitest'
import { createHistory } from '@standby/bridge/history/history.ts'
import { restoreShow } from '@standby/bridge/live/restore-show.ts'
import { keptIn, type Journal } from '@standby/bridge/store/journal.ts'
import { createTurns } from '@standby/bridge/turns.ts'
import { chat, gift } from '../../support/fixtures/events.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { journals } from '../../support/fixtures/journals.ts'
import { restoredAtOnce } from '../../support/fixtures/restored.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'

const { at: journalAt } = journals()
const TEXT = 'x'.repeat(900)
const PAGES = 12

/** A LIVE of some pages, and a history of which each turn of the event loop can be watched. */
function world() {
  const clock = fakeClock()
  const journal = journalAt(':memory:', { now: clock.now })
  const events = Array.from({ length: 1_400 }, (_, n) =>
    n % 7 === 0 ? gift(`${n}`, { streakId: `s${n}`, count: 2, final: true, from: `u${n % 50}` }) : chat(`${n}`, TEXT),
  )
  for (let at = 0; at < events.length; at += 200) journal.append('ada', 'long', events.slice(at, at + 200))
  clock.advanceBy(60_000)
  for (let n = 0; n < 100; n += 1) {
    journal.append('ada', `short-${n}`, [chat(`short-${n}`)])
    clock.advanceBy(60_000)
  }
  const reads = { pages: 0, lines: 0 }
  /** The most that was read in one turn, and how many turns there were. */
  const seen = { pages: 0, lines: 0, turns: 0 }
  const turns = createTurns((callback) =>
    setImmediate(() => {
      seen.pages = Math.max(seen.pages, reads.pages)
      seen.lines = Math.max(seen.lines, reads.lines)
      seen.turns += 1
      reads.pages = reads.lines = 0
      callback()
    }),
  )
  const archive: Journal['archive'] = {
    ...journal.archive,
    page: (...args) => ((reads.pages += 1), journal.archive.page(...args)),
    lastOffset: (...args) => ((reads.lines += 1), journal.archive.lastOffset(...args)),
  }
  const history = createHistory({
    archive,
    channel: () => 'ada',
    creator: () => null,
    roomId: () => null,
    gaps: () => [],
    retention: { read: () => ({ days: 3_000, megabytes: null }), write: () => undefined },
    turns,
    clock,
    log: silentLog,
  })
  history.start()
  return { journal, history, turns, seen, clock, events }
}

describe('Past LIVEs', () => {
  test('[HI16] lists, reports and exports asked for by many at once are made one piece in a turn', async () => {
    const { history, seen, events } = world()
    // What is written down at the start is in pieces too.
    await history.idle()
    expect(seen.pages).toBe(1)
    expect(seen.lines).toBeLessThanOrEqual(20)
    const exportOf = async (): Promise<string[]> => {
      const lines: string[] = []
      for await (const text of history.exported('long', 'ndjson')!) lines.push(...text.split('\n').filter((line) => line !== ''))
      return lines
    }
    const ten = Array.from({ length: 10 })
    const [reports, views, exports] = await Promise.all([
      Promise.all(ten.map(() => history.report('long'))),
      Promise.all(ten.map(() => history.view())),
      Promise.all(ten.map(exportOf)),
    ])
    expect(seen.pages).toBe(1)
    expect(seen.lines).toBeLessThanOrEqual(20)
    expect(seen.turns).toBeGreaterThan(10 * PAGES)
    for (const report of reports) expect(report).toMatchObject({ counts: { chat: 1_200, gift: 400 }, diamonds: 400 })
    for (const view of views) expect(view.sessions).toHaveLength(101)
    for (const lines of exports) expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(events.map(({ id }) => id))
    history.dispose()
  })

  test('[HI16] many that ask for the same LIVE wait for one reading of it', async () => {
    const { history, seen, journal } = world()
    await history.idle()
    // More than is remembered have been looked at since: it has to be read from the beginning.
    const before = seen.turns
    const one = await history.report('long')
    const turnsForOne = seen.turns - before
    const fresh = world()
    await fresh.history.idle()
    const start = fresh.seen.turns
    const many = await Promise.all(Array.from({ length: 50 }, () => fresh.history.report('long')))
    expect(many.every((report) => JSON.stringify(report) === JSON.stringify(one))).toBe(true)
    // Each has a turn of its own for its answer.
    expect(fresh.seen.turns - start).toBeLessThanOrEqual(turnsForOne + 50)
    expect(journal.problem()).toBeNull()
  })
})

describe('Storage', () => {
  test('[ST16] a long LIVE is restored in pieces, and is what it would be at once', async () => {
    const { journal, turns, seen, clock } = world()
    const from = { journal, keyValues: keptIn(journal), username: 'ada', now: clock.now }
    journal.append('ada', 'long', [chat('the newest')])
    const before = seen.turns
    expect(await restoreShow(from, turns)).toEqual(restoredAtOnce(from))
    expect(seen.turns - before).toBeGreaterThanOrEqual(PAGES - 1)
  })
})

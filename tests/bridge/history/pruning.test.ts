import { statSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Retention } from '@standby/shared/settings/history-settings.ts'
import { createHistory, type History } from '@standby/bridge/history/history.ts'
import type { Journal } from '@standby/bridge/store/journal.ts'
import { createTurns } from '@standby/bridge/turns.ts'
import { chat } from '../../support/fixtures/events.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { eventsOf, journals } from '../../support/fixtures/journals.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'

const { file: newFile, at: journalAt } = journals()
const DAY = 86_400_000
const HOUR = 3_600_000

function world(retention: Retention, file = newFile()) {
  const clock = fakeClock()
  const journal = journalAt(file, { now: clock.now })
  const on: { roomId: string | null; channel: string } = { roomId: null, channel: 'ada' }
  const begin = (): History => {
    const history = createHistory({
      archive: journal.archive,
      channel: () => on.channel,
      creator: () => 'ada',
      roomId: () => on.roomId,
      gaps: () => [],
      retention: { read: () => retention, write: () => undefined },
      turns: createTurns(setImmediate),
      clock,
      log: silentLog,
    })
    history.start()
    return history
  }
  return { clock, journal, file, on, begin }
}

let made = 0
function live(journal: Journal, roomId: string, count: number, of = 'ada', text = 'x'): void {
  const drafts = Array.from({ length: count }, () => chat(`${(made += 1)}`, text))
  for (let at = 0; at < count; at += 500) journal.append(of, roomId, drafts.slice(at, at + 500))
}
const rooms = (journal: Journal): string[] =>
  journal.archive
    .sessions()
    .map(({ roomId }) => roomId)
    .sort()

describe('Past LIVEs', () => {
  test('[HI9] LIVEs past the retention are removed at start and hourly for each creator, others stay', async () => {
    const { clock, journal, begin } = world({ days: 30, megabytes: null })
    live(journal, 'a', 1_200)
    live(journal, 'b', 10, 'bo')
    clock.advanceBy(29 * DAY)
    live(journal, 'c', 10)
    clock.advanceBy(DAY + 1)
    live(journal, 'd', 10)
    const history = begin()
    await history.idle()
    expect(rooms(journal)).toEqual(['c', 'd'])
    expect(eventsOf(journal, 'ada')).toHaveLength(20)
    expect(eventsOf(journal, 'bo')).toEqual([])
    clock.advanceBy(29 * DAY)
    await history.idle()
    expect(rooms(journal)).toEqual(['d'])
    history.dispose()
    clock.advanceBy(90 * DAY)
    await history.idle()
    expect(rooms(journal)).toEqual(['d'])
  })

  test.each<[string, string | null]>([
    ['is on', 'a'],
    ['was last', null],
  ])('[HI9] the LIVE that %s is never deleted by itself, however old or large', async (_what, roomId) => {
    const { clock, journal, on, begin } = world({ days: 1, megabytes: 50 })
    if (roomId === 'a') {
      live(journal, 'a', 10)
      clock.advanceBy(1)
      live(journal, 'b', 10)
      on.roomId = 'a'
    } else live(journal, 'a', 30_000, 'ada', 'x'.repeat(1_500))
    clock.advanceBy(400 * DAY)
    const history = begin()
    await history.idle()
    expect(rooms(journal)).toEqual(['a'])
    history.dispose()
  })

  test('[HI9] a rehearsal does not cost the creator the LIVE that was last', async () => {
    const { clock, journal, on, begin } = world({ days: 1, megabytes: 50 })
    live(journal, 'a', 10)
    on.channel = 'standby-demo'
    clock.advanceBy(400 * DAY)
    const history = begin()
    await history.idle()
    expect(rooms(journal)).toEqual(['a'])
    history.dispose()
  })

  test('[HI10] beyond the size limit the oldest go, one by one, until it fits, and the file gets smaller', async () => {
    const { clock, journal, file, begin } = world({ days: 30, megabytes: 50 })
    for (const roomId of ['a', 'b', 'c', 'd']) {
      live(journal, roomId, 10_000, 'ada', 'x'.repeat(1_300))
      clock.advanceBy(HOUR)
    }
    const before = statSync(file).size
    expect(before).toBeGreaterThan(60_000_000)
    const history = begin()
    // Others have their turn meanwhile: no single step takes more than a moment.
    let turns = 0
    let done = false
    void history.idle().then(() => (done = true))
    for (; !done; turns += 1) await turn()
    expect(turns).toBeGreaterThan(20)
    expect(rooms(journal)).toEqual(['c', 'd'])
    expect(statSync(file).size).toBeLessThan(50_000_000)
    const { bytes } = await history.view()
    expect(bytes).toBe(statSync(file).size)
    history.dispose()
  })

  test('[HI11] a restart in the middle of deleting goes on with it; half gone counts as gone', async () => {
    const { clock, journal, file, begin } = world({ days: 30, megabytes: null })
    live(journal, 'a', 2_000)
    clock.advanceBy(1)
    live(journal, 'b', 10)
    clock.advanceBy(40 * DAY)
    const history = begin()
    await turn()
    history.dispose()
    await history.idle()
    journal.close()
    const second = world({ days: 30, megabytes: null }, file)
    const left = eventsOf(second.journal, 'ada').length
    expect(left).toBeGreaterThan(10)
    expect(left).toBeLessThan(2_010)
    expect(second.journal.gapAfter('ada', 1_999)).toMatchObject({ reason: 'deleted' })
    expect(second.journal.gapAfter('ada', 2_000)).toBeNull()
    second.clock.advanceBy(40 * DAY)
    const again = second.begin()
    await again.idle()
    expect(rooms(second.journal)).toEqual(['b'])
    again.dispose()
  })

  test('[HI12] an export of a LIVE that is deleted meanwhile ends with an error, never as if complete', async () => {
    const { clock, journal, begin } = world({ days: 30, megabytes: null })
    live(journal, 'a', 5_000)
    clock.advanceBy(1)
    live(journal, 'b', 1)
    const history = begin()
    await history.idle()
    const text = history.exported('a', 'ndjson')!
    await text.next()
    await text.next()
    const erased = history.erase('a')
    await expect(
      (async () => {
        for await (const _ of text);
      })(),
    ).rejects.toThrow('deleted')
    expect(await erased).toBe('ok')
    history.dispose()
  })
})

import { describe, afterEach, beforeEach, expect, test } from 'vitest'
import { gapRecord, type GapRecord } from '@standby/shared/live/gap.ts'
import type { HistoryView, LiveReport } from '@standby/shared/history.ts'
import type { Retention } from '@standby/shared/settings/history-settings.ts'
import type { LiveEventDraft } from '@standby/shared/live/event.ts'
import { fold, newFold } from '@standby/bridge/history/fold.ts'
import { createHistory, type History } from '@standby/bridge/history/history.ts'
import { historyRoutes } from '@standby/bridge/history/routes.ts'
import { openJournal, type Journal } from '@standby/bridge/store/journal.ts'
import { createTurns } from '@standby/bridge/turns.ts'
import { Router } from 'express'
import { chat, follow, gapEvent, gift, like, user } from '../../support/fixtures/events.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { eventsOf } from '../../support/fixtures/journals.ts'
import { startFeedServer } from '../../support/peers/feed-server.ts'
import { sender } from '../../support/peers/sender.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'

const START = 1_700_000_000_000
const MINUTE = 60_000

let clock = fakeClock(START)
let journal: Journal
let history: History
let server: Awaited<ReturnType<typeof startFeedServer>>
let retention: Retention
let channel: string
let gapsNow: GapRecord[]

beforeEach(async () => {
  clock = fakeClock(START)
  channel = 'ada'
  gapsNow = []
  retention = { days: 30, megabytes: null }
  journal = openJournal({ file: ':memory:', newEpoch: () => 'epoch-1', log: silentLog, now: clock.now })
  history = createHistory({
    archive: journal.archive,
    channel: () => channel,
    creator: () => null,
    roomId: () => null,
    gaps: () => gapsNow,
    retention: { read: () => retention, write: (wanted) => void (retention = wanted) },
    turns: createTurns(setImmediate),
    clock,
    log: silentLog,
  })
  history.start()
  server = await startFeedServer({ routes: Router().use(historyRoutes(history)) })
})
afterEach(async () => {
  history.dispose()
  await history.idle()
  await server.close()
  journal.close()
})

const get = async (path: string): Promise<{ status: number; body: Record<string, unknown> }> => {
  const answer = await fetch(`${server.base}/api/history${path}`)
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const { post } = sender(() => `${server.base}/api/history`)
/** A LIVE in which all this happened at once. */
function live(roomId: string, drafts: readonly LiveEventDraft[], of = channel): void {
  journal.append(of, roomId, drafts)
  clock.advanceBy(10 * MINUTE)
}
const chats = (count: number, prefix = ''): LiveEventDraft[] => Array.from({ length: count }, (_, n) => chat(`${prefix}${n}`))

describe('Past LIVEs', () => {
  test('[HI17][HI18] a report counts as the pages do: pieces, people, and nothing of a guest’s', async () => {
    const follow = (id: string): LiveEventDraft => ({ ...chat(id, ''), type: 'follow' }) as unknown as LiveEventDraft
    journal.append('ada', 'room', [
      gift('g1', { streakId: 's', count: 1, final: false }),
      gift('g2', { streakId: 's', count: 5, final: true }),
      {
        ...gift('g3', { streakId: 'guest', count: 9, final: true }),
        receiver: { id: '9', uniqueId: 'guest', nickname: 'Guest' },
      } as LiveEventDraft,
      follow('f1'),
      follow('f2'),
    ])
    const report = (await get('/sessions/room')).body as unknown as LiveReport
    expect(report.counts).toMatchObject({ gift: 5, follow: 1 })
    expect(report.connectedPercent).toBeNull()
  })

  test('[HI1] the LIVEs of the present creator are listed, newest first, with what their events say', async () => {
    live('old', [
      ...chats(3),
      gift('g1', { streakId: 's', count: 1, final: false, diamondCount: 5 }),
      gift('g2', { streakId: 's', count: 3, final: true, diamondCount: 5 }),
      like('l', 5, 120),
      gapEvent(START - 90_000, START - 30_000),
    ])
    journal.archive.noteFigures('ada', 'old', { at: START + 5 * MINUTE, viewers: 70, totalViewers: 500, likes: 150 })
    journal.archive.noteFigures('ada', 'old', { at: START + 6 * MINUTE, viewers: 40, totalViewers: 480, likes: 140 })
    live('somebody else', chats(4), 'bo')
    live('new', chats(2, 'n'))
    const { status, body } = await get('/sessions')
    expect(status).toBe(200)
    expect(body).toEqual({
      retention: { days: 30, megabytes: null },
      bytes: 0,
      sessions: [
        expect.objectContaining({ roomId: 'new', current: true, counts: { chat: 2 }, diamonds: 0, peakViewers: null, totalViewers: null }),
        {
          roomId: 'old',
          startedAt: START,
          endedAt: START + 6 * MINUTE,
          current: false,
          counts: { chat: 3, gift: 3, like: 1 },
          diamonds: 15,
          likes: 150,
          peakViewers: 70,
          totalViewers: 500,
          gaps: 1,
          awayMs: 60_000,
          giftsMayBeIncomplete: true,
        },
      ],
    })
    // What is written down for next time says the same, and is not believed once more has come.
    expect(await get('/sessions')).toEqual({ status, body })
    journal.append('ada', 'old', [chat('late')])
    const again = (await get('/sessions')).body as unknown as HistoryView
    expect(again.sessions.find(({ roomId }) => roomId === 'old')?.counts).toEqual({ chat: 4, gift: 3, like: 1 })
  })

  test('[HI2] a LIVE’s report has supporters, gaps, samples, chat by the minute and our share of it', async () => {
    const at = (minute: number): number => START + minute * MINUTE
    live('room', [
      chat('1', 'a', at(0)),
      chat('2', 'b', at(2) + 5),
      chat('3', 'c', at(2) + 9),
      chat('4', 'before it began', START - 5_000),
      ...Array.from({ length: 12 }, (_, n) =>
        gift(`g${n}`, { streakId: `s${n}`, count: 1, final: true, diamondCount: n + 1, from: `fan${n}` }),
      ),
      { ...gapEvent(at(4), at(6)), caughtUp: { chat: 3 }, estimatedLost: { chat: 40 } },
    ])
    journal.archive.addSample('ada', 'room', { at: at(1), viewers: 10, likes: 5 })
    journal.archive.addSample('ada', 'room', { at: at(2), viewers: 12, likes: 9 })
    journal.archive.noteFigures('ada', 'room', { at: at(8), viewers: 12, totalViewers: null, likes: 9 })
    const report = (await get('/sessions/room')).body as unknown as LiveReport
    expect(report).toMatchObject({
      roomId: 'room',
      chatsPerMinute: [2, 0, 2],
      connectedPercent: 75,
      samples: [
        { at: at(1), viewers: 10, likes: 5 },
        { at: at(2), viewers: 12, likes: 9 },
      ],
      gapRecords: [{ from: at(4), to: at(6), caughtUp: { chat: 3 }, estimatedLost: { chat: 40 }, basis: 'before' }],
    })
    expect(report.supporters.map(({ diamonds }) => diamonds)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3])
  })

  test('[HI19] the sums of a report are those of the feed, and it says if gifts may be missing', async () => {
    const ada = { ...follow('f1'), user: user('fan') }
    live('room', [
      gift('g1', { streakId: 's', count: 1, final: false, diamondCount: 5 }),
      gift('g2', { streakId: 's', count: 25, final: true, diamondCount: 5 }),
      { ...gift('g3', { streakId: 'guest', count: 9, final: true, diamondCount: 5 }), receiver: user('guest') },
      ada,
      { ...ada, id: 'f2' },
    ])
    const { show } = fold(newFold('room'), eventsOf(journal, 'ada'), START)
    const report = async () => (await get('/sessions/room')).body as unknown as LiveReport
    expect(await report()).toMatchObject({
      counts: { gift: show.counters.gifts, follow: show.counters.follows },
      diamonds: show.counters.diamonds,
      giftsMayBeIncomplete: false,
    })
    expect(show.counters).toMatchObject({ gifts: 25, follows: 1, diamonds: 125 })
    live('room', [{ ...gapEvent(START, START + 1_000), complete: ['gift'] }])
    expect((await report()).giftsMayBeIncomplete).toBe(false)
    live('room', [gapEvent(START + 5_000, START + 9_000)])
    expect((await report()).giftsMayBeIncomplete).toBe(true)
  })

  test('[HI20] the report of the LIVE that is on has the latest gap figures', async () => {
    const gap = { ...gapEvent(START, START + 9_000), estimatedLost: { chat: 40 } }
    live('old', [{ ...gap, id: 'gap-old' }])
    live('room', [gap])
    gapsNow = [{ ...gapRecord(gap), estimatedLost: { chat: 31 }, basis: 'before-and-after' }]
    const lost = async (room: string) => ((await get(`/sessions/${room}`)).body as unknown as LiveReport).gapRecords[0]?.estimatedLost
    expect(await lost('room')).toEqual({ chat: 31 })
    expect(await lost('old')).toEqual({ chat: 40 })
  })

  test('[HI3] an export is a download with one event a line, exactly as in the feed', async () => {
    live('room', [...chats(2_500), chat('last', 'two\nlines, "quoted", 🎁')])
    const answer = await fetch(`${server.base}/api/history/sessions/room/export`)
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="standby-room.ndjson"')
    const text = await answer.text()
    expect(text.endsWith('\n')).toBe(true)
    const lines = text.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(eventsOf(journal, 'ada'))
  })

  test('[HI4] as CSV it has a header, quotes where it must (RFC 4180), and nothing in it is a formula', async () => {
    live('room', [
      chat('1', '=HYPERLINK("http://evil.example","click")'),
      chat('2', '+1 for that, "really"'),
      chat('3', '-x'),
      chat('4', '@SUM(A1)'),
      chat('5', '\tx'),
      chat('6', '\rx'),
      chat('7', 'two\r\nlines'),
      chat('8', "it's 1+1=2"),
      gift('9', { streakId: 's', count: 2, final: true, diamondCount: 30 }),
      gapEvent(START, START + 1_000),
    ])
    const answer = await fetch(`${server.base}/api/history/sessions/room/export?format=csv`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="standby-room.csv"')
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const rows = readCsv(bytes.subarray(3).toString())
    const [names, ...cells] = rows
    expect(names?.slice(0, 4)).toEqual(['offset', 'time', 'type', 'missed'])
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([names?.length]))
    const column = (name: string): (string | undefined)[] => cells.map((row) => row[names?.indexOf(name) ?? -1])
    expect(column('text').slice(0, 8)).toEqual([
      '\'=HYPERLINK("http://evil.example","click")',
      '\'+1 for that, "really"',
      "'-x",
      "'@SUM(A1)",
      "'\tx",
      "'\rx",
      'two\r\nlines',
      "it's 1+1=2",
    ])
    expect(column('diamondCount')[8]).toBe('30')
    expect(column('time')[9]).toBe(new Date(START + 1_000).toISOString())
    expect(column('id')).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', `gap-${START}`])
  })

  /** Reads RFC 4180, strictly: every row ends with CRLF. */
  function readCsv(text: string): string[][] {
    const rows: string[][] = []
    let row: string[] = []
    for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)) {
      row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
      if (end !== '\r\n') continue
      rows.push(row)
      row = []
    }
    return rows
  }

  test('[HI5] a LIVE is deleted by hand, whole and for good; the one that is on, or was last, is not', async () => {
    live('old', chats(1_200))
    journal.archive.addSample('ada', 'old', { at: START, viewers: 1, likes: 1 })
    live('now', chats(3, 'n'))
    expect(await post('/sessions/now/delete', {})).toMatchObject({ status: 409, body: { error: 'current', field: 'roomId' } })
    expect(await post('/sessions/old/delete', {})).toMatchObject({ status: 200, body: { sessions: [{ roomId: 'now' }] } })
    expect(eventsOf(journal, 'ada')).toHaveLength(3)
    expect(journal.archive.samples('ada', 'old')).toEqual([])
    expect(await get('/sessions/old')).toMatchObject({ status: 404, body: { error: 'no-such-live' } })
    expect(await post('/sessions/old/delete', {})).toMatchObject({ status: 404 })
    expect(journal.gapAfter('ada', 10)).toMatchObject({ reason: 'deleted' })
  })

  test('[HI6] LIVEs of another creator are not shown, exported or deleted', async () => {
    live('theirs', chats(2), 'bo')
    live('ours', chats(2, 'o'))
    live('ours too', chats(2, 'p'))
    for (const path of ['/sessions/theirs', '/sessions/theirs/export']) expect((await get(path)).status).toBe(404)
    expect((await post('/sessions/theirs/delete', {})).status).toBe(404)
    expect(eventsOf(journal, 'bo')).toHaveLength(2)
  })

  test.each([
    ['GET', '/sessions/..%2Fsettings', undefined, 'roomId'],
    ['GET', '/sessions/a%22b/export', undefined, 'roomId'],
    ['GET', '/sessions/room/export?format=xlsx', undefined, 'format'],
    ['POST', '/sessions/room/delete', { really: true }, 'really'],
    ['POST', '/retention', { days: 0, megabytes: null }, 'days'],
    ['POST', '/retention', { days: 3_651, megabytes: null }, 'days'],
    ['POST', '/retention', { days: 1.5, megabytes: null }, 'days'],
    ['POST', '/retention', { days: 30 }, 'megabytes'],
    ['POST', '/retention', { days: 30, megabytes: 49 }, 'megabytes'],
    ['POST', '/retention', { days: 30, megabytes: 100_001 }, 'megabytes'],
  ])('[HI7] what makes no sense is refused by its field: %s %s %j', async (method, path, body, field) => {
    live('room', chats(1))
    const { status, body: answer } = method === 'GET' ? await get(path) : await post(path, body)
    expect(status).toBe(400)
    expect(answer).toMatchObject({ error: 'invalid-request', field })
    expect(retention).toEqual({ days: 30, megabytes: null })
  })

  test('[HI8] the time LIVEs are kept is a setting, and holds at once', async () => {
    live('old', chats(1_200))
    clock.advanceBy(8 * 24 * 60 * MINUTE)
    live('now', chats(1, 'n'))
    expect(await post('/retention', { days: 7, megabytes: 500 })).toMatchObject({
      status: 200,
      body: { retention: { days: 7, megabytes: 500 } },
    })
    await history.idle()
    expect((await get('/sessions')).body).toMatchObject({ sessions: [{ roomId: 'now' }] })
  })
})

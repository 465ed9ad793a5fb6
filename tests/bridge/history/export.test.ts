import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cell, head, line } from '@standby/bridge/history/export.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import { laterKinds } from '../../support/fixtures/events.ts'

const SEPARATORS = [',', ';', '\t'] as const

/** As a program does that knows nothing of quotes. */
const plainly = (text: string, separator: string): string[] => text.split(/\r\n|[\r\n]/).flatMap((row) => row.split(separator))

/** As RFC 4180 has it, with another separator: a quote counts at the beginning of a cell. */
function byQuotes(text: string, separator: string): string[] {
  const cells: string[] = []
  let [now, isQuoted] = ['', false]
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!
    if (isQuoted && character === '"' && text[at + 1] === '"') {
      now += '"'
      at += 1
    } else if (character === '"' && (isQuoted || now === '')) isQuoted = !isQuoted
    else if (!isQuoted && (character === separator || character === '\r' || character === '\n')) {
      cells.push(now)
      now = ''
    } else now += character
  }
  return [...cells, now]
}

/** What a spreadsheet may take for a formula, with all that may be taken off before it, in whatever width it is typed. */
const isFormula = (text: string): boolean =>
  /^[=+\-@−]/u.test(text.replace(/^[\s"\p{Cc}\p{Cf}\u00ad\u034f\u3164]+/gu, '').normalize('NFKC'))

const all = (text: string): string[] => SEPARATORS.flatMap((separator) => [...plainly(text, separator), ...byQuotes(text, separator)])

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '＝',
        '＋',
        '－',
        '＠',
        '﹦',
        '﹢',
        '﹣',
        '﹫',
        '−',
        ',',
        ';',
        '\t',
        '\r',
        '\n',
        '"',
        "'",
        ' ',
        '\u00a0',
      ),
      fc.constantFrom('\u200b', '\ufeff', '\u3000', '\u0000', '\u2028', '\u0085', '\u202e', '\u00ad', '1+1', 'cmd|', 'x', '😀'),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

const of = (nickname: string, uniqueId: string, words: string, kind: 'chat' | 'gift'): LiveEvent => {
  const moment = { id: words, at: 1_700_000_000_000, missed: false, offset: 7, user: { id: uniqueId, uniqueId, nickname, avatarUrl: null } }
  if (kind === 'chat') return { ...moment, type: 'chat', text: words }
  return { ...moment, type: 'gift', giftId: words, name: words, diamondCount: 1, count: 2, streakId: words, final: true }
}

describe('Past LIVEs', () => {
  test('[HI21] the kinds that came later are in an export: as they are, and as rows with their words', () => {
    const events = laterKinds().map((draft, index): LiveEvent => ({ ...draft, offset: index + 1 }))
    for (const event of events) expect(JSON.parse(line(event, 'ndjson'))).toEqual(event)
    const names = head('csv').replace('\uFEFF', '').trim().split(',')
    const rows = events.map((event): Record<string, string> => {
      const cells = byQuotes(line(event, 'csv').trimEnd(), ',')
      const filled = names.map((name, index) => [name, cells[index]!] as const).filter(([, value]) => value !== '')
      return Object.fromEntries(filled)
    })
    expect(rows.map((row) => [row['type'], row['text'], row['phase']])).toEqual([
      ['battle', 'ADA: 120, BOB: 80', 'start'],
      ['poll', 'Tea?, Yes: 8, No: 3', 'start'],
      ['question', 'Why the sea?', undefined],
      ['envelope', undefined, undefined],
      ['superfan', undefined, undefined],
      ['live-end', undefined, 'creator'],
    ])
    expect(rows[3]).toMatchObject({ diamondCount: '20', nickname: 'BOB' })
    // The columns of before are where they were.
    expect(names.slice(0, 22).at(-1)).toBe('id')
  })

  describe('the CSV export', () => {
    test('[HI15] no cell is a formula, whichever of comma, semicolon and tab splits it, quoted or not', () => {
      fc.assert(
        fc.property(fc.array(fc.tuple(hostile, hostile, hostile, fc.constantFrom('chat', 'gift')), { maxLength: 3 }), (rows) => {
          const text = head('csv') + rows.map(([nickname, id, words, kind]) => line(of(nickname, id, words, kind), 'csv')).join('')
          expect(all(text).filter(isFormula)).toEqual([])
        }),
        { numRuns: 1_000 },
      )
    })

    test.each([
      ['=1+1', "'=1+1"],
      ['＝1+1', "'＝1+1"],
      [' \u200b－1', "' \u200b－1"],
      ['a;=1', "a;'=1"],
      ['a\t@x', "a\t'@x"],
      ['a, "=1', '"a,\' ""=1"'],
      ['"=1"', '"\'""=1"""'],
      ['-1 apple', "'-1 apple"],
      ["it's 1+1=2; really", "it's 1+1=2; really"],
      ['a;b', 'a;b'],
      ['\tx', "'\tx"],
    ])('[HI15] %j stands there as %j', (text, written) => {
      expect(cell(text)).toBe(written)
    })

    test('[HI15] whatever a text is, its mark takes time in proportion to its length', () => {
      const times = [2_000, 20_000].map((length) => {
        const before = process.cpuUsage().user
        for (const part of [' ', ';', '\t', '"', '=;', ' =']) cell(part.repeat(length))
        return process.cpuUsage().user - before
      })
      expect(times[1]! / Math.max(times[0]!, 1_000)).toBeLessThan(40)
    })
  })
})

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CAUSE_KINDS } from '@standby/shared/connection/cause.ts'
import { ALERT_IDS } from '@standby/shared/alert.ts'
import { conditionOf } from '../../../overlay/src/parts/condition.ts'
import { compactNumber, countdown, duration, secondsUntil } from '../../../overlay/src/parts/format.ts'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { languageFor } from '../../../overlay/src/i18n/languages.ts'
import { initialOf, legible, nameOf, TINTS, tintOf } from '../../../overlay/src/parts/legible.ts'
import { badgeText } from '../../../overlay/src/overlay/badge.ts'
import { person } from '../../support/fixtures/show.ts'
import { FIXTURES, type FixtureName } from '../../support/fixtures/states.ts'

const NOW = 1_700_000_000_000
const UP = { up: true, awaySince: null, nextAttemptAt: null, refused: false }

describe('Overlay and standby card', () => {
  test.each<[FixtureName, string | null]>([
    ['live', null],
    ['stopped', null],
    ['idle', null],
    ['connecting', 'One moment…'],
    ['reconnecting', 'One moment…'],
    ['trying', 'One moment…'],
    ['degraded', 'Back in a moment'],
    ['failed', 'Back in a moment'],
    ['not-found', 'Back in a moment'],
    ['waiting-for-live', 'Starting soon'],
    ['ended', 'Thanks for watching'],
    ['paused', 'Short pause'],
  ])('[OV8] while %s viewers read: %s', (name, words) => {
    expect(badgeText(conditionOf(UP, FIXTURES[name](NOW).state.tiktok), NOW, en.overlay)).toBe(words)
  })

  test('[OV9] a bridge that is away for a blink is no news, then the page says so', () => {
    const away = conditionOf({ up: false, awaySince: NOW, nextAttemptAt: null, refused: false }, null)
    expect(badgeText(away, NOW + 1_000, en.overlay)).toBeNull()
    expect(badgeText(away, NOW + 2_000, en.overlay)).toBe('One moment…')
  })

  test('[OV10] viewers never read technical words, whatever the cause', () => {
    for (const catalogue of [en, fr]) {
      const said = [...Object.values(catalogue.standby.causes), ...Object.values(catalogue.overlay), ...Object.values(catalogue.standby)]
      const words = said.filter((value) => typeof value === 'string').join(' ')
      expect(words).not.toMatch(/error|server|sign|socket|rate|captcha|auth|protocol|erreur|serveur|signature/i)
    }
  })

  test('[OV11] only the calls that the creator switches on ask viewers for follows, likes or gifts', () => {
    for (const catalogue of [en, fr]) {
      const states = Object.values(catalogue.standby.states).flatMap(({ title, line }) => [title, line])
      const said = [...Object.values(catalogue.overlay), ...Object.values(catalogue.standby), ...Object.values(catalogue.overlay.goals)]
      // It says what has become of gifts, and asks for none.
      const asks = [...said, ...states].filter((value) => value !== catalogue.overlay.giftsCount)
      const words = asks.filter((value) => typeof value === 'string').join(' ')
      expect(words).not.toMatch(/\b(follow|like|gift|donate|subscribe|abonnez|likez|offrez|envoyez)\b/i)
    }
  })
})

describe('One attempt at TikTok', () => {
  test('[TK46] for an 18+ LIVE it is said what works, what does not, and what to do, in both languages', () => {
    for (const { causes, alerts } of [en, fr]) {
      const { happened, todo } = causes.closed
      expect(happened).toContain('18+')
      for (const word of [/chat/i, /LIVE Studio/, /18\+/]) expect(todo).toMatch(word)
      expect(alerts.texts.blocked.todo({ cause: 'closed' })).toContain('18+')
      expect(alerts.texts.blocked.todo({ cause: 'blocked' })).not.toContain('18+')
    }
  })
})

describe('Dock', () => {
  test('[DK69] a short number is rounded down: a million is not there before it is', () => {
    expect([999_999, 1_000_000, 1_999, 1_000, 29_999].map(compactNumber('en'))).toEqual(['999.9K', '1M', '1.9K', '1K', '29.9K'])
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 1_000_000_000 }), (count) => {
        const [, number = '', unit = ''] = /^([\d.]+)([KMB])$/.exec(compactNumber('en')(count)) ?? []
        expect(Number(number) * { K: 1e3, M: 1e6, B: 1e9 }[unit]!).toBeLessThanOrEqual(count + 1e-6)
      }),
    )
  })

  test('[DK1] every cause has what happened and what to do, in both languages', () => {
    for (const catalogue of [en, fr]) {
      for (const kind of CAUSE_KINDS) {
        expect(catalogue.causes[kind].happened).toMatch(/\S.*\.$/)
        expect(catalogue.causes[kind].todo).toMatch(/\S.*\.$/)
        expect(catalogue.standby.causes[kind]).toMatch(/\S.*\.$/)
      }
    }
  })

  test('[DK16] every alert has what is wrong and what to do, in both languages, also without its figures', () => {
    for (const catalogue of [en, fr]) {
      for (const id of ALERT_IDS) {
        const { happened, todo } = catalogue.alerts.texts[id]
        for (const params of [
          {},
          { cause: 'not-found' },
          { cause: 'toString' },
          { count: 3, failed: 2, cycles: 20, objectivePercent: 95 },
        ]) {
          expect(`${happened(params)} ${todo(params)}`).toMatch(/^\S.*\.$/)
          expect(`${happened(params)} ${todo(params)}`).not.toMatch(/undefined|null|NaN|native/)
        }
      }
    }
  })
})

describe('Overlay and standby card', () => {
  test('[OV12] the language is the one asked for, else the browser’s, else English', () => {
    expect(languageFor(['fr', 'en'])).toBe('fr')
    expect(languageFor([null, 'fr-CA', 'en'])).toBe('fr')
    expect(languageFor(['xx', 'de-DE'])).toBe('en')
    expect(languageFor(['constructor', '__proto__'])).toBe('en')
  })

  test('[OV14] any text becomes bounded and loses no part of a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 2, max: 60 }), (text, most) => {
        const shown = legible(text, most)
        expect(shown.length).toBeLessThanOrEqual(Math.max(most, shown === text ? text.length : 0))
        expect(shown).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/)
      }),
    )
    expect(legible(`z${'\u0301'.repeat(80)}a`, 100)).toBe('z\u0301\u0301\u0301a')
    expect(legible('👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 13)).toBe('👨‍👩‍👧‍👦…')
    expect(legible('x'.repeat(100_000), 40)).toHaveLength(40)
  })

  test('[OV14] a name is always something to read, and its avatar a whole character', () => {
    expect(nameOf(person(1, '  ', 'maya.paints'), 'Somebody')).toBe('maya.paints')
    expect(initialOf(person(1, '👩🏽‍🚀 Astro'))).toBe('👩🏽‍🚀')
    expect(initialOf(person(1, '“élise”'))).toBe('É')
    expect(initialOf(person(1, '…', ''))).toBe('•')
    const tints = new Set(Array.from({ length: 200 }, (_, at) => tintOf(person(at, 'x'))))
    expect([...tints].sort()).toEqual(Array.from({ length: TINTS }, (_, at) => at))
  })

  test('[OV15] times and numbers read at a glance', () => {
    expect([0, 900, 21_300, 60_000, 125_000, 47 * 60_000 + 9_000, 63 * 60_000, -5].map(duration)).toEqual([
      '0 s',
      '1 s',
      '21 s',
      '1 min',
      '2 min 5 s',
      '47 min',
      '1 h 3 min',
      '0 s',
    ])
    expect([4, 59, 60, 247].map(countdown)).toEqual(['4', '59', '1:00', '4:07'])
    expect([secondsUntil(NOW + 1, NOW), secondsUntil(NOW + 4_000, NOW), secondsUntil(NOW - 1, NOW)]).toEqual([1, 4, 0])
    expect([999, 1_248, 48_310].map(compactNumber('en'))).toEqual(['999', '1.2K', '48.3K'])
  })
})

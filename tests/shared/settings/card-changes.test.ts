import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cardChange, changedCard, savedCard } from '@standby/shared/settings/card-changes.ts'
import { CARD_FILE_LIMITS, CARD_LANGUAGES, CARD_SLOTS, CARD_STATES, DEFAULT_CARD } from '@standby/shared/settings/card-settings.ts'

const complaints = (value: unknown): string[] =>
  (cardChange.safeParse(value).error?.issues ?? []).map(({ path, code }) => `${path.join('.')} ${code}`)
const words = (title: string, line = '') => ({ texts: { en: { away: { title, line } } } })

describe('Overlay settings', () => {
  test('[OC7] until something is changed the card is as it comes', () => {
    expect(DEFAULT_CARD).toEqual({
      title: null,
      line: null,
      accent: null,
      shows: { timeAway: true, figures: true, goals: true, supporters: true, ring: false },
      volume: 0.5,
      texts: {},
      backdrop: null,
      music: null,
    })
    expect(CARD_STATES).toEqual(['away', 'break', 'welcome', 'soon', 'paused', 'ended'])
    expect([CARD_LANGUAGES, CARD_SLOTS]).toEqual([
      ['en', 'fr'],
      ['backdrop', 'music'],
    ])
    expect(CARD_FILE_LIMITS).toEqual({ picture: 8_000_000, video: 60_000_000, music: 30_000_000 })
  })

  test('[OC7] a change is held to its kinds and lengths', () => {
    for (const language of CARD_LANGUAGES) {
      for (const state of CARD_STATES) {
        const change = { texts: { [language]: { [state]: { title: 'Tea', line: 'Soon' } } } }
        expect(cardChange.parse(change)).toEqual(change)
      }
    }
    for (const accent of ['#00ff7a', '#ABCDEF', null]) expect(cardChange.parse({ accent })).toEqual({ accent })
    for (const accent of ['', 'red', '#fff', '#00ff7a0', 'x#00ff7a', '#00ff7g']) {
      expect(complaints({ accent })).toEqual(['accent invalid_format'])
    }
    for (const volume of [0, 1, 0.25]) expect(cardChange.parse({ volume })).toEqual({ volume })
    expect([-0.1, 1.1].flatMap((volume) => complaints({ volume }))).toEqual(['volume too_small', 'volume too_big'])
    expect(cardChange.parse({ title: 'x'.repeat(60), line: 'x'.repeat(120) })).toBeDefined()
    expect(complaints({ title: 'x'.repeat(61), line: 'x'.repeat(121) })).toEqual(['title too_big', 'line too_big'])
    expect(cardChange.parse(words('x'.repeat(60), 'x'.repeat(120)))).toEqual(words('x'.repeat(60), 'x'.repeat(120)))
    expect(complaints(words('x'.repeat(61), 'x'.repeat(121)))).toEqual(['texts.en.away.title too_big', 'texts.en.away.line too_big'])
    expect(cardChange.parse(words(' Tea\u202e\n', '\tSoon '))).toEqual(words('Tea', 'Soon'))
    expect(complaints({ texts: { en: { away: { title: 'Tea' } } } })).toEqual(['texts.en.away.line invalid_type'])
    expect(complaints({ texts: { en: { away: { title: '', line: '', more: '' } } } })).toEqual(['texts.en.away unrecognized_keys'])
    expect(complaints({ texts: { en: { later: { title: '', line: '' } } } })).toHaveLength(1)
    expect(complaints({ shows: { clock: true } })).toEqual(['shows unrecognized_keys'])
  })

  test('[OC7] what is given is changed, `shows` field by field, and nothing else', () => {
    const card = { ...DEFAULT_CARD, texts: { fr: { ended: { title: 'Fini', line: '' } } } }
    expect(changedCard(card, { title: 'Maya', shows: { ring: true } })).toEqual({
      ...card,
      title: 'Maya',
      shows: { ...DEFAULT_CARD.shows, ring: true },
    })
    expect(changedCard(card, { texts: {} }).texts).toEqual({})
  })

  test('[OC7] of a file on disk every part is of its kind, or there is no file', () => {
    const file = { id: 'f', name: 'sea.png', type: 'image/png', bytes: 9 }
    const slots = (value: object) => {
      const { backdrop, music } = savedCard.parse(value)
      return [backdrop, music]
    }
    expect(slots({ backdrop: file, music: { ...file, id: 'm' } })).toEqual([file, { ...file, id: 'm' }])
    expect(slots({})).toEqual([null, null])
    for (const wrong of [{ id: 7 }, { name: 7 }, { type: 7 }, { bytes: '9' }])
      expect(slots({ backdrop: { ...file, ...wrong }, music: file })).toEqual([null, file])
    expect(slots({ backdrop: {}, music: 'song.mp3' })).toEqual([null, null])
  })

  test('[OC7] whatever lies on disk is a card', () => {
    expect(savedCard.parse(undefined)).toEqual(DEFAULT_CARD)
    expect(savedCard.parse({ accent: 'red', title: 'Maya', backdrop: 7 })).toEqual({ ...DEFAULT_CARD, title: 'Maya' })
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        const { backdrop, music, ...choices } = savedCard.parse({ shows: anything, texts: anything, accent: anything, music: anything })
        expect(cardChange.safeParse(choices).success).toBe(true)
        expect(backdrop).toBeNull()
        expect(music === null || typeof music.id === 'string').toBe(true)
      }),
    )
  })
})

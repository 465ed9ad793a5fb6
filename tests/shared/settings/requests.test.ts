import * as z from 'zod'
import { describe, expect, test } from 'vitest'
import { savedTiktokUsername, savedWays, tiktokUsername, waysInOrder } from '@standby/shared/settings/connection.ts'
import { defaultsOf, entriesOf, valuesOf } from '@standby/shared/settings/field.ts'
import { DEFAULT_RETENTION, HISTORY } from '@standby/shared/settings/history-settings.ts'
import {
  hideChange,
  MAX_HIDDEN_USERS,
  moderationChange,
  savedModeration,
  wordsChange,
} from '@standby/shared/settings/moderation-settings.ts'
import { DEFAULT_OBS_AUTOMATION, OBS_AUTOMATION, OBS_LINK, OBS_SETTINGS } from '@standby/shared/settings/obs-settings.ts'
import { goalChange, overlayChange, savedOverlay } from '@standby/shared/settings/overlay-changes.ts'
import { changeOf, savedOf, wholeOf } from '@standby/shared/settings/schema.ts'
import { DEFAULT_TIKFINITY_PORT, TIKFINITY, TIKFINITY_ORIGINS } from '@standby/shared/settings/tikfinity-settings.ts'

const url = z.string().nullable()
const obsWhole = wholeOf(OBS_SETTINGS, { url })
const obsChange = changeOf(OBS_SETTINGS, { url })
const obsSaved = z.object(savedOf(OBS_SETTINGS, { url }))
const history = changeOf(HISTORY, {})
const historySaved = z.object(savedOf(HISTORY, {}))
const OBS = { enabled: true, url: null, standbyScene: null, ...DEFAULT_OBS_AUTOMATION }

/** What a schema complains of: each path, with the sentence if it is one of ours. */
function complaints(schema: z.ZodType, value: unknown): string[] {
  const { error } = schema.safeParse(value)
  return (error?.issues ?? []).map(({ path, code, message }) => `${path.join('.')} ${code === 'custom' ? message : code}`)
}
const accepts = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success

describe('API', () => {
  test('[AP3] a TikTok name is a text, as people give it, or null for the demo', () => {
    expect(tiktokUsername.parse(null)).toBeNull()
    expect(tiktokUsername.parse('@Maya.Paints')).toBe('maya.paints')
    expect(complaints(tiktokUsername, 'no name at all')).toEqual([' Invalid input'])
    expect(accepts(tiktokUsername, 7)).toBe(false)
    expect(accepts(tiktokUsername, undefined)).toBe(false)
    expect(savedTiktokUsername.parse(undefined)).toBeNull()
  })

  test('[AP3] the settings of OBS are held to their kinds and lengths', () => {
    expect(obsWhole.parse(OBS)).toEqual(OBS)
    expect(complaints(obsWhole, {})).toHaveLength(Object.keys(OBS).length)
    expect(complaints(obsWhole, { ...OBS, other: 1 })).toEqual([' unrecognized_keys'])
    expect(obsChange.parse({})).toEqual({})
    for (const mode of ['scene', 'source', 'off']) expect(obsChange.parse({ mode })).toEqual({ mode })
    expect(complaints(obsChange, { mode: '' })).toEqual(['mode invalid_value'])
    for (const name of ['standbyScene', 'sourceName']) {
      expect(accepts(obsChange, { [name]: 'x'.repeat(500) })).toBe(true)
      expect(complaints(obsChange, { [name]: 'x'.repeat(501) })).toEqual([`${name} too_big`])
      expect(complaints(obsChange, { [name]: '' })).toEqual([`${name} too_small`])
    }
    expect(accepts(obsChange, { standbyScene: null })).toBe(true)
    expect(accepts(obsChange, { sourceName: null })).toBe(false)
    expect(accepts(obsChange, { handsOffScenes: Array.from({ length: 100 }, () => 'x'.repeat(500)) })).toBe(true)
    expect(complaints(obsChange, { handsOffScenes: Array.from({ length: 101 }, () => 'x') })).toEqual(['handsOffScenes too_big'])
    expect(complaints(obsChange, { handsOffScenes: [''] })).toEqual(['handsOffScenes.0 too_small'])
    expect(complaints(obsChange, { handsOffScenes: ['x'.repeat(501)] })).toEqual(['handsOffScenes.0 too_big'])
  })
})

describe('Settings', () => {
  test('[SE1] what is saved of OBS is read, and each value that is wrong counts as its default, alone', () => {
    expect(obsSaved.parse({})).toEqual(OBS)
    const saved = { ...OBS, enabled: false, standbyScene: 'x'.repeat(600), sourceName: '', handsOffScenes: [''], mode: 'source' }
    expect(obsSaved.parse(saved)).toEqual(saved)
    expect(obsSaved.parse({ ...saved, mode: 'later', handsOffScenes: 7, sourceName: 7, standbyScene: 7 })).toEqual({
      ...OBS,
      enabled: false,
    })
  })

  test('[SE2] the fields of OBS say how the dock shows them', () => {
    const shown = entriesOf(OBS_AUTOMATION).map(([name, field]) => [
      name,
      field.label,
      'tone' in field ? field.tone : null,
      'onlyInMode' in field ? field.onlyInMode : null,
    ])
    expect(shown).toEqual([
      ['mode', 'mode', null, null],
      ['sourceName', 'sourceName', null, 'source'],
      ['handsOffScenes', 'handsOff', null, null],
      ['onlyWhenOutputActive', 'onlyWhenOutputActive', 'plain', null],
      ['countOutputAsDegraded', 'countOutputAsDegraded', 'plain', null],
      ['cutTransitions', 'cutTransitions', 'plain', null],
      ['dryRun', 'dryRunLabel', 'warn', null],
    ])
    expect([OBS_AUTOMATION.mode.optionLabels, OBS_AUTOMATION.handsOffScenes.noneLabel]).toEqual(['modes', 'noScenes'])
    expect(valuesOf(OBS_LINK, OBS)).toEqual({ enabled: true, url: null, standbyScene: null })
  })
})

describe('Past LIVEs', () => {
  test('[HI9] [HI10] a request keeps to the limits, and a saved value goes to the nearest', () => {
    for (const days of [1, 30, 3_650]) expect(history.parse({ days })).toEqual({ days })
    for (const days of [0, 3_651, 1.5, null]) expect(complaints(history, { days })).toHaveLength(1)
    for (const megabytes of [50, 100_000, null]) expect(history.parse({ megabytes })).toEqual({ megabytes })
    for (const megabytes of [49, 100_001, 50.5]) expect(complaints(history, { megabytes })).toHaveLength(1)
    expect(historySaved.parse({ days: 99_999, megabytes: 5 })).toEqual({ days: 3_650, megabytes: 50 })
    expect(historySaved.parse({ days: -1, megabytes: 1e9 })).toEqual({ days: 1, megabytes: 100_000 })
    expect(historySaved.parse({ days: 7.9, megabytes: null })).toEqual({ days: 7, megabytes: null })
    expect(historySaved.parse({})).toEqual(DEFAULT_RETENTION)
    expect(DEFAULT_RETENTION).toEqual({ days: 30, megabytes: null })
  })
})

describe('Moderation', () => {
  test('[MO10] a command names a message or a user, and not both', () => {
    expect(hideChange.parse({ messageId: '7' })).toEqual({ messageId: '7', name: '' })
    expect(hideChange.parse({ userId: '8', name: ' Maya\n ' })).toEqual({ userId: '8', name: 'Maya' })
    const either = ['messageId Give either messageId or userId.']
    expect(complaints(hideChange, {})).toEqual(either)
    expect(complaints(hideChange, { messageId: '7', userId: '8' })).toEqual(either)
    expect(complaints(hideChange, { messageId: '' })).toEqual(['messageId too_small'])
    expect(accepts(hideChange, { messageId: '7'.repeat(60) })).toBe(true)
    expect(complaints(hideChange, { messageId: '7'.repeat(61) })).toEqual(['messageId too_big'])
    expect(accepts(hideChange, { userId: '8', name: 'x'.repeat(1_000) })).toBe(true)
    expect(complaints(hideChange, { userId: '8', name: 'x'.repeat(1_001) })).toEqual(['name too_big'])
    expect(complaints(hideChange, { userId: '8', other: 1 })).toEqual([' unrecognized_keys'])
  })

  test('[MO8] [MO10] lists are bounded, and what is on disk can be read', () => {
    const user = (id: number) => ({ id: String(id), name: 'Maya' })
    const most = Array.from({ length: MAX_HIDDEN_USERS }, (_, id) => user(id))
    expect(MAX_HIDDEN_USERS).toBe(1_000)
    expect(moderationChange.parse({ hiddenUsers: most }).hiddenUsers).toHaveLength(1_000)
    expect(complaints(moderationChange, { hiddenUsers: [...most, user(1_000)] })).toEqual(['hiddenUsers too_big'])
    expect(savedModeration.parse({})).toEqual({ hiddenUsers: [], blockedWords: [] })
    expect(savedModeration.parse(null)).toEqual({ hiddenUsers: [], blockedWords: [] })
    expect(savedModeration.parse({ hiddenUsers: 7, blockedWords: ['spoiler'] })).toEqual({ hiddenUsers: [], blockedWords: ['spoiler'] })
  })
})

describe('Moderation', () => {
  test('[MO9] [MO10] words come in their compared form, each once, none empty, at most 200 of 60 characters', () => {
    expect(wordsChange.parse({ words: [' Idiot', 'IDIOT', '', '\u200b', 'shut  up'] })).toEqual({ words: ['idiot', 'shut up'] })
    const most = Array.from({ length: 200 }, (_, at) => String(at))
    expect(wordsChange.parse({ words: most }).words).toHaveLength(200)
    expect(complaints(wordsChange, { words: [...most, 'x'] })).toEqual(['words too_big'])
    expect(wordsChange.parse({ words: ['x'.repeat(60)] })).toEqual({ words: ['x'.repeat(60)] })
    expect(complaints(wordsChange, { words: ['x'.repeat(61)] })).toEqual(['words.0 too_big'])
    // It is longer in its compared form.
    expect(complaints(wordsChange, { words: ['ß'.repeat(31)] })).toEqual(['words.0 too_big'])
    expect(complaints(wordsChange, { words: [], other: 1 })).toEqual([' unrecognized_keys'])
    expect(complaints(wordsChange, {})).toEqual(['words invalid_type'])
  })

  test('[MO8] [MO10] a hidden user has an id of 1 to 60 characters and a clean name', () => {
    const user = (id: string, name = 'Maya') => ({ hiddenUsers: [{ id, name }] })
    expect(moderationChange.parse(user('7'.repeat(60), ` ${'x'.repeat(150)}\n`))).toEqual(user('7'.repeat(60), 'x'.repeat(100)))
    expect(complaints(moderationChange, user(''))).toEqual(['hiddenUsers.0.id too_small'])
    expect(complaints(moderationChange, user('7'.repeat(61)))).toEqual(['hiddenUsers.0.id too_big'])
    expect(complaints(moderationChange, user('7', 'x'.repeat(1_001)))).toEqual(['hiddenUsers.0.name too_big'])
    expect(complaints(moderationChange, { hiddenUsers: [{ id: '7', name: '', more: 1 }] })).toEqual(['hiddenUsers.0 unrecognized_keys'])
  })
})

describe('Ladder', () => {
  test('[LD17] the ways in a request are known ones, each once and at least one', () => {
    expect(waysInOrder.parse(['tikfinity', 'connector'])).toEqual(['tikfinity', 'connector'])
    for (const wrong of [[], ['connector', 'connector'], ['magic'], 'connector', null]) expect(accepts(waysInOrder, wrong)).toBe(false)
  })

  test('[LD17] of the ways in the settings file those that are known count; none of them is no choice', () => {
    expect(savedWays.parse(['studio', 'magic', 'connector'])).toEqual(['studio', 'connector'])
    for (const none of [undefined, null, [], ['magic'], 'connector', [7]]) expect(savedWays.parse(none)).toBeNull()
  })
})

describe('TikFinity’s socket', () => {
  test('[TF13] it is on as it comes, and takes at most 50 origins of 300 characters', () => {
    expect(defaultsOf({ ...TIKFINITY, ...TIKFINITY_ORIGINS })).toEqual({ on: true, caughtUp: false, origins: [] })
    expect(DEFAULT_TIKFINITY_PORT).toBe(21_213)
    const change = changeOf({ ...TIKFINITY, ...TIKFINITY_ORIGINS }, {})
    const most = { on: false, caughtUp: true, origins: Array.from({ length: 50 }, () => 'x'.repeat(300)) }
    expect(change.parse(most)).toEqual(most)
    expect(complaints(change, { origins: [...most.origins, 'x'] })).toEqual(['origins too_big'])
    expect(complaints(change, { origins: ['x'.repeat(301)] })).toEqual(['origins.0 too_big'])
  })
})

describe('Overlay settings', () => {
  test('[OC2] every value of the overlay is held to its kind and its bounds', () => {
    for (const theme of ['glass', 'solid', 'minimal']) expect(overlayChange.parse({ theme })).toEqual({ theme })
    expect(complaints(overlayChange, { theme: null })).toEqual(['theme invalid_value'])
    for (const corner of ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const) {
      const change = { parts: { badge: { corner } } }
      expect(overlayChange.parse(change)).toEqual(change)
    }
    for (const scale of [0.5, 1.25, 2]) expect(overlayChange.parse({ scale })).toEqual({ scale })
    expect([0.49, 2.01].flatMap((scale) => complaints(overlayChange, { scale }))).toEqual(['scale too_small', 'scale too_big'])
    for (const volume of [0, 0.3, 1]) expect(overlayChange.parse({ sound: { volume } })).toEqual({ sound: { volume } })
    expect(complaints(overlayChange, { sound: { volume: 1.01 } })).toEqual(['sound.volume too_big'])
    const kinds = ['likes', 'diamonds', 'viewers', 'followers'].map((kind) => ({ kind, title: '', target: 1, current: 0 }))
    expect(overlayChange.parse({ goals: kinds })).toEqual({ goals: kinds })
    expect(complaints(overlayChange, { goals: [...kinds, kinds[0]] })).toEqual(['goals too_big'])
    const goal = (more: object) => ({ goals: [{ kind: 'custom', target: 1, ...more }] })
    expect(overlayChange.parse(goal({ target: 1_000_000_000, current: 1_000_000_000, title: 'x'.repeat(60) }))).toBeDefined()
    expect(complaints(overlayChange, goal({ target: 0 }))).toEqual(['goals.0.target too_small'])
    expect(complaints(overlayChange, goal({ target: 1_000_000_001 }))).toEqual(['goals.0.target too_big'])
    expect(complaints(overlayChange, goal({ current: -1 }))).toEqual(['goals.0.current too_small'])
    expect(complaints(overlayChange, goal({ title: 'x'.repeat(61) }))).toEqual(['goals.0.title too_big'])
    expect(complaints(overlayChange, goal({ kind: '' }))).toEqual(['goals.0.kind invalid_value'])
    expect(complaints(overlayChange, goal({ more: 1 }))).toEqual(['goals.0 unrecognized_keys'])
    expect(complaints(goalChange, { index: 0, set: -1 })).toEqual(['set too_small'])
    expect(complaints(goalChange, { index: 0, add: 0.5 })).toEqual(['add invalid_type'])
    expect(complaints(goalChange, { index: 0, add: 1, more: 1 })).toEqual([' unrecognized_keys'])
  })

  test('[OC4] a custom goal is counted by adding or by setting, and not by both', () => {
    expect(goalChange.parse({ index: 3, add: -2 })).toEqual({ index: 3, add: -2 })
    expect(goalChange.parse({ index: 0, set: 5 })).toEqual({ index: 0, set: 5 })
    const either = ['add Give either add or set: how much is added, or what it is set to.']
    expect(complaints(goalChange, { index: 0 })).toEqual(either)
    expect(complaints(goalChange, { index: 0, add: 1, set: 1 })).toEqual(either)
    expect(complaints(goalChange, { index: -1, add: 1 })).toEqual(['index too_small'])
  })

  test('[OC2] [OC5] the language is one of ours or none; a saved size out of its bounds is the default', () => {
    for (const language of ['en', 'fr', null]) expect(overlayChange.parse({ language })).toEqual({ language })
    expect(complaints(overlayChange, { language: '' })).toEqual(['language invalid_value'])
    const saved = savedOverlay.parse({ scale: 9, sound: { on: true, volume: 7 }, goals: [{ kind: 'likes', target: 5 }] })
    expect([saved.scale, saved.sound]).toEqual([1, { on: true, volume: 0.6 }])
    expect(saved.goals).toEqual([{ kind: 'likes', title: '', target: 5, current: 0 }])
  })
})

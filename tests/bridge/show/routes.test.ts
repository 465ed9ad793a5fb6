import { describe, afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Router } from 'express'
import { settingsRoutes } from '@standby/bridge/settings/routes.ts'
import { showRoutes, type ShowActions } from '@standby/bridge/show/routes.ts'
import { DEFAULT_OVERLAY } from '@standby/shared/settings/overlay-settings.ts'
import { NO_MODERATION } from '@standby/shared/settings/moderation.ts'
import type { SettingsView } from '@standby/shared/settings/settings-view.ts'
import { startFeedServer } from '../../support/peers/feed-server.ts'
import { sender } from '../../support/peers/sender.ts'

const called: unknown[] = []
const note = <Result>(what: unknown, result: Result): Result => {
  called.push(what)
  return result
}
const actions: ShowActions = {
  overlay: () => DEFAULT_OVERLAY,
  changeOverlay: (change) => note(change, DEFAULT_OVERLAY),
  countGoal: (change) => note(change, change.index === 3 ? null : DEFAULT_OVERLAY),
  moderation: () => NO_MODERATION,
  hide: (what) => note(what, what.userId !== 'one-too-many'),
  show: (what) => note(what, undefined),
  setWords: (words) => note(words, undefined),
  test: (asked) => note(asked, asked.text === 'often' ? { tooOftenUntil: Date.now() + 900 } : ({ id: 'test-1' } as never)),
}
const settings = { tiktokUsername: 'ada', overlay: DEFAULT_OVERLAY } as SettingsView

let server: Awaited<ReturnType<typeof startFeedServer>>
beforeAll(async () => {
  const transfer = { view: () => settings, import: async (change: unknown) => note(change, { ...settings, notChanged: [] }) }
  server = await startFeedServer({ routes: Router().use(showRoutes(actions), settingsRoutes(transfer)) })
})
afterAll(() => server.close())
beforeEach(() => void (called.length = 0))

const { post } = sender(() => server.base)

describe('Overlay settings', () => {
  test('[OC1] the overlay’s settings can be read and changed in part', async () => {
    expect(await (await fetch(`${server.base}/api/overlay/settings`)).json()).toEqual(DEFAULT_OVERLAY)
    const change = { scale: 1.25, parts: { chat: { corner: 'top-left' } }, sound: { on: true } }
    expect(await post('/api/overlay/settings', change)).toEqual({ status: 200, body: DEFAULT_OVERLAY })
    expect(called).toEqual([change])
  })

  test.each([
    ['overlay/settings', { theme: 'neon' }, 'theme'],
    ['overlay/settings', { scale: 0.4 }, 'scale'],
    ['overlay/settings', { scale: '1' }, 'scale'],
    ['overlay/settings', { sound: { volume: 1.1 } }, 'sound.volume'],
    ['overlay/settings', { sound: { loud: true } }, 'sound.loud'],
    ['overlay/settings', { parts: { chat: { on: 1 } } }, 'parts.chat.on'],
    ['overlay/settings', { parts: { clock: { on: true } } }, 'parts.clock'],
    ['overlay/settings', { parts: { chat: { place: 'top-left' } } }, 'parts.chat.place'],
    ['overlay/settings', { colour: 'red' }, 'colour'],
    ['overlay/settings', { language: 'de' }, 'language'],
    ['overlay/settings', { goals: [{ kind: 'likes', target: 0 }] }, 'goals.0.target'],
    ['overlay/settings', { goals: [{ kind: 'likes', target: 2e9 }] }, 'goals.0.target'],
    ['overlay/settings', { goals: [{ kind: 'likes', target: 1.5 }] }, 'goals.0.target'],
    ['overlay/settings', { goals: [{ kind: 'love', target: 1 }] }, 'goals.0.kind'],
    ['overlay/settings', { goals: [{ kind: 'likes', target: 1, title: 'x'.repeat(61) }] }, 'goals.0.title'],
    ['overlay/settings', { goals: Array.from({ length: 5 }, () => ({ kind: 'likes', target: 1 })) }, 'goals'],
    ['overlay/goal', { index: 0 }, 'add'],
    ['overlay/goal', { index: 0, add: 1, set: 1 }, 'add'],
    ['overlay/goal', { index: -1, add: 1 }, 'index'],
    ['overlay/goal', { index: 0, add: 0.5 }, 'add'],
  ])('[OC2] POST /api/%s %j is refused, names %s and changes nothing', async (path, body, field) => {
    const answer = await post(`/api/${path}`, body)
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid-request', field } })
    expect(String(answer.body['message']).length).toBeGreaterThan(15)
    expect(called).toEqual([])
  })

  test('[OC4] a goal that is no custom one cannot be counted by hand', async () => {
    expect(await post('/api/overlay/goal', { index: 1, add: 5 })).toMatchObject({ status: 200 })
    expect(await post('/api/overlay/goal', { index: 3, add: 5 })).toMatchObject({ status: 409, body: { error: 'no-custom-goal' } })
  })
})

describe('Moderation', () => {
  test('[MO3] messages, users and words are moderated by command', async () => {
    expect(await (await fetch(`${server.base}/api/moderation`)).json()).toEqual(NO_MODERATION)
    await post('/api/moderation/hide', { messageId: '7' })
    await post('/api/moderation/hide', { userId: 'u', name: ' A\u202Eda ' })
    await post('/api/moderation/show', { userId: 'u' })
    await post('/api/moderation/words', { words: ['Spoiler'] })
    expect(called).toEqual([{ messageId: '7', name: '' }, { userId: 'u', name: 'Ada' }, { userId: 'u', name: '' }, ['spoiler']])
    expect(await post('/api/moderation/hide', { userId: 'one-too-many' })).toMatchObject({ status: 409, body: { error: 'full' } })
  })

  test.each([
    ['moderation/hide', {}, 'messageId'],
    ['moderation/hide', { messageId: '1', userId: '2' }, 'messageId'],
    ['moderation/hide', { userId: '' }, 'userId'],
    ['moderation/hide', { userId: 7 }, 'userId'],
    ['moderation/show', { id: '1' }, 'id'],
    ['moderation/words', {}, 'words'],
    ['moderation/words', { words: 'a' }, 'words'],
    ['moderation/words', { words: ['ok', 'x'.repeat(61)] }, 'words.1'],
    ['moderation/words', { words: ['ﷺ'.repeat(60)] }, 'words.0'],
    ['moderation/words', { words: Array.from({ length: 201 }, String) }, 'words'],
  ])('[MO10] POST /api/%s %j is refused, names %s and changes nothing', async (path, body, field) => {
    expect(await post(`/api/${path}`, body)).toMatchObject({ status: 400, body: { error: 'invalid-request', field } })
    expect(called).toEqual([])
  })
})

describe('Test events', () => {
  test('[TE2] a test event is made as asked; a wrong one is refused, and too many are', async () => {
    expect(await post('/api/test/event', { type: 'gift', count: 9 })).toEqual({ status: 200, body: { event: { id: 'test-1' } } })
    expect(called).toEqual([{ type: 'gift', count: 9 }])
    for (const [body, field] of [
      [{}, 'type'],
      [{ type: 'raid' }, 'type'],
      [{ type: 'like', count: 0 }, 'count'],
      [{ type: 'like', count: 1e9 }, 'count'],
      [{ type: 'chat', text: 'x'.repeat(1_001) }, 'text'],
    ] as const) {
      expect(await post('/api/test/event', body)).toMatchObject({ status: 400, body: { field } })
    }
    expect(await post('/api/test/event', { type: 'chat', text: 'often' })).toMatchObject({ status: 429, body: { error: 'too-often' } })
  })
})

describe('Settings', () => {
  test('[SE3] the export is a file to keep, and goes in again as it came out', async () => {
    const response = await fetch(`${server.base}/api/settings/export`)
    expect(response.headers.get('content-disposition')).toBe('attachment; filename=standby-settings.json')
    const file = (await response.json()) as unknown
    expect(await post('/api/settings/import', file)).toMatchObject({ status: 200, body: { notChanged: [] } })
    expect(called).toEqual([{ tiktokUsername: 'ada', overlay: DEFAULT_OVERLAY }])
  })

  const wrap = (values: unknown) => ({ standby: 'settings', version: 1, settings: values })
  test.each([
    [{ settings: {} }, 'standby'],
    [{ standby: 'settings', version: 2, settings: {} }, 'version'],
    [wrap({ overlay: { theme: 'neon' } }), 'settings.overlay.theme'],
    [wrap({ obs: { password: 'hunter2' } }), 'settings.obs.password'],
    [wrap({ obs: { url: 'http://x' } }), 'settings.obs.url'],
    [wrap({ tiktokUsername: 'two words' }), 'settings.tiktokUsername'],
    [wrap({ moderation: { hiddenUsers: [{ id: '', name: '' }] } }), 'settings.moderation.hiddenUsers.0.id'],
    [wrap({ history: { days: 0 } }), 'settings.history.days'],
    [wrap({ signApiKey: 'x' }), 'settings.signApiKey'],
  ])('[SE4] an import of %j is refused, names %s and changes nothing', async (body, field) => {
    expect(await post('/api/settings/import', body)).toMatchObject({ status: 400, body: { error: 'invalid-request', field } })
    expect(called).toEqual([])
  })

  test.each([
    [{ tiktokUsername: 7 }, 'A TikTok name has 2 to 24 letters'],
    [{ obs: { url: 'http://x' } }, 'The address must look like ws://127.0.0.1:4455'],
    [{ moderation: { hiddenUsers: [{ id: 'x', name: 7 }] } }, '“settings.moderation.hiddenUsers.0.name” must be a text.'],
  ])('[SE4] an import of %j is refused in the words for that field', async (values, words) => {
    expect(await post('/api/settings/import', wrap(values))).toMatchObject({ body: { message: expect.stringContaining(words) as string } })
  })

  test('[SE3] the longest lists that can be kept can be imported', async () => {
    const hiddenUsers = Array.from({ length: 1_000 }, (_, n) => ({ id: String(7e18 + n), name: '漢'.repeat(100) }))
    const body = wrap({ moderation: { hiddenUsers, blockedWords: Array.from({ length: 200 }, (_, n) => `${'漢'.repeat(50)}${n}`) } })
    expect(await post('/api/settings/import', body)).toMatchObject({ status: 200 })
    expect(called).toHaveLength(1)
  })
})

import { request } from 'node:http'
import { describe, afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import type { LiveActions } from '@standby/bridge/live/routes.ts'
import { obsRoutes, type ObsApiActions } from '@standby/bridge/obs/routes.ts'
import { startFeedServer } from '../../support/peers/feed-server.ts'
import type { FieldWords } from '@standby/shared/words/refusals.ts'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'

const called: string[] = []
let breakerOpen = false
let pressedTooOften = false
const actions: LiveActions = {
  sessions: () => [],
  tiktokStatus: () => ({ reconnectionState: 'CONNECTED' }) as TikTokStatus,
  connect: (username) => (called.push(`connect ${username}`), Promise.resolve(username === 'fixed.name' ? 'fixed' : 'ok')),
  disconnect: () => void called.push('disconnect'),
  reconnect(force) {
    called.push(`reconnect ${force}`)
    if (pressedTooOften) return { tooOftenUntil: Date.now() + 4_200 }
    return breakerOpen && !force ? { heldUntil: 77 } : 'ok'
  },
  setWays: (ways) => (called.push(`ways ${ways.join()}`), 'ok'),
  setKeys: (change) => (called.push(`keys ${Object.keys(change).join()}`), change.studio === null ? { fixed: 'studio' } : 'ok'),
  keepTrying: () => (called.push('keep trying'), 'ok'),
  drop: (kind, seconds) => (called.push(`drop ${kind} ${seconds}`), seconds === 599 ? null : { kind, until: seconds }),
}

const obsActions = {
  status: () => ({ phase: 'connected' }),
  change: (change) => (
    called.push(`obs ${JSON.stringify(change)}`),
    change.standbyScene === 'fixed' ? { fixedField: 'standbyScene' } : 'ok'
  ),
  retry: () => void called.push('retry obs'),
} as Partial<ObsApiActions> as ObsApiActions

let server: Awaited<ReturnType<typeof startFeedServer>>
beforeAll(async () => {
  const routes = obsRoutes(obsActions)
  routes.get('/named/:name', (_request, response) => void response.json({}))
  server = await startFeedServer({ actions, routes })
})
afterAll(() => server.close())
beforeEach(() => {
  called.length = 0
  breakerOpen = false
  pressedTooOften = false
})

async function post(path: string, body?: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(server.base + path, { method: 'POST', ...(body === undefined ? {} : { body: text, headers }) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** A request with headers that `fetch` will not send. */
function raw(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(server.base + path, { method, headers }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('API', () => {
  test('[AP1] pages, status and health are where they are promised', async () => {
    for (const [path, title] of [
      ['/', 'index'],
      ['/overlay', 'overlay'],
      ['/standby', 'standby'],
      ['/dock', 'dock'],
      ['/overlay?show=chat', 'overlay'],
    ]) {
      const response = await fetch(`${server.base}${path ?? ''}`)
      expect(response.status).toBe(200)
      expect(await response.text()).toContain(`<title>${title}</title>`)
    }
    expect(await (await fetch(`${server.base}/healthz`)).json()).toEqual({ ok: true })
    expect(await (await fetch(`${server.base}/api/tiktok/status`)).json()).toEqual({ reconnectionState: 'CONNECTED' })
    expect(await (await fetch(`${server.base}/api/obs/status`)).json()).toEqual({ phase: 'connected' })
    expect(await (await fetch(`${server.base}/api/tiktok/sessions`)).json()).toEqual({ sessions: [] })
    expect(await (await fetch(`${server.base}/metrics`)).text()).toContain('standby_up 1')
  })

  test.each([
    ['/api/tiktok/connect', { username: '@Ada.Lovelace' }, 'connect ada.lovelace'],
    ['/api/tiktok/connect', { username: 'https://www.tiktok.com/@ada/live?lang=en' }, 'connect ada'],
    ['/api/tiktok/connect', { username: null }, 'connect null'],
    ['/api/tiktok/connect', undefined, 'connect undefined'],
    ['/api/tiktok/disconnect', undefined, 'disconnect'],
    ['/api/tiktok/reconnect', undefined, 'reconnect false'],
    ['/api/tiktok/reconnect', { force: true }, 'reconnect true'],
    ['/api/demo/drop', { kind: 'close', seconds: 30 }, 'drop close 30'],
    ['/api/demo/drop', { kind: 'network' }, 'drop network 20'],
    ['/api/obs/connect', { password: 'x', standbyScene: 'Pause' }, 'obs {"password":"x","standbyScene":"Pause"}'],
    ['/api/obs/retry', undefined, 'retry obs'],
  ])('[AP2] POST %s %o is done', async (path, body, action) => {
    expect(await post(path, body)).toMatchObject({ status: 200 })
    // Who connects OBS wants it tried at once.
    expect(called).toEqual(path === '/api/obs/connect' ? [action, 'retry obs'] : [action])
  })

  test.each([
    ['/api/tiktok/connect', { username: 7 }, 'username'],
    ['/api/tiktok/connect', { username: '' }, 'username'],
    ['/api/tiktok/connect', { username: 'two words' }, 'username'],
    ['/api/tiktok/connect', { username: 'a'.repeat(1_000) }, 'username'],
    ['/api/tiktok/connect', { user: 'ada' }, 'user'],
    ['/api/tiktok/reconnect', { force: 'yes' }, 'force'],
    ['/api/tiktok/disconnect', { now: true }, 'now'],
    ['/api/demo/drop', {}, 'kind'],
    ['/api/demo/drop', { kind: 'explode' }, 'kind'],
    ['/api/demo/drop', { kind: 'close', seconds: 0 }, 'seconds'],
    ['/api/demo/drop', { kind: 'close', seconds: '20' }, 'seconds'],
    ['/api/demo/drop', { kind: 'close', seconds: 1e9 }, 'seconds'],
    ['/api/obs/connect', { url: 'http://127.0.0.1' }, 'url'],
    ['/api/obs/connect', { url: 'ws://me:secret@127.0.0.1:4455' }, 'url'],
    ['/api/obs/connect', { standbyScene: '' }, 'standbyScene'],
    ['/api/obs/connect', { password: 'x'.repeat(501) }, 'password'],
    ['/api/obs/connect', { handsOffScenes: Array<string>(101).fill('x') }, 'handsOffScenes'],
  ])('[AP3] POST %s %o is refused and names the field %s', async (path, body, field) => {
    const answer = await post(path, body)
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid-request', field } })
    const { code, params, text } = answer.body['sentence'] as { code: keyof FieldWords; params: never; text: string }
    expect(text).toBe(answer.body['message'])
    for (const { refusals } of [en, fr]) expect(refusals.fields[code](params)).not.toMatch(/undefined|NaN/)
    expect(String(answer.body['message']).length).toBeGreaterThan(10)
    expect(called).toEqual([])
  })

  test.each(['{"username": ', '[]', '"ada"', 'null', '7'])(
    '[AP4] a body that is no JSON object (%s) is refused and changes nothing',
    async (body) => {
      expect(await post('/api/tiktok/connect', body)).toMatchObject({ status: 400, body: { error: 'invalid-request' } })
      expect(called).toEqual([])
    },
  )

  test('[AP4] a body packed in a way that is not read is not called wrong JSON', async () => {
    const answer = await post('/api/tiktok/disconnect', '{}', { 'content-type': 'application/json', 'content-encoding': 'snappy' })
    expect(answer).toMatchObject({
      status: 415,
      body: { error: 'invalid-request', message: expect.stringContaining('encoding') as string },
    })
    expect(called).toEqual([])
  })

  test('[AP17] an address that cannot be decoded is none of ours, and not called a wrong body', async () => {
    const { status, body } = await raw('/api/named/%E0%A4%A', { host: `127.0.0.1:${server.port}` })
    expect(status).toBe(404)
    expect(JSON.parse(body)).toMatchObject({ error: 'not-found' })
  })

  test('[AP5] a form of a web page, or anything that is not JSON, is no command', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect(await post('/api/tiktok/disconnect', '{}', { 'content-type': type })).toMatchObject({
        status: 415,
        body: { error: 'not-json' },
      })
    }
    expect(called).toEqual([])
  })

  test('[AP9] a body that is too large is refused with the limit of its path', async () => {
    const larger = (limit: string): object => ({
      status: 413,
      body: { error: 'too-large', message: expect.stringMatching(new RegExp(` The limit here is ${limit}\\.$`)) as string },
    })
    expect(await post('/api/tiktok/connect', { username: 'a'.repeat(70_000) })).toMatchObject(larger('64 kB'))
    expect(await post('/api/settings/import', { settings: 'a'.repeat(1_100_000) })).toMatchObject(larger('1 MB'))
    expect(called).toEqual([])
  })

  test('[AP6] an open circuit breaker refuses with the time to come back, unless forced', async () => {
    breakerOpen = true
    expect(await post('/api/tiktok/reconnect')).toMatchObject({ status: 409, body: { error: 'held-back', retryAt: 77 } })
    expect(await post('/api/tiktok/reconnect', { force: true })).toMatchObject({ status: 200 })
  })

  test('[AP8] too many commands get a 429 that says when to come back', async () => {
    pressedTooOften = true
    const response = await fetch(`${server.base}/api/tiktok/reconnect`, { method: 'POST' })
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(4)
    expect(await response.json()).toMatchObject({ error: 'too-often' })
  })

  test('[AP7] what cannot be done now says why and what to do', async () => {
    expect(await post('/api/demo/drop', { kind: 'close', seconds: 599 })).toMatchObject({ status: 409, body: { error: 'no-demo' } })
    expect(await post('/api/tiktok/connect', { username: 'fixed.name' })).toMatchObject({ status: 409, body: { field: 'username' } })
    expect(await post('/api/obs/connect', { standbyScene: 'fixed' })).toMatchObject({ status: 409, body: { field: 'standbyScene' } })
    expect((await fetch(`${server.base}/api/nothing`)).status).toBe(404)
    expect((await fetch(`${server.base}/nothing`)).status).toBe(404)
    expect((await fetch(`${server.base}/api/tiktok/reconnect`)).status).toBe(404)
  })
})

describe('Access', () => {
  test.each(['/', '/overlay', '/assets/a.js', '/api/tiktok/status', '/healthz', '/nothing'])(
    '[AC6] %s checks host and origin',
    async (path) => {
      const own = `127.0.0.1:${server.port}`
      expect((await raw(path, { host: own })).status).not.toBe(403)
      expect((await raw(path, { host: `evil.example:${server.port}` })).status).toBe(403)
      expect((await raw(path, { host: own, origin: 'https://evil.example' })).status).toBe(403)
      expect((await raw(path, { host: own, origin: 'null' })).status).toBe(403)
    },
  )

  test('[AC7] answers allow no foreign reader, no framing, no inline script', async () => {
    for (const path of ['/', '/api/tiktok/status', '/assets/a.js']) {
      const { headers } = await raw(path, { host: `127.0.0.1:${server.port}` })
      expect(headers['access-control-allow-origin']).toBeUndefined()
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['content-security-policy']).toContain("script-src 'self'")
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    }
    // The home page shows a preview of what viewers see, and that takes no commands.
    const { headers } = await raw('/overlay', { host: `127.0.0.1:${server.port}` })
    expect(headers['content-security-policy']).toContain("frame-ancestors 'self'")
  })

  test('[AC8] files outside the pages are not served', async () => {
    for (const path of [
      '/assets/../index.html',
      '/assets/%2e%2e/index.html',
      '/assets/..%2f..%2fpackage.json',
      '/../../etc/passwd',
      '/assets/',
    ]) {
      const { status, body } = await raw(path, { host: `127.0.0.1:${server.port}` })
      expect([400, 403, 404]).toContain(status)
      expect(body).not.toContain('root:')
    }
  })
})

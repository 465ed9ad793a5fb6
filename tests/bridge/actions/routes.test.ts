import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import { actionRoutes, type ActionsApi } from '@standby/bridge/actions/routes.ts'
import { admit } from '@standby/bridge/server/access.ts'
import { Refused, sendRefusal } from '@standby/bridge/server/answer.ts'
import { createTokenLockout } from '@standby/bridge/server/token-lockout.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { madeUpActions } from '../../support/fixtures/answers.ts'

const ends: (() => void)[] = []
afterEach(() => ends.splice(0).forEach((end) => end()))

async function api(more: Partial<ActionsApi> = {}) {
  const calls: unknown[] = []
  const note =
    (name: string) =>
    (...args: unknown[]) =>
      void calls.push([name, ...args])
  const actions: ActionsApi = {
    view: () => madeUpActions(0),
    save: (...args) => (note('save')(...args), 'ok'),
    remove: () => false,
    test: async () => null,
    setProgram: note('setProgram'),
    offers: async () => ({ offers: [], problem: null }),
    obsOffers: async () => ({ scenes: [], filters: [], problem: null }),
    ...more,
  }
  const app = express()
  app.use('/api', express.json(), actionRoutes(actions))
  app.use((error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
    if (error instanceof Refused) sendRefusal(response, error)
    else response.status(500).end()
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const post = async (path: string, body: unknown): Promise<{ status: number; error?: string; message?: string; field?: string }> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await fetch(`http://127.0.0.1:${port}/api${path}`, init)
    return { status: response.status, ...((await response.json()) as object) }
  }
  return { post, calls, get: async (path: string) => (await fetch(`http://127.0.0.1:${port}/api${path}`)).status }
}

const DROP = { when: { type: 'drop' }, deed: { type: 'sammi-webhook', trigger: 't' } }

describe('Actions', () => {
  test('[AN10] [AN11] what makes no sense is refused in words that name the field, and nothing is changed', async () => {
    const { post, calls } = await api()
    const refusals = [
      await post('/actions', { action: { ...DROP, when: { type: 'gift', diamonds: 0 } } }),
      await post('/actions', { action: { ...DROP, when: { type: 'moonrise' } } }),
      await post('/actions', { action: DROP, secret: 'x'.repeat(3_000) }),
      await post('/actions', { action: { ...DROP, deed: { type: 'http-request', method: 'POST', url: 'x', headers: [], body: '' } } }),
      await post('/actions', { action: { ...DROP, deed: { type: 'shell', command: 'rm' } } }),
      await post('/actions/programs', { program: 'mixitup', address: 'javascript:1' }),
      await post('/actions/programs', { program: 'mixitup', password: 'x' }),
      await post('/actions/programs', { program: 'notepad' }),
      await post('/actions/test', {}),
    ]
    expect(refusals.map(({ status }) => status)).toEqual(refusals.map(() => 400))
    for (const { field = '', message = '' } of refusals)
      expect([field, message]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)])
    expect(refusals[3]?.message).toContain('must be an address like http://127.0.0.1:8000/path')
    expect(refusals[5]?.message).toBe('address must be an address like http://127.0.0.1:8911, without a name or password in it')
    expect(calls).toEqual([])
  })

  test('[AN20] an action that is gone, and one too many, have answers of their own', async () => {
    const { post, get } = await api({ save: ({ id }) => (id === undefined ? 'full' : 'unknown') })
    expect(await post('/actions', { action: DROP })).toMatchObject({ status: 409, error: 'too-many-actions' })
    expect(await post('/actions', { action: { ...DROP, id: 'x' } })).toMatchObject({ status: 404, error: 'no-such-action' })
    expect(await post('/actions/test', { id: 'x' })).toMatchObject({ status: 404, error: 'no-such-action' })
    expect(await post('/actions/remove', { id: 'x' })).toMatchObject({ status: 404, error: 'no-such-action' })
    expect([await get('/actions/offers/obs'), await get('/actions/offers/mixitup-command')]).toEqual([200, 200])
    expect([await get('/actions/offers/sammi-webhook'), await get('/actions/offers/__proto__')]).toEqual([404, 404])
  })

  test('[AN23] the read token, a foreign page and a viewer’s name reach no path of the actions', () => {
    const tokens = { kindOf: (token: string) => (token === 'r' ? ('read' as const) : ('control' as const)) }
    const remote = { tokens, wrong: createTokenLockout(fakeClock()), ownNames: () => ['192.168.1.5'] }
    const caller = { host: '192.168.1.5:4747', origin: undefined, fetchSite: undefined, fetchMode: undefined, remoteAddress: '192.168.1.9' }
    const paths = ['/api/actions', '/api/actions/test', '/api/actions/remove', '/api/actions/programs', '/api/actions/offers/obs']
    for (const path of paths) {
      for (const method of ['GET', 'POST']) {
        const asked = { ...caller, path, method }
        expect(admit({ ...asked, token: 'r' }, 4747, remote)).toMatchObject({ status: 403, error: 'read-only' })
        expect(admit({ ...asked, token: 'c' }, 4747, remote)).toEqual({ as: 'control' })
        const local = { ...asked, host: '127.0.0.1:4747', remoteAddress: '127.0.0.1', token: null }
        expect(admit({ ...local, origin: 'https://evil.example' }, 4747, null)).toMatchObject({ status: 403 })
        const named = { names: () => ['overlay.standby.test'], otherPort: () => null, onChanged: () => () => undefined }
        expect(admit({ ...local, host: 'overlay.standby.test:4747' }, 4747, null, named)).toMatchObject({ status: 403 })
      }
    }
  })
})

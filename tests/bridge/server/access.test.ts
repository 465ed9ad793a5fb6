import { describe, expect, test } from 'vitest'
import { admit, tokenOf, type RemoteAccess } from '@standby/bridge/server/access.ts'
import type { Caller } from '@standby/bridge/server/admission.ts'
import { createTokenLockout } from '@standby/bridge/server/token-lockout.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'

const PORT = 4747
const own: Caller = {
  method: 'GET',
  path: '/api/tiktok/status',
  host: '127.0.0.1:4747',
  origin: undefined,
  fetchSite: undefined,
  fetchMode: undefined,
  remoteAddress: '127.0.0.1',
  token: null,
}

describe('Access', () => {
  test.each<[string, Partial<Caller>]>([
    ['a tool without Origin', {}],
    ['one of our pages', { origin: 'http://127.0.0.1:4747', fetchSite: 'same-origin', fetchMode: 'cors' }],
    ['one of our pages under localhost', { host: 'localhost:4747', origin: 'http://localhost:4747' }],
    ['one of our pages over IPv6', { host: '[::1]:4747', origin: 'http://[::1]:4747', remoteAddress: '::1' }],
    ['an address typed by a person', { path: '/', fetchSite: 'none', fetchMode: 'navigate' }],
    ['a link followed from elsewhere', { path: '/overlay', fetchSite: 'cross-site', fetchMode: 'navigate' }],
  ])('[AC1] %s may use it, with other computers let in or not', (_who, caller) => {
    expect(admit({ ...own, ...caller }, PORT, null)).toEqual({ as: 'local' })
    expect(admit({ ...own, ...caller }, PORT, beyond())).toEqual({ as: 'local' })
  })

  test.each<[string, Partial<Caller>]>([
    ['a foreign page', { origin: 'https://evil.example' }],
    ['a sandboxed page or a file', { origin: 'null' }],
    ['another program on this computer', { origin: 'http://127.0.0.1:3000' }],
    ['our address over https', { origin: 'https://127.0.0.1:4747' }],
    ['a page whose address only begins like ours', { origin: 'http://127.0.0.1:4747.evil.example' }],
    ['an empty origin', { origin: '' }],
  ])('[AC2] %s is refused by its origin', (_who, caller) => {
    expect(admit({ ...own, ...caller }, PORT, null)).toMatchObject({ status: 403, error: 'forbidden' })
  })

  test.each<[string, Partial<Caller>]>([
    ['a name that was made to point here', { host: 'evil.example:4747' }],
    ['the same with its own origin', { host: 'evil.example:4747', origin: 'http://evil.example:4747' }],
    ['another port', { host: '127.0.0.1:80' }],
    ['no port', { host: '127.0.0.1' }],
    ['another address of this computer', { host: '192.168.1.10:4747' }],
    ['no host at all', { host: undefined }],
  ])('[AC3] %s is refused by its host', (_who, caller) => {
    expect(admit({ ...own, ...caller }, PORT, null)).toMatchObject({ status: 403, error: 'forbidden' })
  })

  test.each<[string, Partial<Caller>]>([
    ['a link to a whole address', { path: 'http://foreign.example/api/settings', fetchSite: 'cross-site', fetchMode: 'navigate' }],
    ['an image or script tag of a foreign page', { fetchSite: 'cross-site', fetchMode: 'no-cors' }],
    ['a page on another port of this computer', { fetchSite: 'same-site', fetchMode: 'no-cors' }],
    ['a foreign page that sends the browser to a command', { fetchSite: 'cross-site', fetchMode: 'navigate' }],
    [
      'the same in capitals',
      { path: own.path?.replace('/api/', '/API/') ?? '/API/tokens', fetchSite: 'cross-site', fetchMode: 'navigate' },
    ],
    ['a foreign form', { method: 'POST', path: '/', fetchSite: 'cross-site', fetchMode: 'navigate' }],
  ])('[AC4] %s is refused though it brings no origin', (_who, caller) => {
    expect(admit({ ...own, ...caller }, PORT, null)).toMatchObject({ status: 403, error: 'forbidden' })
  })

  const READ = 'read-token-read-token-read'
  const CONTROL = 'control-token-control-token'

  function beyond(clock = fakeClock()): RemoteAccess {
    return {
      tokens: { kindOf: (token) => (token === READ ? 'read' : token === CONTROL ? 'control' : null) },
      wrong: createTokenLockout(clock),
      ownNames: () => ['192.168.1.5', 'studio.local'],
    }
  }

  /** The same request from another computer. */
  const far: Caller = { ...own, host: '192.168.1.5:4747', remoteAddress: '192.168.1.9' }

  describe('from other computers', () => {
    test('[AC9] without tokens nobody gets in, by whatever name', () => {
      for (const host of ['192.168.1.5:4747', 'studio.local:4747']) {
        expect(admit({ ...far, host }, PORT, null)).toMatchObject({ status: 403 })
      }
    })

    test.each<[string, Partial<Caller>]>([
      ['a name that is not this computer’s', { host: 'evil.example:4747' }],
      ['a host that pretends to be local', { host: '127.0.0.1:4747' }],
      ['a foreign page with the right token', { origin: 'http://evil.example:4747', token: CONTROL }],
      ['a page of ours under another name of this computer', { origin: 'http://studio.local:4747', token: CONTROL }],
    ])('[AC10] %s is refused', (_who, caller) => {
      expect(admit({ ...far, ...caller }, PORT, beyond())).toMatchObject({ status: 403, error: 'forbidden' })
    })

    test.each(['/', '/overlay', '/standby', '/dock', '/reports', '/channels', '/assets/a.js'])(
      '[AC11] %s, a page’s own file, needs no token',
      (path) => {
        expect(admit({ ...far, path }, PORT, beyond())).toEqual({ as: 'anyone' })
        expect(admit({ ...far, path, method: 'POST' }, PORT, beyond())).toMatchObject({ status: 401 })
      },
    )

    test('[AC11] everything else takes a token', () => {
      for (const path of ['/ws', '/healthz', '/metrics', '/api/obs/status', '/api/tokens', '/anything']) {
        expect(admit({ ...far, path }, PORT, beyond())).toMatchObject({ status: 401, error: 'token-needed' })
        expect(admit({ ...far, path, token: 'wrong-wrong-wrong-wrong-wrong' }, PORT, beyond())).toMatchObject({
          status: 401,
          error: 'wrong-token',
        })
      }
    })

    test('[AC12] the read token opens feed, health and the card’s files, and nothing else', () => {
      const admitted = (path: string, method = 'GET') => admit({ ...far, path, method, token: READ }, PORT, beyond())
      for (const path of ['/ws', '/healthz']) expect(admitted(path)).toEqual({ as: 'read' })
      for (const path of [
        '/metrics',
        '/avatar',
        '/api/obs/status',
        '/api/moderation',
        '/api/history/sessions',
        '/API/tokens',
        '/ws/',
        '/WS',
        '/ws/../api/tokens',
      ]) {
        expect(admitted(path)).toMatchObject({ status: 403, error: 'read-only' })
      }
      expect(admitted('/healthz', 'POST')).toMatchObject({ status: 403 })
    })

    test('[AC12] the control token opens all of it', () => {
      for (const [method, path] of [
        ['GET', '/ws'],
        ['GET', '/api/tokens'],
        ['POST', '/api/obs/standby'],
      ] as const) {
        expect(admit({ ...far, method, path, token: CONTROL, origin: 'http://192.168.1.5:4747' }, PORT, beyond())).toEqual({
          as: 'control',
        })
      }
    })

    test('[AC13] ten different wrong tokens lock their address for ten minutes, and no other one', () => {
      const clock = fakeClock()
      const door = beyond(clock)
      const knock = (token: string, remoteAddress = '192.168.1.9') => admit({ ...far, path: '/ws', token, remoteAddress }, PORT, door)
      for (let turn = 0; turn < 10; turn++) expect(knock(`wrong-token-number-${turn}-wrong`)).toMatchObject({ status: 401 })
      expect(knock(CONTROL)).toMatchObject({ status: 429, error: 'too-many-tokens', retryAt: clock.now() + 600_000 })
      expect(knock(CONTROL, '192.168.1.10')).toEqual({ as: 'control' })
      clock.advanceBy(600_000)
      expect(knock(CONTROL)).toEqual({ as: 'control' })
    })

    test('[AC13] the same wrong token again counts once: a page with a replaced one locks out nobody', () => {
      const door = beyond()
      for (let turn = 0; turn < 50; turn++) admit({ ...far, token: 'replaced-replaced-replaced' }, PORT, door)
      expect(admit({ ...far, token: CONTROL }, PORT, door)).toEqual({ as: 'control' })
    })

    test('[AC13] one IPv6 network counts as one address', () => {
      const wrong = createTokenLockout(fakeClock())
      for (let turn = 0; turn < 10; turn++) wrong.add(`2001:db8:1:2::${turn + 1}`, `wrong-${turn}`)
      expect(wrong.lockedUntil('2001:db8:1:2:ffff::9')).not.toBeNull()
      expect(wrong.lockedUntil('2001:db8:1:3::1')).toBeNull()
    })
  })

  test('[AC14] a token comes as a bearer or as a subprotocol, and from nowhere else', () => {
    expect(tokenOf({ authorization: `Bearer ${READ}` })).toBe(READ)
    expect(tokenOf({ 'sec-websocket-protocol': `standby, standby.${READ}` })).toBe(READ)
    expect(tokenOf({ authorization: 'Basic abc' })).toBeNull()
    expect(tokenOf({ 'sec-websocket-protocol': 'standby' })).toBeNull()
    expect(tokenOf({})).toBeNull()
  })
})

import { request, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { admit } from '@standby/bridge/server/access.ts'
import type { Caller } from '@standby/bridge/server/admission.ts'
import type { NamedAccess } from '@standby/bridge/server/named-access.ts'
import { createTokenLockout } from '@standby/bridge/server/token-lockout.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { FIXTURES } from '../../support/fixtures/states.ts'
import { feedClient, startFeedServer } from '../../support/peers/feed-server.ts'
import { waitFor } from '../../support/wait.ts'

const PORT = 4747
const NAME = 'overlay.standby.test'
const CONTROL = 'control-token-control-token'
const named: NamedAccess = { names: () => [NAME], otherPort: () => 80, onChanged: () => () => undefined }
const remote = {
  tokens: { kindOf: (token: string) => (token === CONTROL ? ('control' as const) : null) },
  wrong: createTokenLockout(fakeClock()),
  ownNames: () => ['192.168.1.5', NAME],
}

/** The overlay's page, asked for by the name as a program's web source does. */
const own: Caller = {
  method: 'GET',
  path: '/overlay',
  host: `${NAME}:${PORT}`,
  origin: undefined,
  fetchSite: undefined,
  fetchMode: undefined,
  remoteAddress: '127.0.0.1',
  localPort: PORT,
  token: null,
}
const by = (change: Partial<Caller>) => admit({ ...own, ...change }, PORT, null, named)

describe('Access', () => {
  test.each<[string, Partial<Caller>]>([
    ['the overlay', {}],
    ['the card', { path: '/standby' }],
    ['a file of theirs', { path: '/assets/overlay-Xa_1-b.js' }],
    ['the feed', { path: '/ws', origin: `http://${NAME}:${PORT}` }],
    ['the overlay in capitals of the name', { host: `Overlay.Standby.TEST:${PORT}` }],
    ['the overlay on port 80', { host: NAME, localPort: 80 }],
    ['the feed on port 80', { host: NAME, localPort: 80, path: '/ws', origin: `http://${NAME}` }],
    ['the overlay from ::1', { remoteAddress: '::1' }],
  ])('[AC25] an allowed name opens %s, for what viewers see', (_what, change) => expect(by(change)).toEqual({ as: 'viewer' }))

  test('[AC25] without names, or by another name, it is refused as before', () => {
    for (const host of [`${NAME}:${PORT}`, NAME, `x${NAME}:${PORT}`, `x.${NAME}:${PORT}`, `${NAME}.evil.example:${PORT}`]) {
      expect(admit({ ...own, host }, PORT, null)).toMatchObject({ status: 403 })
      if (host !== `${NAME}:${PORT}`) expect(by({ host })).toMatchObject({ status: 403 })
    }
  })

  test('[AC25] from another computer the name opens nothing, and no more than a token did before', () => {
    for (const path of ['/overlay', '/ws', '/api/tokens']) expect(by({ path, remoteAddress: '192.168.1.9' })).toMatchObject({ status: 403 })
    const far = { ...own, remoteAddress: '192.168.1.9', path: '/api/tokens' }
    expect(admit(far, PORT, remote, named)).toMatchObject({ status: 401 })
    expect(admit({ ...far, token: CONTROL }, PORT, remote, named)).toEqual({ as: 'control' })
  })

  const CLOSED = [
    '/',
    '/dock',
    '/index.html',
    '/api/tokens',
    '/api/names',
    '/API/names',
    '/metrics',
    '/healthz',
    '/avatar',
    '/service-worker.js',
  ]
  const SPELLINGS = [
    '/Overlay',
    '/overlay/',
    '/overlay/../dock',
    '//dock',
    '/%6fverlay',
    '/assets/',
    '/assets/../api/names',
    '/assets/%2e%2e/api/names',
  ]
  const WHOLE = ['http://127.0.0.1:4747/api/names', `http://${NAME}:4747/overlay`, '*', '']

  test.each([...CLOSED, ...SPELLINGS, ...WHOLE])('[AC26] %j is not answered by a name, whatever the request brings', (path) => {
    const tokens = [null, CONTROL]
    const origins = [undefined, `http://${NAME}:${PORT}`, `http://127.0.0.1:${PORT}`]
    for (const token of tokens) {
      for (const origin of origins) {
        const caller = { ...own, path, token, origin }
        expect(admit(caller, PORT, null, named)).toMatchObject({ status: 403, error: 'viewers-only' })
        expect(admit(caller, PORT, remote, named)).toMatchObject({ status: 403, error: 'viewers-only' })
      }
    }
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'CONNECT'])('[AC26] %s is not answered by a name', (method) => {
    for (const path of ['/overlay', '/ws', '/api/names']) expect(by({ method, path, token: CONTROL })).toMatchObject({ status: 403 })
  })

  test.each<[string, string]>([
    ['127.0.0.1', `http://127.0.0.1:${PORT}`],
    ['localhost', `http://localhost:${PORT}`],
    ['the same name on another port', `http://${NAME}:8080`],
    ['the same name without a port', `http://${NAME}`],
    ['the same name over https', `https://${NAME}:${PORT}`],
    ['a name that begins like it', `http://${NAME}.evil.example:${PORT}`],
    ['a name below it', `http://a.${NAME}:${PORT}`],
    ['nowhere', 'null'],
    ['an empty origin', ''],
  ])('[AC27] a page of %s gets nothing by the name', (_who, origin) => {
    for (const path of ['/ws', '/overlay', '/assets/a.js']) expect(by({ origin, path })).toMatchObject({ status: 403 })
  })

  test('[AC27] a page of the name gets nothing by 127.0.0.1, and none from one port on the other', () => {
    for (const host of [`127.0.0.1:${PORT}`, `localhost:${PORT}`]) {
      for (const origin of [`http://${NAME}:${PORT}`, `http://${NAME}`]) {
        for (const path of ['/ws', '/api/names', '/overlay']) expect(by({ host, origin, path })).toMatchObject({ status: 403 })
      }
    }
    expect(by({ path: '/ws', host: NAME, localPort: 80, origin: `http://${NAME}:${PORT}` })).toMatchObject({ status: 403 })
  })

  test('[AC27] what a browser says is foreign gets nothing but a link to one of the two pages', () => {
    const foreign = { fetchSite: 'cross-site', fetchMode: 'navigate' }
    expect(by(foreign)).toEqual({ as: 'viewer' })
    for (const fetchMode of ['no-cors', 'cors', 'websocket']) expect(by({ ...foreign, fetchMode })).toMatchObject({ status: 403 })
    for (const path of ['/ws', '/assets/a.js']) expect(by({ ...foreign, path })).toMatchObject({ status: 403 })
  })

  test('[AC28] on port 80 nothing but an allowed name is answered', () => {
    for (const host of ['127.0.0.1', 'localhost', '127.0.0.1:80', `127.0.0.1:${PORT}`, `${NAME}:${PORT}`, 'evil.example', undefined]) {
      for (const path of ['/', '/dock', '/overlay', '/api/names', '/ws']) {
        expect(by({ host, path, localPort: 80, token: CONTROL })).toMatchObject({ status: 403 })
      }
    }
  })
})

describe('Access', () => {
  let allowed: string[] = []
  const listeners = new Set<() => void>()
  let server: Awaited<ReturnType<typeof startFeedServer>>
  beforeAll(async () => {
    const access: NamedAccess = {
      names: () => allowed,
      otherPort: () => server.secondPort.port(),
      onChanged: (listener) => (listeners.add(listener), () => void listeners.delete(listener)),
    }
    server = await startFeedServer({ namedAccess: access, state: FIXTURES.live(Date.now()).state })
  })
  afterAll(() => server.close())

  /** The status of a request by this name, straight to the server. */
  function statusOf(port: number, host: string, path: string, method = 'GET'): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = { host, authorization: `Bearer ${CONTROL}` }
      const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response: IncomingMessage) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      asked.on('error', reject)
      asked.end()
    })
  }

  const client = (port: number, host: string) => feedClient(`ws://127.0.0.1:${port}/ws`, { host, origin: `http://${host}` })

  test('[AC25][AC26] the real server opens the viewers’ pages and a reader’s feed by a name, and nothing else', async () => {
    allowed = [NAME]
    const host = `${NAME}:${server.port}`
    for (const path of ['/overlay', '/standby', '/assets/a.js']) expect(await statusOf(server.port, host, path)).toBe(200)
    for (const path of ['/', '/dock', '/healthz', '/metrics', '/api/x', '/avatar', '/assets/%2e%2e/index.html']) {
      expect(await statusOf(server.port, host, path)).toBe(403)
    }
    expect(await statusOf(server.port, host, '/overlay', 'POST')).toBe(403)
    const viewer = await client(server.port, host)
    expect(viewer.messages[0]).toMatchObject({ type: 'snapshot' })
    // What a reader is sent: no OBS, no alerts.
    expect(viewer.messages[0]).toHaveProperty('state.counters')
    expect(viewer.messages[0]).not.toHaveProperty('state.obs')
    expect(viewer.messages[0]).not.toHaveProperty('state.alerts')
    viewer.socket.terminate()
  })

  test('[AC28][AC29] a second port answers names only, and who came by it goes when it is closed', async () => {
    allowed = [NAME]
    expect(await server.secondPort.open(0)).toBe('open')
    const port = server.secondPort.port() ?? 0
    expect(await statusOf(port, `${NAME}:${port}`, '/overlay')).toBe(200)
    for (const path of ['/overlay', '/dock', '/healthz']) expect(await statusOf(port, `127.0.0.1:${port}`, path)).toBe(403)
    const viewer = await client(port, `${NAME}:${port}`)
    const closed = server.secondPort.close()
    listeners.forEach((listener) => listener())
    await closed
    await waitFor(() => viewer.socket.readyState === viewer.socket.CLOSED, { what: 'the client of the second port to be closed' })
    await expect(statusOf(port, `${NAME}:${port}`, '/overlay')).rejects.toThrow(/ECONNREFUSED/)
  })

  test('[AC28] a port that another program has is called taken, and the rest goes on', async () => {
    const other = await startFeedServer()
    expect(await server.secondPort.open(other.port)).toBe('taken')
    expect(server.secondPort.port()).toBeNull()
    expect(await statusOf(server.port, `127.0.0.1:${server.port}`, '/overlay')).toBe(200)
    await other.close()
  })

  test('[AC29] who came by a name goes when it is taken back', async () => {
    allowed = [NAME]
    const viewer = await client(server.port, `${NAME}:${server.port}`)
    const local = await feedClient(`ws://127.0.0.1:${server.port}/ws`)
    allowed = []
    listeners.forEach((listener) => listener())
    await waitFor(() => viewer.socket.readyState === viewer.socket.CLOSED, { what: 'the client of that name to be closed' })
    expect(local.socket.readyState).toBe(local.socket.OPEN)
    expect(await statusOf(server.port, `${NAME}:${server.port}`, '/overlay')).toBe(403)
    local.socket.terminate()
  })
})

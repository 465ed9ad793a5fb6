import { readFileSync, statSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { describe, afterAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { CLOSE_TOKEN_REPLACED } from '@standby/shared/protocol.ts'
import { ownAddresses, ownNames } from '@standby/bridge/server/own-names.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { waitFor } from '../support/wait.ts'

const address = ownAddresses(networkInterfaces).find((one) => !one.startsWith('[')) ?? null
const ON = { STANDBY_HOST: '0.0.0.0', STANDBY_TOKENS: 'on', LOG_LEVEL: 'trace' }

const bridges: TestBridge[] = []
let usual: TestBridge | null = null
afterAll(async () => {
  await Promise.all(bridges.map((one) => one.kill()))
})

async function started(env: Record<string, string>): Promise<TestBridge> {
  const bridge = await startBridge({ env: { ...ON, ...env }, readyMs: 60_000 })
  bridges.push(bridge)
  return bridge
}

/** One bridge for all tests, but for those that want their own environment. */
async function open(env?: Record<string, string>) {
  const bridge = env === undefined ? (usual ??= await started({})) : await started(env)
  const far = `http://${address ?? ''}:${bridge.port}`
  const tokens = (): { read: string; control: string } =>
    JSON.parse(readFileSync(join(bridge.dataDir, 'tokens.json'), 'utf8')) as { read: string; control: string }
  const ask = (path: string, token: string | null, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (token !== null) headers.set('authorization', `Bearer ${token}`)
    return fetch(far + path, { ...init, headers })
  }
  return { bridge, far, tokens, ask }
}

/** A feed from another computer; what became of it. */
function feed(
  far: string,
  protocols: string[],
): { socket: WebSocket; messages: () => number; status: () => number | null; code: () => number | null } {
  const socket = new WebSocket(`${far.replace('http', 'ws')}/ws`, protocols)
  let [messages, status, code]: [number, number | null, number | null] = [0, null, null]
  socket.on('message', () => (messages += 1))
  socket.on('unexpected-response', (_request, response) => (status = response.statusCode ?? 0))
  socket.on('close', (closed) => (code = closed))
  socket.on('error', () => undefined)
  return { socket, messages: () => messages, status: () => status, code: () => code }
}

describe('Access', () => {
  test.skipIf(address === null)(
    '[AC11][AC12] from another computer: pages for all, the feed for the read token, commands for control',
    async () => {
      const { bridge, far, tokens, ask } = await open()
      const { read, control } = tokens()
      for (const path of ['/', '/overlay', '/standby', '/dock']) expect((await ask(path, null)).status).toBe(200)
      for (const path of ['/healthz', '/metrics', '/api/obs/status', '/api/doctor', '/api/settings/export', '/avatar?u=x']) {
        expect((await ask(path, null)).status, path).toBe(401)
        expect((await ask(path, 'wrong-wrong-wrong-wrong-wrong')).status, path).toBe(401)
      }
      expect((await ask('/healthz', read)).status).toBe(200)
      expect((await ask('/api/obs/status', read)).status).toBe(403)
      const pause = { method: 'POST', body: '{"paused":true}', headers: { 'content-type': 'application/json' } }
      expect((await ask('/api/obs/pause', read, pause)).status).toBe(403)
      expect((await ask('/api/obs/pause', control, pause)).status).toBe(200)

      const [good, without, wrong] = [
        feed(far, ['standby', `standby.${read}`]),
        feed(far, []),
        feed(far, ['standby', 'standby.wrong-wrong-wrong-wrong']),
      ]
      await waitFor(() => good.messages() > 0 && without.status() !== null && wrong.status() !== null, { what: 'the three answers' })
      expect(good.socket.protocol).toBe('standby')
      expect([without.status(), wrong.status()]).toEqual([401, 401])
      good.socket.terminate()
      // On this computer all is as it was.
      expect((await fetch(`${bridge.origin}/api/obs/status`)).status).toBe(200)
    },
  )

  test.skipIf(address === null)(
    '[AC16] a replaced token closes the sockets that came with it, with its own code, and no others',
    async () => {
      const { bridge, far, tokens, ask } = await open()
      const old = tokens()
      const [reader, controller] = [feed(far, ['standby', `standby.${old.read}`]), feed(far, ['standby', `standby.${old.control}`])]
      await waitFor(() => reader.messages() > 0 && controller.messages() > 0, { what: 'both feeds' })
      const which = (kind: string): RequestInit => ({
        method: 'POST',
        body: JSON.stringify({ which: kind }),
        headers: { 'content-type': 'application/json' },
      })
      expect((await ask('/api/tokens/replace', old.read, which('read'))).status).toBe(403)
      expect((await ask('/api/tokens/replace', old.control, which('read'))).status).toBe(200)
      await waitFor(() => reader.code() !== null, { what: 'the reader to be closed' })
      expect(reader.code()).toBe(CLOSE_TOKEN_REPLACED)
      expect(controller.code()).toBeNull()
      expect((await ask('/healthz', old.read)).status).toBe(401)
      expect((await ask('/healthz', tokens().read)).status).toBe(200)
      expect((await fetch(`${bridge.origin}/api/tokens/replace`, which('control'))).status).toBe(200)
      await waitFor(() => controller.code() === CLOSE_TOKEN_REPLACED, { what: 'the controller to be closed' })
    },
  )

  test.skipIf(address === null)('[AC20] no token is in the log, in the output, or in an answer to somebody without one', async () => {
    const { bridge, far, tokens, ask } = await open()
    const { read, control } = tokens()
    await ask('/api/obs/status', control)
    await ask(`/api/nothing?token=${read}`, read)
    await ask('/healthz', `${control}x`)
    const client = feed(far, ['standby', `standby.${control}`])
    await waitFor(() => client.messages() > 0, { what: 'the feed' })
    client.socket.terminate()
    const answers = await Promise.all(['/', '/dock', '/healthz', '/api/tokens'].map(async (path) => (await ask(path, null)).text()))
    const log = readFileSync(join(bridge.dataDir, 'logs', 'standby.log'), 'utf8')
    for (const text of [bridge.output(), log, ...answers]) {
      expect(text).not.toContain(read)
      expect(text).not.toContain(control)
    }
    expect(bridge.output()).toContain(far)
    if (process.platform !== 'win32') expect(statSync(join(bridge.dataDir, 'tokens.json')).mode & 0o777).toBe(0o600)
  })

  test.skipIf(address === null)(
    '[AC10] a page of another origin, or a name rebound to here, gets nowhere with the right token',
    async () => {
      const { bridge, tokens, ask } = await open()
      const { control } = tokens()
      expect((await ask('/api/obs/status', control, { headers: { origin: 'http://evil.example' } })).status).toBe(403)
      const rebound = new WebSocket(`ws://${address ?? ''}:${bridge.port}/ws`, ['standby', `standby.${control}`], {
        headers: { host: `evil.example:${bridge.port}` },
      })
      const status = await new Promise((resolve) => {
        rebound.on('unexpected-response', (_request, response) => resolve(response.statusCode))
        rebound.on('error', () => undefined)
      })
      expect(status).toBe(403)
    },
  )

  test('[AC9] without STANDBY_TOKENS it does not start on every address, and says what to set', async () => {
    await expect(startBridge({ env: { STANDBY_HOST: '0.0.0.0' } })).rejects.toThrow(/exit code 1[\s\S]*STANDBY_TOKENS=on/)
  })

  test.skipIf(address === null)('[AC21] tokens of the environment are used as they are, and cannot be replaced here', async () => {
    const { bridge, ask } = await open({ STANDBY_CONTROL_TOKEN: 'control-token-from-outside' })
    expect((await ask('/api/obs/status', 'control-token-from-outside')).status).toBe(200)
    const replaced = await fetch(`${bridge.origin}/api/tokens/replace`, {
      method: 'POST',
      body: '{"which":"control"}',
      headers: { 'content-type': 'application/json' },
    })
    expect(replaced.status).toBe(409)
    expect(await replaced.json()).toMatchObject({ error: 'fixed-by-environment', field: 'control' })
  })

  test('[AC9] the names others know this computer by hold no local one and no link-local address', () => {
    const one = { netmask: '', mac: '', cidr: null, internal: false } as const
    const interfaces = () => ({
      lo: [{ ...one, address: '127.0.0.1', family: 'IPv4' as const, internal: true }],
      eth: [
        { ...one, address: 'fe80::1', family: 'IPv6' as const, scopeid: 2 },
        { ...one, address: '2001:db8::5', family: 'IPv6' as const, scopeid: 0 },
        { ...one, address: '192.168.1.5', family: 'IPv4' as const },
      ],
    })
    expect(ownAddresses(interfaces)).toEqual(['192.168.1.5', '[2001:db8::5]'])
    expect(ownNames(interfaces, () => 'Studio')).toEqual(['192.168.1.5', '[2001:db8::5]', 'studio', 'studio.local'])
    expect(ownNames(interfaces, () => 'localhost')).not.toContain('localhost')
  })
})

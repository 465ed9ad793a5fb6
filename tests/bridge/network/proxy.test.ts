import { createServer, get as httpGet, type Server } from 'node:http'
import { get as httpsGet } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { agentsThrough, isDirect, readProxy } from '@standby/bridge/network/proxy.ts'
import { probeTargets } from '@standby/bridge/network/targets.ts'
import type { Proxy } from '@standby/bridge/sources/tiktok/upstream.ts'
import { createGet } from '@standby/bridge/show/download.ts'
import { createPictureSource } from '@standby/bridge/show/picture-source.ts'
import { openAttempt } from '@standby/bridge/sources/tiktok/attempt.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'

const read = (env: Record<string, string>) => readProxy((name) => env[name] ?? null)

let server: Server
let asked: string[]
let proxy: Proxy
beforeEach(async () => {
  asked = []
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end('through')
  })
  // It refuses every tunnel, so that nothing leaves this computer.
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '')
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  proxy = { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`, shown: 'proxy', from: 'HTTPS_PROXY', direct: '' }
})
afterEach(() => new Promise((closed) => server.close(closed)))

describe('Configuration', () => {
  test.each<[Record<string, string>, string | null]>([
    [{}, null],
    [{ HTTPS_PROXY: 'http://proxy.example:3128' }, 'proxy.example:3128'],
    [{ https_proxy: 'proxy.example:3128' }, 'proxy.example:3128'],
    [{ ALL_PROXY: 'https://proxy.example' }, 'proxy.example:443'],
    [{ HTTP_PROXY: 'http://one:1', HTTPS_PROXY: 'http://two:2' }, 'two:2'],
    [{ HTTPS_PROXY: 'http://one:1', STANDBY_PROXY: 'http://two:2' }, 'two:2'],
    [{ HTTPS_PROXY: 'http://one:1', STANDBY_PROXY: 'off' }, null],
    [{ HTTPS_PROXY: 'http://one:1', STANDBY_PROXY: 'Direct' }, null],
    [{ HTTPS_PROXY: 'socks5://one:1' }, null],
    [{ ALL_PROXY: 'socks5h://one:1' }, null],
  ])('[CF10] with %j the proxy is %s', (env, shown) => {
    const { proxy, error } = read(env)
    expect([proxy?.shown ?? null, error]).toEqual([shown, null])
  })

  test('[CF10] a proxy of the environment is told, with what to do, and never its password', () => {
    expect(read({ STANDBY_PROXY: 'http://me:hunter2@proxy:1' }).warning).toBeNull()
    const warnings = [{ HTTPS_PROXY: 'http://me:hunter2@proxy:1' }, { ALL_PROXY: 'socks5://me:hunter2@proxy:1' }].map(
      (env) => read(env).warning,
    )
    for (const warning of warnings) {
      expect(warning).toContain('STANDBY_PROXY')
      expect(warning).not.toContain('hunter2')
    }
  })

  test.each(['socks5://127.0.0.1:1080', 'ftp://x', 'http://', '::'])('[CF10] STANDBY_PROXY=%s is refused with what to set', (value) => {
    expect(read({ STANDBY_PROXY: value })).toMatchObject({ proxy: null, error: expect.stringContaining('HTTP proxies only') as string })
  })

  test.each<[string, string, boolean]>([
    ['localhost', '', true],
    ['127.0.0.1', '', true],
    ['::1', '', true],
    ['www.tiktok.com', '', false],
    ['obs.lan', 'localhost, .lan', true],
    ['a.b.lan', '*.lan', true],
    ['lan', '.lan', true],
    ['evil-lan', '.lan', false],
    ['nas.lan', 'nas.lan:8080', true],
    ['anything', '*', true],
  ])('[CF10] %s with NO_PROXY=%s is reached directly: %s', (host, direct, expected) => {
    expect(isDirect(host, { ...proxy, direct })).toBe(expected)
  })
})

describe('Network probe', () => {
  test('[NP17] behind a proxy the proxy alone is asked, and of what is on this computer nobody else', () => {
    const [web, here] = ['https://www.tiktok.com', 'http://127.0.0.1:9']
    const behind = { ...read({ HTTPS_PROXY: 'http://me:hunter2@proxy:1' }), direct: '' }.proxy!
    const upstream = { webUrl: web, webcastUrl: web, signUrl: here, proxy: behind }
    const neutral = [{ host: 'neutral', port: 443, role: 'neutral' as const }]
    expect(probeTargets(upstream, neutral)).toEqual([{ host: 'proxy', port: 1, role: 'upstream' }])
    expect(probeTargets({ ...upstream, webUrl: here, webcastUrl: here }, neutral)).toEqual([
      { host: '127.0.0.1', port: 9, role: 'upstream' },
    ])
  })
})

describe('One attempt at TikTok', () => {
  test('[TK40] TikTok is asked through the proxy, and a refusal there ends the attempt', async () => {
    const upstream = {
      webUrl: 'https://www.tiktok.com',
      webcastUrl: 'https://webcast.tiktok.com',
      signUrl: 'https://sign.example',
      signApiKey: null,
      proxy,
    }
    const cause = await new Promise<Cause>((closed) => {
      const ignore = (): void => undefined
      openAttempt(
        { username: 'ada', upstream, clock: systemClock, log: silentLog },
        { opened: ignore, frame: ignore, inputs: ignore, undecoded: ignore, closed },
      )
    })
    expect(new Set(asked)).toEqual(new Set(['www.tiktok.com:443']))
    expect(['network', 'tiktok']).toContain(cause.kind)
  }, 20_000)

  test('[TK40] agents go through it for other hosts, and directly on this computer', async () => {
    const agents = agentsThrough(proxy)
    const tunnelled = await new Promise<Error>((failed) => httpsGet('https://www.tiktok.com/', { agent: agents.https }).on('error', failed))
    expect(tunnelled.message).toContain('tunnel')
    for (const url of ['http://tiktok.example/page', `${proxy.url}local`]) {
      await new Promise<void>((done) => httpGet(url, { agent: agents.http }, (response) => response.resume().on('end', () => done())))
    }
    expect(asked).toEqual(['www.tiktok.com:443', 'http://tiktok.example/page', '/local'])
  })
})

describe("Viewers' pictures", () => {
  test('[AV18] behind a proxy pictures come through it, and names are looked up by it', async () => {
    const picture = createPictureSource({
      resolve: () => Promise.reject(new Error('looked up here')),
      get: createGet({ timeoutMs: 5_000, maxBytes: 1_000, proxy }),
      trusted: () => [],
      isProxied: true,
    })
    expect(await picture('https://p16-sign.tiktokcdn.com/a.webp')).toEqual({ ok: false, why: 'failed' })
    expect(await picture('https://evil.example/a.webp')).toEqual({ ok: false, why: 'refused' })
    expect(asked).toEqual(['p16-sign.tiktokcdn.com:443'])
  })
})

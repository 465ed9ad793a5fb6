import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pushServerProblem, routeRequest, WEB_HOST, WEBCAST_HOST } from '@standby/bridge/sources/tiktok/route.ts'
import type { Upstream } from '@standby/bridge/sources/tiktok/upstream.ts'

const production: Upstream = {
  webUrl: 'https://www.tiktok.com',
  webcastUrl: 'https://webcast.tiktok.com',
  signUrl: 'https://api.eulerstream.com',
  signApiKey: null,
}
const local: Upstream = { ...production, webUrl: 'http://127.0.0.1:8080', webcastUrl: 'http://proxy.lan:81/tiktok/' }
const route = (url: string, upstream: Upstream): string => routeRequest(new URL(url), upstream).href

describe('One attempt at TikTok', () => {
  test('[TK5] requests use scheme, host, port and path of the configured upstream, not the library’s', () => {
    for (const scheme of ['http', 'https']) {
      expect(route(`${scheme}://${WEB_HOST}/@anna/live?a=1&b=%20`, production)).toBe('https://www.tiktok.com/@anna/live?a=1&b=%20')
      expect(route(`${scheme}://${WEBCAST_HOST}/webcast/room/info/?a=1`, production)).toBe(
        'https://webcast.tiktok.com/webcast/room/info/?a=1',
      )
      expect(route(`${scheme}://${WEB_HOST}/@anna/live`, local)).toBe('http://127.0.0.1:8080/@anna/live')
      expect(route(`${scheme}://${WEBCAST_HOST}/webcast/room/info/?a=1`, local)).toBe('http://proxy.lan:81/tiktok/webcast/room/info/?a=1')
    }
  })

  test('[TK30] a redirect stays within the upstream or goes to TikTok over https, and nowhere else', () => {
    expect(route('https://www.tiktok.com/login', production)).toBe('https://www.tiktok.com/login')
    expect(route('https://m.tiktok.com/x', production)).toBe('https://m.tiktok.com/x')
    expect(route('http://127.0.0.1:8080/elsewhere', local)).toBe('http://127.0.0.1:8080/elsewhere')
    for (const bad of [
      'http://www.tiktok.com/x',
      'https://tiktok.com.evil.example/',
      'https://eviltiktok.com/',
      'http://127.0.0.1:8081/',
    ]) {
      expect(() => routeRequest(new URL(bad), production)).toThrow('redirected to')
    }
  })

  test('[TK5] with production addresses no request is ever routed to http', () => {
    const host = fc.constantFrom(WEB_HOST, WEBCAST_HOST, 'www.tiktok.com', 'm.tiktok.com', 'tiktok.com:80', 'evil.example', '127.0.0.1:1')
    fc.assert(
      fc.property(fc.constantFrom('http', 'https'), host, fc.string(), (scheme, name, path) => {
        const url = new URL(`${scheme}://${name}/${encodeURIComponent(path)}`)
        try {
          expect(routeRequest(url, production).protocol).toBe('https:')
        } catch (error) {
          expect((error as Error).message).toContain('redirected to')
        }
      }),
    )
  })

  test('[TK18] an unencrypted push server is used only on this computer or if the creator set http', () => {
    expect(pushServerProblem('wss://webcast-ws.tiktok.com/webcast/im/', production)).toBeNull()
    expect(pushServerProblem('ws://127.0.0.1:9/webcast/im/', { ...production, signUrl: 'http://localhost:8080' })).toBeNull()
    expect(pushServerProblem('ws://webcast-ws.tiktok.com/webcast/im/', production)).toContain('unencrypted')
    expect(pushServerProblem('ws://proxy.lan/im/', local)).toBeNull()
    expect(pushServerProblem('', production)).toContain('no push server')
    expect(pushServerProblem('https://x.example/', production)).toContain('no WebSocket')
  })
})

describe('The wire', () => {
  test('[WI3] only TikTok, configured hosts and the sign service’s domain are dialled as push servers', () => {
    const own = ['wss://ws-fallback.eulerstream.com/?token=x', 'wss://webcast16-ws-useast1a.tiktok.com/webcast/im/push/']
    for (const url of own) expect(pushServerProblem(url, production)).toBeNull()
    const foreign = [
      'wss://evil.example/',
      'wss://tiktok.com.evil.example/',
      'wss://eviltiktok.com/',
      'wss://com/',
      'ws://127.0.0.1:4455/',
      'ws://localhost:4747/ws',
      'ws://[::1]:9/',
      'wss://169.254.169.254/latest/meta-data',
      'wss://192.168.1.1/',
      'wss://webcast-ws.tiktok.com@evil.example/',
      'wss://user@169.254.169.254/',
    ]
    for (const url of foreign) expect(pushServerProblem(url, production), url).toContain('neither TikTok')
    // A sign service that is only a number has no domain to share.
    expect(pushServerProblem('wss://10.0.0.8/', { ...production, signUrl: 'http://10.0.0.7' })).toContain('neither TikTok')
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['ws', 'wss'] }), (url) => {
        expect(pushServerProblem(url, production)).not.toBeNull()
      }),
    )
  })
})

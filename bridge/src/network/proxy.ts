import { Agent as HttpAgent, type AgentOptions } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Proxy } from '../sources/tiktok/upstream.ts'
import type { Target } from './targets.ts'

export type ProxyResult = { proxy: Proxy | null; warning: string | null; error: string | null }

/** As they are looked for, the first that is set counts. */
const VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy', 'HTTP_PROXY', 'http_proxy']
const THIS_COMPUTER = 'localhost,127.0.0.1,::1,[::1]'
const EXAMPLE = 'http://127.0.0.1:8080'

/** The proxy for every request, or for none: `STANDBY_PROXY` decides, else what the environment has for all programs. */
export function readProxy(text: (name: string) => string | null): ProxyResult {
  const direct = text('NO_PROXY') ?? text('no_proxy') ?? ''
  const own = text('STANDBY_PROXY')
  if (own !== null) {
    if (['off', 'none', 'no', 'direct'].includes(own.toLowerCase())) return { proxy: null, warning: null, error: null }
    const proxy = proxyAt(own, direct)
    if (proxy !== null) return { proxy, warning: null, error: null }
    return {
      proxy: null,
      warning: null,
      error: `STANDBY_PROXY: Standby uses HTTP proxies only, and no SOCKS. Set an address like ${EXAMPLE}, or off.`,
    }
  }
  const name = VARIABLES.find((variable) => text(variable) !== null)
  if (name === undefined) return { proxy: null, warning: null, error: null }
  const proxy = proxyAt(text(name) ?? '', direct)
  const warning =
    proxy === null
      ? `${name}: Standby uses HTTP proxies only, and no SOCKS, so it connects directly. Set STANDBY_PROXY to one like ${EXAMPLE}, or to off.`
      : `${name}: everything goes through the proxy ${proxy.shown}. If it should not, set STANDBY_PROXY=off.`
  return { proxy, warning, error: null }
}

function proxyAt(value: string, direct: string): Proxy | null {
  const url = URL.parse(value.includes('://') ? value : `http://${value}`)
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') return null
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return { url: url.href, shown: `${url.hostname}:${port}`, direct }
}

/** What tells whether anything can be reached: behind a proxy nothing else can be. */
export function proxyTargets({ url }: Proxy): Target[] {
  const { hostname, port, protocol } = new URL(url)
  return [{ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (protocol === 'https:' ? 443 : 80)), role: 'neutral' }]
}

/** As Node's own agents take it. */
export function proxyEnv({ url, direct }: Proxy): NonNullable<AgentOptions['proxyEnv']> {
  const noProxy = [THIS_COMPUTER, direct].filter((hosts) => hosts !== '').join(',')
  return { HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY: noProxy }
}

/** Agents whose requests go through the proxy, or directly if there is none. */
export function agentsThrough(proxy: Proxy | undefined, options: AgentOptions = {}): { http: HttpAgent; https: HttpsAgent } {
  const all = { ...options, ...(proxy !== undefined && { proxyEnv: proxyEnv(proxy) }) }
  return { http: new HttpAgent(all), https: new HttpsAgent(all) }
}

import { Agent as HttpAgent, type AgentOptions } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIP } from 'node:net'
import { isLoopbackHost } from '@standby/shared/loopback.ts'
import type { Proxy } from '../sources/tiktok/upstream.ts'

/** `from`: the variable that decides, also if it is not a proxy that can be used. */
export interface ProxyResult {
  proxy: Proxy | null
  from: string | null
  warning: string | null
  error: string | null
}

/** As they are looked for, the first that is set counts. */
const VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy', 'HTTP_PROXY', 'http_proxy']
const THIS_COMPUTER = 'localhost,127.0.0.1,::1,[::1]'
const EXAMPLE = 'http://127.0.0.1:8080'

/** The proxy for every request, or for none: `STANDBY_PROXY` decides, else what the environment has for all programs. */
export function readProxy(text: (name: string) => string | null): ProxyResult {
  const direct = text('NO_PROXY') ?? text('no_proxy') ?? ''
  const own = text('STANDBY_PROXY')
  if (own !== null) {
    const from = 'STANDBY_PROXY'
    if (['off', 'none', 'no', 'direct'].includes(own.toLowerCase())) return { proxy: null, from: null, warning: null, error: null }
    const proxy = proxyAt(own, { from, direct })
    if (proxy !== null) return { proxy, from, warning: null, error: null }
    const error = `STANDBY_PROXY: Standby uses HTTP proxies only, and no SOCKS. Set an address like ${EXAMPLE}, or off.`
    return { proxy: null, from, warning: null, error }
  }
  const from = VARIABLES.find((variable) => text(variable) !== null) ?? null
  if (from === null) return { proxy: null, from, warning: null, error: null }
  const proxy = proxyAt(text(from) ?? '', { from, direct })
  const warning =
    proxy === null
      ? `${from}: Standby uses HTTP proxies only, and no SOCKS, so it connects directly. Set STANDBY_PROXY to one like ${EXAMPLE}, or to off.`
      : `${from}: everything goes through the proxy ${proxy.shown}. If it should not, set STANDBY_PROXY=off.`
  return { proxy, from, warning, error: null }
}

function proxyAt(value: string, { from, direct }: Pick<Proxy, 'from' | 'direct'>): Proxy | null {
  const url = URL.parse(value.includes('://') ? value : `http://${value}`)
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') return null
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return { url: url.href, shown: `${url.hostname}:${port}`, from, direct }
}

/** Whether a host is reached directly although there is a proxy: this computer, and what `NO_PROXY` names. */
export function isDirect(hostname: string, { direct }: Proxy): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$/g, '')
  if (isLoopbackHost(isIP(host) === 6 ? `[${host}]` : host)) return true
  return direct
    .split(/[\s,]+/)
    .map((one) =>
      one
        .toLowerCase()
        .replace(/:\d+$/, '')
        .replace(/^\*?\./, ''),
    )
    .some((one) => one !== '' && (one === '*' || host === one || host.endsWith(`.${one}`)))
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

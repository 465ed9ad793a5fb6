import { isLoopbackHost } from '@standby/shared/loopback.ts'
import type { Upstream } from './upstream.ts'

/**
 * The hosts that the library asks. They never resolve (RFC 6761), so a request that was not routed by `routeRequest` goes nowhere:
 * which scheme the library would have chosen (2.5.0 has its check upside down) cannot matter, now or after an upstream fix.
 */
export const WEB_HOST = 'www.upstream.invalid'
export const WEBCAST_HOST = 'webcast.upstream.invalid'

const onTikTok = (hostname: string): boolean => hostname === 'tiktok.com' || hostname.endsWith('.tiktok.com')

/**
 * Where a request really goes: the library's stand-in hosts become the upstream's, with its scheme, port and path. Anything else is the
 * target of a redirect: allowed within the upstream itself and to TikTok over https, else an error is thrown.
 */
export function routeRequest(requested: URL, upstream: Upstream): URL {
  if (requested.hostname === WEB_HOST) return under(upstream.webUrl, requested)
  if (requested.hostname === WEBCAST_HOST) return under(upstream.webcastUrl, requested)
  const known = [upstream.webUrl, upstream.webcastUrl].some((base) => new URL(base).origin === requested.origin)
  if (known || (requested.protocol === 'https:' && onTikTok(requested.hostname))) return requested
  throw new Error(`redirected to ${requested.origin}, which is neither TikTok over https nor a configured address`)
}

function under(baseUrl: string, requested: URL): URL {
  const base = new URL(baseUrl)
  const routed = new URL(requested)
  routed.protocol = base.protocol
  routed.hostname = base.hostname
  routed.port = base.port
  routed.pathname = base.pathname.replace(/\/+$/, '') + requested.pathname
  return routed
}

/** TikTok's own domains; its push servers have been seen under the first. */
const TIKTOK_DOMAINS = ['tiktok.com', 'tiktokv.com', 'tiktokv.us', 'tiktokv.eu', 'tiktokw.us', 'tiktokw.eu']

const within = (hostname: string, domain: string): boolean => hostname === domain || hostname.endsWith(`.${domain}`)

/** The domain a host lies in, so that a sign service may name another host of its own. An address of numbers, or a bare name, has none. */
function domainOf(hostname: string): string {
  const labels = hostname.split('.')
  return labels.length < 3 || /^[\d.]+$/.test(hostname) ? hostname : labels.slice(1).join('.')
}

/** Whose server the event stream comes from. */
export type PushParty = 'tiktok' | 'sign'

/**
 * Whose push server this is. On this computer, where all have the same name, the port tells: what is not one of the configured TikTok
 * addresses is the sign service's.
 */
export function pushParty(pushServer: string, upstream: Upstream): PushParty {
  const { hostname, host } = new URL(pushServer)
  const isConfigured = [upstream.webUrl, upstream.webcastUrl].some((url) => new URL(url).host === host)
  return isConfigured || TIKTOK_DOMAINS.some((domain) => within(hostname, domain)) ? 'tiktok' : 'sign'
}

/**
 * Why the push server that the sign service named must not be used, or null when it may: only TikTok's hosts, those of the configured
 * addresses and of the sign service's own domain are dialled, whatever it says. In clear only if the creator himself configured http.
 */
export function pushServerProblem(pushServer: string, upstream: Upstream): string | null {
  if (!URL.canParse(pushServer)) return 'the sign service named no push server'
  const { protocol, hostname, host } = new URL(pushServer)
  if (protocol !== 'wss:' && protocol !== 'ws:') return `the sign service named a push server that is no WebSocket: ${protocol}`
  const configured = [upstream.webUrl, upstream.webcastUrl, upstream.signUrl].map((url) => new URL(url).hostname)
  const isConfigured = configured.includes(hostname) || configured.some((one) => isLoopbackHost(one) && isLoopbackHost(hostname))
  const known = [...TIKTOK_DOMAINS, domainOf(new URL(upstream.signUrl).hostname)]
  const isKnown = isConfigured || known.some((domain) => within(hostname, domain))
  if (!isKnown) return `the sign service named a push server that is neither TikTok's nor its own: ${host}`
  if (protocol === 'wss:' || isLoopbackHost(hostname) || upstream.webcastUrl.startsWith('http://')) return null
  return `the sign service named an unencrypted push server, ${host}`
}

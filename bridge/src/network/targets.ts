import { BlockList, isIP } from 'node:net'
import { isLoopbackHost } from '@standby/shared/loopback.ts'
import type { Upstream } from '../sources/tiktok/upstream.ts'

/** A place the probe knocks at. `host` is a name or an address, without brackets. */
export interface Target {
  host: string
  port: number
  /** `neutral`: has nothing to do with TikTok, and only tells whether anything can be reached. */
  role: 'upstream' | 'neutral'
}

export type ProbeHosts = { ok: true; hosts: Target[] } | { ok: false; message: string }

/** Two names of two operators, so that neither's outage, nor one broken name, looks like a broken line. */
export const DEFAULT_PROBE_HOSTS = 'one.one.one.one:443 dns.google:443'

/** `STANDBY_PROBE_HOSTS`: `host` or `host:port` (443 if none), separated by spaces or commas. Not set: the default. Empty: none. */
export function readProbeHosts(value: string | undefined): ProbeHosts {
  const hosts: Target[] = []
  for (const word of (value ?? DEFAULT_PROBE_HOSTS).split(/[\s,]+/)) {
    if (word === '') continue
    const host = probeHost(word)
    if (host === null) {
      const advice = `Give some like ${DEFAULT_PROBE_HOSTS}, or nothing for none.`
      return { ok: false, message: `STANDBY_PROBE_HOSTS: "${word}" is no public host and port. ${advice}` }
    }
    hosts.push(host)
  }
  return { ok: true, hosts }
}

function probeHost(word: string): Target | null {
  const url = /[/?#@]/.test(word) ? null : URL.parse(`https://${word}`)
  if (url === null || distanceOf(url.hostname) === 'here') return null
  return targetOf(url, 'neutral')
}

/**
 * What a probe asks: those of the upstream's hosts that are farthest away, and the neutral ones. A sign server on this computer or in
 * the house answers whether or not the line is up. If everything is on this computer there is no line to ask about, and nobody else
 * is asked: the demo stays at home. If everything goes through a proxy, only the proxy is asked: a direct answer from another host would
 * not show that the way through the proxy works.
 */
export function probeTargets(
  upstream: Pick<Upstream, 'webUrl' | 'webcastUrl' | 'signUrl' | 'proxy'>,
  neutral: readonly Target[],
): Target[] {
  const urls = [upstream.webUrl, upstream.webcastUrl, upstream.signUrl].map((base) => new URL(base))
  const farthest = DISTANCES.findLast((distance) => urls.some(({ hostname }) => distanceOf(hostname) === distance))
  if (upstream.proxy !== undefined && farthest !== 'here') return [targetOf(new URL(upstream.proxy.url), 'upstream')]
  const asked = urls.filter(({ hostname }) => distanceOf(hostname) === farthest).map((url) => targetOf(url, 'upstream'))
  const targets = farthest === 'here' ? asked : [...asked, ...neutral]
  const first = new Map<string, Target>()
  for (const target of targets) if (!first.has(addressOf(target))) first.set(addressOf(target), target)
  return [...first.values()]
}

/** `host:port`, as people write it. */
export function addressOf({ host, port }: Pick<Target, 'host' | 'port'>): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`
}

const DISTANCES = ['here', 'house', 'world'] as const

function distanceOf(hostname: string): (typeof DISTANCES)[number] {
  const host = bare(hostname)
  if (isLoopbackHost(hostname) || host.endsWith('.localhost')) return 'here'
  const family = isIP(host)
  if (family === 0) return !host.includes('.') || HOUSE_NAME.test(host) ? 'house' : 'world'
  if (UNSPECIFIED.has(host)) return 'here'
  return privateNetworks.check(host, family === 4 ? 'ipv4' : 'ipv6') ? 'house' : 'world'
}

const UNSPECIFIED = new Set(['0.0.0.0', '::'])
const HOUSE_NAME = /\.(?:local|lan|home|internal|home\.arpa)\.?$/
const privateNetworks = new BlockList()
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const) {
  privateNetworks.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  privateNetworks.addSubnet(network, prefix, 'ipv6')

function targetOf(url: URL, role: Target['role']): Target {
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port)
  return { host: bare(url.hostname), port, role }
}

function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()
}

import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Clock } from '@standby/shared/clock.ts'
import { isLoopbackHost } from '@standby/shared/loopback.ts'
import { isDirect } from '../network/proxy.ts'
import { TunnelRefused, tunnelTo } from '../network/tunnel.ts'
import type { Proxy } from '../sources/tiktok/upstream.ts'
import { reasonOf } from './look-data.ts'
import type { Reached } from './verdicts.ts'

const TIMEOUT_MS = 6_000

/** Whether the name of an address can be looked up; null if it is no name. */
export async function lookUpName(url: string, clock: Clock): Promise<Reached | null> {
  const { hostname: host } = new URL(url)
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0 || isLoopbackHost(host)) return null
  const startedAt = clock.now()
  const late = Promise.withResolvers<never>()
  const cancel = clock.after(TIMEOUT_MS, () => late.reject(Object.assign(new Error('no answer'), { code: 'no answer' })))
  try {
    await Promise.race([lookup(host), late.promise])
    return { host, ok: true, ms: Math.round(clock.now() - startedAt) }
  } catch (error) {
    return { host, ok: false, code: reasonOf(error) }
  } finally {
    cancel()
  }
}

/**
 * A TLS handshake with a host (TCP alone for http), its certificate checked, and hung up. No request is made, so that asking costs nothing
 * of anybody's quota. If there is a proxy, it goes through that as everything does. Never rejects.
 */
export async function reachHost(
  url: string,
  clock: Clock,
  { proxy, trusted }: { proxy?: Proxy | undefined; trusted?: string } = {},
): Promise<Reached> {
  const { hostname, port, protocol } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const secure = protocol === 'https:'
  const target = { host, port: port === '' ? (secure ? 443 : 80) : Number(port) }
  const startedAt = clock.now()
  let socket: Socket | null = null
  let cancel = (): void => undefined
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(TIMEOUT_MS, () => reject(Object.assign(new Error('no answer'), { code: 'no answer' })))
  })
  const shake = async (): Promise<void> => {
    const stream = proxy === undefined || isDirect(host, proxy) ? null : await tunnelTo({ ...target, proxy })
    const tls = { ...(isIP(host) === 0 && { servername: host }), ...(trusted !== undefined && { ca: trusted }) }
    const mine = secure
      ? connectTls({ ...(stream === null ? target : { socket: stream }), ...tls })
      : ((stream as Socket | null) ?? connectTcp(target))
    socket = mine
    mine.on('error', () => undefined)
    if (stream === null || secure) await once(mine, secure ? 'secureConnect' : 'connect')
  }
  try {
    await Promise.race([shake(), late])
    return { host: hostname, ok: true, ms: Math.round(clock.now() - startedAt) }
  } catch (error) {
    return { host: hostname, ok: false, code: error instanceof TunnelRefused ? `proxy ${error.status}` : reasonOf(error) }
  } finally {
    cancel()
    ;(socket as Socket | null)?.destroy()
  }
}

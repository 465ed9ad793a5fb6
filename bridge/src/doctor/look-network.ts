import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Clock } from '@standby/shared/clock.ts'
import { isLoopbackHost } from '@standby/shared/loopback.ts'
import { codeOf } from './look-data.ts'
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
    return { host, ok: false, code: codeOf(error) }
  } finally {
    cancel()
  }
}

/**
 * A TLS handshake with a host (TCP alone for http), its certificate checked, and hung up. No request is made, so that asking costs nothing
 * of anybody's quota. Never rejects.
 */
export function reachHost(url: string, clock: Clock, trusted?: string): Promise<Reached> {
  const { hostname, port, protocol } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const secure = protocol === 'https:'
  const target = { host, port: port === '' ? (secure ? 443 : 80) : Number(port) }
  const startedAt = clock.now()
  return new Promise((resolve) => {
    const socket = secure
      ? connectTls({ ...target, ...(isIP(host) === 0 && { servername: host }), ...(trusted !== undefined && { ca: trusted }) })
      : connectTcp(target)
    const end = (answer: { ok: true; ms: number } | { ok: false; code: string }): void => {
      cancel()
      socket.destroy()
      resolve({ host: hostname, ...answer })
    }
    const cancel = clock.after(TIMEOUT_MS, () => end({ ok: false, code: 'no answer' }))
    socket.once(secure ? 'secureConnect' : 'connect', () => end({ ok: true, ms: Math.round(clock.now() - startedAt) }))
    socket.on('error', (error) => end({ ok: false, code: codeOf(error) }))
  })
}

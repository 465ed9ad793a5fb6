import { isLoopbackHost } from '@standby/shared/loopback.ts'

/** Whether a client may read the socket. `local`: a program, a file or a page of this computer. `allowed`: the creator allowed it. */
export type Reader = { as: 'local' | 'allowed' } | { as: 'refused'; origin: string | null }

/** What of a handshake decides it. */
export interface Handshake {
  host: string | undefined
  /** Undefined: a program, which is no web page. */
  origin: string | undefined
}

/** What a browser sends for a page that is a file: Chromium names the scheme in a WebSocket's handshake. */
const FILES = ['null', 'file://']

/**
 * A page anywhere can make a browser connect to this computer, and names and chat are none of its business. So a web page needs the
 * creator's permission, and the name that was asked for must be this computer's own (a name on the internet can point here).
 */
export function readerOf({ host, origin }: Handshake, allowed: readonly string[]): Reader {
  const asked = URL.parse(`ws://${host ?? ''}`)
  if (asked === null || !isLoopbackHost(asked.hostname)) return { as: 'refused', origin: null }
  if (origin === undefined || FILES.includes(origin)) return { as: 'local' }
  const page = URL.parse(origin)
  if (page === null || (page.protocol !== 'http:' && page.protocol !== 'https:')) return { as: 'refused', origin: null }
  if (isLoopbackHost(page.hostname)) return { as: 'local' }
  return allowed.includes(page.origin) ? { as: 'allowed' } : { as: 'refused', origin: page.origin }
}

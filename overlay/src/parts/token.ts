import { LOOPBACK_NAMES } from '@standby/shared/loopback.ts'
import { CLOSE_TOKEN_REPLACED } from '@standby/shared/protocol.ts'

/** What the address of a page on another computer carries behind its #: never sent, never in a log, and nowhere stored. */
export function tokenIn(hash: string): string | null {
  return /^#token=([\w-]{24,200})$/.exec(hash)?.[1] ?? null
}

/** Protocols for a WebSocket, which can carry no header. The bridge takes the first and reads the second. */
export function protocolsFor(token: string | null): string[] {
  return token === null ? [] : ['standby', `standby.${token}`]
}

/** `fetch` that brings the token. */
export function fetchWith(token: string | null, fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  if (token === null) return fetch
  return (input, init = {}) => {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${token}`)
    return fetch(input, { ...init, headers })
  }
}

const ANSWER_WITHIN_MS = 5_000

/**
 * The close code of a feed's socket. One that is not let in for its token closes like one that found nobody (1006): from another computer
 * the bridge is asked which it was, and `CLOSE_TOKEN_REPLACED` stands for both ways to be refused. `fetch` brings the page's token.
 * Never throws.
 */
export async function refusedCode(
  code: number,
  { hostname, opened }: { hostname: string; opened: boolean },
  fetch: typeof globalThis.fetch,
): Promise<number> {
  if (opened || LOOPBACK_NAMES.includes(hostname)) return code
  try {
    const { status } = await fetch('/healthz', { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    return status === 401 || status === 429 ? CLOSE_TOKEN_REPLACED : code
  } catch {
    return code
  }
}

import { LOOPBACK_NAMES } from '@standby/shared/loopback.ts'
import { CLOSE_TOKEN_REPLACED } from '@standby/shared/protocol.ts'

/** The token in the address of a page on another computer. Behind the # it is never sent, logged or stored. */
export function tokenIn(hash: string): string | null {
  return /^#token=([\w-]{24,200})$/.exec(hash)?.[1] ?? null
}

/** Protocols for a WebSocket, which cannot send a header. The bridge accepts the first and reads the token from the second. */
export function protocolsFor(token: string | null): string[] {
  return token === null ? [] : ['standby', `standby.${token}`]
}

/** `fetch` that sends the token. */
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
 * The close code of a feed's socket. A socket that is refused for its token closes like one that reached nobody (1006). On another computer
 * the page therefore asks the bridge which it was; `CLOSE_TOKEN_REPLACED` stands for both ways to be refused. `fetch` sends the page's
 * token. Never throws.
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

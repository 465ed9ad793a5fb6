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

import type { TokenKind } from './token-kinds.ts'

/** What of a request decides whether it may be answered. Header values as they came; `undefined` if there was none. */
export interface Caller {
  method: string
  path: string
  host: string | undefined
  origin: string | undefined
  /** `Sec-Fetch-Site` and `Sec-Fetch-Mode`, which browsers add and pages cannot forge. */
  fetchSite: string | undefined
  fetchMode: string | undefined
  /** The other end of the socket. */
  remoteAddress: string | undefined
  /** Our own end's port; left out: the usual one. */
  localPort?: number | undefined
  /** The token it brought, or null. */
  token: string | null
}

/**
 * `local`: a program or page on this computer. `anyone`: a page's own files, which hold nothing secret. `viewer`: who came by a name that
 * the creator allowed, and sees what the read token shows.
 */
export type Admission = { as: 'local' | 'anyone' | 'viewer' | TokenKind } | Rejection

export interface Rejection {
  status: 401 | 403 | 429
  error: 'forbidden' | 'viewers-only' | 'token-needed' | 'wrong-token' | 'read-only' | 'too-many-tokens'
  message: string
  retryAt?: number
}

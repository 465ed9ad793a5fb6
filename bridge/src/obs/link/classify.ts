import type { ObsCause, ObsCauseKind } from './policy.ts'

/** Close codes of obs-websocket that say more than "closed". */
const CLOSE_CODES: Record<number, ObsCauseKind> = {
  4009: 'wrong-password',
  4010: 'unsupported',
  4011: 'kicked',
}

/** What a failed attempt means. obs-websocket-js keeps of the socket's error only the words, so those of ws and Node are matched. */
export function classifyFailure(error: unknown): ObsCause {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : null
  const detail = error instanceof Error ? error.message : String(error)
  const kind = code === null ? undefined : CLOSE_CODES[code]
  if (kind !== undefined) return { kind, detail }
  if (error instanceof SyntaxError) return { kind: 'bad-address', detail }
  if (/Unexpected server response|subprotocol|Parse Error|Invalid WebSocket frame|wrong version number/i.test(detail))
    return { kind: 'not-obs', detail }
  if (/ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EACCES|EADDRNOTAVAIL/.test(detail)) return { kind: 'unreachable', detail }
  // A refused `localhost` comes without any words: ::1 and 127.0.0.1 are two errors in one.
  return { kind: 'not-running', detail: detail === '' ? `closed with code ${String(code)}` : detail }
}

/** What the close of a connection that was up means. */
export function classifyClose(code: number, reason: string): ObsCause {
  return { kind: CLOSE_CODES[code] ?? 'closed', detail: `closed with code ${code}${reason === '' ? '' : `: ${reason}`}` }
}

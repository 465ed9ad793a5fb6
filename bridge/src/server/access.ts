import type { IncomingMessage } from 'node:http'
import { LOOPBACK_NAMES } from '@standby/shared/loopback.ts'
import { pageAt } from '@standby/shared/pages.ts'
import { GET_TOKEN, refusalText } from '@standby/shared/words/refusals.ts'
import type { Admission, Caller, Rejection } from './admission.ts'
import { admitByName, type NamedAccess } from './named-access.ts'
import { comesFromLoopback } from './network-of.ts'
import type { Tokens } from './tokens.ts'
import type { TokenLockout } from './token-lockout.ts'

/** What other computers need to get in. */
export interface RemoteAccess {
  tokens: Pick<Tokens, 'kindOf'>
  wrong: TokenLockout
  /** Names and addresses of this computer that others know it by, lower case, without a port. */
  ownNames: () => readonly string[]
}

/** What the read token opens: the feed and the health, cut down to the show (`shared/src/feed/reader.ts`), and files that viewers get. */
const READ_PATHS = ['/ws', '/healthz', '/card/backdrop', '/card/music', '/look/font', '/look/sound']

const FOREIGN_PAGE: Rejection = {
  status: 403,
  error: 'forbidden',
  message: refusalText('forbidden'),
}

/**
 * Who the caller is, or why it is not answered. A web page anywhere can make the creator's browser call 127.0.0.1, and can make its own
 * name point there (DNS rebinding): so the name asked for must be ours, and a page that asks must be one of ours. From this computer that
 * is enough; from others a token is needed, and `remoteAccess` is null if they cannot come in at all.
 */
export function admit(caller: Caller, port: number, remoteAccess: RemoteAccess | null, named: NamedAccess | null = null): Admission {
  const byName = named === null ? null : admitByName(caller, port, named)
  if (byName !== null) return byName
  const name = nameOf(caller.host, port)
  const isLocal = name !== null && LOOPBACK_NAMES.includes(name) && (remoteAccess === null || comesFromLoopback(caller.remoteAddress))
  if (!isLocal && (name === null || !(remoteAccess?.ownNames() ?? []).includes(name))) return { ...FOREIGN_PAGE, message: otherName(port) }

  if (caller.origin !== undefined && !isOwnOrigin(caller.origin, port, isLocal ? LOOPBACK_NAMES : [name])) return FOREIGN_PAGE
  const foreign = caller.fetchSite === 'cross-site' || caller.fetchSite === 'same-site'
  // Following a link to one of our pages is fine; reading or commanding from another page is not.
  // A whole address where a path belongs is what a proxy is asked; Express takes the path from it.
  const isOurPage = caller.path.startsWith('/') && !caller.path.toLowerCase().startsWith('/api/')
  const followsLink = caller.method === 'GET' && caller.fetchMode === 'navigate' && isOurPage
  if (foreign && !followsLink) return FOREIGN_PAGE

  if (isLocal || remoteAccess === null) return { as: 'local' }
  // An address is opened before its page can bring a token.
  if (reads(caller) && (pageAt(caller.path) !== null || caller.path.startsWith('/assets/'))) return { as: 'anyone' }
  return byToken(caller, remoteAccess)
}

function byToken(caller: Caller, { tokens, wrong }: RemoteAccess): Admission {
  const { token, remoteAddress = '' } = caller
  if (token === null) {
    return { status: 401, error: 'token-needed', message: refusalText('token-needed', GET_TOKEN) }
  }
  const retryAt = wrong.lockedUntil(remoteAddress)
  if (retryAt !== null) {
    return { status: 429, error: 'too-many-tokens', message: refusalText('too-many-tokens'), retryAt }
  }
  const kind = tokens.kindOf(token)
  if (kind === null) {
    wrong.add(remoteAddress, token)
    return { status: 401, error: 'wrong-token', message: refusalText('wrong-token', GET_TOKEN) }
  }
  if (kind === 'read' && !(reads(caller) && READ_PATHS.includes(caller.path))) {
    return { status: 403, error: 'read-only', message: refusalText('read-only') }
  }
  return { as: kind }
}

/** What of a request counts. */
export function callerOf(request: IncomingMessage): Caller {
  const header = (name: string): string | undefined => {
    const value = request.headers[name]
    return Array.isArray(value) ? value[0] : value
  }
  return {
    method: request.method ?? 'GET',
    path: (request.url ?? '/').split('?')[0] ?? '/',
    host: header('host'),
    origin: header('origin'),
    fetchSite: header('sec-fetch-site'),
    fetchMode: header('sec-fetch-mode'),
    remoteAddress: request.socket.remoteAddress,
    localPort: request.socket.localPort,
    token: tokenOf(request.headers),
  }
}

/** The token of a request: `Authorization: Bearer …`, or from a page's WebSocket, which can set no header, a subprotocol. */
export function tokenOf(headers: { authorization?: string | undefined; 'sec-websocket-protocol'?: string | undefined }): string | null {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim())
  return bearer ?? offered.find((protocol) => protocol.startsWith('standby.'))?.slice('standby.'.length) ?? null
}

function reads({ method }: Caller): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** The host without our port; null if it names another. */
function nameOf(host: string | undefined, port: number): string | null {
  const lower = host?.toLowerCase() ?? ''
  const name = lower.endsWith(`:${port}`) ? lower.slice(0, -`:${port}`.length) : port === 80 ? lower : ''
  return name === '' ? null : name
}

function isOwnOrigin(origin: string, port: number, names: readonly (string | null)[]): boolean {
  return origin.startsWith('http://') && names.includes(nameOf(origin.slice('http://'.length), port) ?? '')
}

function otherName(port: number): string {
  return refusalText('forbidden', `On this computer that is http://127.0.0.1:${port}/.`)
}

import { refusalText } from '@standby/shared/words/refusals.ts'
import type { Admission, Caller } from './admission.ts'
import { comesFromLoopback } from './network-of.ts'

/** Names that the creator allowed for the viewers' pages on this computer (`shared/src/web-names.ts`). */
export interface NamedAccess {
  /** Lower case, without a port. */
  names(): readonly string[]
  /** The second port that answers such names and nothing else, 80 as a rule; null: there is none. */
  otherPort(): number | null
  /** Calls back when any of it changes. Returns how to stop. */
  onChanged(listener: () => void): () => void
}

/** The files of the viewers' pages and the feed. Each as it is asked for: no other spelling of these paths is served. */
const NAMED_PATHS = ['/overlay', '/standby', '/ws']
const ASSET = /^\/assets\/[\w-]+(?:\.[\w-]+)+$/

/**
 * Whether a caller who asks for an allowed name is answered; null: no such name, for the usual rules to judge. A name can be anybody's and
 * lead anywhere, so whatever the caller brings, it opens what viewers see on TikTok and nothing else. To browsers its pages are not secure:
 * they send no `Sec-Fetch-*`. What counts is the `Origin`, which has to be the very same name and port.
 */
export function admitByName(caller: Caller, port: number, named: NamedAccess): Admission | null {
  const at = caller.localPort ?? port
  const isOther = at !== port
  if (isOther && at !== named.otherPort()) return refusedName(port)
  const host = caller.host?.toLowerCase() ?? ''
  const name = named.names().find((one) => host === `${one}:${at}` || (at === 80 && host === one))
  if (name === undefined || !comesFromLoopback(caller.remoteAddress)) return isOther ? refusedName(port) : null

  const isOwnPage = caller.origin === undefined || caller.origin === `http://${host}` || (at === 80 && caller.origin === `http://${name}`)
  const isForeign = caller.fetchSite === 'cross-site' || caller.fetchSite === 'same-site'
  const isRead = caller.method === 'GET' || caller.method === 'HEAD'
  const isOpen = isRead && (NAMED_PATHS.includes(caller.path) || ASSET.test(caller.path))
  const followsLink = caller.method === 'GET' && caller.fetchMode === 'navigate' && ['/overlay', '/standby'].includes(caller.path)
  if (!isOwnPage || !isOpen || (isForeign && !followsLink)) return refusedName(port)
  return { as: 'viewer' }
}

function refusedName(port: number): Admission {
  return { status: 403, error: 'viewers-only', message: refusalText('viewers-only', `The other pages are at http://127.0.0.1:${port}/.`) }
}

/** What of a request decides whether it may be answered. Header values as they came; `undefined` where there was none. */
export interface Caller {
  method: string
  path: string
  host: string | undefined
  origin: string | undefined
  /** `Sec-Fetch-Site` and `Sec-Fetch-Mode`, which browsers add and pages cannot forge. */
  fetchSite: string | undefined
  fetchMode: string | undefined
}

/**
 * Null when the caller may go on, else why not. A web page anywhere can make the creator's browser call 127.0.0.1, and can make its own
 * name point there (DNS rebinding): so the name asked for must be ours, and a page that asks must be one of ours.
 */
export function refusal(caller: Caller, port: number): string | null {
  if (!isOwnHost(caller.host, port)) {
    return `Standby answers only as 127.0.0.1:${port} or localhost:${port}. Open http://127.0.0.1:${port}/ instead.`
  }
  if (caller.origin !== undefined && !isOwnOrigin(caller.origin, port)) {
    return 'Pages from other addresses may not use Standby. Open its own pages instead.'
  }
  const foreign = caller.fetchSite === 'cross-site' || caller.fetchSite === 'same-site'
  // Following a link to one of our pages is fine; reading or commanding from another page is not.
  const followsLink = caller.method === 'GET' && caller.fetchMode === 'navigate' && !caller.path.startsWith('/api/')
  if (foreign && !followsLink) return 'Pages from other addresses may not use Standby. Open its own pages instead.'
  return null
}

function isOwnHost(host: string | undefined, port: number): boolean {
  if (host === undefined) return false
  return ['127.0.0.1', 'localhost', '[::1]'].some(
    (name) => host.toLowerCase() === `${name}:${port}` || (port === 80 && host.toLowerCase() === name),
  )
}

function isOwnOrigin(origin: string, port: number): boolean {
  return origin.startsWith('http://') && isOwnHost(origin.slice('http://'.length), port)
}

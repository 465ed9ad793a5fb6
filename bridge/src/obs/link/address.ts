import { LOOPBACK_SPELLINGS } from '@standby/shared/loopback.ts'

/** The address OBS is to be found at, or null if it cannot be one: `ws://` or `wss://` and a host, no name or password in it. */
export function parseAddress(text: string): URL | null {
  const url = URL.parse(text.trim())
  if (url === null || !['ws:', 'wss:'].includes(url.protocol)) return null
  // A fragment has no meaning here, and the library refuses it.
  return url.username === '' && url.password === '' && url.hash === '' ? url : null
}

/** One way to write each address: what differs in capitals, the usual port, or slashes at the end is the same. */
export function writtenOut({ protocol, host, pathname, search }: URL): string {
  return `${protocol}//${host}${withoutLastSlashes(pathname)}${search}`
}

/** Whether two addresses lead to the same OBS. What cannot be one leads nowhere. */
export function isSameAddress(one: string, other: string): boolean {
  const [a, b] = [parseAddress(one), parseAddress(other)]
  return a !== null && b !== null && writtenOut(asHere(a)) === writtenOut(asHere(b))
}

/** The address as it may be shown: a password that was typed into it is left out. */
export function shownAddress(text: string): string {
  const url = URL.parse(text.trim())
  // If the parts cannot be told apart, nothing in front of an @ is shown.
  if (url === null || url.host === '') return text.slice(text.lastIndexOf('@') + 1)
  url.username = ''
  url.password = ''
  return writtenOut(url)
}

function asHere(url: URL): URL {
  const same = new URL(url)
  if (LOOPBACK_SPELLINGS.includes(same.hostname)) same.hostname = 'localhost'
  return same
}

function withoutLastSlashes(path: string): string {
  let end = path.length
  while (path[end - 1] === '/') end -= 1
  return path.slice(0, end)
}

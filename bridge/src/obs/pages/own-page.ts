import { LOOPBACK_ADDRESS, LOOPBACK_NAMES } from '@standby/shared/loopback.ts'
import { SOURCE_PAGES, type SourcePage } from '@standby/shared/obs-setup.ts'

/** The kind every OBS knows its browser sources by; it has had no versions so far. */
export const BROWSER_KIND = 'browser_source'

/** Which of our pages an address leads to, and the `source` it carries; null for any other address. */
export function ownPage(url: string, port: number): { page: SourcePage; source: string | null } | null {
  const parsed = URL.parse(url.trim())
  if (parsed === null || parsed.protocol !== 'http:' || !LOOPBACK_NAMES.includes(parsed.hostname)) return null
  if (Number(parsed.port === '' ? 80 : parsed.port) !== port) return null
  const page = SOURCE_PAGES.find((name) => parsed.pathname === `/${name}`)
  return page === undefined ? null : { page, source: parsed.searchParams.get('source') }
}

/** The address of a page for one source. It says whose it is, so that a page that is missing can be told from one that is not. */
export function pageUrl(page: SourcePage, port: number, source: string): string {
  return `http://${LOOPBACK_ADDRESS}:${port}/${page}?source=${encodeURIComponent(source)}`
}

const AWAY = '#revived'

/**
 * The same page under another address: OBS makes a new browser for it. Not `about:blank`, which a crash at the wrong moment would leave in
 * the creator's scenes for ever.
 */
export function swappedUrl(url: string): string {
  return url.includes('#') ? `${url}${AWAY.slice(1)}` : `${url}${AWAY}`
}

import { pageAt } from '@standby/shared/pages.ts'

/** The script of the waiting page. The bridge has nothing there. */
export const SCRIPT_PATH = '/waiting.js'

/** What the worker does with a request; null: nothing, the browser goes on as if there were no worker. */
export type Part = 'page' | 'script' | null

/** It answers for our pages and the script of the waiting page, and for nothing else. */
export function partFor({ method, mode, url }: Pick<Request, 'method' | 'mode' | 'url'>): Part {
  if (method !== 'GET') return null
  const { pathname } = new URL(url)
  if (mode === 'navigate') return pageAt(pathname) === null ? null : 'page'
  return pathname === SCRIPT_PATH ? 'script' : null
}

export function isForViewers(pathname: string): boolean {
  return pageAt(pathname)?.isForViewers === true
}

// A classic script in the middle of the page: nothing is painted before it has run.
const DOCUMENT = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Standby</title></head><body><script src="${SCRIPT_PATH}"></script></body></html>`

const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

/** The strictest policy of our pages: only its script and its own address. Frames as for the page that it replaces. */
function contentPolicy(pathname: string): string {
  const frames = isForViewers(pathname) ? "'self'" : "'none'"
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'unsafe-inline'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frames}`,
  ].join('; ')
}

/** The page that replaces one that nobody answers for. */
export function waitingPage(pathname: string): { body: string; headers: Record<string, string> } {
  const own = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': contentPolicy(pathname) }
  return { body: DOCUMENT, headers: { ...HEADERS, ...own } }
}

/** `folder`: where Standby is started from; anything but a text if that is not known. */
export function waitingScript(script: string, folder?: unknown): { body: string; headers: Record<string, string> } {
  const body = typeof folder === 'string' ? `self.standbyFolder = ${JSON.stringify(folder)};\n${script}` : script
  return { body, headers: { ...HEADERS, 'Content-Type': 'text/javascript; charset=utf-8' } }
}

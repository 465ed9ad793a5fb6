import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LOOPBACK_NAMES } from '@standby/shared/loopback.ts'
import { pageAt, PAGES } from '@standby/shared/pages.ts'
import { Router, type NextFunction, type Request, type Response } from 'express'

/** A content policy has no way to write an IPv6 address. */
const NAMES_IN_POLICY = LOOPBACK_NAMES.filter((name) => !name.startsWith('['))

/**
 * No inline scripts, but for the digests of `scripts`, which are within the page. Inline styles are needed: OBS puts the text of its custom
 * CSS box into the page as a `<style>` element. The home page shows the overlay in a frame. What takes commands is in nobody's: a click
 * there must be meant.
 */
export function contentPolicy(path: string, scripts: readonly string[] = []): string {
  const isForViewers = pageAt(path)?.isForViewers === true
  // What the card on another computer has fetched with its token, and the creator's sound.
  const own = isForViewers ? ['blob:'] : []
  return [
    "default-src 'none'",
    ["script-src 'self'", ...scripts.map((digest) => `'${digest}'`)].join(' '),
    "style-src 'self' 'unsafe-inline'",
    ["img-src 'self' data:", ...own].join(' '),
    ["media-src 'self'", ...own].join(' '),
    "font-src 'self'",
    ["connect-src 'self'", ...NAMES_IN_POLICY.map((name) => `ws://${name}:*`)].join(' '),
    "frame-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${isForViewers ? "'self'" : "'none'"}`,
  ].join('; ')
}

/** The digests of the import maps in a built page: they name the digests of what it loads, and run nothing. */
export function importMaps(page: string): string[] {
  const maps = page.matchAll(/<script type="importmap">([^<]*)<\/script>/g)
  return [...maps].map(([, text = '']) => `sha256-${createHash('sha256').update(text).digest('base64')}`)
}

/** The built pages in `dir`, the module for custom pages, and the service worker. `folder`: as for `ownWorker`. */
export function pageRoutes(dir: string, folder: string | null = null): Router {
  const router = Router()
  for (const [path, { name }] of Object.entries(PAGES)) {
    router.get(path, async (request, response) => {
      const text = await readFile(join(dir, `${name}.html`), 'utf8')
      response.set({ 'Content-Security-Policy': contentPolicy(request.path, importMaps(text)), 'Cache-Control': 'no-store' })
      response.type('html').send(text)
    })
  }
  router.get('/client.js', (_request, response) => response.set('Cache-Control', 'no-cache').sendFile('client.js', { root: dir }))
  return router.get('/service-worker.js', (_request, response) => sendWorker(response, dir, folder))
}

/**
 * Another program that had this port may have left a worker in the browser, which would go on answering in our place. The browser asks for
 * that worker's script again and again: it gets ours, whatever its path is. `folder`: where Standby is started from, which its page says
 * while Standby is off; null if it is started without a terminal.
 */
export function ownWorker(dir: string, folder: string | null = null) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (request.method === 'GET' && request.headers['service-worker'] === 'script') await sendWorker(response, dir, folder)
    else next()
  }
}

async function sendWorker(response: Response, dir: string, folder: string | null): Promise<void> {
  const script = await readFile(join(dir, 'service-worker.js'), 'utf8')
  // Other computers learn nothing of this one's folders.
  const known = folder === null || response.locals['isLocal'] !== true ? '' : `self.standbyFolder = ${JSON.stringify(folder)};\n`
  // Asked for again at each visit, so that a new version's takes over at once; allowed wherever another's may have been.
  response
    .set({ 'Cache-Control': 'no-cache', 'Service-Worker-Allowed': '/' })
    .type('js')
    .send(known + script)
}

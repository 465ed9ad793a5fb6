import { realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { Router, type Request, type Response } from 'express'
import type { Core, Feature, Route } from '../core.ts'
import { refused } from '../server/answer.ts'
import { partsOf } from './names.pure.ts'

/** Pages that the creator wrote, or got from somebody: `pages/NAME/` in the data directory is served at `/pages/NAME/`. */
export function createCustomPages({ config }: Pick<Core, 'config'>): Feature & { routes: readonly Route[] } {
  return { routes: [{ path: '/', router: customPageRoutes(join(config.dataDir, 'pages')) }] }
}

/** The files below `dir`. They come under the same content policy as Standby's own pages. */
export function customPageRoutes(dir: string): Router {
  const router = Router({ caseSensitive: true, strict: true })
  // A browser asks for it by itself for a page that names no icon, and would complain.
  router.get('/favicon.ico', (_request, response) => void response.status(204).end())
  return router.get(/^\/pages(\/.*)?$/, async (request: Request, response: Response) => {
    const below = request.path.slice('/pages/'.length)
    // A page's own files are named relative to its folder, whose address therefore ends with a slash.
    if (/^[^/]+$/.test(below) && partsOf(below) !== null && !below.includes('.')) {
      // With what follows the path, such as the channel.
      return response.redirect(`/pages/${below}/${request.url.slice(request.path.length)}`)
    }
    const file = await fileAt(dir, partsOf(below))
    if (file === null) throw refused(404, 'not-found', { detail: 'Custom pages are folders in “pages”, in Standby’s data directory.' })
    response.set('Cache-Control', 'no-cache')
    // By its place below the folder: a dot in the name of a folder above (`.local`) hides nothing.
    response.sendFile(file.inRoot, { root: file.root, dotfiles: 'deny', cacheControl: false }, (error) => {
      if (error !== undefined && !response.headersSent) response.status(404).end()
    })
  })
}

/** The real file, if it is below `dir`: a link may lead within the folder, and nowhere else. A pipe would be read from without an end. */
async function fileAt(dir: string, parts: string[] | null): Promise<{ root: string; inRoot: string } | null> {
  if (parts === null) return null
  try {
    const [root, file] = await Promise.all([realpath(dir), realpath(join(dir, ...parts))])
    const isServed = file.startsWith(root + sep) && (await stat(file)).isFile()
    return isServed ? { root, inRoot: relative(root, file) } : null
  } catch {
    return null
  }
}

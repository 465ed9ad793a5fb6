import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const DIST = join(import.meta.dirname, '../../overlay/dist')
const digest = (file: string): string =>
  `sha384-${createHash('sha384')
    .update(readFileSync(join(DIST, file)))
    .digest('base64')}`

/** A script, and all that it loads at once or later. */
function withAllItLoads(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  const text = readFileSync(join(DIST, file), 'utf8')
  for (const [, name] of text.matchAll(/(?:from|import)\s*\(?\s*[`"']\.\/([\w.-]+\.js)[`"']/g))
    withAllItLoads(`/assets/${name ?? ''}`, found)
  return found
}

describe('Opened before the bridge', () => {
  test.each(['index', 'dock', 'channels', 'overlay', 'standby'])(
    '[SW7] the built %s page names the digest of all that it loads',
    (page) => {
      const text = readFileSync(join(DIST, `${page}.html`), 'utf8')
      const tags = [...text.matchAll(/<(?:script|link)\b[^>]*? (?:src|href)="([^"]+\.(?:js|css))"([^>]*)>/g)]
      expect(tags.length).toBeGreaterThanOrEqual(2)
      for (const [, file = '', rest = ''] of tags)
        expect([file, rest]).toEqual([file, expect.stringContaining(` integrity="${digest(file)}"`)])
      const script = tags.find(([tag]) => tag.includes('type="module"'))?.[1] ?? ''
      const map = /<script type="importmap">(.*?)<\/script>/.exec(text)?.[1] ?? ''
      // A map that comes after a module has begun to load counts for nothing in older browsers.
      expect(text.indexOf('importmap')).toBeLessThan(text.indexOf('type="module"'))
      const { integrity } = JSON.parse(map) as { integrity: Record<string, string> }
      const loaded = [...withAllItLoads(script)]
      expect(loaded.some((file) => file.includes('/fr-'))).toBe(true)
      expect(loaded.map((file) => [file, integrity[file]])).toEqual(loaded.map((file) => [file, digest(file)]))
    },
  )

  test('[SW7] nothing that was built is run without a digest but the service worker', () => {
    const pages = ['index', 'dock', 'channels', 'overlay', 'standby'].map((page) => readFileSync(join(DIST, `${page}.html`), 'utf8')).join()
    const scripts = readdirSync(join(DIST, 'assets')).filter((name) => name.endsWith('.js'))
    expect(scripts.filter((name) => !pages.includes(`"/assets/${name}":"sha384-`))).toEqual([])
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesIn } from './vendor.ts'

const AGPL = /\/node_modules\/tiktok-live-(connector|proto)\//
/** Names that mean test code, recordings or the data of a person. */
const FOREIGN =
  /(^|\/)(tests?|__tests__|fixtures|recordings)\/|\.(test|spec)\.[cm]?[jt]s$|\.(db|db-wal|log|ndjson|env|pem|key)$|(^|\/)settings\.json$|\.svelte$/
const TEXT = /\.([cm]?js|json|html|css|md|txt|map|sh|cmd|plist|desktop)$|(^|\/)(standby|Standby|LICENSE)$/

/** What is in a package and does not belong there, a sentence each. `machine`: folders of the computer that made it. */
export function foreignParts(folder: string, machine: readonly string[]): string[] {
  return filesIn(folder).flatMap((path) => {
    const problems: string[] = []
    if (FOREIGN.test(path)) problems.push(`${path}: this kind of file does not belong in a package.`)
    // The two libraries stay as their authors published them; their maps hold their source.
    if (/\.map$|\.ts$/.test(path) && !AGPL.test(`/${path}`)) problems.push(`${path}: source maps and types stay out.`)
    if (!TEXT.test(path)) return problems
    const text = readFileSync(join(folder, path), 'utf8')
    for (const place of machine) if (text.includes(place)) problems.push(`${path}: names ${place}, a folder of the computer that made it.`)
    if (/\/\/# sourceMappingURL=/.test(text) && !AGPL.test(`/${path}`) && path.startsWith('app/pages/'))
      problems.push(`${path}: points to a source map.`)
    return problems
  })
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// At the root of the source, because `import.meta.dirname` is as deep in the built program (`bridge/dist`) as it is here.

/** What a package knows of itself. It is written beside the program when the package is made. */
export interface PackageFacts {
  version: string
  /** Version of the TikTok library. */
  connector: string
  /** When the version was made, ms. */
  builtAt: number
  /** Where Standby finds out about a newer version when the creator asks; null: nowhere. */
  releases: string | null
}

/** The name of the file with the facts. A checkout has none. */
export const FACTS_FILE = 'standby.json'

/** The facts of the package that `folder` belongs to; null: a checkout. */
export function packageFacts(folder: string): PackageFacts | null {
  try {
    return JSON.parse(readFileSync(join(folder, FACTS_FILE), 'utf8')) as PackageFacts
  } catch {
    return null
  }
}

/** Null: this runs from a checkout. */
export const PACKAGE = packageFacts(import.meta.dirname)
/** The repository's root; in a package the folder of the program. */
export const ROOT = PACKAGE === null ? join(import.meta.dirname, '..', '..') : import.meta.dirname
/** The built pages. */
export const PAGES_DIR = PACKAGE === null ? join(ROOT, 'overlay', 'dist') : join(ROOT, 'pages')
/** A process of its own: see `settings/secret-store.ts`. */
export const SECRET_HELPER = PACKAGE === null ? join(ROOT, 'bridge', 'src', 'settings', 'secret-helper.ts') : join(ROOT, 'secret-helper.js')
/** The licences of everything in a package, as one text. */
export const LICENCES_FILE = join(ROOT, '..', 'LICENCES.txt')
/** What changed in each version, as one text. */
export const CHANGES_FILE = PACKAGE === null ? join(ROOT, 'CHANGELOG.md') : join(ROOT, '..', 'CHANGES.txt')

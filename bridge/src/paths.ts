import { join } from 'node:path'

// At the root of the source, because `import.meta.dirname` is as deep in the built program (`bridge/dist`) as it is here.

/** The repository's root. */
export const ROOT = join(import.meta.dirname, '..', '..')
/** The built pages. */
export const PAGES_DIR = join(ROOT, 'overlay', 'dist')
/** A process of its own, which runs from its source: see `settings/secret-store.ts`. */
export const SECRET_HELPER = join(ROOT, 'bridge', 'src', 'settings', 'secret-helper.ts')

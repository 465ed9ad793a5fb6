import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'

// What Node compiles, and what it strips of types, is kept for the next start, which then costs two thirds. In the project's own folder: in
// a shared one for temporary files another user of the computer could put code.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/standby'))

await import('./main.ts')

// By then what a show needs is loaded; at the end it would be too late where the window is simply closed.
setTimeout(flushCompileCache, 3_000).unref()

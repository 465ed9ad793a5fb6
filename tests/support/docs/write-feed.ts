import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../run/program.ts'
import { feedPage } from './feed-page.ts'

// `pnpm write-docs feed`
writeFileSync(join(ROOT, 'docs/feed.md'), feedPage())

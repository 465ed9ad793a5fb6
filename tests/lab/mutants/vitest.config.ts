import { join } from 'node:path'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

// How the tests run while the sources are mutated: in one thread that stays up. Stryker's copy of the repository is the root.
const root = process.cwd()
const here = join(root, 'tests/lab/mutants')
const shortProperties = join(here, 'fast-check.ts')

/** Properties draw fewer values here, and do not shrink what they find. */
const shorter: Plugin = {
  name: 'shorter-properties',
  enforce: 'pre',
  resolveId: (id, importer) => (id === 'fast-check' && importer !== shortProperties ? shortProperties : null),
}

export default defineConfig({
  root,
  plugins: [shorter],
  // The links in node_modules lead to the sources as they are, and the copy has the mutants.
  resolve: { alias: [{ find: /^@standby\/(bridge|shared)\//, replacement: `${root}/$1/src/` }] },
  test: {
    include: ['tests/lab/mutants/host.ts'],
    environment: 'node',
    setupFiles: [join(root, 'tests/support/seed.ts')],
    runner: join(here, 'worker.ts'),
    pool: 'threads',
    isolate: false,
    maxWorkers: 1,
    // `runner.ts` ends what waits for ever. How long a test takes says nothing on a machine that is shared.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    teardownTimeout: 500,
  },
})

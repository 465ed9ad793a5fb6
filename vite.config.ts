import { createHash } from 'node:crypto'
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { PAGES } from './shared/src/pages.ts'
import { build, type EnvironmentOptions, type Plugin, type Rolldown, type ViteBuilder } from 'vite'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

// What a test waits for has a limit of its own (tests/support/wait.ts). This one only ends a test that hangs.
const TEST_LIMIT_MS = 600_000

const here = import.meta.dirname
const overlay = join(here, 'overlay')

// Each page that an audience sees is built on its own: code shared with another page would carry what only that one needs into OBS's
// browser sources.
const creatorPages = Object.values(PAGES).flatMap(({ name, isForViewers }) => (isForViewers ? [] : [name]))

/** The pages' html files by name. A missing one ends the build with its path instead of a bundler's guess. */
function inputsOf(pages: string[]): Record<string, string> {
  const inputs = pages.map((page): [string, string] => [page, join(overlay, `${page}.html`)])
  const missing = inputs.map(([, file]) => file).filter((file) => !existsSync(file))
  if (missing.length > 0) {
    throw new Error(`The pages cannot be built: missing ${missing.join(', ')}. Restore it, or take it off the list in shared/src/pages.ts.`)
  }
  return Object.fromEntries(inputs)
}

/**
 * Every browser that shows the pages reads woff2: the older twin of each font would only make the build twice as large. The letters of the
 * West and the joiners that the fonts of East Asia have would be loaded for any name that Inter cannot draw whole.
 */
const leanFonts: Plugin = {
  name: 'lean-fonts',
  enforce: 'pre',
  transform(code, id) {
    if (!/fontsource.*\.css$/.test(id)) return null
    const woff2Only = code.replace(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, '')
    if (!/noto-sans-(jp|kr|sc)/.test(id)) return woff2Only
    const eastOnly = woff2Only.replace(/@font-face \{[^}]*-(cyrillic|vietnamese|latin-ext|latin)-wght-normal[^}]*\}/g, '')
    return eastOnly.replace(/U\+200c-2012/gi, 'U+2010-2012')
  },
}

// OBS 28 to 30.2 carry Chromium 103, the oldest one still met.
const TARGET = 'chrome103'

/** One file of its own name without imports: a service worker and its page's script have no others. */
function standalone(name: string, entry: string): { input: Record<string, string>; output: Rolldown.OutputOptions } {
  return { input: { [name]: join(overlay, 'src', entry) }, output: { format: 'iife', entryFileNames: '[name].js' } }
}

/** The page that the service worker answers with is inside the worker: its script is built on its own, and handed over as text. */
const waitingInWorker: Plugin = {
  name: 'waiting-in-worker',
  resolveId: (id) => (id === 'virtual:waiting-script' ? `\0${id}` : null),
  async load(id) {
    if (id !== '\0virtual:waiting-script') return null
    const rolldownOptions = standalone('waiting', 'worker/waiting/main.ts')
    const built = await build({
      configFile: false,
      root: overlay,
      logLevel: 'warn',
      build: { write: false, target: TARGET, rolldownOptions },
    })
    if (!('output' in built)) throw new Error('The waiting page was built into several bundles, and the worker takes one.')
    return `export default ${JSON.stringify(built.output[0].code)}`
  },
}

/**
 * Each page names the digest of every script and style sheet that it loads: at once by its tags, later by its import map (browsers before
 * 2025 heed only the tags). What another program at this address has left in the browser's cache under the same name is not run. The
 * bridge lets the map through, which is the one script within a page (`bridge/src/server/pages.ts`).
 */
const integrity: Plugin = {
  name: 'integrity',
  applyToEnvironment: ({ name }) => ['client', 'standby', 'creators'].includes(name),
  writeBundle: {
    order: 'post',
    handler({ dir = '' }, bundle) {
      const digest = (file: string): string =>
        `sha384-${createHash('sha384')
          .update(readFileSync(join(dir, file)))
          .digest('base64')}`
      const scripts = Object.keys(bundle).filter((file) => file.endsWith('.js'))
      const map = JSON.stringify({ integrity: Object.fromEntries(scripts.map((file) => [`/${file}`, digest(file)])) })
      for (const page of Object.keys(bundle).filter((file) => file.endsWith('.html'))) {
        const text = readFileSync(join(dir, page), 'utf8')
          .replace(
            /<(?:script|link)\b[^>]*? (?:src|href)="\/([^"]+\.(?:js|css))"/g,
            (tag, file: string) => `${tag} integrity="${digest(file)}"`,
          )
          .replace('<script type="module"', `<script type="importmap">${map}</script>\n    <script type="module"`)
        writeFileSync(join(dir, page), text)
      }
    },
  },
}

/**
 * What the pages for viewers load later has no style sheet of its own, and what would load one with it is half a kilobyte. A style sheet there
 * ends the build: it would be missing.
 */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => ['client', 'standby'].includes(name),
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : null),
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk' || !file.isDynamicEntry || (file.viteMetadata?.importedCss.size ?? 0) === 0) continue
      throw new Error(`${file.fileName} has a style sheet. A page for viewers cannot load one later: import it in the page's main.ts.`)
    }
  },
}

/**
 * An `import` of `node:http` makes Node read all that the module has, and with that load its client for WebSockets and HTTP/2, 50 ms of a
 * start that nobody here has a use for. Got as a value it does not.
 */
const lightHttp: Plugin = {
  name: 'light-http',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'program',
  resolveId: (id, _importer, { kind }) => (id === 'node:http' && kind === 'import-statement' ? '\0light-http' : null),
  load(id) {
    if (id !== '\0light-http') return null
    const eager = Object.entries(Object.getOwnPropertyDescriptors(http)).filter(([, { get }]) => get === undefined)
    const names = eager.map(([name]) => name).filter((name) => name !== 'default')
    return `const http = process.getBuiltinModule('node:http'); export default http; export const { ${names.join(', ')} } = http`
  },
}

// From one file the program is loaded in half the time that 600 take. What is left out stays a package of its own: what is only needed
// later, and the TikTok library, whose licence is not ours.
const program: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true },
  build: {
    outDir: join(here, 'bridge/dist'),
    target: 'node26',
    minify: false,
    rolldownOptions: {
      input: { main: join(here, 'bridge/src/main.ts') },
      external: [/^tiktok-live-(connector|proto)\b/],
      // The same names in each build: one that runs may load a part only later.
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
}

/** The tests of a folder that start real processes and mostly wait for them. */
function withRealParts(name: string, more: NonNullable<TestProjectInlineConfiguration['test']>): TestProjectInlineConfiguration {
  const include = [`tests/${name}/**/*.test.ts`]
  const limits = { testTimeout: TEST_LIMIT_MS, hookTimeout: TEST_LIMIT_MS }
  return { extends: true, test: { name, include, environment: 'node', ...limits, ...more } }
}

export default defineConfig(async ({ command }) => {
  // Svelte's and vite's own checks for developers would make the overlay a fifth larger: whatever the environment says, a build is for a show.
  if (command === 'build') process.env['NODE_ENV'] = 'production'
  return {
    root: command === 'build' ? overlay : here,
    base: '/',
    plugins: [
      leanFonts,
      waitingInWorker,
      plainImports,
      integrity,
      lightHttp,
      svelte({ configFile: false, compilerOptions: { runes: true } }),
    ],
    build: {
      outDir: join(overlay, 'dist'),
      emptyOutDir: true,
      target: TARGET,
      cssTarget: TARGET,
      // The pages run under `script-src 'self'`: nothing may be inlined into the html.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
    ...(command === 'build' && {
      builder: {
        async buildApp(builder: ViteBuilder) {
          const begunAt = new Date()
          for (const name of ['client', 'standby', 'worker', 'module', 'creators', 'program']) {
            const environment = builder.environments[name]
            if (environment !== undefined) await builder.build(environment)
          }
          // See `bridge/src/start/build-check.ts`.
          const stamp = join(here, 'bridge/dist/built')
          writeFileSync(stamp, '')
          utimesSync(stamp, begunAt, begunAt)
        },
      },
      environments: {
        client: { build: { rolldownOptions: { input: inputsOf(['overlay']) } } },
        // Those built later add to what the first left.
        worker: {
          consumer: 'client' as const,
          build: { emptyOutDir: false, rolldownOptions: standalone('service-worker', 'worker/main.ts') },
        },
        module: {
          consumer: 'client' as const,
          build: {
            emptyOutDir: false,
            rolldownOptions: {
              input: { client: join(overlay, 'src/client/client.ts') },
              preserveEntrySignatures: 'strict' as const,
              output: { format: 'es' as const, entryFileNames: '[name].js' },
            },
          },
        },
        program,
        standby: { consumer: 'client' as const, build: { emptyOutDir: false, rolldownOptions: { input: inputsOf(['standby']) } } },
        creators: { consumer: 'client' as const, build: { emptyOutDir: false, rolldownOptions: { input: inputsOf(creatorPages) } } },
      },
    }),
    test: {
      // Two at a time is what a small machine bears: most tests here start real sockets, some a browser.
      maxWorkers: 2,
      // A failure says what was there instead, not only how many.
      chaiConfig: { truncateThreshold: 1_000 },
      setupFiles: [join(here, 'tests/support/seed.ts')],
      // Not for a build, which has no use for what it would load.
      ...(command === 'serve' && { sequence: { sequencer: (await import('./tests/support/longest-first.ts')).LongestFirst } }),
      projects: [
        {
          extends: true,
          test: {
            name: 'unit',
            include: ['tests/{shared,bridge,run,support}/**/*.test.ts'],
            environment: 'node',
            // Real sockets and properties on a busy machine: how long they take says nothing.
            testTimeout: 120_000,
            // A process for each file, and all it imports again in each, takes longer than most of the tests.
            isolate: false,
          },
        },
        {
          extends: true,
          plugins: [svelteTesting({ autoCleanup: false })],
          test: {
            name: 'components',
            include: ['tests/overlay/**/*.test.ts'],
            environment: 'jsdom',
            testTimeout: 120_000,
            isolate: false,
            unstubGlobals: true,
            setupFiles: ['@testing-library/svelte/vitest', join(here, 'tests/support/fresh-page.ts')],
          },
        },
        withRealParts('scenarios', { isolate: false }),
        withRealParts('fleet', { isolate: false }),
        withRealParts('chaos', { isolate: false, fileParallelism: false }),
        // What the browser's tests all import is large, and none of them changes it.
        withRealParts('browser', { isolate: false }),
        withRealParts('package', { fileParallelism: false }),
        // After everything else, two files at a time: each has an OBS, a display and a port of its own, and mostly waits for them.
        withRealParts('obs', { sequence: { groupOrder: 1 } }),
      ],
    },
  }
})

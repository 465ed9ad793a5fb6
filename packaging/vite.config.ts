import { join } from 'node:path'
import type { ConfigEnv, Plugin, UserConfig, ViteBuilder } from 'vite'
import base from '../vite.config.ts'

/** Below this folder: `pages`, `program`, and `licences-….json` for each of the builds. */
export const BUILT = join(import.meta.dirname, '../dist/work/built')

const source = join(import.meta.dirname, '../bridge/src')

/**
 * One sign outside of Latin-1 makes V8 keep a whole file at two bytes a sign, and this program has some in its tables. Written as escapes they
 * mean the same everywhere but in `String.raw`.
 */
const narrowText: Plugin = {
  name: 'narrow-text',
  applyToEnvironment: ({ name }) => name === 'program',
  renderChunk(code, { fileName }) {
    // There an escape would be text, and behind a backslash it would be none.
    const found = /String\.raw`[^`]*[^\x00-\x7f][^`]*`|\\[^\x00-\x7f]/.exec(code)?.[0]
    if (found !== undefined) throw new Error(`${fileName}: a package cannot have “${found}”. Write the sign as an escape in the source.`)
    return { code: code.replace(/[^\x00-\x7f]/g, escaped), map: null }
  },
}

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`

// What `pnpm package` builds: the same pages, and the program with the parts that run in processes of their own.
export default async (env: ConfigEnv): Promise<UserConfig> => {
  const config: UserConfig = await base(env)
  const environments = config.environments ?? {}
  // Vite has the licence text of everything that is in a bundle; each build of its own overwrites no other's.
  const licensed = Object.entries(environments).map(([name, environment]) => [
    name,
    { ...environment, build: { ...environment.build, license: { fileName: `licences-${name}.json` } } },
  ])
  const { program, ...pages } = Object.fromEntries(licensed) as typeof environments
  const input = {
    start: join(source, 'start/package-main.ts'),
    doctor: join(source, 'doctor/main.ts'),
    'secret-helper': join(source, 'settings/secret-helper.ts'),
  }
  const external = [/^tiktok-live-(connector|proto)\b/, '@napi-rs/keyring']
  return {
    ...config,
    plugins: [config.plugins, narrowText],
    build: { ...config.build, outDir: join(BUILT, 'pages') },
    environments: {
      ...pages,
      program: {
        ...program,
        build: {
          ...program?.build,
          outDir: join(BUILT, 'program'),
          emptyOutDir: true,
          rolldownOptions: { ...program?.build?.rolldownOptions, input, external },
        },
      },
    },
    builder: {
      async buildApp(builder: ViteBuilder) {
        // In their order: the first of the pages empties the folder. Whatever the checkout has, a package has.
        for (const name of Object.keys(environments)) {
          const environment = builder.environments[name]
          if (environment !== undefined) await builder.build(environment)
        }
      },
    },
  }
}

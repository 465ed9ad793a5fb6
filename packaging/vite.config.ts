import { join } from 'node:path'
import type { ConfigEnv, UserConfig, ViteBuilder } from 'vite'
import base from '../vite.config.ts'

/** Below this folder: `pages`, `program`, and `licences-….json` for each of the builds. */
export const BUILT = join(import.meta.dirname, '../dist/work/built')

const source = join(import.meta.dirname, '../bridge/src')

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
        for (const name of ['client', 'worker', 'creators', 'program']) {
          const environment = builder.environments[name]
          if (environment !== undefined) await builder.build(environment)
        }
      },
    },
  }
}

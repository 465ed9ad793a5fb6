import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// Which tests judge the mutants of a source: those that load it, directly or through other files. The copy of the repository is the cwd.

const PATTERNS = ['tests/shared/**/*.test.ts', 'tests/bridge/**/*.test.ts']

/** These start servers or processes, measure, or wait for real time. What they show of the pure code others show as well. */
export const LEFT_OUT = [
  'tests/bridge/alerts/webhook.test.ts',
  'tests/bridge/clock.test.ts',
  'tests/bridge/computer/routes.test.ts',
  'tests/bridge/custom-pages/custom-pages.test.ts',
  'tests/bridge/doctor/look-ways.test.ts',
  'tests/bridge/doctor/look.test.ts',
  'tests/bridge/feed/**',
  'tests/bridge/history/export.test.ts',
  'tests/bridge/history/pruning.test.ts',
  'tests/bridge/history/routes.test.ts',
  'tests/bridge/live/keys.test.ts',
  'tests/bridge/live/wake.test.ts',
  'tests/bridge/network/proxy.test.ts',
  'tests/bridge/network/system.test.ts',
  'tests/bridge/obs/link/adapter.test.ts',
  'tests/bridge/obs/obs.test.ts',
  'tests/bridge/obs/routes.test.ts',
  'tests/bridge/obs/scenes/places.test.ts',
  'tests/bridge/server/**',
  'tests/bridge/settings/file.test.ts',
  'tests/bridge/settings/secret-leftovers.test.ts',
  'tests/bridge/settings/secret-settings.test.ts',
  'tests/bridge/settings/secret-store.test.ts',
  'tests/bridge/show/avatar-routes.test.ts',
  'tests/bridge/show/card.test.ts',
  'tests/bridge/show/download.test.ts',
  'tests/bridge/show/routes.test.ts',
  'tests/bridge/simulator/**',
  'tests/bridge/sources/redact-time.test.ts',
  'tests/bridge/sources/tiktok/https.test.ts',
  'tests/bridge/start/build-check.test.ts',
  'tests/bridge/start/problem.test.ts',
  'tests/bridge/store/**',
  'tests/bridge/tikfinity/socket.test.ts',
  'tests/shared/connection/bench.test.ts',
]

const SPECIFIER = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g

export function testFilesThatLoad(sources: readonly string[]): string[] {
  const files = globSync(PATTERNS, { exclude: LEFT_OUT }).map((file) => join(process.cwd(), file))
  return files.sort().filter((file) => {
    const loaded = loadedBy(file)
    return sources.some((source) => loaded.has(source))
  })
}

/** The file and all of ours that it loads, as absolute paths. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(file)) return seen
  seen.add(file)
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(SPECIFIER)) {
    const ours = /^@standby\/(bridge|shared)\/(.+)$/.exec(specifier)
    if (ours !== null) loadedBy(join(process.cwd(), ours[1] ?? '', 'src', ours[2] ?? ''), seen)
    else if (specifier.startsWith('.')) loadedBy(join(file, '..', specifier), seen)
  }
  return seen
}

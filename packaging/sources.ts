import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, run } from './tools.ts'
import { installedAt } from './vendor.ts'

/**
 * The archives of the libraries under the AGPL, as their authors published them, into `to`: everyone who gets a package can get these too. Each is
 * checked against the lock file.
 */
export function sourceArchives(modules: string, to: string): void {
  const lock = readFileSync(join(ROOT, 'pnpm-lock.yaml'), 'utf8')
  for (const library of ['tiktok-live-connector', 'tiktok-live-proto']) {
    const { version } = installedAt(modules, library)
    const wanted = new RegExp(
      `\\n {2}${library}@${version.replaceAll('.', '\\.')}:\\n {4}resolution: \\{integrity: (sha512-[\\w+/=]+)`,
    ).exec(lock)?.[1]
    run('npm', ['pack', `${library}@${version}`, '--pack-destination', to, '--silent'])
    const got = `sha512-${createHash('sha512')
      .update(readFileSync(join(to, `${library}-${version}.tgz`)))
      .digest('base64')}`
    if (got !== wanted)
      throw new Error(`The archive of ${library} ${version} is not the one in the lock file. Nothing may be published with it.`)
  }
}

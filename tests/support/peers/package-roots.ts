import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where `tests/lab/package-roots.ts` makes the computers that packages are tried on. */
export const ROOTS_FOLDER = join(tmpdir(), 'standby-package-roots')

/** A Debian to install the `.deb` in, and one with Wine, each with what the suite has. */
export const PACKAGE_ROOTS = [
  { name: 'debian', suite: 'bookworm', packages: ['libglib2.0-bin', 'desktop-file-utils'] },
  { name: 'wine', suite: 'trixie', packages: ['wine', 'wine64'] },
] as const

/** The folder of such a computer, or one that a variable names; null: it was not made here. */
export function packageRoot(name: (typeof PACKAGE_ROOTS)[number]['name'], given?: string): string | null {
  if (given !== undefined && given !== '') return given
  const root = join(ROOTS_FOLDER, name)
  return existsSync(join(root, 'standby-ready')) ? root : null
}

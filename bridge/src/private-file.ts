import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes `text` to `file`, readable by its owner only, whole or not at all. Throws when the disk refuses. */
export function writePrivateFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const next = `${file}.new`
  writeFileSync(next, text, { mode: 0o600 })
  chmodSync(next, 0o600)
  // A rename replaces the old file in one step: a crash leaves either the old text or the new.
  renameSync(next, file)
}

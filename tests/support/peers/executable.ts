import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** The full path of the first of `names` found in the PATH, or null. */
export function onPath(...names: string[]): string | null {
  const endings = process.platform === 'win32' ? ['.exe', '.com'] : ['']
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = names.flatMap((name) => folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))))
  return firstExecutable(candidates)
}

/** The first of these full paths that can be run, or null. */
export function firstExecutable(files: string[]): string | null {
  return files.find(isExecutable) ?? null
}

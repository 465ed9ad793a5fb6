import { statSync } from 'node:fs'
import { join } from 'node:path'

/** Beside the program of a package: the files without which there is no show. */
export const FILES_FILE = 'files.json'

/** Files of a package by their path in it, with their size in bytes. */
export type FileSizes = Readonly<Record<string, number>>

/** Those that are not there or have another size: a virus scanner took them, or an update broke off. */
export function missingFiles(folder: string, files: FileSizes): string[] {
  return Object.entries(files).flatMap(([path, size]) => {
    const found = statSync(join(folder, path), { throwIfNoEntry: false })
    return found?.size === size ? [] : [path]
  })
}

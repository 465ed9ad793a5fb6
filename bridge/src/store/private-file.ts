import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Dirent,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { whileBusy } from './while-busy.ts'

/** Windows has no such thing; there only administrators make links. */
const NO_LINK = constants.O_NOFOLLOW ?? 0

/**
 * Writes `text` to `file`, readable by its owner only, whole or not at all. Throws when the disk refuses. What is written first has a name
 * that nobody can know beforehand, and must be new: if others can put links into the folder, none is followed.
 */
export function writePrivateFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const next = `${file}.${randomBytes(8).toString('hex')}.new`
  const handle = openSync(next, 'wx', 0o600)
  try {
    try {
      writeFileSync(handle, text)
    } finally {
      closeSync(handle)
    }
    // A rename replaces the old file in one step: a crash leaves either the old text or the new.
    whileBusy(() => renameSync(next, file), isHeld)
  } catch (error) {
    rmSync(next, { force: true })
    throw error
  }
}

/** Another program has the file open: on Windows a scanner or a backup makes a rename fail so, for a moment. */
function isHeld(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'EBUSY' || (process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES'))
}

/** A folder that cannot be read has nothing of ours that could be taken away. */
function entriesOf(folder: string): Dirent[] {
  return tryTo(() => readdirSync(folder, { withFileTypes: true })) ?? []
}

function tryTo<Result>(work: () => Result): Result | null {
  try {
    return work()
  } catch {
    return null
  }
}

const UNFINISHED = /^\.(?:[0-9a-f]{16}\.)?new$/

/** Takes away what a crash has left half written beside `file`: it may hold a secret. */
export function sweepUnfinished(file: string): void {
  const folder = dirname(file)
  for (const entry of entriesOf(folder)) {
    const isOurs = entry.name.startsWith(basename(file)) && UNFINISHED.test(entry.name.slice(basename(file).length))
    if (isOurs && !entry.isDirectory()) tryTo(() => rmSync(join(folder, entry.name), { force: true }))
  }
}

/** Something else than a plain file has the name of one of ours. */
export class NoPlainFile extends Error {
  override name = 'NoPlainFile'
}

/**
 * Opens one of our own files to be added to, and makes it if it is missing; readable by its owner only. Throws `NoPlainFile` for a link,
 * a pipe or anything else that somebody may have put in its place.
 */
export function openPrivateFile(file: string): number {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const there = lstatSync(file, { throwIfNoEntry: false })
  if (there !== undefined && !there.isFile()) {
    throw new NoPlainFile(there.isSymbolicLink() ? 'it is a link to another place' : 'it is no plain file')
  }
  // A link that comes in between is refused by the system.
  const handle = openSync(file, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | NO_LINK, 0o600)
  const { mode, nlink } = fstatSync(handle)
  if (nlink > 1) {
    closeSync(handle)
    throw new NoPlainFile('it is another name of a file that also lies elsewhere')
  }
  try {
    if ((mode & 0o077) !== 0) fchmodSync(handle, 0o600)
  } catch {
    // Another account's, from a start under that one; the doctor says that others can read it.
  }
  return handle
}

/**
 * The folder in which other accounts can put something in the place of our files: `folder` itself, or one above it if they can rename
 * what is in it, by the path as it is written and by the one that its links lead to. Null if there is none, and on Windows, whose
 * modes say nothing.
 */
export function folderOpenToOthers(folder: string): string | null {
  if (process.platform === 'win32') return null
  const own = tryTo(() => statSync(folder, { throwIfNoEntry: false })) ?? undefined
  if (own !== undefined && ((own.mode & 0o022) !== 0 || !isTrusted(own.uid))) return folder
  for (const path of [resolve(folder), realPath(resolve(folder))]) {
    for (let at = dirname(path); ; at = dirname(at)) {
      if (lendsNames(at)) return at
      if (at === dirname(at)) break
    }
  }
  return null
}

const isTrusted = (uid: number): boolean => uid === 0 || uid === process.getuid?.()

/** Whether another account can rename what is in this folder. A person's own group counts as that person, as many systems have it. */
function lendsNames(folder: string): boolean {
  const there = tryTo(() => statSync(folder, { throwIfNoEntry: false })) ?? undefined
  if (there === undefined) return false
  if (!isTrusted(there.uid)) return true
  const isSticky = (there.mode & 0o1000) !== 0
  const isGroups = (there.mode & 0o020) !== 0 && there.gid !== 0 && there.gid !== process.getgid?.()
  return !isSticky && ((there.mode & 0o002) !== 0 || isGroups)
}

/** Where the part of a path that is there really lies, with the rest as it is. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path)
  return path === dirname(path) ? path : join(realPath(dirname(path)), basename(path))
}

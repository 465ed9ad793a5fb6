import type { RefusalCode } from '@standby/shared/words/refusals.ts'

/** The ways in which a file or folder fails, as far as they ask for different things of a person. */
export type DiskFailure = Extract<RefusalCode, 'disk-full' | 'disk-read-only' | 'disk-busy' | 'disk-gone' | 'disk-no-folder'>

const BY_CODE: Readonly<Record<string, DiskFailure>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  EROFS: 'disk-read-only',
  EACCES: 'disk-read-only',
  EPERM: 'disk-read-only',
  EBUSY: 'disk-busy',
  ETXTBSY: 'disk-busy',
  EAGAIN: 'disk-busy',
  EMFILE: 'disk-busy',
  ENFILE: 'disk-busy',
  ENOENT: 'disk-gone',
  EIO: 'disk-gone',
  ENXIO: 'disk-gone',
  ENODEV: 'disk-gone',
  ESTALE: 'disk-gone',
  ENOTCONN: 'disk-gone',
  EHOSTDOWN: 'disk-gone',
  ENOTDIR: 'disk-no-folder',
  EEXIST: 'disk-no-folder',
  EISDIR: 'disk-no-folder',
  ELOOP: 'disk-no-folder',
  ENAMETOOLONG: 'disk-no-folder',
  EINVAL: 'disk-no-folder',
  ERR_INVALID_ARG_VALUE: 'disk-no-folder',
}

/** SQLite's own: PERM, BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOLFS, NOTADB; https://sqlite.org/rescode.html. */
const BY_SQLITE_CODE: Readonly<Record<number, DiskFailure>> = {
  3: 'disk-read-only',
  5: 'disk-busy',
  6: 'disk-busy',
  8: 'disk-read-only',
  10: 'disk-gone',
  11: 'disk-gone',
  13: 'disk-full',
  14: 'disk-gone',
  15: 'disk-busy',
  22: 'disk-full',
  26: 'disk-gone',
}

/** How the database's file failed, also by its extended codes; null if the error is another. */
export function sqliteFailureOf(error: unknown): DiskFailure | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null
  return BY_SQLITE_CODE[error.errcode & 0xff] ?? null
}

/** Null if the error is not one of a file: then it is a bug, and no reason to look at the disk. */
export function diskFailureOf(error: unknown): DiskFailure | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  if ('errcode' in error) return sqliteFailureOf(error)
  const isOfFile = 'path' in error || 'syscall' in error || error.code === 'ERR_INVALID_ARG_VALUE'
  return isOfFile && !('address' in error) ? (BY_CODE[error.code] ?? null) : null
}

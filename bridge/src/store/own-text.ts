import { readFileSync, renameSync } from 'node:fs'
import { diskFailureOf } from './disk-failure.ts'
import { whileBusy } from './while-busy.ts'

/** What a file of ours that people may edit holds. `missing` also where its folder is none: the journal says what is wrong with that. */
export type OwnText =
  | { state: 'read'; text: string }
  | { state: 'missing' }
  /** It is there and cannot be read now. To write it would be to lose it. */
  | { state: 'blocked'; reason: Error }

/** A file as an editor may have left it: with a mark in front, in UTF-16, or with NULs at its end. */
export function readOwnText(file: string): OwnText {
  try {
    return { state: 'read', text: textOf(whileBusy(() => readFileSync(file), isBusy)) }
  } catch (error) {
    if (isMissing(error)) return { state: 'missing' }
    return { state: 'blocked', reason: asError(error) }
  }
}

/** Renames a file that makes no sense, so that it is not lost. Returns its new name, or why that could not be done. */
export function setAside(file: string, now: number): { aside: string } | { blocked: Error } {
  const aside = `${file}.unreadable-${now}`
  try {
    whileBusy(() => renameSync(file, aside), isBusy)
    return { aside }
  } catch (error) {
    return { blocked: asError(error) }
  }
}

/** A scanner that holds the file for a moment is waited for. */
const isBusy = (error: unknown): boolean => diskFailureOf(error) === 'disk-busy'

function textOf(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe
  return bytes
    .toString(isWide ? 'utf16le' : 'utf8')
    .replace(/^\ufeff/, '')
    .replace(/\u0000+$/, '')
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].includes(String(error.code))
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

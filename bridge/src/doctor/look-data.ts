import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { codeOf } from '../network/error-code.ts'
import { readOwnText } from '../store/own-text.ts'
import { folderOpenToOthers } from '../store/private-file.ts'
import type { DatabaseFacts, DataFacts, SettingsFacts } from './verdicts.ts'

const PRIVATE_FILES = ['standby.db', 'settings.json', 'tokens.json', join('logs', 'standby.log')]

/** What can be seen of the data directory without changing anything in it. */
export function lookAtData(folder: string): DataFacts {
  const state = stateOf(folder)
  const openFile = state === 'writable' ? (PRIVATE_FILES.find((file) => isOpenToOthers(join(folder, file))) ?? null) : null
  return { folder, state, freeBytes: freeBytes(folder), openFile, openFolder: folderOpenToOthers(folder) }
}

function stateOf(folder: string): DataFacts['state'] {
  if (!existsSync(folder)) {
    // The first start makes it, as far as that is allowed where it will be.
    const code = refusal(nearestParent(folder))
    return code === null ? 'missing' : { code }
  }
  if (!statSync(folder).isDirectory()) return 'no-folder'
  const code = refusal(folder)
  return code === null ? 'writable' : { code }
}

function refusal(folder: string): string | null {
  try {
    accessSync(folder, constants.W_OK)
    return null
  } catch (error) {
    return reasonOf(error)
  }
}

function nearestParent(path: string): string {
  const parent = dirname(path)
  return existsSync(parent) || parent === path ? parent : nearestParent(parent)
}

function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(existsSync(folder) ? folder : nearestParent(folder))
    return bavail * bsize
  } catch {
    return null
  }
}

/** Windows keeps what lies in a user's own folders to the user; its modes say nothing. */
function isOpenToOthers(file: string): boolean {
  if (process.platform === 'win32') return false
  try {
    return (statSync(file).mode & 0o077) !== 0
  } catch {
    // It is not there, or leads nowhere.
    return false
  }
}

/** Reads the database, which a running Standby has locked. `latestFormat`: the newest that this version knows. */
export function lookAtDatabase(file: string, latestFormat: number): DatabaseFacts {
  if (!existsSync(file)) return { state: 'new' }
  let db: DatabaseSync | null = null
  try {
    const { size } = statSync(file)
    if (size === 0) return { state: 'new' }
    db = new DatabaseSync(file, { readOnly: true })
    if (Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0) > latestFormat) return { state: 'too-new' }
    const verdict = String(db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] ?? '')
    return verdict === 'ok' ? { state: 'sound', bytes: size } : { state: 'broken', reason: verdict }
  } catch (error) {
    // SQLITE_BUSY and SQLITE_LOCKED, https://sqlite.org/rescode.html.
    const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0
    if (code === 5 || code === 6) return { state: 'in-use' }
    return { state: 'broken', reason: error instanceof Error ? error.message : String(error) }
  } finally {
    db?.close()
  }
}

export function lookAtSettings(folder: string): SettingsFacts & { document: unknown } {
  const asides = namesIn(folder).filter((name) => name.startsWith('settings.json.unreadable-'))
  const setAside = asides.sort().at(-1) ?? null
  const found = readOwnText(join(folder, 'settings.json'))
  if (found.state === 'missing') return { state: 'new', setAside, document: null }
  if (found.state === 'blocked') return { state: { code: reasonOf(found.reason) }, setAside, document: null }
  try {
    return { state: 'fine', setAside, document: JSON.parse(found.text) as unknown }
  } catch {
    return { state: 'broken', setAside, document: null }
  }
}

/** The names in a folder. Empty if it is not a folder or cannot be read: another check reports that. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The system's own word for what went wrong, or else what the error says. */
export function reasonOf(error: unknown): string {
  return codeOf(error) ?? (error instanceof Error ? error.message : String(error))
}

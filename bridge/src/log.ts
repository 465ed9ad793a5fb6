import { lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { destination, pino, type Logger } from 'pino'
import { openPrivateFile } from './store/private-file.ts'

/** Past this size the log of the last runs is kept as one old file and a new one begun. */
const ROTATE_BYTES = 5_000_000

/** Names under which a secret could reach a log line; whatever stands there is replaced. */
const SECRET_KEYS = [
  'password',
  'signApiKey',
  'signKey',
  'secret',
  'credentials',
  'apiKey',
  'sessionId',
  'sessionid',
  'cookie',
  'authorization',
  'x-api-key',
  'token',
  'readToken',
  'controlToken',
]

/**
 * JSON lines in `<dataDir>/logs/standby.log`, readable by the owner only. If the disk refuses, there is no log: a show does not wait for
 * one, and `problem` says why. Neither does one whose disk fails later.
 */
export function openLog(dataDir: string, level: string): { log: Logger; problem: string | null } {
  const paths = SECRET_KEYS.flatMap((key) => (key.includes('-') ? [`["${key}"]`, `*["${key}"]`] : [key, `*.${key}`, `*.*.${key}`]))
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths, censor: '(secret)' } }
  try {
    const lines = destination({ dest: logFile(dataDir), sync: true })
    lines.on('error', () => undefined)
    return { log: pino({ level, ...options }, lines), problem: null }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const problem = `There is no log of this run, because ${join(dataDir, 'logs')} cannot be used (${reason}).`
    return { log: pino({ level: 'silent', ...options }), problem }
  }
}

function logFile(dataDir: string): number {
  const dir = join(dataDir, 'logs')
  const file = join(dir, 'standby.log')
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const there = lstatSync(file, { throwIfNoEntry: false })
  // What has a log's name and is none (a link, a pipe) is put out of the way: what it leads to is left alone.
  if (there !== undefined && !there.isFile()) rmSync(file)
  else if ((there?.size ?? 0) > ROTATE_BYTES) renameSync(file, join(dir, 'standby.old.log'))
  return openPrivateFile(file)
}

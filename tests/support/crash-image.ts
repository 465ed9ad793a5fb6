import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** What a process that is killed now would leave: the database and its log, copied while they are open. `log: false`: without the log. */
export function crashImage(file: string, to: string, { log = true } = {}): string {
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(file, to)
  if (log && existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${to}-wal`)
  return to
}

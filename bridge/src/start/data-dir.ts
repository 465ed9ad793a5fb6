import { homedir } from 'node:os'
import envPaths from 'env-paths'

/** The value of a variable as people paste it: without quotes around it (a Command Prompt may leave one alone), and without a mark of the byte order. */
export function unquoted(value: string): string {
  const bare = value.replaceAll('\ufeff', '').trim()
  return (/^'(.*)'$/s.exec(bare)?.[1] ?? bare.replace(/^"+|"+$/g, '')).trim()
}

/** Where the database, the settings and the log are. `~` is the home folder, which only a shell would say. */
export function dataDirOf(env: Readonly<Record<string, string | undefined>>): string {
  const given = unquoted(env['STANDBY_DATA_DIR'] ?? '')
  return given === '' ? envPaths('Standby', { suffix: '' }).data : given.replace(/^~(?=$|[\\/])/, homedir())
}

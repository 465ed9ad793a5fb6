import envPaths from 'env-paths'

/** Where the database, the settings and the log are. */
export function dataDirOf(env: Readonly<Record<string, string | undefined>>): string {
  const given = env['STANDBY_DATA_DIR']?.trim() ?? ''
  return given === '' ? envPaths('Standby', { suffix: '' }).data : given
}

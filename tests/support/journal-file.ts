import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Message ids in a stopped bridge's journal, in order of offset, from `offset` on (exclusive). */
export function journaledIds(dataDir: string, offset = 0): string[] {
  const db = new DatabaseSync(join(dataDir, 'standby.db'), { readOnly: true })
  try {
    return db
      .prepare('SELECT id FROM events WHERE offset > ? ORDER BY offset')
      .all(offset)
      .map((row) => String(row['id']))
  } finally {
    db.close()
  }
}

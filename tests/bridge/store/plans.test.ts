import { describe, expect, test } from 'vitest'
import type { DatabaseSync } from 'node:sqlite'
import { openDatabase } from '@standby/bridge/store/database.ts'
import { journals } from '../../support/fixtures/journals.ts'

const { at: journalAt } = journals()

describe('Storage', () => {
  test('[ST15] every question about events is answered by an index, none reads or sorts them all', () => {
    const questions = new Set<string>()
    let database: DatabaseSync | null = null
    journalAt(':memory:', {
      open(file, epoch) {
        const db = openDatabase(file, epoch)
        database = db
        const prepare = db.prepare.bind(db)
        db.prepare = (sql) => (questions.add(sql), prepare(sql))
        return db
      },
    })
    const ofEvents = [...questions].filter((sql) => /\b(FROM|JOIN) events\b/.test(sql))
    expect(ofEvents.length).toBeGreaterThan(5)
    for (const sql of ofEvents) {
      const steps = database!
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((row) => String(row['detail']))
      expect({ sql, steps: steps.filter((step) => /^SCAN events/.test(step)) }).toEqual({ sql, steps: [] })
      // What is sorted otherwise is the list of LIVEs.
      if (!/FROM sessions/.test(sql)) expect({ sql, steps: steps.filter((step) => /TEMP B-TREE/.test(step)) }).toEqual({ sql, steps: [] })
    }
  })
})

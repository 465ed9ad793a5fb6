import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { feedSchema } from '@standby/bridge/api/feed-schema.ts'
import { liveEventDraft } from '@standby/shared/live/event.ts'

const DOCS = readFileSync(join(import.meta.dirname, '../../../docs/api.md'), 'utf8')
/** In every event, and told in one place. */
const COMMON = ['id', 'at', 'missed', 'user', 'type', 'offset']

interface Schema {
  title?: string
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  const?: string
}

/** The kinds of events with the names of their own fields, as the schema that checks them has them. */
function kinds(): [string, string[]][] {
  return liveEventDraft.options.map(({ shape }) => [shape.type.value, Object.keys(shape).filter((name) => !COMMON.includes(name))])
}

describe('API', () => {
  test('[AP11] the schema of the feed has each message, and each kind of event with all its fields', () => {
    const schema = feedSchema() as Schema
    const messages = (schema.oneOf ?? []).map(({ properties }) => properties?.['type']?.const)
    expect(messages).toEqual(['snapshot', 'update', 'test'])
    const text = JSON.stringify(schema)
    for (const [kind, fields] of kinds()) {
      expect(text).toContain(`"const":"${kind}"`)
      for (const field of [...fields, ...COMMON]) expect(text).toContain(`"${field}":`)
    }
    expect(JSON.parse(text)).toEqual(schema)
  })

  test('[AP11] docs/api.md names each kind of event, and each field of it', () => {
    const table = DOCS.slice(DOCS.indexOf('**Events:**'), DOCS.indexOf('**Close codes:**'))
    for (const [kind, fields] of kinds()) {
      expect(table).toContain(`\`${kind}\``)
      for (const field of fields) expect([kind, field, table.includes(`\`${field}`)]).toEqual([kind, field, true])
    }
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CAUSE_KINDS } from '@standby/shared/connection/cause.ts'
import { describe, expect, test } from 'vitest'

describe('Ladder', () => {
  test('[LD31] docs/causes.md has each cause, also if it is mistaken, and only rules that there are', () => {
    const root = join(import.meta.dirname, '../../..')
    const [causes = '', mistaken = ''] = readFileSync(join(root, 'docs/causes.md'), 'utf8').split('## If the cause is mistaken')
    const rules = new Set([...readFileSync(join(root, 'SPEC.md'), 'utf8').matchAll(/^- \*\*([A-Z]{2}\d+)\*\*/gm)].map(([, id]) => id))
    const firstCells = (text: string) => [...text.matchAll(/^\| (`.*?) \|/gm)].map(([, cell]) => cell).join()
    for (const kind of CAUSE_KINDS) {
      expect(firstCells(causes), kind).toContain(`\`${kind}\``)
      expect(firstCells(mistaken.split('\n## ')[0] ?? ''), kind).toContain(`\`${kind}\``)
    }
    for (const [id] of (causes + mistaken).matchAll(/\b[A-Z]{2}\d+\b/g)) expect(rules, id).toContain(id)
    for (const row of mistaken.split('\n').filter((line) => line.startsWith('| `'))) expect(row).not.toMatch(/\|\s*\|$/)
  })
})

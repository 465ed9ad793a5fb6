import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fontType, isWholeFont } from '@standby/bridge/show/font-type.ts'

/** A packed font of so many bytes, which says what it says of itself. */
function packed(tag: 'wOFF' | 'wOF2', bytes: number, says: { length?: number; tables?: number; unpacked?: number } = {}): Buffer {
  const font = Buffer.alloc(bytes)
  font.write(tag, 'latin1')
  font.writeUInt32BE(says.length ?? bytes, 8)
  font.writeUInt16BE(says.tables ?? 9, 12)
  font.writeUInt32BE(says.unpacked ?? bytes * 2, 16)
  return font
}

/** A plain font whose tables lie at these places. */
function plain(tag: string, tables: readonly { at: number; bytes: number }[], bytes: number): Buffer {
  const font = Buffer.alloc(bytes)
  font.write(tag, 'latin1')
  font.writeUInt16BE(tables.length, 4)
  for (const [index, table] of tables.entries()) {
    font.writeUInt32BE(table.at, 12 + index * 16 + 8)
    font.writeUInt32BE(table.bytes, 12 + index * 16 + 12)
  }
  return font
}

describe('Overlay settings', () => {
  test('[OC11] fonts are told apart by their first bytes', () => {
    const kinds = { wOF2: 'font/woff2', wOFF: 'font/woff', OTTO: 'font/otf', '\0\x01\0\0': 'font/ttf', true: 'font/ttf' }
    for (const [tag, type] of Object.entries(kinds)) expect(fontType(Buffer.from(tag, 'latin1'))).toBe(type)
    for (const tag of ['ttcf', '<svg', 'ID3\x04', '%!PS', 'PK\x03\x04']) expect(fontType(Buffer.from(tag, 'latin1'))).toBeNull()
  })

  test.each([
    ['a whole packed font', packed('wOF2', 500), true],
    ['a whole older packed font', packed('wOFF', 500), true],
    ['one byte too few', packed('wOF2', 500, { length: 501 }), false],
    ['bytes behind its end', packed('wOFF', 500, { length: 499 }), false],
    ['no tables', packed('wOF2', 500, { tables: 0 }), false],
    ['one that unpacks to gigabytes', packed('wOF2', 500, { unpacked: 4_000_000_000 }), false],
    ['a head alone', packed('wOF2', 43), false],
    ['a whole plain font', plain('OTTO', [{ at: 28, bytes: 72 }], 100), true],
    ['a table that goes past the end', plain('\0\x01\0\0', [{ at: 28, bytes: 73 }], 100), false],
    ['a table at a place that no file has', plain('true', [{ at: 0xffffffff, bytes: 0xffffffff }], 100), false],
    ['more tables than there is room for', plain('OTTO', [], 100).fill(0xff, 4, 6), false],
    ['a plain font without tables', plain('OTTO', [], 100), false],
  ])('[OC11] %s', (_what, font, isWhole) => {
    expect(isWholeFont(font)).toBe(isWhole)
  })

  test('[OC11] whatever bytes a font has, they are looked at without an error', () => {
    const heads = fc.constantFrom('wOF2', 'wOFF', 'OTTO', 'true', '')
    fc.assert(
      fc.property(heads, fc.uint8Array({ maxLength: 400 }), (head, rest) => {
        expect(typeof isWholeFont(Buffer.concat([Buffer.from(head), rest]))).toBe('boolean')
      }),
    )
  })
})

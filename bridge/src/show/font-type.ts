/** No font has fewer bytes. */
export const FONT_HEAD_BYTES = 12

/** What a font may come to when a browser unpacks it. */
const MAX_UNPACKED_BYTES = 30_000_000

/** The type of a font by its first bytes; null for anything else. */
export function fontType(head: Uint8Array): string | null {
  const tag = String.fromCharCode(...head.subarray(0, 4))
  if (tag === 'wOF2') return 'font/woff2'
  if (tag === 'wOFF') return 'font/woff'
  if (tag === 'OTTO') return 'font/otf'
  return tag === '\0\x01\0\0' || tag === 'true' ? 'font/ttf' : null
}

/**
 * Whether the file has all that its own table of contents names, and nothing behind it. Half a download has not, and a browser would show
 * no letter of it. What its tables hold is for the browser to check, which trusts no font.
 */
export function isWholeFont(font: Uint8Array): boolean {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength)
  if (font.length < 12) return false
  const type = fontType(font)
  if (type === 'font/woff2' || type === 'font/woff') {
    if (font.length < 44) return false
    return view.getUint32(8) === font.length && view.getUint16(12) > 0 && view.getUint32(16) <= MAX_UNPACKED_BYTES
  }
  const tables = view.getUint16(4)
  if (tables === 0 || 12 + tables * 16 > font.length) return false
  return Array.from({ length: tables }, (_, at) => 12 + at * 16).every(
    (at) => view.getUint32(at + 8) + view.getUint32(at + 12) <= font.length,
  )
}

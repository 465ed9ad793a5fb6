// Which characters look like Latin letters: from Unicode's confusables to the table in shared/src/look-alikes.ts.

/** One line of the data: the character, and what it looks like by Unicode's word. */
export type Confusable = readonly [from: string, to: string]

const LINE = /^([0-9A-F]+)\s*;\s*([0-9A-F]+(?: [0-9A-F]+)*)\s*(?:;|$)/

/** The pairs in Unicode's own file, or in an excerpt of it; other lines are passed over. */
export function confusablesIn(text: string): Confusable[] {
  return text.split('\n').flatMap((line) => {
    const [, from, to] = LINE.exec(line) ?? []
    return from === undefined || to === undefined ? [] : [[characters(from), characters(to)] as const]
  })
}

/** What small letters look like: as they are, and those that look like something else as a capital. */
export interface LookAlikes {
  small: Map<string, string>
  capital: Map<string, string>
}

/**
 * What each letter or number outside ASCII looks like: one to three Latin letters, all as small letters. What looks like a character that
 * looks like a Latin letter does so too. Arabic and Hebrew are left out, because their words are searched for without bounds.
 */
export function latinLookAlikes(confusables: readonly Confusable[]): LookAlikes {
  const asItIs = looksOf(confusables.filter(([from]) => !isCapital(from)))
  const capitals = looksOf(confusables.filter(([from]) => isCapital(from)))
  const small = new Map([...looksOf(confusables), ...asItIs])
  return { small, capital: new Map([...capitals].filter(([other, latin]) => small.get(other) !== latin)) }
}

function looksOf(confusables: readonly Confusable[]): Map<string, string> {
  const looks = new Map<string, string>()
  for (let before = -1; before !== looks.size;) {
    before = looks.size
    for (const [from, to] of confusables) {
      const other = plain(from)
      if (looks.has(other) || !isOther(other)) continue
      const latin = Array.from(plain(to), (char) => looks.get(char) ?? char).join('')
      if (/^[a-z]{1,3}$/.test(latin)) looks.set(other, latin)
    }
  }
  return looks
}

/** The rows of the table: the letters, a blank, and all that looks like them, by code point. */
export function rowsOf(looks: ReadonlyMap<string, string>): string[] {
  const rows = new Map<string, string[]>()
  for (const [other, latin] of looks) rows.set(latin, [...(rows.get(latin) ?? []), other])
  const byCode = (a: string, b: string): number => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0)
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([latin, others]) => `${latin} ${others.sort(byCode).join('')}`)
}

/** The lines of `confusables` that the table is made of, as Unicode writes them. */
export function excerptOf(confusables: readonly Confusable[]): string {
  const { small } = latinLookAlikes(confusables)
  const used = confusables.filter(([from]) => small.has(plain(from)))
  return used.map(([from, to]) => `${codes(from)} ; ${codes(to)}\n`).join('')
}

const plain = (text: string): string => text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '')
const isCapital = (text: string): boolean => text.normalize('NFKD').toLowerCase() !== text.normalize('NFKD')
const isOther = (char: string): boolean => char > '\u007f' && /^(?![\p{Script=Arabic}\p{Script=Hebrew}])[\p{L}\p{N}]$/u.test(char)
const characters = (hex: string): string => String.fromCodePoint(...hex.split(' ').map((one) => Number.parseInt(one, 16)))
const codes = (text: string): string =>
  Array.from(text, (char) => (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')).join(' ')

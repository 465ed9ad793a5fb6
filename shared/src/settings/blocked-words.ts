import { comparisonForm, lettersFor, lookForm } from '../comparison.ts'

const LETTERS = /[\p{L}\p{N}\p{M}]+/gu
const SPACED = '\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{N}'
const SPACED_FIRST = new RegExp(`^[${SPACED}]`, 'u')
const SPACED_LAST = new RegExp(`[${SPACED}]\\p{M}*$`, 'u')
/** A word that is spelled with blanks may be in so many pieces. */
const MOST_PIECES = 40
/** Shorter ones come about by chance: the Spanish `a no` is not `ano`. */
const LEAST_IN_PIECES = 5

/**
 * Whether a text has one of the words. A word of a script that parts its words by spaces must stand by itself (`ass` is not in `class`). In
 * others (Chinese, Japanese, Thai), and in Arabic and Hebrew, where an article is joined on, it counts anywhere. What people do to a word
 * so that it is not found makes no difference: `comparison.ts`, digits around it, repeated letters, blanks and signs within.
 */
export function hasWordOf(words: readonly string[]): (text: string) => boolean {
  const forms = words.map(comparisonForm).filter((word) => word !== '')
  if (forms.length === 0) return () => false
  const alone = new Map<string, string[]>()
  let longest = 0
  const add = (word: string): void => {
    const key = squeezed(word)
    alone.set(key, [...(alone.get(key) ?? []), word])
    longest = Math.max(longest, word.length)
  }
  const others: string[] = []
  for (const form of forms) {
    const plain = form.replaceAll("'", '')
    if (!standsAlone(form)) others.push(form)
    if (!standsAlone(plain)) continue
    add(plain)
    // A disguise by look-alikes mixes scripts. What becomes all Latin is another word: the Russian `сор` is not `cop`.
    const look = lookForm(plain, true)
    if (look !== plain && /[^\x00-\x7f]/.test(look)) add(look)
  }
  // Words of nothing but letters are looked up: a long list of alternatives would be tried at every character of every message.
  const pattern = others.length === 0 ? null : new RegExp(others.map(patternOf).join('|'), 'u')
  const isWord = (token: string): boolean => alone.get(squeezed(token))?.some((word) => isStretched(word, token)) ?? false
  const isOne = (token: string): boolean => variants(token).some(isWord)

  return (text) => {
    const form = comparisonForm(text)
    if (form === '') return false
    if (pattern !== null && (pattern.test(form) || pattern.test(lookForm(form, true)))) return true
    if (alone.size === 0) return false
    const pieces: string[] = []
    for (const chunk of form.split(' ')) {
      const parts = chunk.match(LETTERS) ?? []
      pieces.push(...parts)
      if (parts.some(isOne)) return true
      if (parts.length > 1 && isOne(parts.join(''))) return true
      if (readings(chunk).some(isOne)) return true
    }
    return hasInPieces(pieces, longest, isWord)
  }
}

function standsAlone(word: string): boolean {
  return SPACED_FIRST.test(word) && SPACED_LAST.test(word) && word.match(LETTERS)?.[0] === word
}

/** A word as it is and without digits around it, and what its look-alikes say. */
function variants(token: string): string[] {
  const bare = token.replace(/^\p{N}+|\p{N}+$/gu, '')
  const all = bare === token || bare === '' ? [token] : [token, bare]
  return [...new Set(all.flatMap((one) => [one, lookForm(one, false), lookForm(one, true)]))]
}

/** What a chunk says if its digits and signs stand for letters, with and without those around it. */
function readings(chunk: string): string[] {
  const open = chunk.replace(/[^\p{L}\p{M}@$]+$/u, '')
  const inner = open.replace(/^[^\p{L}\p{M}@$]+/u, '')
  return [...new Set([chunk, open, inner])].flatMap((one) => [lettersFor(one, 'i'), lettersFor(one, 'l')]).filter((read) => read !== null)
}

/** Single letters in a row, or a longer word in pieces. */
function hasInPieces(pieces: readonly string[], longest: number, isWord: (token: string) => boolean): boolean {
  for (let from = 0; from < pieces.length; from += 1) {
    let joined = ''
    let isSpelled = true
    for (let at = from; at < pieces.length && at - from < MOST_PIECES && joined.length <= longest; at += 1) {
      const piece = pieces[at] ?? ''
      joined += piece
      isSpelled &&= Array.from(piece).length === 1
      const count = at - from + 1
      if (count > 1 && ((isSpelled && count > 2) || joined.length >= LEAST_IN_PIECES) && isWord(joined)) return true
    }
  }
  return false
}

/** Each letter once where it stands several times in a row. */
function squeezed(word: string): string {
  return word.replace(/(.)\1+/gsu, '$1')
}

const runsOf = (word: string): number[] => (word.match(/(.)\1*/gsu) ?? []).map((run) => Array.from(run).length)

/** Whether `token` is `word` with letters repeated. Two of a letter make another word (`good` is not `god`), three do not. */
function isStretched(word: string, token: string): boolean {
  if (word === token) return true
  const [runs, stretched] = [runsOf(word), runsOf(token)]
  const isDoubled = stretched.length > 2 && stretched.every((run, at) => run === 2 * (runs[at] ?? 0))
  return isDoubled || stretched.every((run, at) => run === runs[at] || (run > 2 && run > (runs[at] ?? 0)))
}

function patternOf(word: string): string {
  const before = SPACED_FIRST.test(word) ? '(?<![\\p{L}\\p{N}])' : ''
  const after = SPACED_LAST.test(word) ? '(?![\\p{L}\\p{N}])' : ''
  return before + word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll(' ', '[^\\p{L}\\p{N}]+') + after
}

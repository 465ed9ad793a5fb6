import { comparisonForm, LETTER_OR_SIGN, lettersFor, lookForm, READINGS } from '../comparison.ts'
import { isStretched, squeezed, stretchable } from './stretched.ts'

const LETTERS = /[\p{L}\p{N}\p{M}]+/gu
const SPACED = '\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{N}'
const SPACED_FIRST = new RegExp(`^[${SPACED}]`, 'u')
const SPACED_LAST = new RegExp(`[${SPACED}]\\p{M}*$`, 'u')
const BEFORE_LETTERS = new RegExp(`^[^${LETTER_OR_SIGN}]+`, 'u')
const AFTER_LETTERS = new RegExp(`[^${LETTER_OR_SIGN}]+$`, 'u')
const NOT_ASCII = /[^\x00-\x7f]/
/** `she'll` is not `shell`. What is before the apostrophe is a word of its own. */
const CONTRACTED = /^([^']*\p{L})'(?:ll|re|ve|d|m|s)[^\p{L}\p{N}']*$/u
/** A word may be spelled in so many pieces. */
const MOST_PIECES = 40
/** Shorter ones come about by chance: the Spanish `a no` is not `ano`. */
const LEAST_IN_PIECES = 5
/** Of a shorter word too little is left beside a star. */
const LEAST_WITH_STARS = 4

/**
 * Whether a text has one of the words. A word of a script that parts its words by spaces must stand by itself (`ass` is not in `class`). In
 * others (Chinese, Japanese, Thai), and in Arabic and Hebrew, where an article is joined on, it counts anywhere. What people do to a word
 * so that it is not found makes no difference: `comparison.ts`, digits around it, repeated letters, blanks, signs and stars within.
 */
export function hasWordOf(words: readonly string[]): (text: string) => boolean {
  const forms = words.map((word) => oneKeyboard(comparisonForm(word))).filter((word) => word !== '')
  if (forms.length === 0) return () => false
  const alone = createWordList()
  /** What words of other scripts look like in Latin letters: only a text that mixes the two can mean them. */
  const mixed = createWordList()
  const others: string[] = []
  for (const form of forms) {
    if (!standsAlone(form)) others.push(form)
    const plain = form.replace(/[' ]/g, '')
    if (!standsAlone(plain)) continue
    alone.add(plain)
    alone.add(plain.replaceAll('ı', 'i'))
    // In a Latin word such a letter is how it is spelled.
    if (!/(?=\p{L})\P{Script=Latin}/u.test(plain)) continue
    for (const reading of READINGS) {
      const look = lookForm(plain, reading)
      // What becomes all Latin is another word: the Russian `сор` is not `cop`.
      if (look !== plain) (NOT_ASCII.test(look) ? alone : mixed).add(look)
    }
  }
  const search = { alone, mixed, pattern: others.length === 0 ? null : new RegExp(others.map(patternOf).join('|'), 'u') }
  return (text) => has(search, oneKeyboard(comparisonForm(text)))
}

/** Words that stand by themselves are looked up: a long list of alternatives would be tried at every character of every message. */
interface WordList {
  add(word: string): void
  /** Whether one of the words is meant by it: letters may be repeated. */
  has(token: string): boolean
  /** The same for a word with stars in place of letters. */
  hasWithStars(token: string): boolean
  longest(): number
}

interface Search {
  alone: WordList
  mixed: WordList
  pattern: RegExp | null
}

function has(search: Search, form: string): boolean {
  if (form === '') return false
  const chunks = form.split(' ').map((chunk) => CONTRACTED.exec(chunk)?.[1] ?? chunk)
  const pieces = chunks.flatMap((chunk) => chunk.match(LETTERS) ?? [])
  const { pattern, alone } = search
  if (pattern !== null && [form, ...looksOf(form), ...spelledOut(pieces)].some((one) => pattern.test(one))) return true
  if (alone.longest() === 0) return false
  return chunks.some((chunk) => isChunkOf(search, chunk)) || hasInPieces(search, pieces)
}

function isChunkOf(search: Search, chunk: string): boolean {
  const parts = chunk.match(LETTERS) ?? []
  if (parts.some((part) => isOne(search, part))) return true
  if (parts.length > 1 && isOne(search, parts.join(''))) return true
  if (readings(chunk).some((read) => isOne(search, read))) return true
  return /\p{L}[*#]/u.test(chunk) && search.alone.hasWithStars(chunk.replace(BEFORE_LETTERS, '').replace(AFTER_LETTERS, ''))
}

function isOne({ alone, mixed }: Search, token: string): boolean {
  const bare = token.replace(/^\p{N}+|\p{N}+$/gu, '')
  const all = bare === token || bare === '' ? [token] : [token, bare]
  if (all.some((one) => alone.has(one))) return true
  if (!NOT_ASCII.test(token)) return false
  const isMixed = /[a-z]/.test(token)
  return all.flatMap(looksOf).some((look) => alone.has(look) || (isMixed && mixed.has(look)))
}

/** Single letters in a row, or a longer word in pieces. */
function hasInPieces(search: Search, pieces: readonly string[]): boolean {
  const longest = Math.max(search.alone.longest(), search.mixed.longest())
  for (let from = 0; from < pieces.length; from += 1) {
    let joined = ''
    let isSpelled = true
    for (let at = from; at < pieces.length && at - from < MOST_PIECES && joined.length <= longest; at += 1) {
      const piece = pieces[at] ?? ''
      joined += piece
      isSpelled &&= isSingle(piece)
      const count = at - from + 1
      if (count < 2 || !((isSpelled && count > 2) || joined.length >= LEAST_IN_PIECES)) continue
      if ([joined, ...readings(joined)].some((read) => isOne(search, read))) return true
    }
  }
  return false
}

/** What a text says in single letters with blanks or signs between them. */
function spelledOut(pieces: readonly string[]): string[] {
  const runs: string[] = []
  let run: string[] = []
  for (const piece of [...pieces, '']) {
    if (isSingle(piece)) run.push(piece)
    else {
      if (run.length > 1) runs.push(run.join(''))
      run = []
    }
  }
  return runs
}

const isSingle = (piece: string): boolean => /^[\p{L}\p{N}\p{M}]\p{M}*$/u.test(piece)

/** What look-alikes in it say. */
function looksOf(form: string): string[] {
  return NOT_ASCII.test(form) ? [...new Set(READINGS.map((reading) => lookForm(form, reading)))].filter((look) => look !== form) : []
}

/** What a chunk says if its digits and signs stand for letters, with and without those around it. */
function readings(chunk: string): string[] {
  const open = chunk.replace(AFTER_LETTERS, '')
  const inner = open.replace(BEFORE_LETTERS, '')
  return [...new Set([chunk, open, inner])].flatMap((one) => [lettersFor(one, 'i'), lettersFor(one, 'l')]).filter((read) => read !== null)
}

function createWordList(): WordList {
  const byKey = new Map<string, Set<string>>()
  let longest = 0
  return {
    add(word) {
      const key = squeezed(word)
      byKey.set(key, (byKey.get(key) ?? new Set()).add(word))
      longest = Math.max(longest, word.length)
    },
    has: (token) => [...(byKey.get(squeezed(token)) ?? [])].some((word) => isStretched(word, token)),
    hasWithStars(token) {
      const letters = Array.from(token)
      const isMeant = (word: string): boolean => {
        const own = Array.from(word)
        return own.length === letters.length && letters.every((letter, at) => letter === own[at] || (at > 0 && /[*#]/.test(letter)))
      }
      return letters.length >= LEAST_WITH_STARS && [...byKey.values()].some((words) => [...words].some(isMeant))
    },
    longest: () => longest,
  }
}

function standsAlone(word: string): boolean {
  return SPACED_FIRST.test(word) && SPACED_LAST.test(word) && word.match(LETTERS)?.[0] === word
}

function patternOf(word: string): string {
  const before = SPACED_FIRST.test(word) ? '(?<![\\p{L}\\p{N}])' : ''
  const after = SPACED_LAST.test(word) ? '(?![\\p{L}\\p{N}])' : ''
  return before + word.split(' ').map(stretchable).join('[^\\p{L}\\p{N}]+') + after
}

/** Letters that a Persian, Urdu or Arabic keyboard has in place of each other, and the two scripts of Japanese, as one. */
function oneKeyboard(form: string): string {
  return form
    .replace(/[کڪ]/gu, 'ك')
    .replace(/[یىېے]/gu, 'ي')
    .replace(/[ةۀەہھ]/gu, 'ه')
    .replaceAll('ٱ', 'ا')
    .replace(/[ァ-ヶ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
}

import { CAPITAL_LOOKS_LIKE, LOOKS_LIKE } from './look-alikes.ts'

// The one form in which words, scene names and @names are compared. It keeps what makes another word of a word (`año` is not `ano`), and
// drops what people add so that a word is not found.

/** Longer than any text that is let in. */
const LONGEST_COMPARED = 2_000

/** Apostrophes and quotes of every kind, also those that are letters or accents on their own. */
const QUOTES = /['"`´‘’‚‛“”„‟‹›«»′″‴‵‶ʹʺʻʼʽʾʿˈˊˋ՚׳״＇＂｀]/gu
/** What nobody sees or reads: fillers, joiners, the tatweel, and marks that are optional in their script. */
const DROPPED =
  /[\p{Default_Ignorable_Code_Point}\u0640]|(?=\p{M})[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Samaritan}\p{Script=Coptic}]/gu
/** Marks that any letter can be given. The two of Japanese make another letter. */
const ADDED_MARKS = /(?![\u3099\u309a])(?:(?=\p{M})[\p{Script=Inherited}\p{Script=Cyrillic}])/gu
/** One such letter in a word is how the word is spelled; several are a disguise. */
const SPELLED =
  /(?:[aeiou]\u0302|[ano]\u0303|[aou]\u0308|[cst]\u0327|[au]\u030a|[cszrendt]\u030c|[agu]\u0306|[aeiu]\u0328|[ou]\u030b|[gze]\u0307|[st]\u0326)(?!\p{M})/gu
/** Letters of their own in Cyrillic, and never marked ones. */
const CYRILLIC = /[и]\u0306|[у]\u0306|[і]\u0308/gu

/** A syllable of Vietnamese, whose marks make another word: `lớn` is not `lồn`. Tones are the five last marks. */
const VIETNAMESE =
  /^(?:b|ch?|[dđ]|g[hi]?|h|kh?|l|m|n(?:gh?|h)?|ph?|qu|r|s|t[hr]?|v|x)?(?:[aeiouy][\u0302\u0306\u031b\u0300\u0301\u0303\u0309\u0323]{0,2}){1,3}(?:ch?|m|n[gh]?|p|t)?$/u
/** Marks, or two of them on a letter, that hardly another language has. */
const ONLY_VIETNAMESE = /[\u031b\u0309\u0323]|[\u0302\u0306]\p{M}|^đ.*\p{M}/u
const TONE_BEFORE_LETTERS_MARK = /([\u0300\u0301\u0303\u0309])([\u0302\u0306])/gu
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu

/** Letters in circles and squares, and those of flags unless two stand together: that is a flag. */
const SIGN_LETTERS =
  /[\u{1f150}-\u{1f169}\u{1f170}-\u{1f189}]|(?<![\u{1f1e6}-\u{1f1ff}])(?:[\u{1f1e6}-\u{1f1ff}]|[\u{1f1e6}-\u{1f1ff}]{3,})(?![\u{1f1e6}-\u{1f1ff}])/gu
const SIGNS_FROM = [0x1f1e6, 0x1f170, 0x1f150]

/** A word, with the marks in and on it. */
const WORD = /[\p{L}\p{N}\p{M}]+/gu

/** `text` as it is compared: small letters, one kind of quotes and blanks, and without invisible characters, added marks and the tatweel. */
export function comparisonForm(text: string): string {
  return (
    text
      .slice(0, LONGEST_COMPARED)
      .replace(QUOTES, "'")
      .normalize('NFKC')
      // Some of them only become one by that.
      .replace(QUOTES, "'")
      // Its small letter would be an `i` with another dot, which counts as a mark.
      .replaceAll('İ', 'i')
      .toLowerCase()
      .replace(/ß/gu, 'ss')
      .replace(/ς/gu, 'σ')
      .normalize('NFD')
      .replace(DROPPED, '')
      .replace(SIGN_LETTERS, lettersOfSigns)
      .replace(WORD, withoutAddedMarks)
      .normalize('NFC')
      .replace(/\s+/gu, ' ')
      .trim()
  )
}

function lettersOfSigns(signs: string): string {
  return Array.from(signs, (sign) => {
    const code = sign.codePointAt(0) ?? 0
    const from = SIGNS_FROM.find((first) => code >= first) ?? 0
    return String.fromCharCode(97 + code - from)
  }).join('')
}

function withoutAddedMarks(word: string): string {
  const kept = word.replace(CYRILLIC, (letter) => letter.normalize('NFC'))
  const inOrder = kept.replace(TONE_BEFORE_LETTERS_MARK, '$2$1')
  if (isVietnamese(inOrder)) return inOrder
  const spelled = kept.match(SPELLED) ?? []
  const rest = kept.replace(SPELLED, '')
  const isSpelling = spelled.length === 1 && !ADDED_MARKS.test(rest)
  ADDED_MARKS.lastIndex = 0
  return isSpelling ? kept : kept.replace(ADDED_MARKS, '')
}

/** Digits around it and repeated letters are no part of the spelling. */
function isVietnamese(word: string): boolean {
  const bare = word.replace(/^\p{N}+|\p{N}+$/gu, '').replace(/(\p{L}\p{M}*)\1+/gu, '$1')
  return ONLY_VIETNAMESE.test(bare) && VIETNAMESE.test(bare) && (bare.match(TONES) ?? []).length <= 1
}

/** How a character that looks like several letters is read: as it is, `l` as `i`, or as its capital looks. */
export type Reading = 'small' | 'i' | 'capital'
export const READINGS: readonly Reading[] = ['small', 'i', 'capital']

/** The same, with look-alikes of Latin letters as these. A capital `I` looks like an `l`, and an `l` may stand for an `i`. */
export function lookForm(form: string, reading: Reading): string {
  let look = ''
  for (const char of form) {
    const latin = (reading === 'capital' ? CAPITAL_LOOKS_LIKE.get(char) : undefined) ?? LOOKS_LIKE.get(char) ?? char
    look += reading !== 'small' && latin === 'l' && char !== 'l' ? 'i' : latin
  }
  return look
}

/** What is written in place of letters within a word. */
const IN_PLACE: Readonly<Record<string, string>> = {
  ...{ '0': 'o', '2': 'z', '3': 'e', '4': 'a', '5': 's', '6': 'g', '7': 't', '8': 'b', '9': 'g' },
  ...{ '@': 'a', $: 's', '€': 'e', '¢': 'c', '£': 'l', '¥': 'y', '₩': 'w' },
}
const SIGNS = '@$€¢£¥₩'
const STANDING_IN = new RegExp(`[02-9${SIGNS}]`, 'gu')
const IN_PLACE_OF_I = /[1!|]/gu
/** What can be the first or last letter of a word. */
export const LETTER_OR_SIGN = `\\p{L}\\p{M}${SIGNS}`
const HAS_LETTER = new RegExp(`[${LETTER_OR_SIGN}]`, 'u')

/** A word whose digits and signs stand for letters; null if it has none, or nothing else. */
export function lettersFor(chunk: string, i: 'i' | 'l'): string | null {
  if (!HAS_LETTER.test(chunk)) return null
  const read = chunk.replace(IN_PLACE_OF_I, i).replace(STANDING_IN, (sign) => IN_PLACE[sign] ?? sign)
  return read === chunk ? null : read.replace(/[^\p{L}\p{N}\p{M}]+/gu, '')
}

import { LOOKS_LIKE } from './look-alikes.ts'

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
      .toLowerCase()
      .replace(/ß/gu, 'ss')
      .replace(/ς/gu, 'σ')
      .normalize('NFD')
      .replace(DROPPED, '')
      .replace(WORD, withoutAddedMarks)
      .normalize('NFC')
      .replace(/\s+/gu, ' ')
      .trim()
  )
}

function withoutAddedMarks(word: string): string {
  const kept = word.replace(CYRILLIC, (letter) => letter.normalize('NFC'))
  const spelled = kept.match(SPELLED) ?? []
  const rest = kept.replace(SPELLED, '')
  const isSpelling = spelled.length === 1 && !ADDED_MARKS.test(rest)
  ADDED_MARKS.lastIndex = 0
  return isSpelling ? kept : kept.replace(ADDED_MARKS, '')
}

/** The same, with look-alikes of Latin letters as these. An `l` may stand for an `i`: `asI` says whether that is meant. */
export function lookForm(form: string, asI: boolean): string {
  let look = ''
  for (const char of form) {
    const latin = LOOKS_LIKE.get(char) ?? char
    look += asI && latin === 'l' && char !== 'l' ? 'i' : latin
  }
  return look
}

/** What is written in place of letters within a word. */
const IN_PLACE: Readonly<Record<string, string>> = { '0': 'o', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '€': 'e' }
const IN_PLACE_OF_I = /[1!|]/gu

/** A word whose digits and signs stand for letters; null if it has none, or nothing else. */
export function lettersFor(chunk: string, i: 'i' | 'l'): string | null {
  if (!/[\p{L}@$]/u.test(chunk)) return null
  const read = chunk.replace(IN_PLACE_OF_I, i).replace(/[03457@$€]/gu, (sign) => IN_PLACE[sign] ?? sign)
  return read === chunk ? null : read.replace(/[^\p{L}\p{N}\p{M}]+/gu, '')
}

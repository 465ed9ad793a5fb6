/** What fills the gaps of a sentence: names as the creator gave them (the sentence puts them in quotes), and numbers. */
export type Params = Readonly<Record<string, string | number | readonly string[]>>

/** A sentence without gaps. */
export type NoParams = Readonly<Record<string, never>>

/**
 * A sentence for a person, in any language: a page looks up its own by the code, everything else shows `text`. `Words` is a catalogue:
 * codes, each with the params of its sentence.
 */
export type Sentence<Words> = {
  [Code in keyof Words & string]: {
    code: Code
    params: Words[Code]
    /** In English, for the log and other tools. */
    text: string
  }
}[keyof Words & string]

/** All sentences of a catalogue in one language: one that is missing, or misses a gap, is a type error. */
export type Translation<Words> = { readonly [Code in keyof Words]: (params: Words[Code]) => string }

/** The sentence of a code, with its English from this catalogue. */
export function sentence<Words, Code extends keyof Words & string>(
  english: Translation<Words>,
  code: Code,
  params: Words[Code],
): Sentence<Pick<Words, Code>> {
  return { code, params, text: english[code](params) }
}

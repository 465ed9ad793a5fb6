import type { Sentence, Translation } from '@standby/shared/words/sentence.ts'

/** A sentence of the bridge in the page's language. If the page has no words for its code, as for another version's, it stays as it is. */
export function translate<Words>(sentence: Sentence<Words>, words: Translation<Words>): string {
  if (!Object.hasOwn(words, sentence.code)) return sentence.text
  const write = words[sentence.code] as (params: unknown) => string
  return write(sentence.params)
}

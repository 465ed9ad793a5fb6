import type { Sentence, Translation } from '@standby/shared/words/sentence.ts'

/** A sentence of the bridge in the page's language. One that the page has no words for, of another version, stays in the bridge's own. */
export function translate<Words>(sentence: Sentence<Words>, words: Translation<Words>): string {
  if (!Object.hasOwn(words, sentence.code)) return sentence.text
  const write = words[sentence.code] as (params: unknown) => string
  return write(sentence.params)
}

import { ACTION_TEXTS, type ActionWords } from '@standby/shared/words/actions.ts'
import { sentence, type NoParams, type Sentence } from '@standby/shared/words/sentence.ts'

/** How something ended, in words. */
export type Said = Sentence<ActionWords>

/** The sentence for a code: the params may be left out if it has none. */
export function say<Code extends keyof ActionWords>(
  code: Code,
  ...[params]: ActionWords[Code] extends NoParams ? [] : [params: ActionWords[Code]]
): Said {
  return sentence<ActionWords, Code>(ACTION_TEXTS, code, (params ?? {}) as ActionWords[Code]) as Said
}

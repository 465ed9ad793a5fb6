import { OBS_TEXTS } from '@standby/shared/words/obs.ts'
import type { ObsWords } from '@standby/shared/words/obs-sentences.ts'
import { sentence, type NoParams, type Sentence, type Translation } from '@standby/shared/words/sentence.ts'
import { SETUP_TEXTS } from '@standby/shared/words/setup.ts'

const TEXTS: Translation<ObsWords> = { ...OBS_TEXTS, ...SETUP_TEXTS }

/** The sentence of this code, with its English. */
export function say<Code extends keyof ObsWords>(
  code: Code,
  ...[params]: ObsWords[Code] extends NoParams ? [] : [params: ObsWords[Code]]
): Sentence<Pick<ObsWords, Code>> {
  return sentence<ObsWords, Code>(TEXTS, code, (params ?? {}) as ObsWords[Code])
}

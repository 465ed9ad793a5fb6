import { FIELD_TEXTS, type FieldWords } from '@standby/shared/words/refusals.ts'
import { sentence, type Sentence } from '@standby/shared/words/sentence.ts'
import type { NoName } from '@standby/shared/settings/tiktok-username.ts'
import type * as z from 'zod'

type Said = Sentence<FieldWords>

/** Fields whose form has one sentence for all that can be wrong with it, by their path. In a list each has the name of the list. */
const FORMS: Readonly<Record<string, 'tiktok-name' | 'web-name' | 'obs-address' | 'no-export' | 'other-export'>> = {
  username: 'tiktok-name',
  'settings.tiktokUsername': 'tiktok-name',
  name: 'web-name',
  names: 'web-name',
  url: 'obs-address',
  'settings.obs.url': 'obs-address',
  standby: 'no-export',
  version: 'other-export',
}
const OF_FORM = ['custom', 'invalid_format', 'invalid_value', 'invalid_type', 'invalid_union']

/** What is wrong with a field; null if the catalogue has no sentence for it. */
export function sentenceOf(issue: z.core.$ZodIssue, field: string): Said | null {
  const code = codeIn(issue)
  if (code === 'field-twice') return say(code, { field })
  const form = code ?? FORMS[issue.path.filter((part) => typeof part === 'string').join('.')]
  if (form !== undefined && OF_FORM.includes(issue.code)) return say(form, {})
  switch (issue.code) {
    case 'invalid_type':
      return say('field-kind', { field, expected: issue.expected })
    case 'invalid_value':
      return say('field-one-of', { field, values: issue.values.map(String) })
    case 'unrecognized_keys':
      return say('field-unknown', { field })
    case 'too_big': {
      const most = Number(issue.maximum)
      if (issue.origin === 'string') return say('field-too-long', { field, most })
      return say(issue.origin === 'array' ? 'field-too-many' : 'field-at-most', { field, most })
    }
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return say('field-empty', { field })
      return say('field-at-least', { field, least: Number(issue.minimum) })
    default:
      return null
  }
}

/** A check of our own can say which of several things is wrong. */
function codeIn(issue: z.core.$ZodIssue): NoName | 'field-twice' | undefined {
  const code: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined
  return code === 'tiktok-name' || code === 'tiktok-short-link' || code === 'field-twice' ? code : undefined
}

function say<Code extends keyof FieldWords>(code: Code, params: FieldWords[Code]): Sentence<Pick<FieldWords, Code>> {
  return sentence<FieldWords, Code>(FIELD_TEXTS, code, params)
}

import type { FieldWords } from '@standby/shared/words/refusals.ts'
import type { Sentence } from '@standby/shared/words/sentence.ts'
import type * as z from 'zod'

type Said = Sentence<FieldWords>

/** Fields whose form is told as a whole, by their last name. */
const FORMS: Readonly<Record<string, 'tiktok-name' | 'obs-address' | 'no-export' | 'other-export'>> = {
  username: 'tiktok-name',
  tiktokUsername: 'tiktok-name',
  url: 'obs-address',
  standby: 'no-export',
  version: 'other-export',
}
const OF_FORM = ['custom', 'invalid_format', 'invalid_value', 'invalid_type', 'invalid_union']

/** What is wrong with a field, to be said in any language; null where only `text` says it. */
export function sentenceOf(issue: z.core.$ZodIssue, field: string, text: string): Said | null {
  const form = FORMS[String(issue.path.at(-1))]
  if (form !== undefined && OF_FORM.includes(issue.code)) return { code: form, params: {}, text }
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'field-kind', params: { field }, text }
    case 'invalid_value':
      return { code: 'field-one-of', params: { field, values: issue.values.map(String) }, text }
    case 'unrecognized_keys':
      return { code: 'field-unknown', params: { field }, text }
    case 'too_big': {
      const most = Number(issue.maximum)
      if (issue.origin === 'string') return { code: 'field-too-long', params: { field, most }, text }
      return { code: issue.origin === 'array' ? 'field-too-many' : 'field-at-most', params: { field, most }, text }
    }
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return { code: 'field-empty', params: { field }, text }
      return { code: 'field-at-least', params: { field, least: Number(issue.minimum) }, text }
    default:
      return null
  }
}

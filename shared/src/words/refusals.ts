/** Why a request can be refused: the `error` of every answer that is no success. Pages say each in their language. */
export type RefusalCode =
  // The field is named, and what is wrong with it is in the sentence.
  | 'invalid-request'
  | 'not-json'
  | 'too-large'
  | 'too-often'
  | 'not-found'
  | 'internal'
  | 'unreadable'
  | 'fixed-by-environment'
  | 'held-back'
  | 'no-demo'
  | 'on-air'
  | 'not-now'
  | 'obs-not-ready'
  | 'obs-refused'
  | 'no-such-source'
  | 'no-custom-goal'
  | 'full'
  | 'current'
  | 'no-such-live'
  | 'no-tokens'
  | 'busy'
  | 'no-picture'
  | 'picture-failed'
  | 'forbidden'
  | 'token-needed'
  | 'wrong-token'
  | 'read-only'
  | 'too-many-tokens'

interface Field {
  field: string
}

/** What can be wrong with a field of a request. */
export interface FieldWords {
  'field-kind': Field
  'field-one-of': Field & { values: readonly string[] }
  'field-at-least': Field & { least: number }
  'field-at-most': Field & { most: number }
  'field-too-long': Field & { most: number }
  'field-too-many': Field & { most: number }
  'field-empty': Field
  'field-unknown': Field
  'tiktok-name': Readonly<Record<string, never>>
  'obs-address': Readonly<Record<string, never>>
  'no-export': Readonly<Record<string, never>>
  'other-export': Readonly<Record<string, never>>
}

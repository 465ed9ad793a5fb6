import * as z from 'zod'
import { cleanText, MAX_NAME_LENGTH } from '../clean-text.ts'
import { defaultsOf, fields, own } from './field.ts'
import { wordForm } from './moderation.ts'
import { changeOf, savedOf } from './schema.ts'

const MAX_WORDS = 200
const MAX_WORD_LENGTH = 60
export const MAX_HIDDEN_USERS = 1_000

const id = z
  .string({ error: 'must be an id as the feed gives it' })
  .min(1, { error: 'must be an id as the feed gives it' })
  .max(60, { error: 'must be an id as the feed gives it' })

const user = z.strictObject({
  id,
  name: z
    .string({ error: 'must be a text' })
    .max(1_000, { error: 'must be a text of at most 1000 characters' })
    .transform((text) => cleanText(text, MAX_NAME_LENGTH)),
})
export type HiddenUser = z.infer<typeof user>

const tooLong = { error: `must have at most ${MAX_WORD_LENGTH} characters` }
/** In their compared form, each once, none empty. */
const words = z
  .array(
    z.string({ error: 'must be a text' }).max(MAX_WORD_LENGTH, tooLong).transform(wordForm).pipe(z.string().max(MAX_WORD_LENGTH, tooLong)),
    {
      error: 'must be a list of words',
    },
  )
  .max(MAX_WORDS, { error: `must be at most ${MAX_WORDS} words` })
  .transform((given) => [...new Set(given)].filter((word) => word !== ''))

export const wordsChange = z.strictObject({ words })

/** Whom or what `hide` and `show` are about: one of the two. */
export const hideChange = z
  .strictObject({ messageId: id.optional(), userId: id.optional(), name: user.shape.name.default('') })
  .refine(({ messageId, userId }) => (messageId === undefined) !== (userId === undefined), {
    path: ['messageId'],
    error: 'Give either messageId or userId.',
  })
export type HideChange = z.infer<typeof hideChange>

const users = z
  .array(user, { error: 'must be a list of users' })
  .max(MAX_HIDDEN_USERS, { error: `must be at most ${MAX_HIDDEN_USERS} users` })

/** What stays from LIVE to LIVE. */
export const MODERATION = fields({ hiddenUsers: own<HiddenUser[]>([]), blockedWords: own<string[]>([]) })

const schemas = { hiddenUsers: users, blockedWords: words }

/** As it may be imported. */
export const moderationChange = changeOf(MODERATION, schemas)

/** As it lies on disk. */
export const savedModeration = z.object(savedOf(MODERATION, schemas)).catch(defaultsOf(MODERATION))
export type SavedModeration = z.infer<typeof savedModeration>

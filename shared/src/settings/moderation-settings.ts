import * as z from 'zod'
import { cleanText, MAX_NAME_LENGTH } from '../clean-text.ts'
import { defaultsOf, fields, own } from './field.ts'
import { wordForm } from './moderation.ts'
import { changeOf, savedOf } from './schema.ts'

const MAX_WORDS = 200
const MAX_WORD_LENGTH = 60
export const MAX_HIDDEN_USERS = 1_000

const id = z.string().min(1).max(60)

const user = z.strictObject({
  id,
  name: z
    .string()
    .max(1_000)
    .transform((text) => cleanText(text, MAX_NAME_LENGTH)),
})
export type HiddenUser = z.infer<typeof user>

/** In their compared form, each once, none empty. */
const words = z
  .array(z.string().max(MAX_WORD_LENGTH).transform(wordForm).pipe(z.string().max(MAX_WORD_LENGTH)))
  .max(MAX_WORDS)
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

const users = z.array(user).max(MAX_HIDDEN_USERS)

/** What stays from LIVE to LIVE. */
export const MODERATION = fields({ hiddenUsers: own<HiddenUser[]>([]), blockedWords: own<string[]>([]) })

const schemas = { hiddenUsers: users, blockedWords: words }

/** As it may be imported. */
export const moderationChange = changeOf(MODERATION, schemas)

/** As it lies on disk. */
export const savedModeration = z.object(savedOf(MODERATION, schemas)).catch(defaultsOf(MODERATION))
export type SavedModeration = z.infer<typeof savedModeration>

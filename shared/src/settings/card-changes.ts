import * as z from 'zod'
import { cleanText } from '../clean-text.ts'
import { changed, defaultsOf, type ChangeOf } from './field.ts'
import { CARD, CARD_LANGUAGES, CARD_STATES, DEFAULT_CARD, type CardSettings } from './card-settings.ts'
import { changeOf, savedOf } from './schema.ts'

const MAX_TITLE_LENGTH = 60
const MAX_LINE_LENGTH = 120

const words = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .transform((text) => cleanText(text, maxLength))

const text = z.strictObject({ title: words(MAX_TITLE_LENGTH), line: words(MAX_LINE_LENGTH) })
const texts = z.partialRecord(z.enum(CARD_LANGUAGES), z.partialRecord(z.enum(CARD_STATES), text))
const accent = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i)
  .nullable()

const schemas = { accent, texts }

/** `POST /api/card/settings`: what is given is changed, in `shows` field by field; `texts` as a whole. Files are sent on their own. */
export const cardChange = changeOf(CARD, schemas)
export type CardChange = ChangeOf<typeof CARD>

export function changedCard(card: CardSettings, change: CardChange): CardSettings {
  return changed(CARD, card, change)
}

const file = z.object({ id: z.string(), name: z.string(), type: z.string(), bytes: z.number() }).nullable().default(null).catch(null)

/** As it lies on disk. */
export const savedCard = z
  .object({ ...savedOf(CARD, schemas), backdrop: file, music: file })
  .catch({ ...defaultsOf(CARD), backdrop: DEFAULT_CARD.backdrop, music: DEFAULT_CARD.music })

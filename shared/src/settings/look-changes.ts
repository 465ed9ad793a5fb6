import * as z from 'zod'
import { cleanText } from '../clean-text.ts'
import { changed, defaultsOf, type ChangeOf } from './field.ts'
import { DEFAULT_LOOK, LOOK, MAX_LOOK_TITLE_LENGTH, MAX_LOOKS, type LookSettings, type SavedLook } from './look-settings.ts'
import { OVERLAY_THEMES } from './overlay-settings.ts'
import { changeOf, savedOf, wholeOf } from './schema.ts'
import { SHIPPED_LOOK_IDS } from './shipped-looks.ts'

const colour = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i)
  .nullable()

const schemas = { accent: colour, ground: colour }

/** `POST /api/look/settings`: what is given is changed. Files are sent on their own. */
export const lookChange = changeOf(LOOK, schemas)
export type LookChange = ChangeOf<typeof LOOK>

export function changedLook(look: LookSettings, change: LookChange): LookSettings {
  return changed(LOOK, look, change)
}

/** What a look is called: something that can be seen. */
export const lookTitle = z
  .string()
  .max(MAX_LOOK_TITLE_LENGTH)
  .transform((title) => cleanText(title, MAX_LOOK_TITLE_LENGTH))
  .pipe(z.string().min(1))

/** `POST /api/look/save` and `/delete`: one of the creator's looks. */
export const titledLook = z.strictObject({ title: lookTitle })

/** `POST /api/look/use`: one of the creator's looks, or one that comes with Standby; neither of them: Standby's own. */
export const usedLook = z
  .strictObject({ title: lookTitle.optional(), shipped: z.enum(SHIPPED_LOOK_IDS).optional() })
  .refine(({ title, shipped }) => title === undefined || shipped === undefined, {
    path: ['shipped'],
    error: 'Give either title or shipped: one of your looks, or one that comes with Standby.',
  })
export type UsedLook = z.infer<typeof usedLook>

/** A file in base64. Whether it is base64, and not too large, is seen when it is decoded. */
const encoded = z.string().min(1).optional()

/** `POST /api/look/import`. */
export const lookFile = z.strictObject({
  standby: z.literal('look'),
  version: z.literal(1),
  title: lookTitle,
  look: wholeOf(LOOK, schemas).extend({ theme: z.enum(OVERLAY_THEMES) }),
  files: z.strictObject({ font: encoded, sound: encoded }),
})

const file = z.object({ id: z.string(), name: z.string(), type: z.string(), bytes: z.number() }).nullable().default(null).catch(null)
const saved = { ...savedOf(LOOK, schemas), ownFont: file, sound: file }

/** As it lies on disk. */
export const savedLook = z
  .object(saved)
  .catch({ ...defaultsOf(LOOK), ownFont: DEFAULT_LOOK.ownFont, sound: DEFAULT_LOOK.sound })
  .prefault({})

const kept = z.object({ ...saved, title: lookTitle, theme: z.enum(OVERLAY_THEMES).default('glass').catch('glass') })

/** As they lie on disk. One that makes no sense is left out, and so is one whose title another one has. */
export const savedLooks = z
  .array(z.unknown())
  .transform((all): SavedLook[] => {
    const looks = new Map<string, SavedLook>()
    for (const one of all) {
      const parsed = kept.safeParse(one)
      if (parsed.success && !looks.has(parsed.data.title)) looks.set(parsed.data.title, parsed.data)
    }
    return [...looks.values()].slice(0, MAX_LOOKS)
  })
  .catch([])
  .default([])

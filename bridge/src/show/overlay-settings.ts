import {
  DEFAULT_OVERLAY,
  GOAL_KINDS,
  OVERLAY_CORNERS,
  OVERLAY_PARTS,
  OVERLAY_THEMES,
  type Goal,
  type OverlayPart,
  type OverlaySettings,
} from '@standby/shared/settings/overlay-settings.ts'
import * as z from 'zod'
import { omitUndefined } from '@standby/shared/omit-undefined.ts'
import { cleanText } from '../sources/tiktok/text.ts'

const MAX_GOALS = 4
const MAX_TITLE_LENGTH = 60
const MAX_GOAL = 1_000_000_000

const flag = z.boolean({ error: 'must be true or false' })
const oneOf = <const Values extends readonly string[]>(values: Values) => z.enum(values, { error: `must be one of ${values.join(', ')}` })
const between = (min: number, max: number) => {
  const error = `must be a number from ${min} to ${max}`
  return z.number({ error }).min(min, { error }).max(max, { error })
}
const whole = (min: number) => {
  const error = `must be a whole number from ${min} to ${MAX_GOAL}`
  return z.int({ error }).min(min, { error }).max(MAX_GOAL, { error })
}

const title = z
  .string({ error: 'must be a text' })
  .max(MAX_TITLE_LENGTH, { error: `must have at most ${MAX_TITLE_LENGTH} characters` })
  .transform((text) => cleanText(text, MAX_TITLE_LENGTH))

const goal = z
  .strictObject({ kind: oneOf(GOAL_KINDS), title: title.default(''), target: whole(1), current: whole(0).default(0) })
  // The others' progress is in the counters: a second figure could only contradict it.
  .transform((given): Goal => ({ ...given, current: given.kind === 'custom' ? given.current : 0 }))

const goals = z.array(goal, { error: 'must be a list of goals' }).max(MAX_GOALS, { error: `must be at most ${MAX_GOALS} goals` })
const language = z.enum(['en', 'fr'], { error: 'must be en, fr or null' }).nullable()
const theme = oneOf(OVERLAY_THEMES)
const corner = oneOf(OVERLAY_CORNERS)
const scale = between(0.5, 2)
const volume = between(0, 1)

const part = z.strictObject({ on: flag.optional(), corner: corner.optional() })

/** `POST /api/overlay/settings`: what is given is changed, in `parts` and `sound` field by field; `goals` as a whole. */
export const overlayChange = z.strictObject({
  language: language.optional(),
  theme: theme.optional(),
  scale: scale.optional(),
  parts: z.partialRecord(oneOf(OVERLAY_PARTS), part, { error: 'must be an object with the parts to change' }).optional(),
  safeZones: flag.optional(),
  mirrored: flag.optional(),
  callsToAction: flag.optional(),
  links: flag.optional(),
  avatars: flag.optional(),
  sound: z.strictObject({ on: flag.optional(), volume: volume.optional() }).optional(),
  goals: goals.optional(),
})
export type OverlayChange = z.infer<typeof overlayChange>

export function changedOverlay(settings: OverlaySettings, { parts = {}, sound = {}, ...change }: OverlayChange): OverlaySettings {
  const next = {
    ...settings,
    ...omitUndefined(change),
    sound: { ...settings.sound, ...omitUndefined(sound) },
    parts: { ...settings.parts },
  }
  for (const name of OVERLAY_PARTS) next.parts[name] = { ...settings.parts[name], ...omitUndefined(parts[name] ?? {}) }
  return next
}

/** `POST /api/overlay/goal`: counts a custom goal, by `add` (which may be negative) or to `set`. */
export const goalChange = z
  .strictObject({
    index: z.int({ error: 'must be the number of a goal, from 0' }).min(0, { error: 'must be the number of a goal, from 0' }),
    add: z.int({ error: 'must be a whole number' }).optional(),
    set: whole(0).optional(),
  })
  .refine(({ add, set }) => (add === undefined) !== (set === undefined), {
    path: ['add'],
    error: 'Give either add or set: how much is added, or what it is set to.',
  })
export type GoalChange = z.infer<typeof goalChange>

/** Null where there is no custom goal at that place. */
export function countedGoal(settings: OverlaySettings, { index, add, set }: GoalChange): OverlaySettings | null {
  const goal = settings.goals[index]
  if (goal?.kind !== 'custom') return null
  const current = Math.min(Math.max(set ?? goal.current + (add ?? 0), 0), MAX_GOAL)
  return { ...settings, goals: settings.goals.with(index, { ...goal, current }) }
}

const savedPart = (name: OverlayPart) =>
  z
    .object({ on: flag.catch(DEFAULT_OVERLAY.parts[name].on), corner: corner.catch(DEFAULT_OVERLAY.parts[name].corner) })
    .catch(DEFAULT_OVERLAY.parts[name])
const savedParts = Object.fromEntries(OVERLAY_PARTS.map((name) => [name, savedPart(name)])) as Record<
  OverlayPart,
  ReturnType<typeof savedPart>
>

/** As it lies on disk. A value that this version does not know (a newer one's theme) counts as its default, alone. */
export const savedOverlay = z
  .object({
    language: language.catch(DEFAULT_OVERLAY.language),
    theme: theme.catch(DEFAULT_OVERLAY.theme),
    scale: scale.catch(DEFAULT_OVERLAY.scale),
    parts: z.object(savedParts).catch(DEFAULT_OVERLAY.parts),
    safeZones: flag.catch(DEFAULT_OVERLAY.safeZones),
    mirrored: flag.catch(DEFAULT_OVERLAY.mirrored),
    callsToAction: flag.catch(DEFAULT_OVERLAY.callsToAction),
    links: flag.catch(DEFAULT_OVERLAY.links),
    avatars: flag.catch(DEFAULT_OVERLAY.avatars),
    sound: z
      .object({ on: flag.catch(DEFAULT_OVERLAY.sound.on), volume: volume.catch(DEFAULT_OVERLAY.sound.volume) })
      .catch(DEFAULT_OVERLAY.sound),
    goals: goals.catch(DEFAULT_OVERLAY.goals),
  })
  .catch(DEFAULT_OVERLAY)

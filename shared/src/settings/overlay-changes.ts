import * as z from 'zod'
import { cleanText } from '../clean-text.ts'
import { changed, type ChangeOf } from './field.ts'
import { DEFAULT_OVERLAY, GOAL_KINDS, OVERLAY, type Goal, type OverlaySettings } from './overlay-settings.ts'
import { changeOf, savedOf } from './schema.ts'

const MAX_GOALS = 4
const MAX_TITLE_LENGTH = 60
const MAX_GOAL = 1_000_000_000

const whole = (min: number) => z.int().min(min).max(MAX_GOAL)

const title = z
  .string()
  .max(MAX_TITLE_LENGTH)
  .transform((text) => cleanText(text, MAX_TITLE_LENGTH))

const goal = z
  .strictObject({
    kind: z.enum(GOAL_KINDS),
    title: title.default(''),
    target: whole(1),
    current: whole(0).default(0),
  })
  // The others' progress is in the counters: a second figure could only contradict it.
  .transform((given): Goal => ({ ...given, current: given.kind === 'custom' ? given.current : 0 }))

const goals = z.array(goal).max(MAX_GOALS)

/** `POST /api/overlay/settings`: what is given is changed, in `parts` and `sound` field by field; `goals` as a whole. */
export const overlayChange = changeOf(OVERLAY, { goals })
export type OverlayChange = ChangeOf<typeof OVERLAY>

export function changedOverlay(settings: OverlaySettings, change: OverlayChange): OverlaySettings {
  return changed(OVERLAY, settings, change)
}

/** `POST /api/overlay/goal`: counts a custom goal, by `add` (which may be negative) or to `set`. */
export const goalChange = z
  .strictObject({
    index: z.int().min(0),
    add: z.int().optional(),
    set: whole(0).optional(),
  })
  .refine(({ add, set }) => (add === undefined) !== (set === undefined), {
    path: ['add'],
    error: 'Give either add or set: how much is added, or what it is set to.',
  })
export type GoalChange = z.infer<typeof goalChange>

/** Null if there is no custom goal at that place. */
export function countedGoal(settings: OverlaySettings, { index, add, set }: GoalChange): OverlaySettings | null {
  const goal = settings.goals[index]
  if (goal?.kind !== 'custom') return null
  const current = Math.min(Math.max(set ?? goal.current + (add ?? 0), 0), MAX_GOAL)
  return { ...settings, goals: settings.goals.with(index, { ...goal, current }) }
}

/** As it lies on disk. */
export const savedOverlay = z.object(savedOf(OVERLAY, { goals })).catch(DEFAULT_OVERLAY)

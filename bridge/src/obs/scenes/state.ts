import * as z from 'zod'
import type { Millis } from '@standby/shared/clock.ts'
import { flapsSchema, NO_FLAPS, type Flaps } from './flaps.pure.ts'
import { IDLE, savedWayBack, renameScene, type WayBack } from './way-back.ts'
import { borrowedSchema, type Borrowed } from './override.ts'

/** A show lasts no longer than this: a pause for "this show" is not carried into the next day. */
const LONGEST_SHOW_MS = 12 * 3_600_000

/** All that the automation remembers, also over a crash. */
export interface AutomationState {
  memory: WayBack
  flaps: Flaps
  /** Since when the creator has it paused. */
  pausedAt: Millis | null
  /** A transition override of a scene that is ours for the moment, and is to be put back. */
  borrowed: Borrowed | null
}

const savedState = z.object({
  memory: savedWayBack,
  flaps: flapsSchema,
  pausedAt: z.number().nullable(),
  borrowed: borrowedSchema.nullable(),
})

export const INITIAL_STATE: AutomationState = { memory: IDLE, flaps: NO_FLAPS, pausedAt: null, borrowed: null }

/** What was saved, or a blank state if it cannot be understood. */
export function parseState(saved: unknown, now: Millis): AutomationState {
  const parsed = savedState.safeParse(saved)
  if (!parsed.success) return INITIAL_STATE
  const { pausedAt } = parsed.data
  return { ...parsed.data, pausedAt: pausedAt !== null && now - pausedAt > LONGEST_SHOW_MS ? null : pausedAt }
}

/** Follows a scene that was given another name. */
export function renamed(before: AutomationState, from: string, to: string): AutomationState {
  const { memory, borrowed } = before
  const follows = borrowed?.sceneName === from
  return { ...before, memory: renameScene(memory, from, to), borrowed: follows ? { ...borrowed, sceneName: to } : borrowed }
}

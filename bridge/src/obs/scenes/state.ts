import * as z from 'zod'
import type { Millis } from '@standby/shared/clock.ts'
import { flapsSchema, NO_FLAPS, type Flaps } from './flaps.pure.ts'
import type { SceneRef } from './scene.ts'
import { IDLE, isOn, savedWayBack, sceneRef, renameScene, type WayBack } from './way-back.ts'
import { borrowedSchema, type Borrowed } from './override.ts'

/** A show lasts no longer than this: a pause for "this show" is not carried into the next day. */
const LONGEST_SHOW_MS = 12 * 3_600_000

/** Collections in which something was left under way. */
const MOST_COLLECTIONS = 20

/** All that the automation remembers, also over a crash. */
export interface AutomationState {
  memory: WayBack
  flaps: Flaps
  /** Since when the creator has it paused. */
  pausedAt: Millis | null
  /** A transition override of a scene that is ours for the moment, and is to be put back. */
  borrowed: Borrowed | null
  /** The scene collection that all this is about; null until OBS has named it, which it does when it leaves one. */
  collection: string | null
  /** What was under way in other collections, by their names, the one that was left last at the end. */
  elsewhere: Readonly<Record<string, WayBack>>
  /** The last scene on program that was not the standby scene. */
  lastScene: SceneRef | null
}

const savedState = z.object({
  memory: savedWayBack,
  flaps: flapsSchema,
  pausedAt: z.number().nullable(),
  borrowed: borrowedSchema.nullable(),
  collection: z.string().nullable().default(null),
  elsewhere: z.record(z.string(), savedWayBack).default({}),
  lastScene: sceneRef.nullable().default(null),
})

export const INITIAL_STATE: AutomationState = {
  memory: IDLE,
  flaps: NO_FLAPS,
  pausedAt: null,
  borrowed: null,
  collection: null,
  elsewhere: {},
  lastScene: null,
}

/** What was saved, or a blank state if it cannot be understood. */
export function parseState(saved: unknown, now: Millis): AutomationState {
  const parsed = savedState.safeParse(saved)
  if (!parsed.success) return INITIAL_STATE
  const { pausedAt } = parsed.data
  return { ...parsed.data, pausedAt: pausedAt !== null && now - pausedAt > LONGEST_SHOW_MS ? null : pausedAt }
}

/** OBS is about to leave this scene collection: what is remembered is about it. */
export function leavingCollection(state: AutomationState, name: string): AutomationState {
  return { ...state, collection: name }
}

/** OBS has gone to this scene collection. What was under way in one is taken up again when OBS comes back to it. */
export function inCollection(state: AutomationState, name: string): AutomationState {
  if (name === state.collection || state.collection === null) return { ...state, collection: name }
  const { [name]: known, ...others } = state.elsewhere
  const left = isOn(state.memory) ? { [state.collection]: state.memory } : {}
  const elsewhere = Object.fromEntries(Object.entries({ ...others, ...left }).slice(-MOST_COLLECTIONS))
  // Hands off for an outage is hands off in every collection.
  const memory = known ?? (state.memory.state === 'yielded' ? state.memory : IDLE)
  return { ...state, collection: name, elsewhere, memory, lastScene: null }
}

/** Follows a scene that was given another name. */
export function renamed(before: AutomationState, from: string, to: string): AutomationState {
  const { memory, borrowed } = before
  const follows = borrowed?.sceneName === from
  return { ...before, memory: renameScene(memory, from, to), borrowed: follows ? { ...borrowed, sceneName: to } : borrowed }
}

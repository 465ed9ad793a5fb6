import { DEFAULT_WAYS, type Way } from '@standby/shared/connection/way.ts'
import { DEFAULT_OBS_URL, DEFAULT_STANDBY_SCENE } from '@standby/shared/settings/obs-settings.ts'

/** A setting that is in force, and who decided it. What the environment decides, no page can change. */
export interface Effective<Value> {
  value: Value
  by: 'environment' | 'saved' | 'default'
}

/** The environment first, then what was saved, else the default. Null and undefined: not set. */
export function effective<Value>(environment: Value | null, saved: Value | null | undefined, usual: Value): Effective<Value> {
  if (environment !== null) return { value: environment, by: 'environment' }
  if (saved !== null && saved !== undefined) return { value: saved, by: 'saved' }
  return { value: usual, by: 'default' }
}

type Fixed = string | null
type Saved = string | null | undefined

/** Null: the demo. */
export const effectiveUsername = (fixed: Fixed, saved: Saved): Effective<string | null> => effective<string | null>(fixed, saved, null)

/** The ways into a LIVE that are switched on, the best first. */
export const effectiveWays = (fixed: readonly Way[] | null, saved: readonly Way[] | null | undefined): Effective<readonly Way[]> =>
  effective(fixed, saved, DEFAULT_WAYS)

export const effectiveObsUrl = (fixed: Fixed, saved: Saved): Effective<string> => effective(fixed, saved, DEFAULT_OBS_URL)

export const effectiveStandbyScene = (fixed: Fixed, saved: Saved): Effective<string> => effective(fixed, saved, DEFAULT_STANDBY_SCENE)

import type { Health, ObsStatus } from '@standby/shared/protocol.ts'

/** What was observed of one rehearsed drop so far; ms since the cut, null: not yet. */
export interface Run {
  cutAt: number
  noticedMs: number | null
  /** OBS is on the standby scene. */
  standbyMs: number | null
  backMs: number | null
  /** OBS is back on the scene that was on. */
  restoredMs: number | null
  restoredTo: string | null
}

/** Why no scene will change; null: it will. */
export type NoScene = 'no-obs' | 'no-scene' | 'no-automation'

/** Longer than the policy takes for a drop of 20 s: after this, something is wrong. */
const LONGEST_MS = 120_000

export function beginRun(now: number): Run {
  return { cutAt: now, noticedMs: null, standbyMs: null, backMs: null, restoredMs: null, restoredTo: null }
}

/** The run after one more observation. Each step counts when it is first seen, and only after the steps before it. */
export function observeRun(run: Run, health: Health, obs: ObsStatus, now: number): Run {
  const sinceMs = now - run.cutAt
  const next = { ...run }
  if (next.noticedMs === null && health !== 'live') next.noticedMs = sinceMs
  if (next.noticedMs === null) return next
  const isOnStandby = obs.phase === 'connected' && obs.programScene === obs.standbyScene && obs.automation.state === 'standby'
  if (next.standbyMs === null && isOnStandby) next.standbyMs = sinceMs
  if (next.backMs === null && health === 'live') next.backMs = sinceMs
  const isRestored = obs.automation.state !== 'standby' && obs.programScene !== obs.standbyScene
  if (next.restoredMs === null && next.standbyMs !== null && next.backMs !== null && isRestored) {
    next.restoredMs = sinceMs
    next.restoredTo = obs.programScene
  }
  return next
}

/** going: some steps are still to come. late: their time has passed. */
export function runState(run: Run, now: number): 'going' | 'finished' | 'late' {
  if (run.backMs !== null && (run.standbyMs === null || run.restoredMs !== null)) return 'finished'
  return now - run.cutAt > LONGEST_MS ? 'late' : 'going'
}

export function noSceneBecause(obs: ObsStatus): NoScene | null {
  if (obs.phase !== 'connected') return 'no-obs'
  if (obs.settings.mode !== 'scene' || obs.settings.dryRun || obs.automation.paused) return 'no-automation'
  return obs.standbySceneExists === false ? 'no-scene' : null
}

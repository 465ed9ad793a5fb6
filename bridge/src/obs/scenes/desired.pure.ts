import type { Millis } from '@standby/shared/clock.ts'
import type { Health } from '@standby/shared/protocol.ts'
import type { Reason } from './action.ts'
import type { SceneRef } from './scene.ts'
import { say } from '../words.ts'

/** How TikTok is, and since when it has been so. */
export interface HealthView {
  health: Health
  since: Millis
  /** It is OBS's own stream that this is about, which counts as degraded if the creator wants it. */
  because?: 'output'
}

/** All times in ms. */
export interface ObsRules {
  standbyScene: string
  /** For mode `source`. */
  sourceName: string
  /** Exact names of scenes that are never switched away from. */
  handsOffScenes: readonly string[]
  /** What it may do by itself now. */
  may: { standby: boolean; back: boolean }
  /** TikTok must have been back this long. */
  stableMs: number
  /** The standby scene stays at least this long: a flash of it looks like a fault. */
  minStandbyMs: number
  /** How long TikTok has been away when health turns `degraded`; only for the words. */
  degradedAfterMs: number
  /** An OBS started again later than this after it was last seen runs another show: nothing is restored into it. */
  forgetAfterMs: number
  /** Where to go from a standby scene that Standby did not put on. */
  lastScene?: SceneRef | null
}

export const DEFAULT_OBS_RULES: Omit<ObsRules, 'standbyScene' | 'sourceName'> = {
  handsOffScenes: [],
  may: { standby: true, back: true },
  stableMs: 3_000,
  minStandbyMs: 5_000,
  degradedAfterMs: 10_000,
  forgetAfterMs: 10 * 60_000,
}

/** Where the show should go by itself, and why; null = hands off. `wakeAt`: when to ask again though nothing has happened. */
export type Wish = { go: 'standby' | 'back'; why: Reason; wakeAt: null } | { go: null; wakeAt: Millis | null }

/** What it is on by our doing; null: nothing is. */
export interface OnStandby {
  standbySince: Millis | null
  manual: boolean
}

/** Whether to be on standby, whatever standby is. Asked again after every change. */
export function wish(on: OnStandby | null, view: HealthView, rules: ObsRules, now: Millis): Wish {
  const handsOff: Wish = { go: null, wakeAt: null }
  // A clock that was set back must not hold the show on standby.
  const since = Math.min(view.since, now)
  switch (view.health) {
    case 'reconnecting':
    case 'offline':
      return handsOff
    case 'degraded': {
      if (!rules.may.standby) return handsOff
      const away = inSeconds(now - since + rules.degradedAfterMs)
      return { go: 'standby', why: say(view.because === 'output' ? 'output-troubled' : 'tiktok-away', away), wakeAt: null }
    }
    case 'live': {
      if (on === null || on.manual || !rules.may.back) return handsOff
      const backAt = returnAt(on, since, rules, now)
      if (now < backAt) return { go: null, wakeAt: backAt }
      return { go: 'back', why: say(view.because === 'output' ? 'output-sound' : 'tiktok-back', inSeconds(now - since)), wakeAt: null }
    }
  }
}

/** When it will have been live for long enough to go back. */
export function returnAt(on: OnStandby, liveSince: Millis, rules: ObsRules, now: Millis): Millis {
  const standbyUntil = on.standbySince === null ? 0 : Math.min(on.standbySince, now) + rules.minStandbyMs
  return Math.max(Math.min(liveSince, now) + rules.stableMs, standbyUntil)
}

/** Never switched away from. The standby scene cannot be one of them: it would never be left again. */
export function isHandsOff(scene: SceneRef, rules: Pick<ObsRules, 'handsOffScenes' | 'standbyScene'>): boolean {
  return scene.name !== rules.standbyScene && rules.handsOffScenes.includes(scene.name)
}

function inSeconds(ms: number): { seconds: number } {
  return { seconds: Math.round(ms / 1_000) }
}

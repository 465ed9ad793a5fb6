import type { Millis } from '@standby/shared/clock.ts'
import type { ObsAutomationSettings } from '@standby/shared/settings/obs-settings.ts'
import type { Reconciliation, Order } from './action.ts'
import type { HealthView, ObsRules } from './desired.pure.ts'
import { holdMs, tripped } from './flaps.pure.ts'
import { isOn } from './way-back.ts'
import { leftOn, type LeftOn } from './left-on.pure.ts'
import type { AutomationState } from './state.ts'
import { nextAction, type Block, type NextAction } from './next-action.ts'
import type { OutputView } from '../link/output.ts'
import { reconcile, reconcileOrder } from './reconcile.pure.ts'
import { findScene, type Observed } from './scene.ts'
import { reconcileSource, reconcileSourceOrder } from './reconcile-source.ts'

/** OBS's stream may be in trouble for this long before it counts: it often comes back at its first attempt. */
export const OUTPUT_PATIENCE_MS = 5_000

/** In the first seconds of a stream a switch of scenes has crashed OBS (obs-websocket #1335). */
export const STEADY_AFTER_MS = 5_000

/** All that a decision depends on, but for what is remembered and what OBS shows. */
export interface Situation {
  tiktok: HealthView
  /** A demo: nobody has to be streaming. */
  rehearsal: boolean
  output: OutputView
  order: Order | null
  settings: ObsAutomationSettings
  rules: Omit<ObsRules, 'may' | 'handsOffScenes' | 'sourceName'>
}

export interface Decision extends Reconciliation {
  state: AutomationState
  /** The order is to be kept: something has to end first. */
  orderWaits: boolean
  nextAction: NextAction
  /** On air while the LIVE is on, and nothing takes it off. */
  leftOn: LeftOn | null
}

/** The whole decision: what the creator allows, OBS's own stream, and how often it has gone back and forth. Total and pure. */
export function decide(before: AutomationState, observed: Observed, situation: Situation, now: Millis): Decision {
  const state = seenIn(before, observed, situation.rules.standbyScene)
  const { settings, order } = situation
  const weighed = weigh(situation, now)
  const blocked = blockedBy(state, situation)
  const hold = isOn(state.memory) ? holdMs(state.flaps, now) : 0
  const rules: ObsRules = {
    ...situation.rules,
    sourceName: settings.sourceName,
    handsOffScenes: settings.handsOffScenes,
    may: { standby: blocked === null, back: blocked === null || blocked === 'no-output' },
    stableMs: Math.max(situation.rules.stableMs, hold),
    lastScene: state.lastScene,
  }

  const bySource = state.memory.state === 'showing' || (state.memory.state !== 'standby' && settings.mode === 'source')
  const steadyAt = bySource ? null : steadyFrom(situation.output, now)
  // It waits as for a transition that runs.
  const seen = steadyAt === null ? observed : { ...observed, transitioning: true }
  const made =
    order === null
      ? (bySource ? reconcileSource : reconcile)(state.memory, seen, weighed.view, rules, now)
      : (bySource ? reconcileSourceOrder : reconcileOrder)(state.memory, order, seen, weighed.view, rules, now)
  const decision = steadyAt === null || made.wakeAt === null ? made : { ...made, wakeAt: Math.max(made.wakeAt, steadyAt) }

  const began = !isOn(state.memory) && isOn(decision.memory) && order === null
  const flaps = began ? tripped(state.flaps, now) : state.flaps
  const after: AutomationState = { ...state, memory: decision.memory, flaps }
  return {
    ...decision,
    state: after,
    wakeAt: earliest(decision.wakeAt, weighed.wakeAt),
    orderWaits: order !== null && decision.wakeAt !== null,
    nextAction: nextAction(after, observed, weighed.view, rules, blocked, now),
    leftOn: leftOn(after.memory, observed, weighed.view, {
      standbyScene: rules.standbyScene,
      mayGoBack: rules.may.back && !settings.dryRun,
      canGoBack: after.memory.state !== 'standby' || findScene(after.memory.returnTo, observed.scenes) !== null,
    }),
  }
}

/** The state with the scene that is on, if it is one of the show's. */
function seenIn(state: AutomationState, { program, transitioning }: Observed, standbyScene: string): AutomationState {
  const isShow = program.name !== standbyScene && !transitioning
  return isShow ? { ...state, lastScene: program } : state
}

/** OBS's own stream counts while TikTok's LIVE is on, if the creator wants it. */
function weigh({ tiktok, output, settings }: Situation, now: Millis): { view: HealthView; wakeAt: Millis | null } {
  if (!settings.countOutputAsDegraded || tiktok.health === 'offline' || tiktok.health === 'degraded') return { view: tiktok, wakeAt: null }
  const { troubledSince, soundSince } = output
  if (troubledSince !== null) {
    const countsAt = Math.min(troubledSince, now) + OUTPUT_PATIENCE_MS
    if (now >= countsAt) return { view: { health: 'degraded', since: countsAt, because: 'output' }, wakeAt: null }
    const doubtful: HealthView = { health: 'reconnecting', since: troubledSince, because: 'output' }
    return { view: tiktok.health === 'live' ? doubtful : tiktok, wakeAt: countsAt }
  }
  if (tiktok.health !== 'live' || soundSince === null || soundSince <= tiktok.since) return { view: tiktok, wakeAt: null }
  return { view: { health: 'live', since: soundSince, because: 'output' }, wakeAt: null }
}

/** When a stream that has just begun may be switched; null: now. */
function steadyFrom({ streamingSince }: OutputView, now: Millis): Millis | null {
  // A clock that was set back must not hold up a switch.
  if (streamingSince === null || streamingSince > now) return null
  const steadyAt = streamingSince + STEADY_AFTER_MS
  return now < steadyAt ? steadyAt : null
}

function blockedBy(state: AutomationState, { settings, output, rehearsal }: Situation): Block | null {
  if (settings.mode === 'off') return 'off'
  if (state.pausedAt !== null) return 'paused'
  return settings.onlyWhenOutputActive && !output.active && !rehearsal ? 'no-output' : null
}

function earliest(a: Millis | null, b: Millis | null): Millis | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}

import type { Millis } from '@standby/shared/clock.ts'
import { BY_HAND, handsOff, TRANSITION_POLL_MS, type Reconciliation, type Order, type Reason } from './action.ts'
import { isHandsOff, wish, type HealthView, type ObsRules } from './desired.pure.ts'
import { YIELDED, type WayBack } from './way-back.ts'
import { noticeSwitch } from './manual-switch.pure.ts'
import { sceneAfter } from './left-on.pure.ts'
import { findScene, sameScene, sceneNamed, type Observed, type SceneRef } from './scene.ts'
import { say } from '../words.ts'

/** One round of observe, decide, reconcile, for mode `scene`. Total and pure: the same answer for the same arguments. */
export function reconcile(memory: WayBack, observed: Observed, view: HealthView, rules: ObsRules, now: Millis): Reconciliation {
  const noticed = noticeSwitch(memory, observed, view, rules, now)
  const on = noticed.memory.state === 'standby' ? noticed.memory : null
  const wanted = wish(on, view, rules, now)
  const rest = resting(noticed.memory, noticed.action, wanted.wakeAt)
  if (wanted.go === null) return rest

  if (wanted.go === 'standby') {
    if (noticed.memory.state === 'yielded') return rest
    const standbyIsOn = on !== null && sameScene(observed.program, on.standby)
    const scene = standbyIsOn ? on.standby : sceneNamed(rules.standbyScene, observed.scenes)
    if (scene === null) return rest
    if (sameScene(observed.program, scene)) {
      // It stands there already, and not by our doing: the creator's choice.
      if (noticed.memory.state !== 'idle') return rest
      return { ...rest, memory: YIELDED, action: handsOff(say('you-put-on-standby', { scene: scene.name })) }
    }
    if (isHandsOff(observed.program, rules)) {
      return { ...rest, memory: YIELDED, action: handsOff(say('scene-never-left', { scene: observed.program.name })) }
    }
    return switching(rest, observed, scene, wanted.why, now)
  }

  const scene = on && findScene(on.returnTo, observed.scenes)
  if (scene === null || sameScene(observed.program, scene) || isHandsOff(observed.program, rules)) return rest
  return switching(rest, observed, scene, wanted.why, now)
}

/** The same, if a person asks for standby or for the way back. Without a command it could not be done, or is done. */
export function reconcileOrder(
  memory: WayBack,
  order: Order,
  observed: Observed,
  view: HealthView,
  rules: ObsRules,
  now: Millis,
): Reconciliation {
  const noticed = noticeSwitch(memory, observed, view, rules, now)
  const on = noticed.memory.state === 'standby' ? noticed.memory : null
  const held = on === null ? noticed.memory : { ...on, manual: true }
  const rest = resting(held, noticed.action, null)

  if (order === 'back' && on === null && observed.program.name === rules.standbyScene) {
    const next = sceneAfter(observed, rules.lastScene ?? null, rules.standbyScene)
    if (next === null) return rest
    if (observed.transitioning) return { ...rest, wakeAt: now + TRANSITION_POLL_MS }
    return { ...rest, switchTo: next, action: { command: say('back-to-scene', { scene: next.name }), why: BY_HAND } }
  }
  const scene = order === 'standby' ? sceneNamed(rules.standbyScene, observed.scenes) : on && findScene(on.returnTo, observed.scenes)
  if (scene === null || sameScene(observed.program, scene)) return rest
  const decision = switching(rest, observed, scene, BY_HAND, now)
  return decision.memory.state === 'standby' ? { ...decision, memory: { ...decision.memory, manual: true } } : decision
}

function resting(memory: WayBack, action: Reconciliation['action'], wakeAt: Millis | null): Reconciliation {
  return { memory, switchTo: null, toggle: null, action, wakeAt }
}

/** The switch, or the wait for a transition that runs. */
function switching(rest: Reconciliation, observed: Observed, to: SceneRef, why: Reason, now: Millis): Reconciliation {
  if (observed.transitioning) return { ...rest, wakeAt: now + TRANSITION_POLL_MS }
  const { program: on, frameCount } = observed
  const { memory } = rest
  const leaving = memory.state === 'standby' && sameScene(to, memory.returnTo)
  const sent: WayBack =
    memory.state === 'standby'
      ? { ...memory, on, to, standby: leaving ? memory.standby : to }
      : { state: 'standby', standby: to, returnTo: on, on, to, standbySince: null, manual: false, frameCount, seenAt: now }
  const command = say(leaving ? 'back-to-scene' : 'to-standby', { scene: to.name })
  return { ...rest, memory: sent, switchTo: to, action: { command, why }, wakeAt: null }
}

import type { Millis } from '@standby/shared/clock.ts'
import { BY_HAND, handsOff, TRANSITION_POLL_MS, type Reconciliation, type Order, type Reason } from './action.ts'
import { isHandsOff, wish, type HealthView, type ObsRules } from './desired.pure.ts'
import { IDLE, YIELDED, type WayBack, type ShowingMemory } from './way-back.ts'
import type { SwitchNoticed } from './manual-switch.pure.ts'
import { type ItemRef, type Observed, sameItem, type SourceItem } from './scene.ts'
import { say } from '../words.ts'

/** One round for mode `source`: shows a source in the scene that is on, and hides it again. Total and pure. */
export function reconcileSource(memory: WayBack, observed: Observed, view: HealthView, rules: ObsRules, now: Millis): Reconciliation {
  const noticed = noticeItems(memory, observed, view, now)
  const on = noticed.memory.state === 'showing' ? noticed.memory : null
  const wanted = wish(on, view, rules, now)
  const rest: Reconciliation = { ...noticed, switchTo: null, toggle: null, wakeAt: wanted.wakeAt }
  if (wanted.go === null) return rest
  if (wanted.go === 'back') return on === null ? rest : hiding(rest, on, observed, wanted.why, now)

  const isShown = on !== null && on.standbySince !== null
  if (noticed.memory.state === 'yielded' || isShown) return rest
  const here = hereOf(observed)
  const hidden = here.filter((item) => !item.enabled)
  if (on === null && here.length > 0 && hidden.length === 0) {
    return { ...rest, memory: YIELDED, action: handsOff(say('you-showed-source', { source: rules.sourceName })) }
  }
  if (on === null && isHandsOff(observed.program, rules)) {
    return { ...rest, memory: YIELDED, action: handsOff(say('scene-never-covered', { scene: observed.program.name })) }
  }
  return showing(rest, on, hidden, observed, rules, wanted.why, now)
}

/** The same, if a person asks for standby or for the way back. */
export function reconcileSourceOrder(
  memory: WayBack,
  order: Order,
  observed: Observed,
  view: HealthView,
  rules: ObsRules,
  now: Millis,
): Reconciliation {
  const noticed = noticeItems(memory, observed, view, now)
  const on = noticed.memory.state === 'showing' ? { ...noticed.memory, manual: true } : null
  const rest: Reconciliation = { memory: on ?? noticed.memory, action: noticed.action, switchTo: null, toggle: null, wakeAt: null }
  if (order === 'back') return on === null ? hidingAll(rest, observed, rules.sourceName, now) : hiding(rest, on, observed, BY_HAND, now)
  const hidden = hereOf(observed).filter((item) => !item.enabled)
  const decision = showing(rest, on, hidden, observed, rules, BY_HAND, now)
  return decision.memory.state === 'showing' ? { ...decision, memory: { ...decision.memory, manual: true } } : decision
}

function showing(
  rest: Reconciliation,
  on: ShowingMemory | null,
  hidden: SourceItem[],
  observed: Observed,
  rules: ObsRules,
  why: Reason,
  now: Millis,
): Reconciliation {
  if (hidden.length === 0) return rest
  if (observed.transitioning) return { ...rest, wakeAt: now + TRANSITION_POLL_MS }
  const items = hidden.map(({ scene, itemId }): ItemRef => ({ scene, itemId }))
  const before = on?.items.filter((item) => !items.some((shown) => sameItem(shown, item))) ?? []
  const memory: ShowingMemory = {
    state: 'showing',
    source: rules.sourceName,
    items: [...before, ...items],
    leaving: false,
    standbySince: null,
    manual: on?.manual ?? false,
    frameCount: observed.frameCount,
    seenAt: now,
  }
  return { ...rest, memory, toggle: { items, enabled: true }, action: { command: say('show-source', { source: rules.sourceName }), why } }
}

function hiding(rest: Reconciliation, on: ShowingMemory, observed: Observed, why: Reason, now: Millis): Reconciliation {
  if (observed.transitioning) return { ...rest, wakeAt: now + TRANSITION_POLL_MS }
  const action = { command: say('hide-source', { source: on.source }), why }
  return { ...rest, memory: { ...on, leaving: true }, toggle: { items: on.items, enabled: false }, action }
}

/** What is shown here, though not by our doing. */
function hidingAll(rest: Reconciliation, observed: Observed, source: string, now: Millis): Reconciliation {
  const items = hereOf(observed).flatMap(({ scene, itemId, enabled }): ItemRef[] => (enabled ? [{ scene, itemId }] : []))
  if (items.length === 0) return rest
  if (observed.transitioning) return { ...rest, wakeAt: now + TRANSITION_POLL_MS }
  return { ...rest, toggle: { items, enabled: false }, action: { command: say('hide-source', { source }), why: BY_HAND } }
}

/** Where it would be shown: in the scene on program, and wherever another canvas has it. */
function hereOf(observed: Observed): SourceItem[] {
  return (observed.items ?? []).filter(({ place }) => place !== 'elsewhere')
}

/** What the source's places say about our last command, the creator's hand, and a restart of OBS in between. */
function noticeItems(memory: WayBack, observed: Observed, view: HealthView, now: Millis): SwitchNoticed {
  const over = view.health === 'live' ? IDLE : YIELDED
  if (memory.state === 'yielded') return { memory: over, action: null }
  if (memory.state !== 'showing' || observed.items === null) return { memory, action: null }

  const { frameCount } = observed
  const restarted = frameCount < memory.frameCount
  const held: ShowingMemory = { ...memory, frameCount, seenAt: now }
  const shown = memory.items.filter((item) => observed.items?.some((seen) => seen.enabled && sameItem(seen, item)))

  if (shown.length === 0) {
    if (memory.leaving) return { memory: memory.manual ? over : IDLE, action: null }
    if (memory.standbySince === null || restarted) {
      return { memory: view.health === 'degraded' ? { ...held, standbySince: null } : IDLE, action: null }
    }
    return { memory: over, action: handsOff(say('you-hid-source', { source: memory.source })) }
  }
  // What was hidden again by hand in one of several places is no business of ours any more.
  const items = memory.standbySince === null || restarted ? memory.items : shown
  return { memory: { ...held, items, leaving: false, standbySince: memory.standbySince ?? now }, action: null }
}

import type { Action, Order } from '@standby/bridge/obs/scenes/action.ts'
import { DEFAULT_OBS_RULES, type HealthView } from '@standby/bridge/obs/scenes/desired.pure.ts'
import { INITIAL_STATE, type AutomationState } from '@standby/bridge/obs/scenes/state.ts'
import type { NextAction } from '@standby/bridge/obs/scenes/next-action.ts'
import { NO_OUTPUT, type OutputView } from '@standby/bridge/obs/link/output.ts'
import { type Observed, sameItem, type SourceItem } from '@standby/bridge/obs/scenes/scene.ts'
import { decide } from '@standby/bridge/obs/scenes/decide.pure.ts'
import type { Health } from '@standby/shared/protocol.ts'
import { DEFAULT_OBS_AUTOMATION, type ObsAutomationSettings } from '@standby/shared/settings/obs-settings.ts'
import { byName, observed, START } from './show.ts'

const FADE_MS = 700

/** One command that was sent, and what was on at that moment. */
export interface Sent {
  at: number
  what: string
  from: string
  transitioning: boolean
  byOrder: boolean
}

/** A whole show against `think`: an OBS whose transitions take time, a creator with a mouse, and a dock. Times are in ms. */
export interface ThinkingShow {
  now: number
  mind: AutomationState
  sent: Sent[]
  actions: Action[]
  outlook: NextAction
  program(): string
  /** Whether the source is shown in that scene. */
  shows(scene: string): boolean
  health(): Health
  setHealth(health: Health): void
  setOutput(change: Partial<OutputView>): void
  set(change: Partial<ObsAutomationSettings>): void
  click(scene: string): void
  /** The creator shows or hides the source in that scene. */
  toggle(scene: string, enabled: boolean): void
  /** OBS is killed and comes up on `scene`; `forgot`: as it was saved before the source was shown. */
  restart(scene: string, forgot?: boolean): void
  order(order: Order): void
  pause(on: boolean): void
  pass(ms: number): void
}

export function thinkingShow(change: Partial<ObsAutomationSettings> = {}): ThinkingShow {
  let settings: ObsAutomationSettings = { ...DEFAULT_OBS_AUTOMATION, handsOffScenes: ['Privacy'], ...change }
  let tiktok: HealthView = { health: 'live', since: START - 60_000 }
  let output: OutputView = NO_OUTPUT.view
  let order: Order | null = null
  let wakeAt: number | null = null
  let fadingUntil = 0
  let program = byName('Gameplay')
  let frameCount = 1_000
  const scenes = ['Gameplay', 'Chat', 'Privacy', 'Standby'].map(byName)
  let items: SourceItem[] = scenes
    .filter(({ name }) => name !== 'Standby')
    .map((scene, index) => ({ scene, itemId: index + 1, enabled: false, place: 'elsewhere' }))

  const seen = (): Observed =>
    observed(program, {
      scenes,
      frameCount,
      transitioning: self.now < fadingUntil,
      items:
        settings.mode === 'source'
          ? items.map((item): SourceItem => ({ ...item, place: item.scene.name === program.name ? 'program' : 'elsewhere' }))
          : null,
    })

  function fadeTo(scene: string): void {
    if (scene === program.name) return
    program = byName(scene)
    fadingUntil = self.now + FADE_MS
  }

  function settle(): void {
    for (let rounds = 0; ; rounds++) {
      if (rounds > 10) throw new Error('It does not come to rest.')
      const rules = { ...DEFAULT_OBS_RULES, standbyScene: 'Standby' }
      const before = seen()
      const thought = decide(self.mind, before, { tiktok, rehearsal: false, output, order, settings, rules }, self.now)
      self.mind = thought.state
      self.outlook = thought.nextAction
      if (thought.action !== null) self.actions.push(thought.action)
      const byOrder = order !== null
      if (!thought.orderWaits) order = null
      wakeAt = thought.wakeAt
      if (thought.switchTo === null && thought.toggle === null) return
      const what = thought.switchTo?.name ?? (thought.toggle?.enabled === true ? 'show' : 'hide')
      self.sent.push({ at: self.now, what, from: before.program.name, transitioning: before.transitioning, byOrder })
      if (thought.switchTo !== null) fadeTo(thought.switchTo.name)
      const { toggle } = thought
      if (toggle !== null)
        items = items.map((item) => (toggle.items.some((one) => sameItem(one, item)) ? { ...item, enabled: toggle.enabled } : item))
    }
  }

  const self: ThinkingShow = {
    now: START,
    mind: INITIAL_STATE,
    sent: [],
    actions: [],
    outlook: { next: null, nextAt: null, holding: null },
    program: () => program.name,
    shows: (scene) => items.some((item) => item.scene.name === scene && item.enabled),
    health: () => tiktok.health,
    setHealth(health) {
      if (health !== tiktok.health) tiktok = { health, since: self.now }
      settle()
    },
    setOutput(next) {
      output = { ...output, ...next }
      settle()
    },
    set(next) {
      settings = { ...settings, ...next }
      settle()
    },
    click(scene) {
      fadeTo(scene)
      settle()
    },
    toggle(scene, enabled) {
      items = items.map((item) => (item.scene.name === scene ? { ...item, enabled } : item))
      settle()
    },
    restart(scene, forgot = false) {
      if (forgot) items = items.map((item) => ({ ...item, enabled: false }))
      program = byName(scene)
      fadingUntil = 0
      frameCount = Math.min(0, frameCount - 1)
      settle()
    },
    order(wanted) {
      order = wanted
      settle()
    },
    pause(on) {
      self.mind = { ...self.mind, pausedAt: on ? self.now : null }
      settle()
    },
    pass(ms) {
      const end = self.now + ms
      while (wakeAt !== null && wakeAt <= end) {
        self.now = Math.max(self.now, wakeAt)
        wakeAt = null
        settle()
      }
      self.now = end
      frameCount += Math.round(ms / 16)
      const { memory } = self.mind
      // As the heartbeat does.
      if (memory.state === 'standby' || memory.state === 'showing')
        self.mind = { ...self.mind, memory: { ...memory, frameCount, seenAt: end } }
    },
  }
  return self
}

/** One outage of `awayMs`, and back for `backMs`. */
export function outage(show: ThinkingShow, awayMs: number, backMs: number): void {
  show.setHealth('reconnecting')
  show.pass(10_000)
  show.setHealth('degraded')
  show.pass(awayMs)
  show.setHealth('live')
  show.pass(backMs)
}

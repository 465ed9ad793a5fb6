import { DEFAULT_OBS_RULES, type HealthView, type ObsRules } from '@standby/bridge/obs/scenes/desired.pure.ts'
import { IDLE, type WayBack, type StandbyMemory } from '@standby/bridge/obs/scenes/way-back.ts'
import type { Action } from '@standby/bridge/obs/scenes/action.ts'
import { reconcile } from '@standby/bridge/obs/scenes/reconcile.pure.ts'
import type { Observed, SceneRef } from '@standby/bridge/obs/scenes/scene.ts'
import type { Health } from '@standby/shared/protocol.ts'

export const START = 1_700_000_000_000
export const RULES: ObsRules = { ...DEFAULT_OBS_RULES, standbyScene: 'Standby', sourceName: 'Card' }

export const byName = (name: string): SceneRef => ({ name, uuid: null })

export function observed(program: string | SceneRef, changes: Partial<Observed> = {}): Observed {
  return {
    program: typeof program === 'string' ? byName(program) : program,
    scenes: ['Gameplay', 'Chat', 'Standby'].map(byName),
    studioMode: false,
    preview: null,
    transitioning: false,
    frameCount: 1_000,
    items: null,
    ...changes,
  }
}

/** The memory of a standby that came from Chat, 20 s ago. */
export const onStandby = (): StandbyMemory => ({
  state: 'standby',
  standby: byName('Standby'),
  returnTo: byName('Chat'),
  on: byName('Standby'),
  to: null,
  standbySince: START - 20_000,
  manual: false,
  frameCount: 900,
  seenAt: START - 1_000,
})

/** A show played by hand: an OBS that does what it is told, a creator who clicks, and the decisions in between. Time is in ms. */
export interface Show {
  now: number
  memory: WayBack
  obs: Observed
  health: HealthView
  /** Every switch that was sent, in order. */
  switches: string[]
  actions: Action[]
  setHealth(health: Health): void
  /** The creator clicks a scene. */
  click(scene: string): void
  /** OBS is killed and comes up on `scene`. */
  restart(scene: string): void
  /** Rounds of observe and decide until nothing more is to be done, now. */
  settle(): void
  /** Lets time pass, waking when asked to be woken. */
  pass(ms: number): void
  /** Time passes without a link to OBS. */
  apart(ms: number): void
}

export function show(start: Partial<Observed> = {}, rules: ObsRules = RULES): Show {
  let wakeAt: number | null = null
  const self: Show = {
    now: START,
    memory: IDLE,
    obs: observed('Gameplay', start),
    health: { health: 'live', since: START - 60_000 },
    switches: [],
    actions: [],
    setHealth(health) {
      self.health = { health, since: self.now }
      self.settle()
    },
    click(scene) {
      self.obs = { ...self.obs, program: byName(scene) }
      self.settle()
    },
    restart(scene) {
      self.obs = { ...self.obs, program: byName(scene), frameCount: Math.min(0, self.obs.frameCount - 1) }
      self.settle()
    },
    settle() {
      for (let rounds = 0; ; rounds++) {
        if (rounds > 10) throw new Error('It does not come to rest.')
        const decision = reconcile(self.memory, self.obs, self.health, rules, self.now)
        self.memory = decision.memory
        if (decision.action !== null) self.actions.push(decision.action)
        wakeAt = decision.wakeAt
        if (decision.switchTo === null) return
        self.switches.push(decision.switchTo.name)
        self.obs = { ...self.obs, program: decision.switchTo }
      }
    },
    apart(ms) {
      self.now += ms
    },
    pass(ms) {
      const end = self.now + ms
      while (wakeAt !== null && wakeAt <= end) {
        self.now = Math.max(self.now, wakeAt)
        wakeAt = null
        self.settle()
      }
      self.now = end
      const frameCount = self.obs.frameCount + Math.round(ms / 16)
      self.obs = { ...self.obs, frameCount }
      // As the heartbeat does.
      if (self.memory.state === 'standby') self.memory = { ...self.memory, frameCount, seenAt: end }
    },
  }
  return self
}

import type { Millis } from '@standby/shared/clock.ts'
import { handsOff, type Action } from './action.ts'
import { isHandsOff, type HealthView, type ObsRules } from './desired.pure.ts'
import { IDLE, YIELDED, type WayBack, type StandbyMemory } from './way-back.ts'
import { sameScene, type Observed } from './scene.ts'
import { say } from '../words.ts'

export interface SwitchNoticed {
  memory: WayBack
  action: Action | null
}

/** What the program scene says about our last switch, the creator's hand, and a restart of OBS in between. */
export function noticeSwitch(memory: WayBack, observed: Observed, view: HealthView, rules: ObsRules, now: Millis): SwitchNoticed {
  if (memory.state === 'yielded') return { memory: view.health === 'live' ? IDLE : memory, action: null }
  if (memory.state !== 'standby') return { memory, action: null }

  const { program, frameCount } = observed
  const restarted = frameCount < memory.frameCount
  const held: StandbyMemory = { ...memory, frameCount, seenAt: now }
  const over = view.health === 'live' ? IDLE : YIELDED

  const byUs = memory.to !== null && sameScene(program, memory.to)
  const untouched = sameScene(program, memory.on)

  if (sameScene(program, memory.standby)) {
    const still = byUs || untouched || restarted
    if (still) return { memory: { ...held, on: program, to: null, standbySince: memory.standbySince ?? now }, action: null }
  } else {
    // Where it came from: by our switch back, or because the one to standby never happened.
    const home = sameScene(program, memory.returnTo)
    const neverLeft = (memory.standbySince === null || restarted) && view.health !== 'degraded'
    // Sent back by hand it stays there for this outage.
    if (home && byUs) return { memory: memory.manual ? over : IDLE, action: null }
    if (home && neverLeft) return { memory: IDLE, action: null }
    if (restarted) {
      // OBS comes up on whatever it had saved last: nobody's choice, so the outage goes on where it was.
      if (now - memory.seenAt > rules.forgetAfterMs || isHandsOff(program, rules)) return { memory: IDLE, action: null }
      return { memory: { ...held, on: program, to: null, standbySince: null }, action: null }
    }
    if (untouched) return { memory: { ...held, to: null }, action: null }
  }

  return { memory: over, action: handsOff(say('you-switched', { scene: program.name })) }
}

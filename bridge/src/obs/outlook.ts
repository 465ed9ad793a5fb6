import type { Millis } from '@standby/shared/clock.ts'
import { isHandsOff, returnAt, type HealthView, type ObsRules } from './desired.ts'
import { holdMs } from './flaps.ts'
import { isOn } from './memory.ts'
import type { Mind } from './mind.ts'
import { findScene, type Observed } from './scene.ts'

/** What keeps it from acting by itself. */
export type Block = 'off' | 'paused' | 'no-output'

/** What would come next if nothing changes, and why nothing comes that should. */
export interface Outlook {
  next: string | null
  nextAt: Millis | null
  holding: string | null
}

export const NOTHING_AHEAD: Outlook = { next: null, nextAt: null, holding: null }

/** The plan in words, for the dock. No countdowns in them: `nextAt` is what a page counts down to. */
export function outlook(
  { memory, flaps }: Mind,
  observed: Observed,
  view: HealthView,
  rules: ObsRules,
  blocked: Block | null,
  now: Millis,
): Outlook {
  const nothing = (holding: string | null): Outlook => ({ next: null, nextAt: null, holding })
  if (blocked === 'off') return nothing('The automation of OBS is switched off.')
  if (blocked === 'paused') return nothing('Paused for this show: nothing is switched by itself.')

  if (isOn(memory)) {
    if (memory.manual) return nothing('Standby was put on by hand, and goes by hand.')
    const target = memory.state === 'standby' ? findScene(memory.returnTo, observed.scenes) : null
    if (memory.state === 'standby' && target === null) return nothing(null)
    const goes = target === null ? 'hides the source' : `back to "${target.name}"`
    const holds = rules.stableMs / 1_000
    const tooOften = `It has gone back and forth too often: standby stays until the connection has held for ${holds} s.`
    const holding = holdMs(flaps, now) > 0 ? tooOften : null
    if (view.health === 'live') return { next: goes, nextAt: returnAt(memory, view.since, rules, now), holding }
    if (view.health === 'offline') return { next: `${goes}, once you are live again`, nextAt: null, holding }
    return { next: `${goes}, once the connection has held for ${holds} s`, nextAt: null, holding }
  }

  if (memory.state === 'yielded') return nothing('Hands off for this outage; TikTok has to be back first.')
  if (view.health === 'offline') return nothing(null)
  if (blocked === 'no-output') return nothing('OBS sends nothing out (no stream, recording or virtual camera), so nothing is switched.')
  if (isHandsOff(observed.program, rules)) return nothing(`"${observed.program.name}" is one of your hands-off scenes: it is never left.`)
  const goes = observed.items === null ? `to "${rules.standbyScene}"` : `shows "${rules.sourceName}"`
  if (view.health === 'reconnecting' && view.because !== 'output') {
    return { next: `${goes}, if TikTok stays away`, nextAt: view.since + rules.degradedAfterMs, holding: null }
  }
  return { next: `${goes}, if TikTok is away for ${Math.round(rules.degradedAfterMs / 1_000)} s`, nextAt: null, holding: null }
}

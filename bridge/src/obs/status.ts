import type { ConnectionState } from '@standby/shared/connection/connection.ts'
import type { ObsOutput, ObsPhase, ObsStatus } from '@standby/shared/protocol.ts'
import { valuesOf } from '@standby/shared/settings/field.ts'
import { OBS_AUTOMATION, type ObsAutomationSettings } from '@standby/shared/settings/obs-settings.ts'
import { shownAddress } from './link/address.ts'
import type { AutomationView } from './scenes/automation-view.ts'
import type { ObsCauseKind } from './link/policy.ts'
import { isOn } from './scenes/way-back.ts'
import type { OutputView } from './link/output.ts'
import { hints, linkProblem, sceneProblem, sourceProblem, type Problem } from './problems.ts'
import { sceneNamed } from './scenes/scene.ts'
import { say } from './words.ts'

export interface ObsSettings extends ObsAutomationSettings {
  /** `ws://` or `wss://`. */
  url: string
  /** The one that was given for this address; null or empty if there is none. */
  password: string | null
  /** It is in a password store that does not give it out. */
  isPasswordLocked?: boolean
  /** The address that a password was given for, if there is one and it is not this address. */
  passwordElsewhere?: string | null
  /** The exact name of the scene to switch to. */
  standbyScene: string
  enabled: boolean
}

/** What the dock and the API get. Never holds the password. */
export function obsStatus(settings: ObsSettings, link: ConnectionState<ObsCauseKind>, view: AutomationView): ObsStatus {
  const { observed, state, about, nextAction } = view
  const { memory } = state
  const on = isOn(memory) ? memory : null
  const places = observed?.items ?? null
  return {
    phase: phaseOf(settings, link),
    url: shownAddress(settings.url),
    hasPassword: hasPassword(settings),
    problem: problemOf(settings, link, view),
    nextAttemptAt: link.phase === 'waiting' ? link.until : null,
    version: about?.version ?? null,
    programScene: observed?.program.name ?? null,
    scenes: observed?.scenes.map((scene) => scene.name) ?? [],
    standbyScene: settings.standbyScene,
    standbySceneExists: observed === null ? null : sceneNamed(settings.standbyScene, observed.scenes) !== null,
    studioMode: observed?.studioMode ?? null,
    sourceExists: settings.mode === 'source' && places !== null ? places.some(({ place }) => place !== 'elsewhere') : null,
    canvases: about?.canvases.map(({ name }) => name) ?? [],
    hints: hints(settings, view),
    settings: valuesOf(OBS_AUTOMATION, settings),
    output: outputOf(view.output),
    automation: {
      state: memory.state === 'showing' ? 'standby' : memory.state,
      returnTo: memory.state === 'standby' ? memory.returnTo.name : null,
      standbySince: on?.standbySince ?? null,
      lastAction: view.lastAction,
      paused: state.pausedAt !== null,
      manual: on?.manual ?? false,
      next: nextAction.next,
      nextAt: nextAction.nextAt,
      holding: nextAction.holding,
    },
  }
}

function phaseOf(settings: ObsSettings, link: ConnectionState<ObsCauseKind>): ObsPhase {
  if (!settings.enabled) return 'off'
  if (link.phase !== 'disconnected') return link.phase
  return link.cause?.kind === 'wrong-password' ? 'wrong-password' : 'stopped'
}

function problemOf(settings: ObsSettings, link: ConnectionState<ObsCauseKind>, view: AutomationView): ObsStatus['problem'] {
  if (!settings.enabled) return null
  if (link.cause !== null) return linkProblem(link.cause.kind, shownAddress(settings.url), passwordProblem(settings))
  if (view.isLongBusy) return say('obs-busy')
  if (view.observed === null) return null
  const { memory } = view.state
  if (view.leftOn === 'source') return say('standby-source-left-on', { source: settings.sourceName })
  if (view.leftOn === 'scene') return say('standby-left-on', { scene: settings.standbyScene })
  if (settings.mode === 'off' && !isOn(memory)) return null
  const inSource = memory.state === 'showing' || (memory.state !== 'standby' && settings.mode === 'source')
  const wrong = inSource
    ? sourceProblem(view.observed, memory, settings.sourceName)
    : sceneProblem(view.observed, memory, settings.standbyScene)
  return wrong ?? view.failure
}

function passwordProblem(settings: ObsSettings): Problem {
  if (hasPassword(settings)) return say('password-wrong')
  if (settings.isPasswordLocked === true) return say('password-locked')
  const { passwordElsewhere: address = null } = settings
  return address === null ? say('password-missing') : say('password-elsewhere', { url: shownAddress(address) })
}

function hasPassword({ password }: ObsSettings): boolean {
  return password !== null && password !== ''
}

function outputOf({ soundSince: _, streamingSince: __, ...output }: OutputView): ObsOutput {
  return output
}

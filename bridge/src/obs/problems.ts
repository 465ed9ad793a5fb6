import type { ObsAutomationSettings } from '@standby/shared/protocol.ts'
import type { ObsMemory } from './memory.ts'
import type { ObsCauseKind } from './policy.ts'
import type { AutomationView } from './automation-view.ts'
import { findScene, nearMiss, sceneNamed, type Observed } from './scene.ts'

const SETTINGS = 'in OBS under Tools > WebSocket Server Settings'

/** What a creator can do about a link that is not up: one or two plain sentences. `url` as it may be shown. */
export function linkProblem(kind: ObsCauseKind, url: string, hasPassword: boolean): string {
  switch (kind) {
    case 'not-running':
      return `OBS does not answer at ${url}. Start OBS; if it runs, tick "Enable WebSocket server" ${SETTINGS} (Safe Mode has none).`
    case 'unreachable':
      return `The computer in ${url} cannot be reached. Check the address, and that OBS runs there.`
    case 'closed':
      return 'The connection to OBS was closed. It is tried again by itself; start OBS if it is not running.'
    case 'timeout':
    case 'hung':
      return 'OBS does not respond. It is tried again by itself; if OBS stays like this, restart it.'
    case 'not-obs':
      return (
        `Something answers at ${url}, but not as OBS 28 or later does. Install a current OBS if this one is older; ` +
        `else compare the port with the one ${SETTINGS}.`
      )
    case 'wrong-password':
      return hasPassword
        ? `OBS refuses the password. Copy it ${SETTINGS}, Show Connect Info, and enter it here.`
        : `OBS asks for a password and none is set. Copy it ${SETTINGS}, Show Connect Info, and enter it here.`
    case 'kicked':
      return 'This connection was ended in OBS, so it is not tried again by itself. Press "Try again" to reconnect.'
    case 'unsupported':
      return 'This version of OBS speaks another protocol. Install a current OBS (28 or later), then press "Try again".'
    case 'bad-address':
      return 'The address of OBS cannot be read. It looks like ws://127.0.0.1:4455, without a name or a password in it.'
  }
}

/** What is wrong with the scenes, or null. */
export function sceneProblem(observed: Observed, memory: ObsMemory, standbyScene: string): string | null {
  const { scenes } = observed
  if (memory.state === 'standby' && memory.standbySince !== null && findScene(memory.returnTo, scenes) === null) {
    return `The scene "${memory.returnTo.name}", which was on before, is gone. OBS stays as it is: choose the scene to go on with in OBS.`
  }
  if (standbyScene === '') return 'No standby scene is chosen. Choose one, or nothing is switched when TikTok drops.'
  if (sceneNamed(standbyScene, scenes) !== null) return null
  const meant = nearMiss(standbyScene, scenes)
  const advice =
    meant === null
      ? 'Make a scene of exactly this name in OBS, or choose another one here.'
      : `Did you mean "${meant}"? Choose it here, or give the scene in OBS exactly this name.`
  return `OBS has no scene "${standbyScene}", so nothing is switched when TikTok drops. ${advice}`
}

/** What is wrong with the source that is shown in place of a scene, or null. */
export function sourceProblem(observed: Observed, memory: ObsMemory, sourceName: string): string | null {
  if (sourceName === '') return 'No source is chosen to be shown on standby. Choose one, or nothing is shown when TikTok drops.'
  if (memory.state === 'showing' || observed.items === null || observed.items.some(({ place }) => place !== 'elsewhere')) return null
  return (
    `The scene "${observed.program.name}" has no source "${sourceName}", so nothing is shown when TikTok drops while it is on. ` +
    'Add the source to this scene, hidden, under exactly this name.'
  )
}

/** Sentences worth knowing that ask for nothing. */
export function hints(settings: ObsAutomationSettings & { standbyScene: string }, { about, observed }: AutomationView): string[] {
  const said: string[] = []
  const canvases = about?.canvases.map(({ name }) => `"${name}"`).join(', ') ?? ''
  if (canvases !== '' && settings.mode === 'scene') {
    said.push(
      `OBS lets no other program switch the scenes of the canvas ${canvases}: only the main canvas goes to standby. ` +
        'Choose the mode "source" to show a source in its scenes instead.',
    )
  }
  if (settings.mode === 'source' && observed?.studioMode === true) {
    said.push('In studio mode OBS may show the source only with the next transition: by default it shows a copy of the scene on program.')
  }
  if (settings.handsOffScenes.includes(settings.standbyScene)) {
    said.push(`"${settings.standbyScene}" is the standby scene and cannot be hands-off too: it would never be left again.`)
  }
  return said
}

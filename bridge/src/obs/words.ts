import type {
  ObsCommands,
  ObsHints,
  ObsHoldings,
  ObsPlans,
  ObsProblems,
  ObsReasons,
  ObsRefusals,
  ObsWords,
} from '@standby/shared/words/obs-sentences.ts'
import type { NoParams, Sentence, Translation } from '@standby/shared/words/sentence.ts'
import { SETUP_WORDS } from './words-setup.ts'

const SETTINGS = 'in OBS under Tools > WebSocket Server Settings'
const COPY_IT = `Copy it ${SETTINGS}, Show Connect Info, and enter it here.`
const NOT_SWITCHED = 'so nothing is switched when TikTok drops'

type LiveWords = ObsProblems & ObsHints & ObsPlans & ObsHoldings & ObsCommands & ObsReasons & ObsRefusals

const LIVE_WORDS: Translation<LiveWords> = {
  'obs-not-running': ({ url }) =>
    `OBS does not answer at ${url}. Start OBS; if it runs, tick "Enable WebSocket server" ${SETTINGS} (Safe Mode has none).`,
  'obs-unreachable': ({ url }) => `The computer in ${url} cannot be reached. Check the address, and that OBS runs there.`,
  'obs-closed': () => 'The connection to OBS was closed. It is tried again by itself; start OBS if it is not running.',
  'obs-silent': () => 'OBS does not respond. It is tried again by itself; if OBS stays like this, restart it.',
  'not-obs': ({ url }) =>
    `Something answers at ${url}, but not as OBS 28 or later does. Install a current OBS if this one is older; ` +
    `else compare the port with the one ${SETTINGS}.`,
  'password-wrong': () => `OBS refuses the password. ${COPY_IT}`,
  'password-missing': () => `OBS asks for a password and none is set. ${COPY_IT}`,
  'password-locked': () =>
    'The password of OBS is in the password store of this computer, which does not give it out. Unlock the store, then press ' +
    '"Try again"; or enter the password again.',
  'password-elsewhere': ({ url }) =>
    `OBS asks for a password. The one that Standby has is for ${url}, and is sent nowhere else. ${COPY_IT}`,
  'obs-kicked': () => 'This connection was ended in OBS, so it is not tried again by itself. Press "Try again" to reconnect.',
  'obs-unsupported': () => 'This version of OBS speaks another protocol. Install a current OBS (28 or later), then press "Try again".',
  'obs-bad-address': () => 'The address of OBS cannot be read. It looks like ws://127.0.0.1:4455, without a name or a password in it.',
  'obs-busy': () =>
    'OBS has not been ready for a while, so nothing is switched. ' +
    'If it shows a question or an error, answer it there; if it hangs, start it again.',
  'return-scene-gone': ({ scene }) =>
    `The scene "${scene}", which was on before, is gone. OBS stays as it is: choose the scene to go on with in OBS.`,
  'no-standby-scene-chosen': () => 'No standby scene is chosen. Choose one, or nothing is switched when TikTok drops.',
  'standby-scene-missing': ({ scene }) =>
    `OBS has no scene "${scene}", ${NOT_SWITCHED}. Make a scene of exactly this name in OBS, or choose another one here.`,
  'standby-scene-misspelt': ({ scene, meant }) =>
    `OBS has no scene "${scene}", ${NOT_SWITCHED}. ` +
    `Did you mean "${meant}"? Choose it here, or give the scene in OBS exactly this name.`,
  'no-source-chosen': () => 'No source is chosen to be shown on standby. Choose one, or nothing is shown when TikTok drops.',
  'source-missing': ({ scene, source }) =>
    `The scene "${scene}" has no source "${source}", so nothing is shown when TikTok drops while it is on. ` +
    'Add the source to this scene, hidden, under exactly this name.',
  'switch-failed': ({ scene }) => `OBS did not switch to "${scene}". It is tried again by itself; if it goes on, do it by hand.`,
  'source-toggle-failed': ({ source }) =>
    `OBS did not show or hide "${source}". It is tried again by itself; if it goes on, do it by hand.`,

  'canvases-not-switched': ({ canvases }) =>
    `OBS lets no other program switch the scenes of the canvas ${quoted(canvases)}: only the main canvas goes to standby. ` +
    'Choose the mode "source" to show a source in its scenes instead.',
  'source-in-studio-mode': () =>
    'In studio mode OBS may show the source only with the next transition: by default it shows a copy of the scene on program.',
  'standby-scene-hands-off': ({ scene }) => `"${scene}" is the standby scene and cannot be hands-off too: it would never be left again.`,

  'next-standby-if-away': ({ scene }) => `to "${scene}", if TikTok stays away`,
  'next-standby-if-away-for': ({ scene, seconds }) => `to "${scene}", if TikTok is away for ${seconds} s`,
  'next-show-if-away': ({ source }) => `shows "${source}", if TikTok stays away`,
  'next-show-if-away-for': ({ source, seconds }) => `shows "${source}", if TikTok is away for ${seconds} s`,
  'next-back': ({ scene }) => `back to "${scene}"`,
  'next-back-once-live': ({ scene }) => `back to "${scene}", once you are live again`,
  'next-back-once-held': ({ scene, seconds }) => `back to "${scene}", once the connection has held for ${seconds} s`,
  'next-hide': () => 'hides the source',
  'next-hide-once-live': () => 'hides the source, once you are live again',
  'next-hide-once-held': ({ seconds }) => `hides the source, once the connection has held for ${seconds} s`,

  'automation-off': () => 'The automation of OBS is switched off.',
  'automation-paused': () => 'Paused for this show: nothing is switched by itself.',
  'standby-by-hand': () => 'Standby was put on by hand, and goes by hand.',
  'back-and-forth': ({ seconds }) => `It has gone back and forth too often: standby stays until the connection has held for ${seconds} s.`,
  yielded: () => 'Hands off for this outage; TikTok has to be back first.',
  'no-output': () => 'OBS sends nothing out (no stream, recording or virtual camera), so nothing is switched.',
  'on-hands-off-scene': ({ scene }) => `"${scene}" is one of your hands-off scenes: it is never left.`,
  'dry-run': () => 'A dry run: nothing is switched, only said.',

  'to-standby': ({ scene }) => `to "${scene}"`,
  'back-to-scene': ({ scene }) => `back to "${scene}"`,
  'show-source': ({ source }) => `shows "${source}"`,
  'hide-source': ({ source }) => `hides "${source}"`,
  'hands-off': () => 'hands off',

  'tiktok-away': ({ seconds }) => `TikTok has been away for ${duration(seconds)}`,
  'tiktok-back': ({ seconds }) => `TikTok has been back for ${duration(seconds)}`,
  'output-troubled': ({ seconds }) => `OBS's own stream has been in trouble for ${duration(seconds)}`,
  'output-sound': ({ seconds }) => `OBS's own stream has been back for ${duration(seconds)}`,
  'you-asked': () => 'you asked for it',
  'you-switched': ({ scene }) => `you switched to "${scene}" by hand`,
  'you-put-on-standby': ({ scene }) => `"${scene}" was put on by hand`,
  'you-showed-source': ({ source }) => `"${source}" was shown by hand`,
  'you-hid-source': ({ source }) => `you hid "${source}" by hand`,
  'scene-never-left': ({ scene }) => `"${scene}" is never left`,
  'scene-never-covered': ({ scene }) => `"${scene}" is never covered`,

  'obs-not-connected': () => 'OBS is not connected. Look under OBS for what to do.',
  'not-on-standby': () => 'Standby is not on by our doing, so there is nothing to go back from. Switch in OBS.',
}

const WORDS: Translation<ObsWords> = { ...LIVE_WORDS, ...SETUP_WORDS }

/** The sentence of this code, in English. */
export function say<Code extends keyof ObsWords>(
  code: Code,
  ...[params]: ObsWords[Code] extends NoParams ? [] : [params: ObsWords[Code]]
): Sentence<Pick<ObsWords, Code>> {
  const given = (params ?? {}) as ObsWords[Code]
  return { code, params: given, text: WORDS[code](given) }
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}

function duration(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}

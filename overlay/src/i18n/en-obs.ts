import type {
  ObsCommands,
  ObsHints,
  ObsHoldings,
  ObsPlans,
  ObsProblems,
  ObsReasons,
  ObsRefusals,
} from '@standby/shared/words/obs-sentences.ts'
import type { SourceState } from '@standby/shared/obs-setup.ts'
import type { ObsAutomationSettings } from '@standby/shared/settings/obs-settings.ts'
import type { Translation } from '@standby/shared/words/sentence.ts'
import { duration } from '../parts/format.ts'

/** What the status of OBS, and a refusal to switch, can say. */
export interface ObsStatusWords extends ObsProblems, ObsHints, ObsPlans, ObsHoldings, ObsCommands, ObsReasons, ObsRefusals {}

/** A time given in seconds. */
const time = (seconds: number): string => duration(seconds * 1000)

const SETTINGS = 'in OBS under Tools › WebSocket Server Settings'

const words: Translation<ObsStatusWords> = {
  'obs-not-running': ({ url }) =>
    `OBS does not answer at ${url}. Start OBS; if it runs, tick “Enable WebSocket server” ${SETTINGS} (Safe Mode has none).`,
  'obs-unreachable': ({ url }) => `The computer in ${url} cannot be reached. Check the address, and that OBS runs there.`,
  'obs-closed': () => 'The connection to OBS was closed. Standby tries again by itself; start OBS if it is not running.',
  'obs-silent': () => 'OBS does not respond. Standby tries again by itself; if OBS stays like this, restart it.',
  'not-obs': ({ url }) => `Something answers at ${url}, but not as OBS 28 or later does. Compare the port with the one ${SETTINGS}.`,
  'password-wrong': () => `OBS refuses the password. Copy it ${SETTINGS}, Show Connect Info, and enter it on the home page.`,
  'password-missing': () => `OBS asks for a password. Copy it ${SETTINGS}, Show Connect Info, and enter it on the home page.`,
  'password-locked': () =>
    'The password of OBS is in this computer’s password store, which does not give it out. Unlock the store and press “Try again now” ' +
    'in the dock, or enter the password again on the home page.',
  'password-elsewhere': ({ url }) =>
    `OBS asks for a password. The one that Standby has is for ${url}, and is sent nowhere else. ` +
    `Copy it ${SETTINGS}, Show Connect Info, and enter it on the home page.`,
  'obs-kicked': () => 'This connection was ended in OBS, so Standby does not come back by itself. Press “Try again now”.',
  'obs-unsupported': () => 'This OBS is too old. Install OBS 28 or later, then press “Try again now”.',
  'obs-bad-address': () => 'The address of OBS cannot be read. It looks like ws://127.0.0.1:4455. Correct it on the home page.',
  'obs-busy': () =>
    'OBS has not been ready for a while, so nothing is switched. ' +
    'If it shows a question or an error, answer it; if it hangs, start it again.',
  'return-scene-gone': ({ scene }) => `“${scene}”, which was on before, is gone. OBS stays as it is: choose a scene in OBS.`,
  'no-standby-scene-chosen': () => 'No standby scene is chosen, so nothing is switched when TikTok drops. Choose one here.',
  'standby-scene-missing': ({ scene }) =>
    `OBS has no scene “${scene}”, so nothing is switched. Make it in OBS, or choose another one here.`,
  'standby-scene-misspelt': ({ scene, meant }) =>
    `OBS has no scene “${scene}”, so nothing is switched. Did you mean “${meant}”? Choose it here.`,
  'no-source-chosen': () => 'No source is chosen, so nothing is shown when TikTok drops. Name one under Settings.',
  'source-missing': ({ scene, source }) =>
    `The scene “${scene}” has no source “${source}”, so nothing is shown while it is on. Add it there, hidden, under exactly this name.`,
  'switch-failed': ({ scene }) => `OBS did not switch to “${scene}”. Standby tries again; if it goes on, do it in OBS yourself.`,
  'source-toggle-failed': ({ source }) =>
    `OBS did not show or hide “${source}”. Standby tries again; if it goes on, do it in OBS yourself.`,

  'canvases-not-switched': ({ canvases }) =>
    `OBS lets nobody switch the scenes of ${canvases.map((name) => `“${name}”`).join(', ')}: only the main canvas goes to standby. ` +
    'The mode “Show a source” works there too.',
  'source-in-studio-mode': () => 'In studio mode OBS may show the source only with the next transition.',
  'standby-scene-hands-off': ({ scene }) => `“${scene}” is the standby scene, so it cannot be hands-off too.`,

  'next-standby-if-away': ({ scene }) => `to “${scene}”, if TikTok stays away`,
  'next-standby-if-away-for': ({ scene, seconds }) => `to “${scene}”, if TikTok is away for ${time(seconds)}`,
  'next-show-if-away': ({ source }) => `shows “${source}”, if TikTok stays away`,
  'next-show-if-away-for': ({ source, seconds }) => `shows “${source}”, if TikTok is away for ${time(seconds)}`,
  'next-back': ({ scene }) => `back to “${scene}”`,
  'next-back-once-live': ({ scene }) => `back to “${scene}”, once you are live again`,
  'next-back-once-held': ({ scene, seconds }) => `back to “${scene}”, once the connection has held for ${time(seconds)}`,
  'next-hide': () => 'hides the source',
  'next-hide-once-live': () => 'hides the source, once you are live again',
  'next-hide-once-held': ({ seconds }) => `hides the source, once the connection has held for ${time(seconds)}`,

  'automation-off': () => 'The automation is off: Standby leaves OBS alone.',
  'automation-paused': () => 'Paused for this show: nothing is switched by itself.',
  'standby-by-hand': () => 'Standby was put on by hand, and goes by hand.',
  'back-and-forth': ({ seconds }) => `It went back and forth too often: standby stays until the connection has held for ${time(seconds)}.`,
  yielded: () => 'You switched by hand, so Standby keeps its hands off until TikTok is back.',
  'no-output': () => 'OBS sends nothing out (no stream, recording or virtual camera), so nothing is switched.',
  'on-hands-off-scene': ({ scene }) => `“${scene}” is one of your hands-off scenes: it is never left.`,
  'dry-run': () => 'A dry run: it only says what it would do.',

  'obs-not-connected': () => 'OBS is not connected. Look under OBS for what to do.',
  'not-on-standby': () => 'Standby did not put it on, so there is nothing to go back from. Switch in OBS.',

  'to-standby': ({ scene }) => `To “${scene}”`,
  'back-to-scene': ({ scene }) => `Back to “${scene}”`,
  'show-source': ({ source }) => `Showed “${source}”`,
  'hide-source': ({ source }) => `Hid “${source}”`,
  'hands-off': () => 'Hands off',

  'tiktok-away': ({ seconds }) => `TikTok had been away for ${time(seconds)}`,
  'tiktok-back': ({ seconds }) => `TikTok had been back for ${time(seconds)}`,
  'output-troubled': ({ seconds }) => `OBS’s own stream had been in trouble for ${time(seconds)}`,
  'output-sound': ({ seconds }) => `OBS’s own stream had been fine for ${time(seconds)}`,
  'you-asked': () => 'you asked for it',
  'you-switched': ({ scene }) => `you switched to “${scene}” by hand`,
  'you-put-on-standby': ({ scene }) => `you put “${scene}” on yourself`,
  'you-showed-source': ({ source }) => `you showed “${source}” yourself`,
  'you-hid-source': ({ source }) => `you hid “${source}” yourself`,
  'scene-never-left': ({ scene }) => `“${scene}” is a hands-off scene`,
  'scene-never-covered': ({ scene }) => `“${scene}” is a hands-off scene`,
}

const modes: Record<ObsAutomationSettings['mode'], string> = {
  scene: 'Switch to the standby scene',
  source: 'Show a source in the scene that is on',
  off: 'Leave OBS alone',
}

const sourceStates: Record<SourceState, string> = {
  alive: 'Running',
  unloaded: 'Shut down by OBS while hidden',
  loading: 'Loading',
  unclear: 'Cannot be told apart from another one',
  dead: 'Shows no life',
}

export const enObs = {
  title: 'OBS',
  words,
  setUp: 'Set OBS up on the home page',
  enterPassword: 'Enter the password',
  unplugged: 'Standby can switch OBS to a standby scene when TikTok drops. Without it the overlay works all the same.',
  onAir: 'On air',
  standbyScene: 'Standby scene',
  missing: (scene: string) => `${scene} (missing)`,
  returnTo: 'Goes back to',
  lastAction: 'Last',
  idle: 'Watching. Goes to the standby scene when the connection stays away.',
  standby: 'The standby scene is on until the connection holds.',
  yielded: 'You switched by hand, so Standby keeps its hands off for this outage.',
  retryNow: 'Try again now',
  retryIn: (time: string) => `Looks again in ${time}`,
  next: 'Next',
  inTime: (time: string) => `in ${time}`,
  reconnecting: (time: string) => `OBS has lost its stream server and reconnects, for ${time}.`,
  congested: (time: string) => `Your line has not taken all that OBS sends for ${time}. Lower the bitrate if it lasts.`,
  dryRun: 'Dry run',
  wouldHave: 'Would have done',
  studioMode: 'Studio mode',
  version: (version: string) => `OBS ${version}`,
  pause: 'Pause automation for this show',
  goToStandby: 'Standby scene now',
  goBack: 'Back to the show',
  settings: 'Settings',
  mode: 'When TikTok drops',
  modes,
  sourceName: 'Source',
  save: 'Save',
  handsOff: 'Hands-off scenes: never switched away from',
  noScenes: 'OBS has not told its scenes yet.',
  onlyWhenOutputActive: 'Only while OBS streams, records or runs its camera',
  countOutputAsDegraded: 'Trouble of OBS’s own stream counts too',
  cutTransitions: 'Cut, whatever the transition is',
  dryRunLabel: 'Dry run: only say what it would do',
  pages: 'Pages',
  pagesIntro: 'The pages of Standby that are open, in OBS and elsewhere.',
  sources: 'Sources in OBS',
  otherPages: 'Others',
  noPages: 'No page is open.',
  pageNames: { overlay: 'Overlay', standby: 'Standby card', dock: 'Dock', home: 'Home' } as Record<string, string>,
  sourceStates,
  showing: 'on air or in the preview',
  visible: 'visible',
  hidden: 'hidden',
  inObs: 'in OBS',
  inBrowser: 'in a browser',
  lastSign: (time: string) => `last sign ${time} ago`,
  revivedAgo: (time: string) => `revived ${time} ago`,
  reload: 'Reload',
  reloadLabel: (name: string) => `Reload ${name}`,
}

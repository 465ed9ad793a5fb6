import { duration } from './duration.ts'
import type { ObsStatusWords } from './obs-sentences.ts'
import type { Translation } from './sentence.ts'

/** A time given in seconds. */
const time = (seconds: number): string => duration(seconds * 1000)

const SETTINGS = 'in OBS under Tools › WebSocket Server Settings'
const COPY_IT = `Copy it ${SETTINGS}, Show Connect Info, and enter it on Standby’s home page.`
const NOT_SWITCHED = 'so nothing is switched when TikTok drops'

/** What the status of OBS, and a refusal to switch, say in English: in the log, the API and the pages. */
export const OBS_TEXTS: Translation<ObsStatusWords> = {
  'obs-not-running': ({ url }) =>
    `OBS does not answer at ${url}. Start OBS. If it’s running, turn on “Enable WebSocket server” ${SETTINGS} (not available in Safe Mode).`,
  'obs-unreachable': ({ url }) => `The computer in ${url} cannot be reached. Check the address, and that OBS runs there.`,
  'obs-closed': () => 'The connection to OBS was closed. Standby tries again by itself. If OBS is not running, start it.',
  'obs-silent': () => 'OBS does not respond. Standby tries again by itself. If OBS stays like this, restart it.',
  'not-obs': ({ url }) =>
    `Something answers at ${url}, but not as OBS 28 or later does. Compare the port with the one ${SETTINGS}. ` +
    'If your OBS is older, install a current one.',
  'password-wrong': () => `OBS refuses the password. ${COPY_IT}`,
  'password-missing': () => `OBS asks for a password, and none is set. ${COPY_IT}`,
  'password-locked': () =>
    'The password of OBS is in this computer’s password store, which does not give it out. Unlock the store and press “Try again now” ' +
    'in the dock, or enter the password again on Standby’s home page.',
  'password-elsewhere': ({ url }) =>
    `OBS asks for a password. The one that Standby has is for ${url}, and is sent nowhere else. ${COPY_IT}`,
  'obs-kicked': () => 'This connection was ended in OBS, so Standby does not try again by itself. Press “Try again now” in the dock.',
  'obs-unsupported': () =>
    'This version of OBS speaks another protocol. Install a current OBS (28 or later), then press “Try again now” in the dock.',
  'obs-bad-address': () =>
    'The address of OBS cannot be read. It looks like ws://127.0.0.1:4455, without a name or password in it. ' +
    'Correct it on Standby’s home page.',
  'obs-busy': () =>
    'OBS has not been ready for a while, so nothing is switched. ' +
    'If it shows a question or an error, answer it. If it hangs, restart it.',
  'return-scene-gone': ({ scene }) =>
    `The scene “${scene}”, which was on before, is gone. OBS stays as it is. In OBS, choose the scene to go on with.`,
  'no-standby-scene-chosen': () => `No standby scene is chosen, ${NOT_SWITCHED}. Choose one in the dock.`,
  'standby-scene-missing': ({ scene }) =>
    `OBS has no scene “${scene}”, ${NOT_SWITCHED}. Make a scene with exactly this name in OBS, or choose another one in the dock.`,
  'standby-scene-misspelt': ({ scene, meant }) =>
    `OBS has no scene “${scene}”, ${NOT_SWITCHED}. Did you mean “${meant}”? Choose it in the dock.`,
  'no-source-chosen': () => 'No source is chosen, so nothing is shown when TikTok drops. Name one in the dock, under OBS › Settings.',
  'source-missing': ({ scene, source }) =>
    `The scene “${scene}” has no source “${source}”, so nothing is shown if TikTok drops while this scene is on. ` +
    'Add the source to the scene, hidden, with exactly this name.',
  'standby-left-on': ({ scene }) =>
    `Viewers see “${scene}” although your LIVE is on. Press “Back to the show” in the dock, or switch in OBS.`,
  'standby-source-left-on': ({ source }) =>
    `Viewers see “${source}” although your LIVE is on. Press “Back to the show” in the dock, or hide it in OBS.`,
  'standby-scene-empty': ({ scene }) =>
    `Nothing can be seen in “${scene}”: in a drop, viewers would see black. In OBS, show a source in it, or press “Add to OBS” on the home page.`,
  'stream-stopped': () => 'OBS has stopped streaming, and your LIVE is still on. Start the stream in OBS again, or end the LIVE.',
  'switch-failed': ({ scene }) => `OBS did not switch to “${scene}”. Standby tries again. If it keeps failing, switch in OBS yourself.`,
  'source-toggle-failed': ({ source }) =>
    `OBS did not show or hide “${source}”. Standby tries again. If it keeps failing, do it in OBS yourself.`,

  'canvases-not-switched': ({ canvases }) =>
    `OBS lets no other program switch the scenes of ${canvases.map((name) => `“${name}”`).join(', ')}: only the main canvas goes to ` +
    'standby. The mode “Show a source” works there too.',
  'source-in-studio-mode': () => 'In studio mode OBS may show the source only with the next transition.',
  'standby-scene-hands-off': ({ scene }) => `“${scene}” is the standby scene, so it cannot also be a scene that Standby never leaves.`,
  'overlay-not-seen': ({ scene, source }) =>
    `Viewers do not see the overlay “${source}” in “${scene}”: it is hidden there, has no size, or lies outside the picture.`,
  'overlay-behind': ({ scene, source, front }) =>
    `Viewers do not see the overlay “${source}” in “${scene}”: “${front}” is in front of it. In OBS, drag the overlay above it in the list of sources.`,
  'overlay-muted': ({ source }) => `Gift alerts ring, and “${source}” is muted in OBS’s mixer, so nobody hears them.`,

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
  'automation-paused': () => 'Paused for this show: Standby switches nothing by itself.',
  'standby-by-hand': () => 'You put standby on by hand, so only you take it off.',
  'back-and-forth': ({ seconds }) =>
    `OBS went back and forth too often, so standby stays on until the connection has held for ${time(seconds)}.`,
  yielded: () => 'You switched by hand, so Standby changes nothing until TikTok is back.',
  'no-output': () => 'OBS sends nothing out (no stream, recording or virtual camera), so nothing is switched.',
  'on-hands-off-scene': ({ scene }) => `You chose “${scene}” as a scene that Standby never leaves.`,
  'dry-run': () => 'Practice: Standby only says what it would do.',

  'obs-not-connected': () => 'OBS is not connected. The dock says under OBS what to do.',
  'not-on-standby': () => 'Standby did not put standby on, so it has nothing to go back from. Switch in OBS.',

  'to-standby': ({ scene }) => `to “${scene}”`,
  'back-to-scene': ({ scene }) => `back to “${scene}”`,
  'show-source': ({ source }) => `show “${source}”`,
  'hide-source': ({ source }) => `hide “${source}”`,
  'hands-off': () => 'leave OBS alone',

  'tiktok-away': ({ seconds }) => `TikTok had been away for ${time(seconds)}`,
  'tiktok-back': ({ seconds }) => `TikTok had been back for ${time(seconds)}`,
  'output-troubled': ({ seconds }) => `OBS’s own stream had been in trouble for ${time(seconds)}`,
  'output-sound': ({ seconds }) => `OBS’s own stream had been fine for ${time(seconds)}`,
  'you-asked': () => 'you asked for it',
  'you-switched': ({ scene }) => `you switched to “${scene}” by hand`,
  'you-put-on-standby': ({ scene }) => `you put “${scene}” on by hand`,
  'you-showed-source': ({ source }) => `you showed “${source}” by hand`,
  'you-hid-source': ({ source }) => `you hid “${source}” by hand`,
  'scene-never-left': ({ scene }) => `“${scene}” is a scene that Standby never leaves`,
  'scene-never-covered': ({ scene }) => `“${scene}” is a scene that Standby never leaves`,
}

import type {
  RemovalFindings,
  SetupFindings,
  SetupProblems,
  SetupRefusals,
  SetupSteps,
  SetupThings,
} from '@standby/shared/words/obs-sentences.ts'
import type { Translation } from '@standby/shared/words/sentence.ts'

type SetupWords = SetupSteps & SetupFindings & SetupRefusals & SetupProblems & SetupThings & RemovalFindings

const NO_BROWSER = 'This OBS has no browser sources, so it cannot show the'
const WHERE_BROWSERS_ARE = 'OBS from obsproject.com or from Flathub has browser sources; some packages of Linux distributions do not.'

/** What is said about making things in OBS, and taking them away. */
export const SETUP_WORDS: Translation<SetupWords> = {
  'make-scene': ({ scene }) => `The scene "${scene}".`,
  'make-source': ({ scene, source }) => `The source "${source}" in the scene "${scene}".`,
  'add-source': ({ scene, source }) => `The source "${source}", which is there already, also in the scene "${scene}".`,

  'card-there': ({ scene, source }) => `The scene "${scene}" with the standby card ("${source}").`,
  'own-standby-scene': ({ scene }) =>
    `The scene "${scene}" with sources of your own. It is used as it is; to get the standby card, choose a name that is not taken.`,
  'overlay-there': ({ scene, source }) => `The overlay ("${source}") in the scene "${scene}".`,

  'name-not-a-scene': ({ scene }) => `${notAScene(scene)} Choose another name for it.`,
  'name-not-a-scene-but': ({ scene, instead }) => `${notAScene(scene)} Choose another name for it, for example "${instead}".`,
  'names-taken': ({ source }) => `Sources called "${source}" and all its numbers are taken. Rename one of them in OBS.`,
  'no-browser-for-card': () => `${NO_BROWSER} standby card. ${WHERE_BROWSERS_ARE}`,
  'no-browser-for-card-but': ({ fallbacks }) =>
    `${NO_BROWSER} standby card. The standby scene can be made with a ${fallbacks.join(' or a ')} instead: ` +
    `choose it and try again. ${WHERE_BROWSERS_ARE}`,
  'no-browser-for-overlay': () => `${NO_BROWSER} overlay. ${WHERE_BROWSERS_ARE}`,
  'no-scene-for-overlay': () => 'There is no scene for the overlay yet. Make the scene you stream from in OBS, then try again.',
  'overlay-in-standby-scene': ({ scene }) =>
    `The overlay belongs in the scene you stream from, and "${scene}" is the standby scene. Choose another.`,
  'no-such-scene': ({ scene, scenes }) =>
    `OBS has no scene called "${scene}". Choose one of ${scenes.map((name) => `"${name}"`).join(', ')}.`,

  'setup-not-connected': () =>
    'Standby is not connected to OBS. Start OBS, see that its WebSocket server is on, and try again when the dock says connected.',
  'obs-loading': () => 'OBS is still loading its scenes. Try again in a moment.',
  'obs-no-answer': () => 'OBS does not answer. Look whether it shows a window that waits for you, then try again.',
  'kind-unknown': () => 'This OBS does not know that kind of source. Try again: what it offers instead is looked up anew.',
  'name-taken': () => 'OBS has something of that name by now. Try again: another name is chosen then.',
  'obs-refused': ({ reason }) => `OBS refused (${reason}). Try again, or do it by hand in OBS.`,

  'the-scene': ({ scene }) => `The scene "${scene}".`,
  'the-source': ({ source }) => `The source "${source}".`,
  'the-source-in-scene': ({ source, scene }) => `The source "${source}" in the scene "${scene}".`,

  'scene-in-collection': ({ scene, collection }) => `The scene "${scene}" is ${inCollection(collection)}`,
  'source-in-collection': ({ source, collection }) => `The source "${source}" is ${inCollection(collection)}`,
  'source-changed': ({ source }) => `The source "${source}" was changed since, so it is left. Remove it by hand if you like.`,
  'source-used-elsewhere': ({ source, scenes }) =>
    `The source "${source}" is also used in ${scenes.map((name) => `"${name}"`).join(', ')}, so it is left there.`,
  'scene-has-others': ({ scene }) => `The scene "${scene}" has other sources in it, so it is left.`,
  'scene-used-within': ({ scene }) => `The scene "${scene}" is used within another scene, so it is left.`,
  'scene-on-program': ({ scene }) => `The scene "${scene}" is on program now. Switch to another scene, then try again.`,
  'scene-not-removed': ({ scene }) => `The scene "${scene}" could not be removed.`,
  'source-not-removed': ({ source }) => `The source "${source}" could not be removed.`,
}

function notAScene(name: string): string {
  return `A source or group in OBS is called "${name}", so the standby scene cannot be.`
}

function inCollection(collection: string): string {
  return `in the scene collection "${collection}". Open that in OBS, then try again.`
}

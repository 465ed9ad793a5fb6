import type { SetupWords } from './obs-sentences.ts'
import type { Translation } from './sentence.ts'

const NO_BROWSER = 'This OBS has no browser sources, so it cannot show the'
const WHERE_BROWSERS_ARE = 'OBS from obsproject.com or from Flathub has browser sources; some packages of Linux distributions do not.'

/** What is said in English about making things in OBS, and taking them away. */
export const SETUP_TEXTS: Translation<SetupWords> = {
  'make-scene': ({ scene }) => `The scene “${scene}”.`,
  'make-source': ({ scene, source }) => `The source “${source}” in the scene “${scene}”.`,
  'add-source': ({ scene, source }) => `The source “${source}”, which OBS has already, also in the scene “${scene}”.`,

  'card-there': ({ scene, source }) => `The scene “${scene}” with the standby card (“${source}”).`,
  'own-standby-scene': ({ scene }) =>
    `The scene “${scene}” with your own sources. It is used as it is. To get the standby card, choose a name that is not taken.`,
  'overlay-there': ({ scene, source }) => `The overlay (“${source}”) in the scene “${scene}”.`,

  'name-not-a-scene': ({ scene }) => `${notAScene(scene)} Choose another name for it.`,
  'name-not-a-scene-but': ({ scene, instead }) => `${notAScene(scene)} Choose another name for it, for example “${instead}”.`,
  'names-taken': ({ source }) =>
    `Sources in OBS are already called “${source}”, and the same with every number after it. Rename one of them in OBS.`,
  'no-browser-for-card': () => `${NO_BROWSER} standby card. ${WHERE_BROWSERS_ARE}`,
  'no-browser-for-card-but': ({ fallbacks }) =>
    `${NO_BROWSER} standby card. The standby scene can show a ${fallbacks.join(' or a ')} instead: ` +
    `choose it and try again. ${WHERE_BROWSERS_ARE}`,
  'no-browser-for-overlay': () => `${NO_BROWSER} overlay. ${WHERE_BROWSERS_ARE}`,
  'no-scene-for-overlay': () => 'There is no scene for the overlay yet. Make the scene you stream from in OBS, then try again.',
  'overlay-in-standby-scene': ({ scene }) =>
    `The overlay belongs in the scene you stream from, and “${scene}” is the standby scene. Choose another one.`,
  'no-such-scene': ({ scene, scenes }) => `OBS has no scene called “${scene}”. Choose one of these: ${list(scenes)}.`,

  'setup-not-connected': () =>
    'Standby is not connected to OBS. Start OBS and check that its WebSocket server is on. Try again when the dock says “Connected”.',
  'obs-loading': () => 'OBS is still loading its scenes. Try again in a moment.',
  'obs-no-answer': () => 'OBS does not answer. Check whether it shows a window that waits for you, then try again.',
  'kind-unknown': () => 'This OBS does not know that kind of source. Try again: Standby then looks up what OBS offers instead.',
  'name-taken': () => 'OBS now has something with that name. Try again: Standby then chooses another name.',
  'obs-refused': ({ reason }) => `OBS refused (${reason}). Try again, or do it by hand in OBS.`,

  'the-scene': ({ scene }) => `The scene “${scene}”.`,
  'the-source': ({ source }) => `The source “${source}”.`,
  'the-source-in-scene': ({ source, scene }) => `The source “${source}” in the scene “${scene}”.`,

  'scene-in-collection': ({ scene, collection }) => `The scene “${scene}” is ${inCollection(collection)}`,
  'source-in-collection': ({ source, collection }) => `The source “${source}” is ${inCollection(collection)}`,
  'source-changed': ({ source }) => `The source “${source}” has been changed since, so it stays. Remove it by hand if you like.`,
  'source-used-elsewhere': ({ source, scenes }) => `The source “${source}” is also used in ${list(scenes)}, so it stays there.`,
  'scene-has-others': ({ scene }) => `The scene “${scene}” has other sources in it, so it stays.`,
  'scene-used-within': ({ scene }) => `The scene “${scene}” is used in another scene, so it stays.`,
  'scene-on-program': ({ scene }) => `The scene “${scene}” is on program now. Switch to another scene, then try again.`,
  'scene-not-removed': ({ scene }) => `The scene “${scene}” could not be removed.`,
  'source-not-removed': ({ source }) => `The source “${source}” could not be removed.`,
}

function list(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join(', ')
}

function notAScene(name: string): string {
  return `A source or group in OBS is already called “${name}”, so the standby scene cannot be.`
}

function inCollection(collection: string): string {
  return `in the scene collection “${collection}”. Open that collection in OBS, then try again.`
}

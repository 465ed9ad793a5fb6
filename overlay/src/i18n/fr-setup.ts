import type { SetupWords } from '@standby/shared/words/obs-sentences.ts'
import type { Translation } from '@standby/shared/words/sentence.ts'

const NO_BROWSER = 'Cet OBS n’a pas de sources navigateur, il ne peut donc pas montrer'
const WHERE_BROWSERS_ARE = 'L’OBS d’obsproject.com ou de Flathub en a ; certains paquets de distributions Linux n’en ont pas.'

const list = (names: readonly string[]): string => names.map((name) => `« ${name} »`).join(', ')
const fallbackName = (name: string): string => (name === 'text' ? 'un texte' : 'une couleur')
const notAScene = (scene: string): string => `Une source ou un groupe d’OBS s’appelle « ${scene} », la scène Standby ne le peut donc pas.`
const inCollection = (collection: string): string =>
  `est dans la collection de scènes « ${collection} ». Ouvrez-la dans OBS, puis réessayez.`

/** What is said about making things in OBS, and taking them away. */
export const frSetupWords: Translation<SetupWords> = {
  'make-scene': ({ scene }) => `La scène « ${scene} ».`,
  'make-source': ({ scene, source }) => `La source « ${source} » dans la scène « ${scene} ».`,
  'add-source': ({ scene, source }) => `La source « ${source} », déjà là, aussi dans la scène « ${scene} ».`,

  'card-there': ({ scene, source }) => `La scène « ${scene} » avec la carte Standby (« ${source} »).`,
  'own-standby-scene': ({ scene }) =>
    `La scène « ${scene} » avec vos propres sources. Elle est utilisée telle quelle. Pour avoir la carte, choisissez un nom libre.`,
  'overlay-there': ({ scene, source }) => `L’overlay (« ${source} ») dans la scène « ${scene} ».`,

  'name-not-a-scene': ({ scene }) => `${notAScene(scene)} Choisissez un autre nom.`,
  'name-not-a-scene-but': ({ scene, instead }) => `${notAScene(scene)} Choisissez un autre nom, par exemple « ${instead} ».`,
  'names-taken': ({ source }) =>
    `Des sources d’OBS s’appellent déjà « ${source} », et de même avec tous les numéros. Renommez-en une dans OBS.`,
  'no-browser-for-card': () => `${NO_BROWSER} la carte Standby. ${WHERE_BROWSERS_ARE}`,
  'no-browser-for-card-but': ({ fallbacks }) =>
    `${NO_BROWSER} la carte Standby. La scène peut être faite avec ${fallbacks.map(fallbackName).join(' ou ')} : choisissez et ` +
    'réessayez. ' +
    WHERE_BROWSERS_ARE,
  'no-browser-for-overlay': () => `${NO_BROWSER} l’overlay. ${WHERE_BROWSERS_ARE}`,
  'no-scene-for-overlay': () => 'Il n’y a pas encore de scène pour l’overlay. Créez dans OBS celle que vous diffusez, puis réessayez.',
  'overlay-in-standby-scene': ({ scene }) =>
    `L’overlay va dans la scène que vous diffusez, et « ${scene} » est la scène Standby. Choisissez-en une autre.`,
  'no-such-scene': ({ scene, scenes }) => `OBS n’a pas de scène « ${scene} ». Choisissez l’une de celles-ci : ${list(scenes)}.`,

  'setup-not-connected': () =>
    'Standby n’est pas connecté à OBS. Lancez OBS, vérifiez que son serveur WebSocket est activé. Réessayez dès que le dock dit ' +
    '« Connecté ».',
  'obs-loading': () => 'OBS charge encore ses scènes. Réessayez dans un instant.',
  'obs-no-answer': () => 'OBS ne répond pas. Regardez s’il montre une fenêtre qui vous attend, puis réessayez.',
  'kind-unknown': () => 'Cet OBS ne connaît pas ce genre de source. Réessayez : Standby regarde alors ce qu’OBS offre à la place.',
  'name-taken': () => 'OBS a entre-temps quelque chose de ce nom. Réessayez : Standby choisit alors un autre nom.',
  'obs-refused': ({ reason }) => `OBS a refusé (${reason}). Réessayez, ou faites-le à la main dans OBS.`,

  'the-scene': ({ scene }) => `La scène « ${scene} ».`,
  'the-source': ({ source }) => `La source « ${source} ».`,
  'the-source-in-scene': ({ source, scene }) => `La source « ${source} » dans la scène « ${scene} ».`,

  'scene-in-collection': ({ scene, collection }) => `La scène « ${scene} » ${inCollection(collection)}`,
  'source-in-collection': ({ source, collection }) => `La source « ${source} » ${inCollection(collection)}`,
  'source-changed': ({ source }) => `La source « ${source} » a été modifiée depuis : elle reste. Enlevez-la à la main si vous voulez.`,
  'source-used-elsewhere': ({ source, scenes }) => `La source « ${source} » sert aussi dans ${list(scenes)} : elle y reste.`,
  'scene-has-others': ({ scene }) => `La scène « ${scene} » contient d’autres sources : elle reste.`,
  'scene-used-within': ({ scene }) => `La scène « ${scene} » sert dans une autre scène : elle reste.`,
  'scene-on-program': ({ scene }) => `La scène « ${scene} » est à l’antenne. Passez à une autre, puis réessayez.`,
  'scene-not-removed': ({ scene }) => `La scène « ${scene} » n’a pas pu être enlevée.`,
  'source-not-removed': ({ source }) => `La source « ${source} » n’a pas pu être enlevée.`,
}

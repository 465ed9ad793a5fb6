import type { Translation } from '@standby/shared/words/sentence.ts'
import { duration } from '../parts/format.ts'
import type { ObsStatusWords } from './en-obs.ts'
import type { Catalogue } from './en.ts'

/** A time given in seconds. */
const time = (seconds: number): string => duration(seconds * 1000)

const SETTINGS = 'dans OBS sous Outils › Paramètres du serveur WebSocket'

const words: Translation<ObsStatusWords> = {
  'obs-not-running': ({ url }) =>
    `OBS ne répond pas à ${url}. Démarrez OBS ; s’il tourne, activez le serveur WebSocket ${SETTINGS} (pas en mode sans échec).`,
  'obs-unreachable': ({ url }) => `L’ordinateur de ${url} est introuvable. Vérifiez l’adresse, et qu’OBS y tourne.`,
  'obs-closed': () => 'La connexion à OBS a été fermée. Standby réessaie tout seul ; démarrez OBS s’il ne tourne pas.',
  'obs-silent': () => 'OBS ne réagit plus. Standby réessaie tout seul ; si cela dure, redémarrez OBS.',
  'not-obs': ({ url }) => `Quelque chose répond à ${url}, mais pas comme OBS 28 ou plus récent. Comparez le port avec celui ${SETTINGS}.`,
  'password-wrong': () =>
    `OBS refuse le mot de passe. Copiez-le ${SETTINGS}, Afficher les informations de connexion, et entrez-le sur la page d’accueil.`,
  'password-missing': () =>
    `OBS demande un mot de passe. Copiez-le ${SETTINGS}, Afficher les informations de connexion, et entrez-le sur la page d’accueil.`,
  'password-locked': () =>
    'Le mot de passe d’OBS est dans le coffre à mots de passe de cet ordinateur, qui ne le donne pas. Déverrouillez-le et appuyez sur ' +
    '« Réessayer maintenant » dans le dock, ou entrez de nouveau le mot de passe sur la page d’accueil.',
  'password-elsewhere': ({ url }) =>
    `OBS demande un mot de passe. Celui que Standby connaît est pour ${url} et ne va à aucune autre adresse. ` +
    `Copiez-le ${SETTINGS}, Afficher les informations de connexion, et entrez-le sur la page d’accueil.`,
  'obs-kicked': () => 'Cette connexion a été terminée dans OBS : Standby ne revient pas tout seul. Appuyez sur « Réessayer maintenant ».',
  'obs-unsupported': () => 'Cet OBS est trop ancien. Installez OBS 28 ou plus récent, puis appuyez sur « Réessayer maintenant ».',
  'obs-bad-address': () => 'L’adresse d’OBS est illisible. Elle ressemble à ws://127.0.0.1:4455. Corrigez-la sur la page d’accueil.',
  'obs-busy': () =>
    'OBS n’est pas prêt depuis un moment : rien ne change. ' +
    'S’il pose une question ou montre une erreur, répondez-y ; s’il est figé, relancez-le.',
  'return-scene-gone': ({ scene }) => `« ${scene} », à l’antenne avant, n’existe plus. OBS reste tel quel : choisissez une scène dans OBS.`,
  'no-standby-scene-chosen': () => 'Aucune scène Standby n’est choisie : rien ne change si TikTok coupe. Choisissez-en une ici.',
  'standby-scene-missing': ({ scene }) =>
    `OBS n’a pas de scène « ${scene} » : rien ne change. Créez-la dans OBS, ou choisissez-en une autre ici.`,
  'standby-scene-misspelt': ({ scene, meant }) =>
    `OBS n’a pas de scène « ${scene} » : rien ne change. Vouliez-vous dire « ${meant} » ? Choisissez-la ici.`,
  'no-source-chosen': () => 'Aucune source n’est choisie : rien ne s’affiche si TikTok coupe. Nommez-en une dans les réglages.',
  'source-missing': ({ scene, source }) =>
    `La scène « ${scene} » n’a pas de source « ${source} » : rien ne s’affiche tant qu’elle est à l’antenne. ` +
    'Ajoutez-la, masquée, sous ce nom exact.',
  'switch-failed': ({ scene }) => `OBS n’est pas passé à « ${scene} ». Standby réessaie ; si cela continue, faites-le dans OBS.`,
  'source-toggle-failed': ({ source }) =>
    `OBS n’a pas affiché ou masqué « ${source} ». Standby réessaie ; si cela continue, faites-le dans OBS.`,

  'canvases-not-switched': ({ canvases }) =>
    `OBS ne laisse personne changer les scènes de ${canvases.map((name) => `« ${name} »`).join(', ')} : ` +
    'seul le canevas principal passe en Standby. Le mode « Afficher une source » y marche aussi.',
  'source-in-studio-mode': () => 'En mode studio, OBS n’affiche parfois la source qu’à la transition suivante.',
  'standby-scene-hands-off': ({ scene }) => `« ${scene} » est la scène Standby : elle ne peut pas être intouchable aussi.`,

  'next-standby-if-away': ({ scene }) => `vers « ${scene} », si TikTok reste absent`,
  'next-standby-if-away-for': ({ scene, seconds }) => `vers « ${scene} », si TikTok est absent pendant ${time(seconds)}`,
  'next-show-if-away': ({ source }) => `affiche « ${source} », si TikTok reste absent`,
  'next-show-if-away-for': ({ source, seconds }) => `affiche « ${source} », si TikTok est absent pendant ${time(seconds)}`,
  'next-back': ({ scene }) => `retour à « ${scene} »`,
  'next-back-once-live': ({ scene }) => `retour à « ${scene} », quand vous serez de nouveau en direct`,
  'next-back-once-held': ({ scene, seconds }) => `retour à « ${scene} », quand la connexion aura tenu ${time(seconds)}`,
  'next-hide': () => 'masque la source',
  'next-hide-once-live': () => 'masque la source, quand vous serez de nouveau en direct',
  'next-hide-once-held': ({ seconds }) => `masque la source, quand la connexion aura tenu ${time(seconds)}`,

  'automation-off': () => 'L’automatisme est coupé : Standby ne touche pas à OBS.',
  'automation-paused': () => 'Suspendu pour ce show : rien ne change tout seul.',
  'standby-by-hand': () => 'Standby a été mis à la main, et s’enlève à la main.',
  'back-and-forth': ({ seconds }) => `Trop d’allers-retours : Standby reste jusqu’à ce que la connexion ait tenu ${time(seconds)}.`,
  yielded: () => 'Vous avez changé de scène à la main : Standby ne touche à rien jusqu’au retour de TikTok.',
  'no-output': () => 'OBS n’envoie rien (ni stream, ni enregistrement, ni caméra virtuelle) : rien ne change.',
  'on-hands-off-scene': ({ scene }) => `« ${scene} » est une de vos scènes intouchables : elle n’est jamais quittée.`,
  'dry-run': () => 'À blanc : Standby dit seulement ce qu’il ferait.',

  'obs-not-connected': () => 'OBS n’est pas connecté. Regardez sous OBS ce qu’il faut faire.',
  'not-on-standby': () => 'Standby ne l’a pas mis : il n’y a pas d’où revenir. Changez dans OBS.',

  'to-standby': ({ scene }) => `Vers « ${scene} »`,
  'back-to-scene': ({ scene }) => `Retour à « ${scene} »`,
  'show-source': ({ source }) => `« ${source} » affichée`,
  'hide-source': ({ source }) => `« ${source} » masquée`,
  'hands-off': () => 'N’y touche plus',

  'tiktok-away': ({ seconds }) => `TikTok était absent depuis ${time(seconds)}`,
  'tiktok-back': ({ seconds }) => `TikTok était revenu depuis ${time(seconds)}`,
  'output-troubled': ({ seconds }) => `le stream d’OBS était en difficulté depuis ${time(seconds)}`,
  'output-sound': ({ seconds }) => `le stream d’OBS allait bien depuis ${time(seconds)}`,
  'you-asked': () => 'à votre demande',
  'you-switched': ({ scene }) => `vous êtes passé à « ${scene} » à la main`,
  'you-put-on-standby': ({ scene }) => `vous avez mis « ${scene} » vous-même`,
  'you-showed-source': ({ source }) => `vous avez affiché « ${source} » vous-même`,
  'you-hid-source': ({ source }) => `vous avez masqué « ${source} » vous-même`,
  'scene-never-left': ({ scene }) => `« ${scene} » est une scène intouchable`,
  'scene-never-covered': ({ scene }) => `« ${scene} » est une scène intouchable`,
}

export const frObs: Catalogue['obs'] = {
  title: 'OBS',
  words,
  setUp: 'Configurer OBS sur la page d’accueil',
  enterPassword: 'Entrer le mot de passe',
  unplugged: 'Standby peut mettre OBS sur une scène Standby quand TikTok coupe. Sans cela, l’overlay marche quand même.',
  onAir: 'À l’antenne',
  standbyScene: 'Scène Standby',
  missing: (scene) => `${scene} (absente)`,
  returnTo: 'Reviendra à',
  lastAction: 'Dernière action',
  idle: 'En veille. Passe à la scène Standby si la connexion reste absente.',
  standby: 'La scène Standby est à l’antenne jusqu’à ce que la connexion tienne.',
  yielded: 'Vous avez changé de scène à la main : Standby ne touche plus à rien pour cette coupure.',
  retryNow: 'Réessayer maintenant',
  retryIn: (time) => `Nouvel essai dans ${time}`,
  next: 'Ensuite',
  inTime: (time) => `dans ${time}`,
  reconnecting: (time) => `OBS a perdu son serveur de stream et se reconnecte, depuis ${time}.`,
  congested: (time) => `Votre ligne ne prend pas tout ce qu’OBS envoie, depuis ${time}. Baissez le débit si cela dure.`,
  dryRun: 'À blanc',
  wouldHave: 'Aurait fait',
  studioMode: 'Mode studio',
  version: (version) => `OBS ${version}`,
  pause: 'Suspendre l’automatisme pour ce show',
  goToStandby: 'Scène Standby',
  goBack: 'Retour au show',
  settings: 'Réglages',
  mode: 'Quand TikTok coupe',
  modes: {
    scene: 'Passer à la scène Standby',
    source: 'Afficher une source dans la scène en cours',
    off: 'Ne pas toucher à OBS',
  },
  sourceName: 'Source',
  save: 'Enregistrer',
  handsOff: 'Scènes intouchables : jamais quittées',
  noScenes: 'OBS n’a pas encore donné ses scènes.',
  onlyWhenOutputActive: 'Seulement si OBS diffuse, enregistre ou sert de caméra',
  countOutputAsDegraded: 'Les ennuis du stream d’OBS comptent aussi',
  cutTransitions: 'Couper net, quelle que soit la transition',
  dryRunLabel: 'À blanc : dire seulement ce qui serait fait',
  pages: 'Pages',
  pagesIntro: 'Les pages de Standby ouvertes, dans OBS et ailleurs.',
  sources: 'Sources dans OBS',
  otherPages: 'Autres',
  noPages: 'Aucune page n’est ouverte.',
  pageNames: { overlay: 'Overlay', standby: 'Carte Standby', dock: 'Dock', home: 'Accueil' },
  sourceStates: {
    alive: 'En marche',
    unloaded: 'Arrêtée par OBS tant qu’elle est masquée',
    loading: 'Chargement',
    unclear: 'Impossible à distinguer d’une autre',
    dead: 'Sans signe de vie',
  },
  showing: 'à l’antenne ou en aperçu',
  visible: 'visible',
  hidden: 'masquée',
  inObs: 'dans OBS',
  inBrowser: 'dans un navigateur',
  lastSign: (time) => `dernier signe il y a ${time}`,
  revivedAgo: (time) => `relancée il y a ${time}`,
  reload: 'Recharger',
  reloadLabel: (name) => `Recharger ${name}`,
}

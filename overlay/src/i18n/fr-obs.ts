import type { ObsStatusWords } from '@standby/shared/words/obs-sentences.ts'
import type { Translation } from '@standby/shared/words/sentence.ts'
import { duration } from '../parts/format.ts'
import type { Catalogue } from './en.ts'

/** A time given in seconds. */
const time = (seconds: number): string => duration(seconds * 1000)

const SETTINGS = 'dans OBS sous Outils › Paramètres du serveur WebSocket'

const COPY_IT = `Copiez-le ${SETTINGS}, Afficher les informations de connexion, et entrez-le sur la page d’accueil de Standby.`
const NOT_SWITCHED = 'donc rien ne change si TikTok coupe'

const words: Translation<ObsStatusWords> = {
  'obs-not-running': ({ url }) =>
    `OBS ne répond pas à ${url}. Démarrez OBS. S’il tourne, cochez « Activer le serveur WebSocket » ${SETTINGS} (pas en mode sans échec).`,
  'obs-unreachable': ({ url }) => `L’ordinateur de ${url} est introuvable. Vérifiez l’adresse, et qu’OBS y tourne.`,
  'obs-closed': () => 'La connexion à OBS a été fermée. Standby réessaie tout seul. Si OBS ne tourne pas, démarrez-le.',
  'obs-silent': () => 'OBS ne réagit plus. Standby réessaie tout seul. Si cela dure, redémarrez OBS.',
  'not-obs': ({ url }) =>
    `Quelque chose répond à ${url}, mais pas comme OBS 28 ou plus récent. Comparez le port avec celui ${SETTINGS}. ` +
    'Si votre OBS est plus ancien, installez-en un actuel.',
  'password-wrong': () => `OBS refuse le mot de passe. ${COPY_IT}`,
  'password-missing': () => `OBS demande un mot de passe, et aucun n’est réglé. ${COPY_IT}`,
  'password-locked': () =>
    'Le mot de passe d’OBS est dans le coffre à mots de passe de cet ordinateur, qui ne le donne pas. Déverrouillez-le et appuyez sur ' +
    '« Réessayer maintenant » dans le dock, ou entrez de nouveau le mot de passe sur la page d’accueil de Standby.',
  'password-elsewhere': ({ url }) =>
    `OBS demande un mot de passe. Celui que Standby connaît est pour ${url} et ne va à aucune autre adresse. ${COPY_IT}`,
  'obs-kicked': () =>
    'Cette connexion a été terminée dans OBS : Standby ne réessaie pas tout seul. Appuyez sur « Réessayer maintenant » dans le dock.',
  'obs-unsupported': () =>
    'Cette version d’OBS parle un autre protocole. Installez un OBS actuel (28 ou plus récent), puis appuyez sur ' +
    '« Réessayer maintenant » dans le dock.',
  'obs-bad-address': () =>
    'L’adresse d’OBS est illisible. Elle ressemble à ws://127.0.0.1:4455, sans nom ni mot de passe. ' +
    'Corrigez-la sur la page d’accueil de Standby.',
  'obs-busy': () =>
    'OBS n’est pas prêt depuis un moment : rien ne change. ' +
    'S’il pose une question ou montre une erreur, répondez-y. S’il est figé, relancez-le.',
  'return-scene-gone': ({ scene }) =>
    `La scène « ${scene} », à l’antenne avant, n’existe plus. OBS reste tel quel : choisissez dans OBS la scène pour continuer.`,
  'no-standby-scene-chosen': () => `Aucune scène Standby n’est choisie, ${NOT_SWITCHED}. Choisissez-en une dans le dock.`,
  'standby-scene-missing': ({ scene }) =>
    `OBS n’a pas de scène « ${scene} », ${NOT_SWITCHED}. Créez dans OBS une scène de ce nom exact, ou ` +
    'choisissez-en une autre dans le dock.',
  'standby-scene-misspelt': ({ scene, meant }) =>
    `OBS n’a pas de scène « ${scene} », ${NOT_SWITCHED}. Vouliez-vous dire « ${meant} » ? Choisissez-la dans le dock.`,
  'no-source-chosen': () =>
    'Aucune source n’est choisie : rien ne s’affiche si TikTok coupe. Nommez-en une dans le dock, sous OBS › Réglages.',
  'source-missing': ({ scene, source }) =>
    `La scène « ${scene} » n’a pas de source « ${source} » : rien ne s’affiche si TikTok coupe pendant qu’elle est à l’antenne. ` +
    'Ajoutez la source à la scène, masquée, sous ce nom exact.',
  'standby-left-on': ({ scene }) =>
    `Les spectateurs voient « ${scene} » alors que votre LIVE est en cours. Touchez « Retour au show » dans le dock, ou changez dans OBS.`,
  'standby-source-left-on': ({ source }) =>
    `Les spectateurs voient « ${source} » alors que votre LIVE est en cours. Touchez « Retour au show » dans le dock, ou masquez-la dans OBS.`,
  'standby-scene-empty': ({ scene }) =>
    `Rien n’est visible dans « ${scene} » : en cas de coupure, les spectateurs verraient du noir. Affichez-y une source dans OBS, ou touchez « Ajouter à OBS » sur la page d’accueil.`,
  'stream-stopped': () => 'OBS a arrêté le stream alors que votre LIVE est en cours. Relancez le stream dans OBS, ou terminez le LIVE.',
  'switch-failed': ({ scene }) => `OBS n’est pas passé à « ${scene} ». Standby réessaie. Si cela continue, faites-le dans OBS vous-même.`,
  'source-toggle-failed': ({ source }) =>
    `OBS n’a pas affiché ou masqué « ${source} ». Standby réessaie. Si cela continue, faites-le dans OBS vous-même.`,

  'canvases-not-switched': ({ canvases }) =>
    `OBS ne laisse aucun autre programme changer les scènes de ${canvases.map((name) => `« ${name} »`).join(', ')} : ` +
    'seul le canevas principal passe en Standby. Le mode « Afficher une source » y marche aussi.',
  'source-in-studio-mode': () => 'En mode studio, OBS n’affiche parfois la source qu’à la transition suivante.',
  'overlay-not-seen': ({ scene, source }) =>
    `Les spectateurs ne voient pas l’overlay « ${source} » dans « ${scene} » : il y est masqué, sans taille, ou hors de l’image.`,
  'overlay-behind': ({ scene, source, front }) =>
    `Les spectateurs ne voient pas l’overlay « ${source} » dans « ${scene} » : « ${front} » est devant. Dans OBS, placez l’overlay au-dessus dans la liste des sources.`,
  'overlay-muted': ({ source }) =>
    `Les alertes de cadeaux sonnent, et « ${source} » est muet dans le mixeur d’OBS : personne ne les entend.`,
  'standby-scene-hands-off': ({ scene }) =>
    `« ${scene} » est la scène Standby : elle ne peut pas être aussi une scène que Standby ne quitte jamais.`,

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
  'automation-paused': () => 'Suspendu pour ce show : Standby ne change rien tout seul.',
  'standby-by-hand': () => 'Vous avez mis Standby à la main : vous seul l’enlevez.',
  'back-and-forth': ({ seconds }) => `Trop d’allers-retours : Standby reste jusqu’à ce que la connexion ait tenu ${time(seconds)}.`,
  yielded: () => 'Vous avez changé de scène à la main : Standby ne touche à rien jusqu’au retour de TikTok.',
  'no-output': () => 'OBS n’envoie rien (ni stream, ni enregistrement, ni caméra virtuelle) : rien ne change.',
  'on-hands-off-scene': ({ scene }) => `Vous avez choisi « ${scene} » comme scène que Standby ne quitte jamais.`,
  'dry-run': () => 'Entraînement : Standby dit seulement ce qu’il ferait.',

  'obs-not-connected': () => 'OBS n’est pas connecté. Le dock dit sous OBS ce qu’il faut faire.',
  'not-on-standby': () => 'Standby ne l’a pas mis : il n’y a pas d’où revenir. Changez dans OBS.',

  'to-standby': ({ scene }) => `vers « ${scene} »`,
  'back-to-scene': ({ scene }) => `retour à « ${scene} »`,
  'show-source': ({ source }) => `afficher « ${source} »`,
  'hide-source': ({ source }) => `masquer « ${source} »`,
  'hands-off': () => 'ne touche plus à rien',

  'tiktok-away': ({ seconds }) => `TikTok était absent depuis ${time(seconds)}`,
  'tiktok-back': ({ seconds }) => `TikTok était revenu depuis ${time(seconds)}`,
  'output-troubled': ({ seconds }) => `le stream d’OBS était en difficulté depuis ${time(seconds)}`,
  'output-sound': ({ seconds }) => `le stream d’OBS allait bien depuis ${time(seconds)}`,
  'you-asked': () => 'à votre demande',
  'you-switched': ({ scene }) => `vous êtes passé à « ${scene} » à la main`,
  'you-put-on-standby': ({ scene }) => `vous avez mis « ${scene} » à la main`,
  'you-showed-source': ({ source }) => `vous avez affiché « ${source} » à la main`,
  'you-hid-source': ({ source }) => `vous avez masqué « ${source} » à la main`,
  'scene-never-left': ({ scene }) => `« ${scene} » est une scène que Standby ne quitte jamais`,
  'scene-never-covered': ({ scene }) => `« ${scene} » est une scène que Standby ne quitte jamais`,
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
  standby: 'La scène Standby reste à l’antenne jusqu’à ce que la connexion soit stable.',
  notWatching: 'La connexion est arrêtée : Standby ne change aucune scène.',
  yielded: 'Vous avez changé de scène à la main : Standby ne touche plus à rien pour cette coupure.',
  retryNow: 'Réessayer maintenant',
  retryIn: (time) => `Nouvel essai dans ${time}`,
  next: 'Ensuite',
  inTime: (time) => `dans ${time}`,
  reconnecting: (time) => `OBS a perdu son serveur de stream et se reconnecte, depuis ${time}.`,
  congested: (time) => `Depuis ${time}, votre envoi est trop lent pour ce qu’OBS émet. Si cela dure, baissez le débit.`,
  dryRun: 'Entraînement',
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
  handsOff: 'Scènes que Standby ne quitte jamais',
  noScenes: 'OBS n’a pas encore donné ses scènes.',
  onlyWhenOutputActive: 'Seulement si OBS diffuse, enregistre ou sert de caméra',
  countOutputAsDegraded: 'Les ennuis du stream d’OBS comptent aussi',
  cutTransitions: 'Toujours couper net, sans la transition',
  dryRunLabel: 'Entraînement : dire ce qui serait fait, sans rien changer',
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
    unclear: 'A la même adresse qu’une autre',
    dead: 'Ne répond pas',
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

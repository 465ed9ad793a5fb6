import type { Alert } from '@standby/shared/alert.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { Catalogue } from './en.ts'

const causeNames: Record<CauseKind, string> = {
  network: 'Pas d’internet',
  tiktok: 'Fermée par TikTok',
  sign: 'Signature en panne',
  crowded: 'Trop de connexions',
  'rate-limited': 'Trop de requêtes',
  offline: 'Pas en direct',
  ended: 'LIVE terminé',
  paused: 'En pause',
  auth: 'Clé refusée',
  'not-found': 'Compte inconnu',
  vanished: 'Compte introuvable pour l’instant',
  blocked: 'Bloquée par TikTok',
  closed: '18+ ou non public',
  stalled: 'Silence',
  protocol: 'Incompris',
  local: 'Autre programme muet',
}

const because = ({ cause }: Alert['params']): string =>
  cause !== undefined && Object.hasOwn(causeNames, cause) ? ` (${causeNames[cause as CauseKind]})` : ''

export const frAlerts: Catalogue['alerts'] = {
  title: 'Alertes',
  texts: {
    'reconnection-failed': {
      happened: (params) => `La connexion n’est pas revenue${because(params)}.`,
      todo: () => 'Standby réessaie régulièrement. Vérifiez votre connexion internet, et que votre LIVE est toujours en cours.',
    },
    'cycles-failed': {
      happened: ({ count }) => `La reconnexion a échoué ${count ?? 'plusieurs'} fois de suite.`,
      todo: () =>
        'Le dock montre les causes sous « Dernières coupures ». Essayez une autre connexion, celle d’un téléphone, pour exclure la vôtre.',
    },
    'breaker-open': {
      happened: (params) => `Plusieurs essais ont échoué${because(params)} : Standby attend avant le prochain.`,
      todo: () => 'Rien à faire : Standby réessaie tout seul.',
    },
    'objective-missed': {
      happened: ({ failed, cycles, objectivePercent }) =>
        `Reconnexions échouées : ${failed ?? 'trop'} des ${cycles ?? 20} dernières ; ${objectivePercent ?? 95} % doivent réussir.`,
      todo: () => 'Le dock montre les causes sous « Santé de la connexion ».',
    },
    stalled: {
      happened: () => 'La connexion était ouverte mais silencieuse : Standby en a ouvert une nouvelle.',
      todo: () => 'Rien à faire. Cette alerte part quand la nouvelle a tenu une minute.',
    },
    auth: {
      happened: ({ cause }) =>
        cause === 'not-found' ? 'TikTok ne connaît aucun compte de ce nom.' : 'Le service de signature a refusé votre clé.',
      todo: ({ cause }) =>
        cause === 'not-found'
          ? 'Corrigez le nom sur la page d’accueil.'
          : 'Corrigez la clé du service de signature (SIGN_API_KEY), ou retirez-la, puis redémarrez Standby.',
    },
    blocked: {
      happened: ({ cause }) =>
        cause === 'closed'
          ? 'TikTok ne montre ce LIVE qu’aux personnes connectées : il est réservé aux adultes (18+), ou n’est pas public.'
          : 'TikTok ne laisse pas entrer cet ordinateur depuis cinq minutes.',
      todo: ({ cause }) =>
        cause === 'closed'
          ? 'Retirez 18+ dans les réglages LIVE de TikTok, ou utilisez un programme connecté sur cet ordinateur. La carte et le changement à la main marchent. Le dock en dit plus.'
          : 'Coupez tout VPN, ouvrez le LIVE dans un navigateur sur cet ordinateur et répondez à TikTok.',
    },
    'rate-limited': {
      happened: () => 'TikTok ou son service de signature demande à Standby d’attendre, depuis plus de dix minutes.',
      todo: () => 'Fermez les autres outils qui lisent ce LIVE. Une clé à vous pour le service de signature relève la limite.',
    },
    proxy: {
      happened: ({ proxy }) => `Tout passe par le proxy ${proxy ?? ''}, et la connexion échoue là ou derrière.`,
      todo: () => 'Vérifiez que le proxy fonctionne, ou mettez STANDBY_PROXY=off et redémarrez Standby.',
    },
    'standby-left-on': {
      happened: () => 'Les spectateurs voient votre scène ou source de standby dans OBS alors que votre LIVE est en cours.',
      todo: () => 'Touchez « Retour au show », ou changez dans OBS.',
    },
    settings: {
      happened: () => 'Vos réglages n’ont pas pu être lus au démarrage de Standby : les valeurs par défaut sont utilisées.',
      todo: () =>
        'Le fichier est gardé dans le dossier de données ; le terminal et le journal disent sous quel nom. Chargez un fichier de réglages sur la page d’accueil, ou refaites-les.',
    },
    tokens: {
      happened: () => 'Les jetons pour d’autres ordinateurs n’ont pas pu être lus au démarrage de Standby : il y en a de nouveaux.',
      todo: () =>
        'Sur la page d’accueil, affichez les adresses pour d’autres ordinateurs, et remettez-les dans OBS et les autres programmes de ceux-ci.',
    },
    storage: {
      happened: () => 'Les événements ne sont plus enregistrés, et seront perdus à l’arrêt de Standby.',
      todo: () => 'Libérez de la place, ou laissez Standby écrire (Windows : « Accès contrôlé aux dossiers »). Puis redémarrez.',
    },
  },
  severities: { critical: 'Urgent', warning: 'Attention' },
  dismiss: 'Masquer',
  more: (count) => `+${count} de plus`,
  fewer: 'Ne montrer que la pire',
  dismissLabel: (alert) => `Masquer : ${alert}`,
}

/** Zero and one are singular in French. */
const plural = (one: string, many: string) => (count: number) => `${count} ${count < 2 ? one : many}`

export const frHealth: Catalogue['health'] = {
  title: 'Santé de la connexion',
  thisLive: 'Ce LIVE',
  lastLive: 'Dernier LIVE',
  sinceStart: 'Depuis le démarrage',
  score: 'Stabilité',
  scoreWords: { steady: 'Stable', good: 'Bonne', shaky: 'Fragile', poor: 'Mauvaise' },
  unknown: 'Trop tôt pour le dire',
  early: 'Un score est donné après 15 minutes.',
  uptime: 'Connecté',
  drops: 'Coupures',
  recovery: 'Retour en moyenne après',
  success: 'Reconnexions réussies',
  goal: (percent) => `objectif ${percent} %`,
  goalMet: 'atteint',
  goalMissed: 'manqué',
  timeline: 'Chronologie',
  lastHour: 'Dernière heure',
  now: 'maintenant',
  stretches: {
    up: 'Connecté',
    reconnecting: 'Reconnexion',
    degraded: 'Absence de plus de 10 s',
    offline: 'Pas en direct, ou arrêté',
    unknown: 'Inconnu',
  },
  pictureText: (range, parts) => `${range} : ${parts}`,
  otherGaps: { stopped: 'Arrêtée par vous', 'bridge-away': 'Standby était éteint' },
  counted: {
    chat: plural('message', 'messages'),
    gift: plural('cadeau', 'cadeaux'),
    follow: plural('abonné', 'abonnés'),
    share: plural('partage', 'partages'),
    subscribe: plural('abonnement', 'abonnements'),
  },
  listed: (words) => new Intl.ListFormat('fr').format(words),
  caughtUp: 'Rattrapé',
  lost: 'Perdu',
  aboutLost: (counts) => `environ ${counts}`,
  lostUnknown: 'on ne sait pas combien',
  nothingLost: 'rien',
  probablyNothingLost: 'sans doute rien',
  likesAdded: (count) => `${count} j’aime sont arrivés entre-temps et sont comptés.`,
  moreFollowers: (count, short) => `Environ ${short} ${count < 2 ? 'abonné' : 'abonnés'} de plus qu’avant.`,
  fewerFollowers: (count, short) => `Environ ${short} ${count < 2 ? 'abonné' : 'abonnés'} de moins qu’avant.`,
  catchUpFailed: 'Le rattrapage a échoué ; ce qui était arrivé est gardé.',
  coverage: (gaps, time) =>
    `Cadeaux peut-être incomplets : ${gaps < 2 ? '1 coupure' : `${gaps} coupures`} dans ce LIVE, ${time} en tout, ` +
    'et TikTok ne renvoie pas les cadeaux.',
  outages: 'Dernières coupures',
  noOutages: 'Aucune jusqu’ici.',
  causeNames,
  outcomes: { open: 'en cours', recovered: 'revenue', ended: 'LIVE terminé', stopped: 'arrêtée par vous' },
  cameBackLate: 'revenue tard',
  attempts: (count) => (count < 2 ? `${count} essai` : `${count} essais`),
  signRequests: 'Signatures restantes',
  perMinute: (left, limit) => `${left} sur ${limit} par minute`,
  perHour: (left, limit) => `${left} sur ${limit} par heure`,
  perWindow: (left, limit, time) => `${left} sur ${limit} en ${time}`,
  policy: (first, most, standbyAfter) =>
    `Après une coupure : premier essai après ${first}, puis au plus tous les ${most} ; scène Standby après ${standbyAfter}.`,
}

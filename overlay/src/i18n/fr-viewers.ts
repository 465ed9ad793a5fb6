import type { CardState, CardText } from '@standby/shared/settings/card-settings.ts'
import type { ViewerCatalogue } from './en-viewers.ts'

const viewerHiccup = 'Le chat a un petit souci.'

const plural = (count: number, one: string, many: string): string => `${count}\u00a0${count < 2 ? one : many}`

const cardStates: Record<CardState, CardText> = {
  away: { title: 'De retour dans un instant', line: 'Restez avec nous, le show continue.' },
  break: { title: 'Petite pause', line: 'De retour dans un instant.' },
  welcome: { title: 'Nous revoilà\u00a0!', line: 'Tous vos cadeaux comptent bien sur TikTok.' },
  soon: { title: 'Ça commence bientôt', line: 'Content de vous voir ici.' },
  paused: { title: 'Petite pause', line: 'Restez avec nous, le show continue.' },
  ended: { title: 'À la prochaine', line: 'Merci d’avoir regardé.' },
}

export const frViewers: ViewerCatalogue = {
  language: 'fr',

  overlay: {
    page: 'Overlay Standby',
    chat: 'Chat',
    viewers: 'Spectateurs',
    likes: 'J’aime',
    diamonds: 'Diamants',
    sent: 'envoie',
    to: 'à',
    unnamed: { person: 'Quelqu’un', gift: 'un cadeau' },
    emote: '[émote]',
    joined: 'est là',
    followed: 'suit le compte',
    shared: 'a partagé le LIVE',
    subscribed: 's’est abonné(e)',
    oneMoment: 'Un instant…',
    backInAMoment: 'De retour dans un instant',
    paused: 'Petite pause',
    startsSoon: 'Ça commence bientôt',
    thanks: 'Merci d’avoir regardé',
    weAreBack: 'Nous revoilà\u00a0!',
    giftsCount: 'Tous vos cadeaux comptent bien sur TikTok.',
    awayFor: (time) => `Absence de ${time}`,
    caughtUp: (what) => `rattrapé : ${what}`,
    messages: (count) => plural(count, 'message', 'messages'),
    gifts: (count) => plural(count, 'cadeau', 'cadeaux'),
    others: (count) => plural(count, 'moment', 'moments'),
    mayBeMissing: (what) => `il manque peut-être environ ${what}`,
    link: '[lien]',
    test: 'Test',
    asOf: 'd’avant la pause',
    supporters: 'Meilleurs soutiens',
    reached: 'Atteint !',
    goals: { likes: 'J’aime', diamonds: 'Diamants', viewers: 'Spectateurs', followers: 'Abonnés', custom: 'Objectif' },
  },

  calls: ['Abonnez-vous pour le prochain LIVE', 'Touchez deux fois l’écran si ça vous plaît', 'Partagez ce LIVE avec quelqu’un'],

  standby: {
    page: 'Carte Standby',
    states: cardStates,
    rightBack: 'On revient tout de suite',
    awaySince: 'depuis le début de la pause',
    nextLook: 'avant de vérifier à nouveau',
    lastKnown: 'Avant la pause',
    usuallyBack: (time) => `D’habitude de retour en moins de ${time}`,
    maybeBack: (time) => `Peut-être de retour d’ici ${time}`,
    aMinute: 'une minute',
    someMinutes: 'quelques minutes',
    causes: {
      network: 'Notre connexion internet fait une petite pause.',
      tiktok: 'TikTok fait une petite pause.',
      sign: viewerHiccup,
      crowded: viewerHiccup,
      'rate-limited': viewerHiccup,
      offline: 'Le show commence bientôt.',
      ended: 'Merci d’avoir regardé.',
      paused: 'Petite pause.',
      auth: viewerHiccup,
      'not-found': viewerHiccup,
      vanished: viewerHiccup,
      blocked: viewerHiccup,
      closed: viewerHiccup,
      stalled: viewerHiccup,
      protocol: viewerHiccup,
      local: viewerHiccup,
    },
  },
}

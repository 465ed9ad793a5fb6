import type { ViewerCatalogue } from './en-viewers.ts'

const viewerHiccup = 'Le chat a un petit souci.'

const plural = (count: number, one: string, many: string): string => `${count} ${count < 2 ? one : many}`

export const frViewers: ViewerCatalogue = {
  language: 'fr',

  overlay: {
    page: 'Overlay Standby',
    chat: 'Chat',
    viewers: 'Spectateurs',
    likes: 'J’aime',
    diamonds: 'Diamants',
    sent: 'envoie',
    joined: 'est là',
    followed: 'rejoint la communauté',
    shared: 'a partagé le LIVE',
    subscribed: 's’est abonné(e)',
    connecting: 'Connexion…',
    reconnecting: 'Reconnexion…',
    reconnectingIn: (seconds) => `Reconnexion… ${seconds} s`,
    oneMoment: 'Un instant…',
    backInAMoment: 'De retour dans un instant',
    paused: 'Petite pause',
    startsSoon: 'Ça commence bientôt',
    thanks: 'Merci d’avoir regardé',
    backAfter: (time) => `De retour après ${time}`,
    caughtUp: (count) => plural(count, 'message rattrapé', 'messages rattrapés'),
  },

  standby: {
    page: 'Carte Standby',
    backInAMoment: 'De retour dans un instant',
    stay: 'Restez avec nous, le show continue.',
    rightBack: 'On revient tout de suite',
    startsSoon: 'Ça commence bientôt',
    startsSoonText: 'Content de vous voir ici.',
    ended: 'À la prochaine',
    paused: 'Petite pause',
    welcomeBack: 'Nous revoilà !',
    allWell: 'Tout va bien',
    allWellText: 'Le show est en cours. Cette carte attend au cas où la connexion tomberait.',
    nextTry: 'Prochain essai',
    tryingNow: 'Essai en cours',
    supporters: 'Meilleurs soutiens',
    lastKnown: 'Avant la pause',
    causes: {
      network: 'Notre connexion internet fait une petite pause.',
      tiktok: 'TikTok a un petit souci.',
      sign: viewerHiccup,
      'rate-limited': viewerHiccup,
      offline: 'Le show commence bientôt.',
      ended: 'Merci d’avoir regardé.',
      paused: 'Petite pause.',
      auth: viewerHiccup,
      'not-found': viewerHiccup,
      blocked: viewerHiccup,
      stalled: viewerHiccup,
      protocol: viewerHiccup,
    },
  },
}

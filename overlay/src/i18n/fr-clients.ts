import type { Catalogue } from './en.ts'

export const frClients: Catalogue['clients'] = {
  title: 'Widgets et jeux',
  intro: 'Les widgets, jeux et bots faits pour TikFinity peuvent se connecter à Standby. Ils restent connectés quand TikTok décroche.',
  on: 'Les servir',
  address: (port) => `Ils se connectent à ws://localhost:${port} ; la plupart le font d’eux-mêmes.`,
  disabled: 'Désactivé par STANDBY_TIKFINITY_PORT.',
  opening: 'Demande du port…',
  holders: {
    tikfinity:
      'TikFinity lui-même occupe ce port : vos widgets reçoivent leurs événements de TikFinity. Pour leur donner ceux de Standby, fermez d’abord TikFinity.',
    standby: 'Un autre Standby occupe ce port et sert vos widgets.',
    other: 'Un autre programme occupe ce port. Fermez-le d’abord.',
  },
  failed: (port, code) =>
    `Votre compte n’a pas le droit d’utiliser le port ${port} (${code}). Mettez-en un autre dans STANDBY_TIKFINITY_PORT.`,
  tryAgain: 'Réessayer',
  caughtUp: 'Envoyer aussi ce qui a été rattrapé',
  caughtUpHint: 'Après une coupure, ils jouent alors les alertes de ce qui est arrivé entre-temps.',
  listening: 'À l’écoute',
  nobody: 'Personne n’écoute.',
  program: 'Un programme ou un fichier',
  since: (time) => `depuis ${time}`,
  refused: 'Pages web refusées',
  refusedHint: 'Ces pages voulaient lire votre LIVE : noms et chat. N’autorisez que les pages que vous connaissez.',
  allow: 'Autoriser',
  allowLabel: (host) => `Autoriser ${host}`,
  allowed: 'Pages web autorisées',
  remove: 'Retirer',
  removeLabel: (host) => `Retirer ${host}`,
}

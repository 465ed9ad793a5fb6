import type { Catalogue } from './en.ts'

export const frLive: Catalogue['live'] = {
  held: (count) => (count === 0 ? 'Ne bouge pas tant que vous pointez' : `Ne bouge pas · ${count} de plus`),
  options: (name) => `Masquer quelque chose de ${name}`,
  hideMessage: 'Masquer ceci',
  hideUser: 'Masquer ce spectateur',
  nothingToSee: '(rien de visible)',
  chest: (diamonds, people) => `${diamonds} diamants pour ${people} spectateurs`,
  superFanJoined: 'a rejoint',
  phases: { start: 'commence', end: 'terminé' },
  endedByTikTok: 'par TikTok',
  hiddenMark: 'masqué',
  testMark: 'test',
  showAgain: 'Remettre',
  showAgainLabel: (name) => `Remettre : ${name}`,
  moderation: 'Modération',
  moderationText: 'Masque sur vos pages seulement : overlay et carte Standby. Sur TikTok rien ne change.',
  hiddenUsers: 'Spectateurs masqués',
  nobodyHidden: 'Personne n’est masqué.',
  hiddenMessages: (count) => (count < 2 ? `${count} message est masqué.` : `${count} messages sont masqués.`),
  gist: (count) => `${count} masqué${count < 2 ? '' : 's'}`,
  blockedWords: 'Mots bloqués',
  blockedWordsHint:
    'Un par ligne. Un message ou un nom qui en contient un n’est pas montré. Les mots comptent entiers (« ass » n’est pas dans « class »), même déguisés : accents, chiffres, ' +
    'lettres qui se ressemblent, répétitions, espaces, étoiles. Dans les écritures sans espaces entre les mots (chinois, japonais, thaï), et en coréen, arabe et hébreu, ils comptent partout. ' +
    'Un mot écrit avec un autre accent est un autre mot (« pêche »).',
  saveWords: 'Enregistrer les mots',
  savedWords: 'Enregistré',
  tryIt: 'Essayer',
  testText: 'Envoie un événement inventé à vos pages. Il est marqué comme test et jamais compté.',
  tests: {
    chat: 'Chat',
    gift: 'Cadeau',
    follow: 'Abonné',
    share: 'Partage',
    join: 'Arrivée',
    subscribe: 'Abonnement',
    recovery: 'De retour',
  },
  testLabel: (kind) => `Test : ${kind}`,
  tested: (kind) => `Envoyé : ${kind}`,
}

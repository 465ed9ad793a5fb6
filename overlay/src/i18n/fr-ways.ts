import type { Catalogue } from './en.ts'

export const frWays: Catalogue['ways'] = {
  names: {
    connector: 'la connexion signée à TikTok',
    direct: 'la connexion directe de TikTok, en invité (pas encore essayée avec TikTok)',
    studio: 'TikTok LIVE Studio sur cet ordinateur',
    tikfinity: 'TikFinity sur cet ordinateur',
    euler: 'la connexion gérée par le service de signature (pas encore essayée)',
  },
  problems: {
    'not-its-program': 'Un autre programme répond à son adresse. Fermez ce programme, ou corrigez TIKFINITY_URL.',
    'is-standby': 'Le flux d’un Standby répond à son adresse. Un Standby n’en alimente jamais un autre : corrigez TIKFINITY_URL.',
    'other-creator': 'Il est connecté à un autre compte. Connectez-le au vôtre.',
    'no-creator': 'Il ne dit pas de quel LIVE viennent ses événements. Connectez-le à votre compte, ou mettez-le à jour.',
    silent: 'Il n’envoie aucun événement. Vérifiez qu’il est connecté à votre LIVE.',
    credentials:
      'Il n’accepte pas les identifiants. Corrigez LIVE_STUDIO_APP_ID, LIVE_STUDIO_KEY_ID et LIVE_STUDIO_SECRET, ou SIGN_API_KEY, puis redémarrez Standby.',
    'access-disabled': 'L’accès pour d’autres programmes y est désactivé. Autorisez-le dans LIVE Studio, puis redémarrez Standby.',
    'connection-limit': 'Il a autant de programmes connectés qu’il en permet. Fermez-en un.',
    'too-long': 'Il envoie d’un coup plus que TikTok n’envoie jamais. Fermez le programme à son adresse, ou corrigez TIKFINITY_URL.',
  },
  parties: { tiktok: 'le serveur de TikTok', sign: 'le serveur du service de signature', local: 'un programme sur cet ordinateur' },
  lacks: {
    connector: '',
    direct: '',
    studio: 'Il ne rapporte que messages, cadeaux et j’aime : ni abonnements, ni arrivées, ni partages, ni spectateurs, ni suppressions.',
    tikfinity: 'Il ne rapporte pas ce que TikTok supprime.',
    euler: '',
  },
  title: 'Voies vers le LIVE',
  via: (time, way) => `Depuis ${time} par ${way}`,
  from: (party, host) => `les événements passent par ${party} (${host})`,
  couldUse: (ways) => `Aussi possible : ${ways}.`,
  nothingElse: 'Aucune autre voie n’est prête.',
  through: (way) => `puis par ${way}`,
  use: (way) => `Utiliser ${way} si les autres échouent`,
  first: (way) => `Essayer d’abord ${way}`,
  offer: 'TikFinity tourne ici : l’utiliser comme deuxième voie ?',
  offerText:
    'Si la connexion à TikTok échoue, Standby prend alors les événements de TikFinity, puis revient tout seul. Rien ne quitte cet ordinateur pour cela.',
  offerButton: 'Utiliser TikFinity comme deuxième voie',
}

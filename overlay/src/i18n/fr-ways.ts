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
    'not-its-program':
      'Un autre programme répond à son adresse. Fermez ce programme. Pour TikFinity, vous pouvez aussi corriger TIKFINITY_URL.',
    'is-standby': 'Le flux d’un Standby répond à son adresse. Un Standby n’en alimente jamais un autre : corrigez TIKFINITY_URL.',
    'other-creator': 'Il est connecté à un autre compte. Connectez-le au vôtre.',
    'no-creator': 'Il ne dit pas de quel LIVE viennent ses événements. Connectez-le à votre compte, ou mettez-le à jour.',
    silent: 'Il n’envoie aucun événement. Vérifiez qu’il est connecté à votre LIVE.',
    'no-credentials': 'Il lui faut une clé ou des identifiants. Saisissez-les dans le dock, sous « Voies vers le LIVE ».',
    credentials:
      'Il refuse sa clé ou ses identifiants. Saisissez-les à nouveau dans le dock, sous « Voies vers le LIVE ». Si une variable les fixe, corrigez-la et redémarrez Standby.',
    'access-disabled':
      'L’accès pour d’autres programmes y est désactivé. Autorisez-le dans LIVE Studio, puis désactivez et réactivez cette voie.',
    'connection-limit': 'Il a autant de programmes connectés qu’il en permet. Fermez-en un.',
    'too-long':
      'Il envoie d’un coup plus que TikTok n’envoie jamais. Fermez le programme à son adresse. Pour TikFinity, vous pouvez aussi corriger TIKFINITY_URL.',
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
  inDemo: 'c’est la démo qui le joue',
  couldUse: (ways) => `Aussi possible : ${ways}.`,
  nothingElse: 'Aucune autre voie n’est prête.',
  through: (way) => `puis par ${way}`,
  use: (way) => `Utiliser ${way} si les autres échouent`,
  first: (way) => `Essayer d’abord ${way}`,
  offer: 'TikFinity tourne ici : l’utiliser comme deuxième voie ?',
  offerText:
    'Si la connexion à TikTok échoue, Standby prend alors les événements de TikFinity, puis revient tout seul. Rien ne quitte cet ordinateur pour cela.',
  offerButton: 'Utiliser TikFinity comme deuxième voie',
  rehearsal: {
    start: 'Répéter un changement de voie',
    text: 'Le service de signature de la démo tombe en panne, et le TikFinity de la démo prend le relais.',
    preparing: 'Le LIVE de démo démarre…',
    cut: 'Le service de signature est en panne, et la connexion est perdue.',
    changed: (seconds) => `Les événements étaient de retour après ${seconds} s, avant que la scène d’attente ne soit due.`,
    own: 'Dans votre propre LIVE, il faut une autre voie qui soit prête ; le dock les liste.',
    same: 'La connexion est revenue toute seule avant qu’une autre voie ne soit nécessaire. Réessayez.',
    late: 'Aucune autre voie n’a pris le relais en une minute. « Tout vérifier » sur cette page dit ce qui ne va pas.',
  },
  keys: {
    title: 'Clés et identifiants',
    signKey: 'Votre propre clé pour le service de signature',
    signKeyText: 'La connexion signée et la connexion gérée l’utilisent. Sans clé, le service de signature vous sert comme tout le monde.',
    studio: 'Identifiants pour TikTok LIVE Studio',
    studioFields: { appId: 'Identifiant de l’application', keyId: 'Identifiant de la clé', secret: 'Secret' },
    studioText: 'TikTok les donne à une application à vous. Standby ne les montre qu’à LIVE Studio sur cet ordinateur.',
    kept: 'enregistré ; saisissez-le à nouveau pour le changer',
    none: 'aucun',
    save: 'Enregistrer',
    forget: 'Oublier',
    saved: 'Enregistré. Ce ne sera plus jamais affiché.',
  },
}

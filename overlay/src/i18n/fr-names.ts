import type { enNames } from './en-names.ts'

export const frNames: typeof enNames = {
  title: 'TikTok LIVE Studio',
  text:
    'Certains programmes refusent une adresse IP, « localhost » ou un port dans une adresse. Autorisez un nom qui mène à cet ordinateur. Vous n’y ' +
    'trouverez que l’overlay et la carte d’attente. Personne n’a encore essayé avec LIVE Studio même.',
  name: 'Nom',
  allow: 'Tester et autoriser',
  test: 'Tester encore',
  remove: 'Ne plus l’autoriser',
  namesFixed: 'STANDBY_NAMES fixe les noms.',
  portFixed: 'STANDBY_PORT_80 ouvre ou ferme le port 80.',
  publicName:
    'Un service public répond pour ce nom, avec l’adresse qu’il contient. Il faut internet, et certains routeurs cachent ses réponses.',
  ownName:
    'Un nom à vous demande une ligne dans le fichier hosts de cet ordinateur. Choisissez-en un que personne n’a : ceux qui finissent par « test » sont libres.',
  command: {
    windows: 'Commande pour le fichier hosts (PowerShell, en administrateur)',
    other: 'Commande pour le fichier hosts (terminal)',
  },
  commandText:
    'Elle ajoute une ligne qui dit « ce nom est cet ordinateur », et demande votre mot de passe. Pour l’annuler, enlevez cette ligne.',
  verdicts: {
    here: () => 'Sur cet ordinateur, le nom mène ici. Utilisez les adresses ci-dessous.',
    elsewhere: (addresses) =>
      `Le nom mène à ${addresses}, qui n’est pas cet ordinateur seul. Prenez un autre nom, ou enlevez cette ligne du fichier hosts.`,
    nowhere: () =>
      'Cet ordinateur ne trouve rien sous ce nom. Lancez la commande pour le fichier hosts. Si c’est un nom public, votre routeur cache peut-être la réponse : utilisez un nom à vous.',
  },
  port80: 'Répondre aussi sur le port 80, pour des adresses sans port',
  portStates: {
    off: 'Le port 80 est fermé.',
    open: 'Le port 80 est ouvert : les adresses n’ont pas de port.',
    taken: 'Un autre programme a le port 80. Fermez-le (souvent un serveur web), puis coupez et remettez ce réglage.',
    'not-allowed':
      'Le système ne donne pas le port 80 à Standby. Utilisez les adresses avec un port, ou autorisez le port dans votre système.',
  },
  paste:
    'Dans LIVE Studio, ajoutez une source web et collez l’adresse. Démarrez Standby avant LIVE Studio : une page absente à son démarrage ne revient que si vous la rajoutez.',
}

import type { StartProblemTexts } from './start-problems.ts'

export const START_PROBLEMS_FR: StartProblemTexts = {
  title: 'Standby n’a pas pu démarrer',
  copy: 'Copier le rapport',
  copied: 'Copié',
  report: 'Si cela n’aide pas, envoyez ce rapport, écrit en anglais, à quelqu’un qui peut aider. Il ne contient aucun mot de passe.',
  problems: {
    'wrong-settings': () => ({
      happened: 'Un réglage dans l’environnement de cet ordinateur ne peut pas être utilisé. Le rapport le nomme.',
      todo: 'Corrigez ou supprimez cette variable d’environnement, puis redémarrez Standby.',
    }),
    'port-taken': ({ port, by }) => ({
      happened: `Standby a besoin du port ${port} de cet ordinateur, déjà utilisé par un autre programme (${by}).`,
      todo: 'Fermez ce programme, puis redémarrez Standby. Si vous ne savez pas lequel c’est, redémarrez l’ordinateur et lancez Standby en premier.',
    }),
    'port-taken-by-standby': ({ port }) => ({
      happened: `Une autre personne connectée à cet ordinateur utilise Standby (port ${port}).`,
      todo: 'Demandez-lui de quitter Standby ou de se déconnecter, puis redémarrez-le. Deux personnes peuvent l’utiliser en même temps si l’une donne un autre numéro à la variable d’environnement STANDBY_PORT.',
    }),
    'port-refused': ({ port }) => ({
      happened: `Cet ordinateur ne laisse pas Standby utiliser le port ${port}.`,
      todo: 'Vérifiez si votre pare-feu ou votre antivirus bloque Standby. Ou donnez un autre numéro à la variable d’environnement STANDBY_PORT, par exemple 4848.',
    }),
    'data-in-use': ({ folder }) => ({
      happened: `Un autre Standby utilise les données dans ${folder}, mais il ne répond pas.`,
      todo: 'Attendez une demi-minute, puis redémarrez Standby. Si cette page revient, redémarrez l’ordinateur.',
    }),
    'data-too-new': ({ folder }) => ({
      happened: `Les données dans ${folder} viennent d’une version plus récente de Standby. Cette version plus ancienne ne peut pas les lire, et n’a rien changé.`,
      todo: 'Réinstallez la version plus récente. Tous vos réglages et vos LIVE passés sont encore là.',
    }),
    'not-writable': ({ folder }) => ({
      happened: `Standby ne peut pas écrire dans son propre dossier : ${folder}`,
      todo: 'Vérifiez que ce dossier appartient à votre compte et n’est pas en lecture seule. Sous Windows, l’« Accès contrôlé aux dossiers » de Sécurité Windows peut le bloquer : autorisez-y Standby.',
    }),
    'disk-full': ({ folder }) => ({
      happened: `Le disque est plein : Standby ne peut rien enregistrer dans ${folder}.`,
      todo: 'Supprimez ce dont vous n’avez pas besoin, au moins 500 Mo, puis redémarrez Standby.',
    }),
    'files-missing': ({ files }) => ({
      happened: `Des fichiers de Standby manquent ou sont abîmés : ${files.join(', ')}. Un antivirus les a peut-être supprimés.`,
      todo: 'Regardez dans la liste de ce que l’antivirus a supprimé, et autorisez Standby. Puis réinstallez Standby. Vos réglages et vos LIVE passés sont gardés.',
    }),
    'cannot-run': ({ system }) => ({
      happened: `Le programme à l’intérieur de Standby n’a pas démarré. Soit un antivirus en a supprimé ou bloqué une partie, soit cet ordinateur est trop ancien : il faut ${system}.`,
      todo: 'Regardez dans la liste de ce que l’antivirus a supprimé, et autorisez Standby. Puis réinstallez Standby. Vos réglages et vos LIVEs passés sont gardés.',
    }),
    unknown: () => ({
      happened: 'Il s’est produit quelque chose que Standby n’attendait pas.',
      todo: 'Redémarrez Standby. Si cette page revient, réinstallez Standby : vos réglages et vos LIVE passés sont gardés.',
    }),
  },
}

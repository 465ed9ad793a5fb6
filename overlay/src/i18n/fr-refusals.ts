import type { Catalogue } from './en.ts'

const KINDS: Readonly<Record<string, string>> = {
  boolean: 'true ou false',
  number: 'un nombre',
  int: 'un nombre entier',
  string: 'un texte',
  array: 'une liste',
  object: 'un objet',
  record: 'un objet',
}

export const frRefusals: Catalogue['refusals'] = {
  codes: {
    'not-json': 'Standby n’a pas compris la requête. Si une page de Standby l’a envoyée, rechargez cette page.',
    'too-large':
      'C’est plus que ce que Standby accepte : 1 Mo pour un fichier de réglages, 6 Mo pour un look, 64 ko pour toute autre requête.',
    'too-often': 'Trop de requêtes en peu de temps.',
    'not-found':
      'Standby n’a rien à cette adresse. Si une page de Standby l’a demandée, rechargez-la : elle est peut-être d’une autre version.',
    'disk-full': 'Ce n’est pas enregistré : le disque est plein. Faites de la place, puis réessayez. Le LIVE continue.',
    'disk-read-only':
      'Ce n’est pas enregistré : Standby n’a pas le droit d’écrire dans son dossier de données. Autorisez votre compte, ou donnez un autre dossier à STANDBY_DATA_DIR. Le LIVE continue.',
    'disk-busy':
      'Ce n’est pas enregistré : un autre programme, comme un antivirus ou une sauvegarde, retient le fichier. Réessayez dans un instant. Le LIVE continue.',
    'disk-gone':
      'Ce n’est pas enregistré : le dossier de données est injoignable. S’il est sur un lecteur réseau ou externe, branchez-le, puis réessayez. Le LIVE continue.',
    'disk-no-folder':
      'Ce n’est pas enregistré : autre chose est à la place du dossier de données. Donnez un dossier à STANDBY_DATA_DIR. Le LIVE continue.',
    internal: 'Quelque chose a échoué dans Standby ; son journal dit quoi. Le LIVE continue.',
    unreadable:
      'Le disque ne peut plus lire cette partie de l’historique. Le LIVE continue ; une sauvegarde de standby.db l’a peut-être encore.',
    'fixed-by-environment': 'Une variable d’environnement en décide. Changez-la, ou démarrez Standby sans elle.',
    'held-back':
      'TikTok ou son service de signature échoue sans cesse, ou a demandé une pause. Standby réessaie tout seul après l’attente.',
    'no-demo': 'Seul le LIVE de démo peut être coupé. Laissez le nom TikTok vide pour revenir à la démo.',
    'on-air': 'Votre propre LIVE est connecté, et une répétition l’interromprait. Répétez avant ou après.',
    'not-now': 'Ce n’est pas possible maintenant.',
    'obs-not-ready': 'Standby n’est pas connecté à OBS. Démarrez OBS, puis réessayez.',
    'obs-refused': 'OBS n’a pas rechargé la source. Utilisez « Actualiser » dans la fenêtre de la source, dans OBS.',
    'no-such-source': 'OBS n’a plus cette source, ou elle ne montre pas de page de Standby.',
    'no-custom-goal': 'Cet objectif n’existe plus, ou ne se compte pas à la main. Les autres types se comptent tout seuls.',
    'too-many-origins': 'Il y a déjà autant de pages web autorisées que possible. Retirez-en une d’abord.',
    full: 'La liste des spectateurs masqués est pleine. Retirez-en un d’abord.',
    'too-many-actions': 'Il y a déjà autant d’actions que possible. Retirez-en une d’abord.',
    'no-such-action': 'Cette action n’existe plus : elle a été retirée sur une autre page.',
    current: 'Ce LIVE est en cours, ou était le dernier, et l’overlay le montre. Vous pourrez le supprimer quand un autre aura commencé.',
    'no-such-live': 'Standby n’a pas ce LIVE, ou ne le garde plus.',
    'no-such-channel':
      'Standby n’a pas de chaîne de ce nom. Ajoutez-la sur la page /channels, ou corrigez le nom après « channel= » dans l’adresse.',
    'not-of-channel': 'Seule la première chaîne a cela. Retirez « channel= » de l’adresse pour l’atteindre.',
    'first-channel': 'C’est la première chaîne. Connectez-vous à un autre nom sur la page d’accueil pour la changer.',
    'too-many-channels': 'Un Standby prend 1 000 chaînes. Retirez-en une d’abord, ou lancez un deuxième Standby.',
    'no-tokens': 'Seul cet ordinateur peut utiliser Standby : il n’y a donc pas de jetons.',
    busy: 'Standby est occupé. Réessayez dans un instant.',
    'no-picture': 'Cette image n’existe pas.',
    'picture-failed': 'TikTok n’a pas donné cette image. Réessayez dans une demi-minute.',
    'viewers-only': 'Cette adresse montre l’overlay et la carte d’attente, et rien d’autre.',
    'no-package': 'Ici, Standby tourne depuis son code source. Seul un Standby installé peut démarrer avec l’ordinateur.',
    'autostart-refused': 'Cet ordinateur n’a pas accepté le changement. Vérifiez si un antivirus ou un administrateur l’interdit.',
    'folder-not-opened': 'Le dossier n’a pas pu être ouvert. « Tout vérifier », sur l’accueil, dit où il est.',
    'no-version': 'Impossible de savoir s’il existe une nouvelle version. Vérifiez votre connexion internet, puis réessayez.',
    'no-releases': 'Ce Standby a été fait sans adresse où demander les nouvelles versions. Regardez là où vous l’avez trouvé.',
    'card-file-type':
      'Standby ne sait ni montrer ni jouer ce type de fichier. Prenez une image PNG, JPEG, WebP, GIF ou AVIF, une vidéo MP4 (H.264) ou WebM, ou une musique MP3, M4A, Ogg, WAV ou FLAC.',
    'card-file-size':
      'Le fichier est trop lourd. Une image peut faire 8 Mo, une vidéo 60 Mo et une musique 30 Mo. Réduisez-le, puis choisissez-le à nouveau.',
    'look-file-type':
      'Standby ne peut pas utiliser ce type de fichier. Prenez une police WOFF2, WOFF, TTF ou OTF, ou un son MP3, M4A, Ogg, WAV ou FLAC.',
    'look-file-size':
      'Le fichier est trop lourd. Une police et un son peuvent faire 2 Mo chacun. Réduisez-le, puis choisissez-le à nouveau.',
    'look-font-broken': 'Il manque une partie de cette police. Téléchargez-la à nouveau, puis choisissez-la encore une fois.',
    'no-look-file':
      'Ce n’est pas un look de Standby, ou seulement une partie. Demandez le fichier à nouveau, puis importez-le. Rien n’a été changé.',
    'no-such-look': 'Vous n’avez plus de look avec ce titre.',
    'too-many-looks': 'Vous avez autant de looks que Standby en garde. Supprimez-en un d’abord.',
    forbidden: 'Standby ne répond qu’à ses propres pages. Ouvrez-les à l’adresse que Standby a affichée à son démarrage.',
    'token-needed': 'Un autre ordinateur a besoin d’un jeton, et cette adresse n’en a pas.',
    'wrong-token': 'Le jeton de cette adresse est faux, ou a été remplacé.',
    'read-only':
      'Le jeton de cette adresse est pour les overlays : il montre le show et ne change rien. Pour commander, prenez celle du dock.',
    'too-many-tokens': 'Trop de mauvais jetons sont venus de cet ordinateur. Attendez quelques minutes.',
  },
  fields: {
    'field-kind': ({ field, expected }) =>
      Object.hasOwn(KINDS, expected)
        ? `« ${field} » doit être ${KINDS[expected] ?? ''}.`
        : `« ${field} » manque, ou n’est pas du bon type.`,
    'field-one-of': ({ field, values }) => `« ${field} » : l’une de ces valeurs, ${values.join(', ')}.`,
    'field-at-least': ({ field, least }) => `« ${field} » : au moins ${least}.`,
    'field-at-most': ({ field, most }) => `« ${field} » : au plus ${most}.`,
    'field-too-long': ({ field, most }) => `« ${field} » : ${most} caractères au plus.`,
    'field-too-many': ({ field, most }) => `« ${field} » : ${most} éléments au plus.`,
    'field-empty': ({ field }) => `« ${field} » ne doit pas être vide.`,
    'field-twice': ({ field }) => `« ${field} » contient un élément plus d’une fois. Indiquez chacun une seule fois.`,
    'field-unknown': ({ field }) => `Cette version de Standby ne connaît pas « ${field} ». Enlevez-le.`,
    'tiktok-name': () =>
      'Un nom TikTok a de 2 à 24 lettres, chiffres, points et traits bas, comme « votre.nom ». Entrez-le, ou @nom, ou l’adresse du profil.',
    'tiktok-short-link': () =>
      'Ce lien court ne contient pas de nom. Ouvrez-le, puis entrez le @nom que montre le profil, ou copiez l’adresse que le navigateur a alors.',
    'web-name': () =>
      'Un nom a des lettres, des chiffres et « - », avec des points entre ses parties, comme overlay.standby.test. Ni adresse IP, ni « localhost », ni port.',
    'obs-address': () => 'L’adresse doit ressembler à ws://127.0.0.1:4455, sans nom ni mot de passe.',
    'no-export': () => 'Ce n’est pas un fichier de réglages de Standby.',
    'other-export': () => 'Ce fichier vient d’une autre version de Standby.',
  },
}

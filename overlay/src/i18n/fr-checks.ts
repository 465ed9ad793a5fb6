import type { CheckId, CheckText, CheckTexts } from '@standby/shared/checks.ts'
import { frWays } from './fr-ways.ts'

export const frCheckTitles: Readonly<Record<CheckId, string>> = {
  versions: 'Versions',
  data: 'Dossier des données',
  database: 'Base de données',
  settings: 'Réglages',
  port: 'Port',
  tikfinity: 'Prise des clients de TikFinity',
  network: 'Internet',
  proxy: 'Proxy',
  names: 'Résolution de noms (DNS)',
  tiktok: 'TikTok',
  webcast: 'TikTok LIVE',
  sign: 'Service de signature',
  via: 'D’où viennent les événements',
  'way-connector': 'Voie : connexion signée',
  'way-direct': 'Voie : connexion directe de TikTok',
  'way-studio': 'Voie : LIVE Studio',
  'way-tikfinity': 'Voie : TikFinity',
  'way-euler': 'Voie : connexion gérée',
  clock: 'Horloge',
  obs: 'OBS',
  scene: 'Scène Standby',
  pages: 'Pages',
}

const fine = (found: string): CheckText => ({ found, todo: null })
const wrong = (found: string, todo: string): CheckText => ({ found, todo })

const SERVER = 'Dans OBS : Outils › Paramètres du serveur WebSocket'
const PASTE = `${SERVER} › Afficher les informations de connexion. Collez le mot de passe sur la page d’accueil.`
const SET_CLOCK = 'Réglez la date et l’heure ; le mieux est de laisser internet s’en charger.'
const OTHER_PORT = 'Les adresses dans OBS changent alors avec lui.'

export const frCheckTexts: CheckTexts = {
  versions: ({ standby, node, connector, system }) => fine(`Standby ${standby}, Node ${node}, connecteur ${connector}, ${system}`),
  'data-fine': ({ folder, freeMb }) => fine(`${folder}, ${size(freeMb)} libres`),
  'data-new': ({ folder }) => fine(`Standby crée ${folder} à son premier démarrage.`),
  'data-not-writable': ({ folder, code }) =>
    wrong(
      `Standby n’a pas le droit d’écrire dans ${folder} (${code}).`,
      'Donnez ce droit à votre compte, ou mettez un autre dossier dans STANDBY_DATA_DIR.',
    ),
  'data-no-folder': ({ folder }) =>
    wrong(`${folder} est un fichier, pas un dossier.`, 'Déplacez-le, ou mettez un autre dossier dans STANDBY_DATA_DIR.'),
  'data-open': ({ folder, file }) =>
    wrong(
      `D’autres comptes de cet ordinateur peuvent lire ${file} dans ${folder}.`,
      'Démarrez Standby une fois : il rend ses propres fichiers privés. Si cela reste, faites chmod 600 sur le fichier.',
    ),
  'data-writable': ({ folder }) =>
    wrong(
      `D’autres comptes de cet ordinateur peuvent remplacer les fichiers de Standby dans ${folder}.`,
      'Si le dossier n’est qu’à vous, faites chmod 700 dessus. Sinon mettez un autre dossier dans STANDBY_DATA_DIR.',
    ),
  'disk-low': ({ folder, freeMb }) =>
    wrong(
      `Plus que ${size(freeMb)} libres sur le disque de ${folder}.`,
      'Faites de la place. Sur un disque plein le show continue, mais rien n’en est gardé.',
    ),
  'database-fine': ({ mb }) => fine(`Saine, ${size(mb)}`),
  'database-new': () => fine('Standby la crée à son premier démarrage.'),
  'database-in-use': () => fine('Utilisée par le Standby en marche.'),
  'database-too-new': () =>
    wrong('Elle vient d’une version plus récente de Standby.', 'Réinstallez cette version. Les données restent comme elles sont.'),
  'database-broken': ({ reason }) =>
    wrong(
      `Elle est illisible : ${reason}`,
      'Standby marche sans elle et ne garde rien. Pour garder à nouveau, déplacez standby.db et les fichiers à côté dans un autre dossier.',
    ),
  'database-in-memory': ({ reason }) =>
    wrong(
      `Les évènements ne sont pas enregistrés : ${reason}`,
      'Faites de la place ou réparez le fichier, puis redémarrez Standby. Le show continue en attendant.',
    ),
  'settings-fine': () => fine('Lisibles.'),
  'settings-new': () => fine('Rien n’a encore été réglé.'),
  'settings-broken': () =>
    wrong('Le fichier est illisible.', 'À son prochain démarrage, Standby le renomme et prend les valeurs par défaut.'),
  'settings-blocked': ({ code }) =>
    wrong(
      `Le fichier ne peut pas être lu pour le moment (${code}) : Standby prend les valeurs par défaut et n’y touche pas.`,
      'Fermez le programme qui retient settings.json, ou donnez à votre compte le droit de le lire. Puis redémarrez Standby.',
    ),
  'settings-set-aside': ({ file }) =>
    wrong(
      `Des réglages illisibles sont dans ${file}.`,
      'Reprenez-y ce qui vous manque. Supprimez le fichier quand vous n’en avez plus besoin.',
    ),
  'port-serving': ({ url }) => fine(`Standby répond à ${url}`),
  'port-free': ({ port }) => fine(`${port} est libre.`),
  'port-any': () => fine('Standby prend un port libre à son démarrage (STANDBY_PORT=0).'),
  'port-standby': ({ url }) => fine(`Un Standby est en marche à ${url}`),
  'port-taken': ({ port, by }) =>
    wrong(`${port} est pris par ${owner(by)}.`, `Fermez ce programme, ou mettez un autre port dans STANDBY_PORT. ${OTHER_PORT}`),
  'port-refused': ({ port, code }) =>
    wrong(
      `Votre compte ne peut pas utiliser ${port} (${code}).`,
      `Mettez un autre port, au-dessus de 1023, dans STANDBY_PORT. ${OTHER_PORT}`,
    ),
  'tikfinity-listening': ({ port, clients }) =>
    fine(`Les programmes qui connaissent TikFinity peuvent se connecter au port ${port}. En ce moment : ${clients}.`),
  'tikfinity-free': ({ port }) => fine(`Le port ${port} est libre.`),
  'tikfinity-off': () => fine('Désactivée.'),
  'tikfinity-itself': ({ port }) =>
    wrong(
      `TikFinity lui-même occupe le port ${port} : ses clients reçoivent leurs événements de TikFinity.`,
      'Pour leur donner ceux de Standby, fermez TikFinity et cliquez sur « Réessayer » dans le dock. Sinon il n’y a rien à faire.',
    ),
  'tikfinity-standby': ({ port }) => fine(`Un Standby sert les clients de TikFinity au port ${port}.`),
  'tikfinity-taken': ({ port }) =>
    wrong(
      `Un autre programme occupe le port ${port} : les clients de TikFinity ne peuvent pas joindre Standby.`,
      'Fermez ce programme et cliquez sur « Réessayer » dans le dock. Si vous n’avez pas de tels clients, désactivez-y cette prise.',
    ),
  'tikfinity-refused': ({ port, code }) =>
    wrong(
      `Votre compte n’a pas le droit d’utiliser le port ${port} (${code}).`,
      'Mettez un autre port dans STANDBY_TIKFINITY_PORT, et entrez-le aussi dans vos widgets.',
    ),
  'network-fine': () => fine('Cet ordinateur a internet.'),
  'network-gone': () =>
    wrong('Rien ne répond hors de cet ordinateur.', 'Vérifiez câble, Wi-Fi, VPN et pare-feu. Standby se connecte dès qu’internet revient.'),
  'network-here': () => fine('Toutes les adresses sont sur cet ordinateur.'),
  'network-proxied': () => fine('Tout passe par un proxy : la ligne de cet ordinateur n’a pas été essayée.'),
  'proxy-fine': ({ proxy, from, ms }) => fine(`Tout passe par ${proxy} (${from}), qui répond en ${ms} ms.`),
  'proxy-dead': ({ proxy, from, code }) =>
    wrong(
      `Tout passe par ${proxy} (${from}), et rien n’y répond (${code}).`,
      'Lancez le programme ou le VPN de ce proxy. S’il ne vous faut aucun proxy, mettez STANDBY_PROXY=off et redémarrez Standby.',
    ),
  'proxy-unusable': ({ from }) =>
    wrong(
      `${from} désigne un proxy que Standby ne peut pas utiliser : il utilise des proxys HTTP, pas SOCKS. Il se connecte donc directement.`,
      'Si TikTok n’est joignable que par lui, donnez à STANDBY_PROXY l’adresse HTTP du même programme, comme http://127.0.0.1:8080. Sinon, mettez off.',
    ),
  'proxy-unneeded': () => fine('Le système a un proxy pour ses programmes. Standby se connecte directement et joint TikTok.'),
  'proxy-system': ({ proxy }) =>
    wrong(
      `Le système a le proxy ${proxy} pour ses programmes. Standby se connecte directement.`,
      `Si TikTok n’est joignable que par lui, mettez STANDBY_PROXY=http://${proxy} et redémarrez Standby.`,
    ),
  'proxy-automatic': () =>
    wrong(
      'Le système choisit un proxy par un script. Standby se connecte directement.',
      'Si TikTok n’est joignable que par un proxy, donnez son adresse à STANDBY_PROXY et redémarrez Standby.',
    ),
  'name-fine': ({ host, ms }) => fine(`${host} trouvé en ${ms} ms`),
  'name-failed': ({ host, code }) =>
    wrong(
      `L’adresse de ${host} est introuvable (${code}).`,
      'Vérifiez la connexion internet. Si d’autres sites marchent, un filtre DNS ou un bloqueur de publicité du réseau le ' +
        'bloque peut-être.',
    ),
  'host-fine': ({ host, ms }) => fine(`${host} répond en ${ms} ms`),
  'host-unreachable': ({ host, code }) =>
    wrong(
      `${host} ne répond pas (${code}).`,
      'Si d’autres sites marchent, regardez pare-feu, VPN et logiciel de sécurité, ou essayez un autre réseau.',
    ),
  'host-unasked': ({ host }) => fine(`Sans internet, Standby ne peut pas interroger ${host}.`),
  'host-certificate': ({ host, code }) =>
    wrong(
      `Le chiffrement de ${host} n’est pas fiable (${code}).`,
      'Vérifiez la date de cet ordinateur. Si elle est juste, un logiciel de sécurité ou un réseau d’entreprise lit tout : désactivez-le ' +
        'pour Standby.',
    ),
  'via-now': ({ way, party, host }) => fine(`Ils viennent par ${frWays.names[way]} et passent par ${frWays.parties[party]} (${host}).`),
  'via-demo': () => fine('Le LIVE de démo est actif. Il fabrique ses événements sur cet ordinateur.'),
  'via-none': () => fine('Il n’y a pas de connexion à un LIVE en ce moment.'),
  'via-unasked': ({ way }) => fine(`Standby ne tourne pas, donc aucun événement ne vient. Il essaierait d’abord ${frWays.names[way]}.`),
  'way-off': () => fine('Désactivée. Le dock l’active, sous « Voies vers le LIVE ».'),
  'way-absent': () => fine('Activée. Son programme ne tourne pas sur cet ordinateur en ce moment.'),
  'way-ready': ({ host }) => fine(`Activée, et utilisable maintenant : ${host} répond.`),
  'way-in-use': ({ host }) => fine(`Les événements viennent par cette voie, de ${host}.`),
  'way-unreachable': ({ host, code }) =>
    wrong(
      `Activée, mais ${host} ne répond pas (${code}).`,
      'Standby utilise les autres voies en attendant. Si d’autres sites marchent, regardez pare-feu, VPN et logiciel de sécurité.',
    ),
  'way-problem': ({ problem }) => wrong('Activée, mais inutilisable en ce moment.', frWays.problems[problem]),
  'way-tikfinity-fine': ({ host }) =>
    fine(`Un flux répond à ${host}. Il sert si la connexion à TikTok échoue et s’il est connecté à votre compte.`),
  'way-tikfinity-offered': ({ host }) => fine(`Un flux répond à ${host}. Il est désactivé : le dock l’active comme deuxième voie.`),
  'way-tikfinity-absent': ({ host }) => fine(`Ne tourne pas à ${host}. Standby s’en passe.`),
  'way-tikfinity-wrong': ({ host }) =>
    wrong(`Un autre programme répond à ${host}.`, 'Fermez ce programme, ou mettez l’adresse de TikFinity dans TIKFINITY_URL.'),
  'way-tikfinity-standby': ({ host }) =>
    wrong(
      `Le flux d’un Standby répond à ${host}. Un Standby n’en alimente jamais un autre.`,
      'Mettez l’adresse de TikFinity dans TIKFINITY_URL, ou retirez-la.',
    ),
  'clock-fine': () => fine('L’heure est plausible.'),
  'clock-wrong': ({ time }) => wrong(`Cet ordinateur dit qu’il est ${time}, ce qui ne peut pas être.`, SET_CLOCK),
  'clock-suspect': ({ time }) => wrong(`Les certificats ne vont pas avec l’heure de cet ordinateur, ${time}.`, SET_CLOCK),
  'obs-off': () =>
    wrong('Désactivé dans les réglages.', 'Activez-le si les scènes doivent changer toutes seules. Overlay et carte marchent sans.'),
  'obs-fine': ({ url, version }) => fine(`OBS ${version} à ${url}`),
  'obs-not-running': ({ url }) =>
    wrong(
      `Rien ne répond à ${url}.`,
      `Lancez OBS. ${SERVER} : cochez « Activer le serveur WebSocket », et vérifiez que le port est le même.`,
    ),
  'obs-unreachable': ({ url }) =>
    wrong(`${url} est injoignable.`, 'Vérifiez l’adresse d’OBS sur la page d’accueil, et le pare-feu de l’autre ordinateur.'),
  'obs-not-obs': ({ url }) => wrong(`Autre chose qu’OBS répond à ${url}.`, `${SERVER} : comparez le port.`),
  'obs-silent': ({ url }) =>
    wrong(`${url} accepte la connexion, mais ne répond pas.`, 'Regardez si OBS montre une fenêtre qui vous attend. Sinon redémarrez OBS.'),
  'obs-wrong-password': () => wrong('OBS refuse le mot de passe.', PASTE),
  'obs-password-missing': () =>
    wrong(
      'OBS demande un mot de passe, et Standby n’en a pas.',
      `${PASTE} Si c’est déjà fait, le coffre des mots de passe de cet ordinateur est peut-être verrouillé : déverrouillez-le. ` +
        'Standby n’envoie un mot de passe qu’à l’adresse pour laquelle il a été entré.',
    ),
  'obs-unsupported': () => wrong('Cette version d’OBS parle un autre protocole.', 'Mettez OBS à jour, version 28 ou plus.'),
  'obs-bad-address': () => wrong('L’adresse d’OBS est illisible.', 'Sur la page d’accueil, entrez-en une comme ws://127.0.0.1:4455.'),
  'obs-kicked': () => wrong('OBS a mis fin à la connexion.', `${SERVER}. Puis réessayez.`),
  'scene-fine': ({ scene }) => fine(`OBS a la scène « ${scene} ».`),
  'scene-missing': ({ scene }) =>
    wrong(`OBS n’a pas de scène « ${scene} ».`, 'Appuyez sur « Ajouter à OBS » sur la page d’accueil, ou choisissez-y une autre scène.'),
  'scene-unasked': () => fine('Pas vérifié : OBS n’est pas connecté.'),
  'pages-fine': () => fine('Construites.'),
  'pages-to-build': () => fine('Standby les construit à son prochain démarrage.'),
}

function size(mb: number): string {
  return mb < 1_000 ? `${Math.round(mb)} Mo` : `${(mb / 1_000).toFixed(1).replace('.', ',')} Go`
}

function owner(by: string): string {
  const server = /^another web server(.*)$/.exec(by)?.[1]
  return server === undefined ? 'un autre programme' : `un autre serveur web${server}`
}

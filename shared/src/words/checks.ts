import type { CheckId, CheckText, CheckTexts } from '../checks.ts'
import { PARTY_NAMES, WAY_NAMES, WAY_PROBLEM_TEXTS } from './ways.ts'

export const CHECK_TITLES: Readonly<Record<CheckId, string>> = {
  versions: 'Versions',
  data: 'Data directory',
  database: 'Database',
  settings: 'Settings',
  port: 'Port',
  tikfinity: 'Socket for TikFinity’s clients',
  network: 'Internet',
  proxy: 'Proxy',
  names: 'Name lookup (DNS)',
  tiktok: 'TikTok',
  webcast: 'TikTok LIVE',
  sign: 'Sign service',
  via: 'Where the events come from',
  'way-connector': 'Way: signed connection',
  'way-direct': 'Way: TikTok’s own socket',
  'way-studio': 'Way: LIVE Studio',
  'way-tikfinity': 'Way: TikFinity',
  'way-euler': 'Way: managed socket',
  clock: 'Clock',
  obs: 'OBS',
  scene: 'Standby scene',
  pages: 'Pages',
}

const fine = (found: string): CheckText => ({ found, todo: null })
const wrong = (found: string, todo: string): CheckText => ({ found, todo })

const SERVER = 'In OBS: Tools › WebSocket Server Settings'
const PASTE = `${SERVER} › Show Connect Info. Paste the password on the home page.`

/** What each check found and what to do, in English. */
export const CHECK_TEXTS: CheckTexts = {
  versions: ({ standby, node, connector, system }) => fine(`Standby ${standby}, Node ${node}, connector ${connector}, ${system}`),
  'data-fine': ({ folder, freeMb }) => fine(`${folder}, ${size(freeMb)} free`),
  'data-new': ({ folder }) => fine(`Standby makes ${folder} at its first start.`),
  'data-not-writable': ({ folder, code }) =>
    wrong(
      `Standby may not write to ${folder} (${code}).`,
      'Give your account the right to write there, or set STANDBY_DATA_DIR to another folder.',
    ),
  'data-no-folder': ({ folder }) => wrong(`${folder} is a file, not a folder.`, 'Move it away, or set STANDBY_DATA_DIR to another folder.'),
  'data-open': ({ folder, file }) =>
    wrong(
      `Other accounts of this computer can read ${file} in ${folder}.`,
      'Start Standby once: it makes its own files private. If you still see this, run chmod 600 on the file.',
    ),
  'data-writable': ({ folder }) =>
    wrong(
      `Other accounts of this computer can replace Standby’s files in ${folder}.`,
      'If the folder is yours alone, run chmod 700 on it. Otherwise set STANDBY_DATA_DIR to another folder.',
    ),
  'disk-low': ({ folder, freeMb }) =>
    wrong(
      `Only ${size(freeMb)} are free on the disk with ${folder}.`,
      'Make room. On a full disk the show goes on, but nothing of it is kept.',
    ),
  'database-fine': ({ mb }) => fine(`In order, ${size(mb)}`),
  'database-new': () => fine('Standby makes it at its first start.'),
  'database-in-use': () => fine('In use by the Standby that is running.'),
  'database-too-new': () => wrong('A newer version of Standby wrote it.', 'Install that version again. The data stays as it is.'),
  'database-broken': ({ reason }) =>
    wrong(
      `It cannot be read: ${reason}`,
      'Standby runs without it and keeps nothing. To keep events again, move standby.db and the files beside it to another folder.',
    ),
  'database-in-memory': ({ reason }) =>
    wrong(`Events are not being saved: ${reason}`, 'Make room or repair the file, then start Standby again. Meanwhile the show goes on.'),
  'settings-fine': () => fine('Readable.'),
  'settings-new': () => fine('Nothing is set yet.'),
  'settings-broken': () => wrong('The file cannot be read.', 'At its next start Standby renames it and uses the defaults.'),
  'settings-blocked': ({ code }) =>
    wrong(
      `The file cannot be read now (${code}), so Standby uses the defaults and leaves it as it is.`,
      'Close the program that holds settings.json, or let your account read it. Then start Standby again.',
    ),
  'settings-set-aside': ({ file }) =>
    wrong(`Settings that could not be read are in ${file}.`, 'Copy from there what you miss. Delete the file when you no longer need it.'),
  'port-serving': ({ url }) => fine(`Standby answers at ${url}`),
  'port-free': ({ port }) => fine(`${port} is free.`),
  'port-any': () => fine('Standby takes any free one when it starts (STANDBY_PORT=0).'),
  'port-standby': ({ url }) => fine(`A Standby is running at ${url}`),
  'port-taken': ({ port, by }) =>
    wrong(
      `${port} is taken by ${by}.`,
      'Close that program, or set STANDBY_PORT to another port. The addresses in OBS then change with it.',
    ),
  'port-refused': ({ port, code }) =>
    wrong(
      `Your account may not use ${port} (${code}).`,
      'Set STANDBY_PORT to another port, above 1023. The addresses in OBS then change with it.',
    ),
  'tikfinity-listening': ({ port, clients }) => fine(`Programs that know TikFinity can connect to ${port}. Now there are ${clients}.`),
  'tikfinity-free': ({ port }) => fine(`${port} is free.`),
  'tikfinity-off': () => fine('Switched off.'),
  'tikfinity-itself': ({ port }) =>
    wrong(
      `TikFinity itself has ${port}, so its clients get their events from TikFinity.`,
      'To give them Standby’s, close TikFinity and press “Try again” in the dock. Otherwise there is nothing to do.',
    ),
  'tikfinity-standby': ({ port }) => fine(`A Standby serves TikFinity’s clients at ${port}.`),
  'tikfinity-taken': ({ port }) =>
    wrong(
      `Another program has ${port}, so TikFinity’s clients cannot reach Standby.`,
      'Close that program and press “Try again” in the dock. If you need no such clients, switch this socket off there.',
    ),
  'tikfinity-refused': ({ port, code }) =>
    wrong(`Your account may not use ${port} (${code}).`, 'Set STANDBY_TIKFINITY_PORT to another port, and enter it in your widgets too.'),
  'network-fine': () => fine('This computer is on the internet.'),
  'network-gone': () =>
    wrong('Nothing outside this computer answers.', 'Check cable, Wi-Fi, VPN and firewall. Standby connects when the internet is back.'),
  'network-here': () => fine('All addresses are on this computer.'),
  'network-proxied': () => fine('Everything goes through a proxy, so this computer’s own line was not tried.'),
  'proxy-fine': ({ proxy, from, ms }) => fine(`Everything goes through ${proxy} (${from}), which answers in ${ms} ms.`),
  'proxy-dead': ({ proxy, from, code }) =>
    wrong(
      `Everything goes through ${proxy} (${from}), and nothing answers there (${code}).`,
      'Start the program or VPN that this proxy belongs to. If you need no proxy, set STANDBY_PROXY=off and start Standby again.',
    ),
  'proxy-unusable': ({ from }) =>
    wrong(
      `${from} names a proxy that Standby cannot use: it uses HTTP proxies, and no SOCKS. So it connects directly.`,
      'If TikTok is reached only through it, set STANDBY_PROXY to the HTTP address of the same program, like http://127.0.0.1:8080. Otherwise set it to off.',
    ),
  'proxy-unneeded': () => fine('The system has a proxy for its programs. Standby connects directly and reaches TikTok.'),
  'proxy-system': ({ proxy }) =>
    wrong(
      `The system has the proxy ${proxy} for its programs. Standby connects directly.`,
      `If TikTok is reached only through it, set STANDBY_PROXY=http://${proxy} and start Standby again.`,
    ),
  'proxy-automatic': () =>
    wrong(
      'The system chooses a proxy by a script. Standby connects directly.',
      'If TikTok is reached only through a proxy, set STANDBY_PROXY to its address and start Standby again.',
    ),
  'name-fine': ({ host, ms }) => fine(`${host} found in ${ms} ms`),
  'name-failed': ({ host, code }) =>
    wrong(
      `The address of ${host} could not be looked up (${code}).`,
      'Check the internet connection. If other sites work, a DNS filter or ad blocker of this network may block it.',
    ),
  'host-fine': ({ host, ms }) => fine(`${host} answers in ${ms} ms`),
  'host-unreachable': ({ host, code }) =>
    wrong(`${host} does not answer (${code}).`, 'If other sites work, check firewall, VPN and security software, or try another network.'),
  'host-unasked': ({ host }) => fine(`Without the internet, Standby cannot ask ${host}.`),
  'host-certificate': ({ host, code }) =>
    wrong(
      `The encryption of ${host} cannot be trusted (${code}).`,
      'Check the date of this computer. If it is right, security software or a company network reads along: switch that off for Standby.',
    ),
  'via-now': ({ way, party, host }) => fine(`They come through ${WAY_NAMES[way]}, and pass through ${PARTY_NAMES[party]} (${host}).`),
  'via-demo': () => fine('The demo LIVE is on. It makes its events on this computer.'),
  'via-none': () => fine('There is no connection to a LIVE now.'),
  'via-unasked': ({ way }) => fine(`Standby is not running, so no events come. It would try ${WAY_NAMES[way]} first.`),
  'way-off': () => fine('Switched off. The dock switches it on, under “Ways into the LIVE”.'),
  'way-absent': () => fine('Switched on. Its program does not run on this computer now.'),
  'way-ready': ({ host }) => fine(`Switched on, and could be used now: ${host} answers.`),
  'way-in-use': ({ host }) => fine(`The events come this way now, from ${host}.`),
  'way-unreachable': ({ host, code }) =>
    wrong(
      `Switched on, but ${host} does not answer (${code}).`,
      'Standby uses the other ways meanwhile. If other sites work, check firewall, VPN and security software.',
    ),
  'way-problem': ({ problem }) => wrong('Switched on, but cannot be used now.', WAY_PROBLEM_TEXTS[problem]),
  'way-tikfinity-fine': ({ host }) =>
    fine(`A feed answers at ${host}. It is used if the connection to TikTok fails and it is logged in to your account.`),
  'way-tikfinity-offered': ({ host }) => fine(`A feed answers at ${host}. Switch it on in the dock to use it as a second way.`),
  'way-tikfinity-absent': ({ host }) => fine(`Not running at ${host}. Standby works without it.`),
  'way-tikfinity-wrong': ({ host }) =>
    wrong(`Another program answers at ${host}.`, 'Close that program, or set TIKFINITY_URL to the address of TikFinity.'),
  'way-tikfinity-standby': ({ host }) =>
    wrong(
      `The feed of a Standby answers at ${host}. One Standby never feeds another.`,
      'Set TIKFINITY_URL to the address of TikFinity, or leave it out.',
    ),
  'clock-fine': () => fine('The time makes sense.'),
  'clock-wrong': ({ time }) =>
    wrong(`This computer says it is ${time}, which cannot be right.`, 'Set date and time, best automatically from the internet.'),
  'clock-suspect': ({ time }) =>
    wrong(`Certificates do not fit the time of this computer, ${time}.`, 'Set date and time, best automatically from the internet.'),
  'obs-off': () =>
    wrong('Switched off in the settings.', 'Switch it on if scenes should change by themselves. Overlay and card work without it.'),
  'obs-fine': ({ url, version }) => fine(`OBS ${version} at ${url}`),
  'obs-not-running': ({ url }) =>
    wrong(`Nothing answers at ${url}.`, `Start OBS. ${SERVER}: turn on “Enable WebSocket server”, and check that the port is the same.`),
  'obs-unreachable': ({ url }) =>
    wrong(`${url} cannot be reached.`, 'Check the address of OBS on the home page, and the other computer’s firewall.'),
  'obs-not-obs': ({ url }) => wrong(`Something other than OBS answers at ${url}.`, `${SERVER}: compare the port.`),
  'obs-silent': ({ url }) =>
    wrong(
      `${url} accepts the connection, but does not answer.`,
      'Check whether OBS shows a window that waits for you. If not, restart OBS.',
    ),
  'obs-wrong-password': () => wrong('OBS refuses the password.', PASTE),
  'obs-password-missing': () =>
    wrong(
      'OBS asks for a password, and Standby has none.',
      `${PASTE} If you did that before, this computer’s password store may be locked: unlock it. ` +
        'Standby sends a password only to the address that it was entered for.',
    ),
  'obs-unsupported': () => wrong('This version of OBS speaks another protocol.', 'Update OBS to version 28 or later.'),
  'obs-bad-address': () => wrong('The address of OBS cannot be read.', 'On the home page, enter one like ws://127.0.0.1:4455.'),
  'obs-kicked': () => wrong('OBS ended the connection.', `${SERVER}. Then try again.`),
  'scene-fine': ({ scene }) => fine(`OBS has the scene “${scene}”.`),
  'scene-missing': ({ scene }) =>
    wrong(`OBS has no scene “${scene}”.`, 'Press “Add to OBS” on the home page, or choose another scene there.'),
  'scene-unasked': () => fine('Not checked, because OBS is not connected.'),
  'pages-fine': () => fine('Built.'),
  'pages-to-build': () => fine('Standby builds them at its next start.'),
}

function size(mb: number): string {
  return mb < 1_000 ? `${Math.round(mb)} MB` : `${(mb / 1_000).toFixed(1)} GB`
}

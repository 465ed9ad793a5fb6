import type { CheckId, CheckText, CheckTexts } from '../checks.ts'

export const CHECK_TITLES: Readonly<Record<CheckId, string>> = {
  versions: 'Versions',
  data: 'Data directory',
  database: 'Database',
  settings: 'Settings',
  port: 'Port',
  network: 'Internet',
  names: 'Name lookup (DNS)',
  tiktok: 'TikTok',
  webcast: 'TikTok LIVE',
  sign: 'Sign service',
  clock: 'Clock',
  obs: 'OBS',
  scene: 'Standby scene',
  pages: 'Pages',
}

const fine = (found: string): CheckText => ({ found, todo: null })
const wrong = (found: string, todo: string): CheckText => ({ found, todo })

/** What each check found, in English. */
export const CHECK_TEXTS: CheckTexts = {
  versions: ({ standby, node, connector, system }) => fine(`Standby ${standby}, Node ${node}, connector ${connector}, ${system}`),
  'data-fine': ({ folder, freeMb }) => fine(`${folder}, ${size(freeMb)} free`),
  'data-new': ({ folder }) => fine(`${folder} is made at the first start.`),
  'data-not-writable': ({ folder, code }) =>
    wrong(
      `Standby may not write to ${folder} (${code}).`,
      'Give your account the right to write there, or set STANDBY_DATA_DIR to another folder.',
    ),
  'data-no-folder': ({ folder }) => wrong(`${folder} is a file, not a folder.`, 'Move it away, or set STANDBY_DATA_DIR to another folder.'),
  'data-open': ({ folder, file }) =>
    wrong(
      `Other accounts of this computer can read ${file} in ${folder}.`,
      'Start Standby once: it closes its own files. If this stays, run chmod 600 on it.',
    ),
  'data-writable': ({ folder }) =>
    wrong(
      `Other accounts of this computer can put files in the place of Standby’s, in ${folder}.`,
      'Run chmod 700 on it if it is yours alone, or set STANDBY_DATA_DIR to another folder.',
    ),
  'disk-low': ({ folder, freeMb }) =>
    wrong(`Only ${size(freeMb)} free where ${folder} is.`, 'Make room: without it the show goes on, but nothing of it is kept.'),
  'database-fine': ({ mb }) => fine(`Sound, ${size(mb)}`),
  'database-new': () => fine('Made at the first start.'),
  'database-in-use': () => fine('In use by a Standby that is running.'),
  'database-too-new': () =>
    wrong('It was written by a newer version of Standby.', 'Install that version again. The data is left as it is.'),
  'database-broken': ({ reason }) =>
    wrong(
      `It cannot be read: ${reason}`,
      'Standby runs without it, and keeps nothing. To keep events again, move standby.db and the files beside it to another folder.',
    ),
  'database-in-memory': ({ reason }) =>
    wrong(`Events are not being saved: ${reason}`, 'Make room or mend the file, then start Standby again. The show goes on meanwhile.'),
  'settings-fine': () => fine('Readable.'),
  'settings-new': () => fine('Nothing has been set yet.'),
  'settings-broken': () =>
    wrong('The file cannot be read.', 'At the next start Standby sets it aside under another name and begins with its defaults.'),
  'settings-set-aside': ({ file }) =>
    wrong(
      `Settings that could not be read lie in ${file}.`,
      'What was lost can be copied from there. Delete the file when you need it no more.',
    ),
  'port-serving': ({ url }) => fine(`Standby answers at ${url}`),
  'port-free': ({ port }) => fine(`${port} is free.`),
  'port-any': () => fine('Any free one is taken at the start (STANDBY_PORT=0).'),
  'port-standby': ({ url }) => fine(`A Standby is running at ${url}`),
  'port-taken': ({ port, by }) =>
    wrong(
      `${port} is taken by ${by}.`,
      'Close that program, or set STANDBY_PORT to another port. The addresses in OBS then change with it.',
    ),
  'port-refused': ({ port, code }) =>
    wrong(`${port} may not be used (${code}).`, 'Set STANDBY_PORT to another port, above 1023. The addresses in OBS then change with it.'),
  'network-fine': () => fine('This computer is on the internet.'),
  'network-gone': () =>
    wrong('Nothing outside this computer answers.', 'Check cable, Wi-Fi, VPN and firewall. Standby connects when it is back.'),
  'network-here': () => fine('All addresses are on this computer.'),
  'name-fine': ({ host, ms }) => fine(`${host} found in ${ms} ms`),
  'name-failed': ({ host, code }) =>
    wrong(
      `The address of ${host} could not be looked up (${code}).`,
      'Check the internet connection. If other sites work, a DNS filter or ad blocker of this network may block it.',
    ),
  'host-fine': ({ host, ms }) => fine(`${host} answers in ${ms} ms`),
  'host-unreachable': ({ host, code }) =>
    wrong(
      `${host} does not answer (${code}).`,
      'If other sites work, look at firewall, VPN and security software, or try another network.',
    ),
  'host-unasked': ({ host }) => fine(`${host} cannot be asked without the internet.`),
  'host-certificate': ({ host, code }) =>
    wrong(
      `The encryption of ${host} cannot be trusted (${code}).`,
      'Check the date of this computer. Else security software or a company network reads along: switch that off for Standby.',
    ),
  'clock-fine': () => fine('Makes sense.'),
  'clock-wrong': ({ time }) =>
    wrong(`This computer says it is ${time}, which cannot be.`, 'Set date and time; best by itself, from the internet.'),
  'clock-suspect': ({ time }) =>
    wrong(`Certificates do not fit the time of this computer, ${time}.`, 'Set date and time; best by itself, from the internet.'),
  'obs-off': () =>
    wrong('Switched off in the settings.', 'Switch it on when you want scenes to change by themselves. Overlay and card work without.'),
  'obs-fine': ({ url, version }) => fine(`OBS ${version} at ${url}`),
  'obs-not-running': ({ url }) =>
    wrong(
      `Nobody answers at ${url}.`,
      'Start OBS. There: Tools, WebSocket Server Settings, tick Enable WebSocket server, and see that the port is the same.',
    ),
  'obs-unreachable': ({ url }) =>
    wrong(`There is no way to ${url}.`, 'Check the address of OBS on the home page, and the other computer’s firewall.'),
  'obs-not-obs': ({ url }) =>
    wrong(`Something else than OBS answers at ${url}.`, 'Compare the port with Tools, WebSocket Server Settings in OBS.'),
  'obs-silent': ({ url }) =>
    wrong(`${url} takes the call, but does not answer.`, 'Look whether OBS shows a window that waits for you. Else start OBS anew.'),
  'obs-wrong-password': () =>
    wrong('OBS refuses the password.', 'In OBS: Tools, WebSocket Server Settings, Show Connect Info. Paste the password on the home page.'),
  'obs-password-missing': () =>
    wrong(
      'OBS asks for a password, and none could be had.',
      'In OBS: Tools, WebSocket Server Settings, Show Connect Info. Paste the password on the home page. ' +
        'If you did before, this computer’s password store may be locked: unlock it. ' +
        'A password goes to the address it was entered for, and to no other.',
    ),
  'obs-unsupported': () => wrong('This OBS speaks a protocol that Standby does not know.', 'Update OBS to version 28 or later.'),
  'obs-bad-address': () => wrong('The address of OBS is none.', 'On the home page, give one like ws://127.0.0.1:4455.'),
  'obs-kicked': () => wrong('OBS ended the session.', 'In OBS: Tools, WebSocket Server Settings. Then try again.'),
  'scene-fine': ({ scene }) => fine(`OBS has the scene “${scene}”.`),
  'scene-missing': ({ scene }) =>
    wrong(`OBS has no scene “${scene}”.`, 'Press “Add to OBS” on the home page, or choose another scene there.'),
  'scene-unasked': () => fine('Not asked, because OBS is not connected.'),
  'pages-fine': () => fine('Built.'),
  'pages-to-build': () => fine('Built at the next start.'),
}

function size(mb: number): string {
  return mb < 1_000 ? `${Math.round(mb)} MB` : `${(mb / 1_000).toFixed(1)} GB`
}

import type { NameLookup, NamesView } from '@standby/shared/web-names.ts'

const verdicts: Record<NameLookup['verdict'], (addresses: string) => string> = {
  here: () => 'On this computer the name leads here. Use the addresses below.',
  elsewhere: (addresses) =>
    `The name leads to ${addresses}, which is not this computer alone. Take another name, or remove that line from the hosts file.`,
  nowhere: () =>
    'This computer finds nothing under the name. Run the command for the hosts file. If it is a public name, your router may hide such answers: use a name of your own.',
}

const portStates: Record<NamesView['port80']['state'], string> = {
  off: 'Port 80 is closed.',
  open: 'Port 80 is open: the addresses have no port.',
  taken: 'Another program has port 80. Close that program (often a web server), then switch this off and on again.',
  'not-allowed': 'The system does not give port 80 to Standby. Use the addresses with a port, or allow the port in your system.',
}

export const enNames = {
  title: 'TikTok LIVE Studio',
  text:
    'Some programs refuse an address with an IP address, “localhost” or a port. Allow a name that leads to this computer. Under it you find the ' +
    'overlay and the standby card only. Nobody has tried this with LIVE Studio itself yet.',
  name: 'Name',
  allow: 'Test and allow',
  test: 'Test again',
  remove: 'Stop allowing it',
  namesFixed: 'STANDBY_NAMES sets the names.',
  portFixed: 'STANDBY_PORT_80 opens or closes port 80.',
  publicName:
    'A public name service answers for this name, with the address that is in it. It needs the internet, and some routers hide its answers.',
  ownName:
    'A name of your own needs one line in the hosts file of this computer. Choose one that nobody else has: names that end in “test” are free.',
  command: {
    windows: 'Command for the hosts file (PowerShell, as administrator)',
    other: 'Command for the hosts file (terminal)',
  } satisfies Record<NamesView['system'], string>,
  commandText: 'It adds a line that says “this name is this computer”, and asks for your password. To undo it, remove that line.',
  verdicts,
  port80: 'Also answer on port 80, for addresses without a port',
  portStates,
  paste:
    'In LIVE Studio, add a web source and paste the address. Start Standby before LIVE Studio: a page that was not there at its start stays away until you add it again.',
}

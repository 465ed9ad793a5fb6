import { isLoopbackHost } from './loopback.ts'

// Programs like TikTok LIVE Studio show no page whose address is an IP address, `localhost`, or has a port. The creator can allow names that
// lead to this computer, for the overlay and the card only.

/** `GET /api/names`. */
export interface NamesView {
  names: string[]
  /** `STANDBY_NAMES` sets them, so they cannot be changed here. */
  namesFixed: boolean
  /** Standby's usual port. */
  port: number
  port80: {
    on: boolean
    /** `STANDBY_PORT_80` sets it. */
    fixed: boolean
    /** taken: another program has the port. not-allowed: the system keeps it for administrators. */
    state: 'off' | 'open' | 'taken' | 'not-allowed'
  }
  /** Whose hosts file it is. */
  system: 'windows' | 'other'
}

/** `POST /api/names/check`: what this computer finds under a name. */
export interface NameLookup {
  name: string
  /** here: only this computer. elsewhere: an address that is not this computer's own. nowhere: none at all. */
  verdict: 'here' | 'elsewhere' | 'nowhere'
  /** IP addresses as the system gives them; empty if there are none. */
  addresses: string[]
}

export const MAX_NAMES = 10

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** The name as a browser sends it, or null if it is none: an IP address, `localhost`, a port, a path, or anything but letters, digits, `-` and dots. */
export function webName(text: string): string | null {
  const name = text.trim().toLowerCase()
  const labels = name.split('.')
  const last = labels.at(-1) ?? ''
  // A browser reads a name whose last part begins with a digit as an IP address.
  const isName = name.length <= 253 && labels.length > 1 && labels.every((label) => LABEL.test(label)) && /^[a-z]/.test(last)
  return isName && !isLoopbackHost(name) && last !== 'localhost' ? name : null
}

/** Adds this name to the hosts file, by the command line of an administrator. `name` is one that `webName` returned. */
export function hostsCommand(name: string, system: NamesView['system']): string {
  return system === 'windows'
    ? `Add-Content "$env:SystemRoot\\System32\\drivers\\etc\\hosts" "\`n127.0.0.1 ${name}"`
    : `echo "127.0.0.1 ${name}" | sudo tee -a /etc/hosts`
}

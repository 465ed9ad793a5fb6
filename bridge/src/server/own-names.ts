import { hostname, networkInterfaces } from 'node:os'
import { isLoopbackHost } from '@standby/shared/loopback.ts'

/** Where others in the house may reach this computer, IPv4 first, as it stands in an address. Asked each time: Wi-Fi comes and goes. */
export function ownAddresses(interfaces: typeof networkInterfaces = networkInterfaces): string[] {
  const all = Object.values(interfaces()).flatMap((addresses) => addresses ?? [])
  // Link-local IPv6 needs a zone, which no browser takes.
  const outer = all.filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
  const ofFamily = (family: string): string[] => outer.filter((one) => one.family === family).map(({ address }) => address)
  return [...ofFamily('IPv4'), ...ofFamily('IPv6').map((address) => `[${address}]`)]
}

/** All that this computer is called by others: its addresses, its name, and its name on the local network. */
export function ownNames(interfaces: typeof networkInterfaces = networkInterfaces, name: () => string = hostname): string[] {
  const own = name().toLowerCase()
  return [...ownAddresses(interfaces), own, `${own}.local`].map((one) => one.toLowerCase()).filter((one) => !isLoopbackHost(one))
}

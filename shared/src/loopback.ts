/** The address that this computer has for itself. */
export const LOOPBACK_ADDRESS = '127.0.0.1'

/** What Standby's own pages may be opened as on this computer, as a URL has it. The `Host` check lets in these and no others. */
export const LOOPBACK_NAMES: readonly string[] = [LOOPBACK_ADDRESS, 'localhost', '[::1]']

/** All that a URL can make of these: an IPv4 address can be written as IPv6. */
export const LOOPBACK_SPELLINGS: readonly string[] = [...LOOPBACK_NAMES, '[::ffff:7f00:1]']

const LOOPBACK_NETWORK = /^127(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/

/** Whether an IP address is this computer's own: 127.0.0.0/8 and ::1. */
export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || LOOPBACK_NETWORK.test(address)
}

/** Whether a host, as a URL has it, is this computer. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK_NAMES.includes(hostname) || LOOPBACK_NETWORK.test(hostname)
}

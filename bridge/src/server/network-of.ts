import { isIPv4, isIPv6 } from 'node:net'
import { isLoopbackAddress } from '@standby/shared/loopback.ts'

/**
 * What counts as one sender: an IPv4 address, also if it is written as IPv6; of an IPv6 address its network, the first half, for one
 * household has as many addresses in there as it likes.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const parts = expand(address.toLowerCase())
  const last = parts.at(-1) ?? ''
  if (!/^(0:){5}ffff:/.test(parts.join(':'))) return parts.slice(0, 4).join(':')
  if (isIPv4(last)) return last
  const bytes = parts.slice(6).flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 0xff])
  return bytes.join('.')
}

interface Ends {
  remoteAddress?: string | undefined
  localAddress?: string | undefined
}

/** The other end of a socket, however the system writes it. */
export function comesFromLoopback(address: string | undefined): boolean {
  return address !== undefined && (isLoopbackAddress(address) || isLoopbackAddress(networkOf(address)))
}

/** Whether the other end of a socket is this computer: a loopback address, or the very address that it came to. */
export function isThisComputer({ remoteAddress, localAddress }: Ends): boolean {
  return comesFromLoopback(remoteAddress) || (remoteAddress !== undefined && remoteAddress === localAddress)
}

/** All eight parts, without leading zeros; if the last two are written as IPv4 they are one. */
function expand(address: string): string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const dotted = (right.at(-1) ?? left.at(-1) ?? '').includes('.') ? 1 : 0
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - dotted - left.length - right.length) }, () => '0')
  return [...left, ...zeros, ...right].map((part) => part.replace(/^0+(?=[\da-f])/, ''))
}

import type { PortHolder } from '@standby/shared/tikfinity.ts'
import type { FirstFrame } from '../sources/first-frame.ts'
import { readFrame } from '../sources/tikfinity/read.pure.ts'

/** Both addresses of this computer: some clients look up `localhost` and take ::1 first. */
export const ADDRESSES = ['127.0.0.1', '::1'] as const

/**
 * Who listens on a port of this computer, by the first frame that `listen` hears there; null if nobody does. The port is asked before it is
 * taken, because some systems let two programs have one port, and only one of them then gets the clients.
 */
export async function portHolder(port: number, listen: (url: string) => Promise<FirstFrame>): Promise<PortHolder | null> {
  const hosts = ADDRESSES.map((address) => (address.includes(':') ? `[${address}]` : address))
  const holders = await Promise.all(hosts.map(async (host) => holderBy(await listen(`ws://${host}:${port}/`))))
  return holders.find((holder) => holder !== null && holder !== 'other') ?? holders.find((holder) => holder !== null) ?? null
}

function holderBy(heard: FirstFrame): PortHolder | null {
  if (heard.from === 'nobody') return null
  const frame = heard.from === 'program' && heard.text !== null ? readFrame(heard.text) : null
  if (frame?.type !== 'config') return 'other'
  return frame.isStandby ? 'standby' : 'tikfinity'
}

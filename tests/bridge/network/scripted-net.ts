import type { Dial } from '@standby/bridge/network/dial.ts'
import type { Resolve } from '@standby/bridge/network/names.ts'

type Told = 'ok' | 'hang' | (string & {})

/** A network that does what it is told. What hangs answers when it is told anew; an aborted handshake is over. */
export interface ScriptedNet {
  dial: Dial
  resolve: Resolve
  /** Every handshake begun, and every lookup, in order. */
  readonly dialled: string[]
  readonly lookedUp: string[]
  /** Handshakes and lookups that have not come back. */
  openDialCount(): number
  openLookups(): string[]
  /** `ok`, `hang`, or the code it fails with. Hangs until told. */
  address(address: string, told: Told): void
  /** Its addresses, `hang`, or the code it fails with. Hangs until told. */
  name(host: string, told: readonly string[] | Told): void
}

interface Open {
  key: string
  settle: (told: readonly string[] | Told) => void
}

export function scriptedNet(): ScriptedNet {
  const addresses = new Map<string, Told>()
  const hosts = new Map<string, readonly string[] | Told>()
  let dials: Open[] = []
  let lookups: Open[] = []
  const dialled: string[] = []
  const lookedUp: string[] = []
  const failure = (code: string): Error => Object.assign(new Error(code), { code })

  return {
    dialled,
    lookedUp,
    openDialCount: () => dials.length,
    openLookups: () => lookups.map(({ key }) => key),
    dial: (address, port, signal) =>
      new Promise((resolve, reject) => {
        dialled.push(`${address}:${port}`)
        const open: Open = {
          key: address,
          settle(told) {
            if (told === 'hang') return
            dials = dials.filter((one) => one !== open)
            if (told === 'ok') resolve()
            else reject(failure(String(told)))
          },
        }
        dials.push(open)
        signal.addEventListener('abort', () => open.settle('ABORTED'))
        open.settle(addresses.get(address) ?? 'hang')
      }),
    resolve: (host) =>
      new Promise((resolve, reject) => {
        lookedUp.push(host)
        const open: Open = {
          key: host,
          settle(told) {
            if (told === 'hang') return
            lookups = lookups.filter((one) => one !== open)
            if (typeof told === 'string') reject(failure(told))
            else resolve(told)
          },
        }
        lookups.push(open)
        open.settle(hosts.get(host) ?? 'hang')
      }),
    address(address, told) {
      addresses.set(address, told)
      for (const open of dials) if (open.key === address) open.settle(told)
    },
    name(host, told) {
      hosts.set(host, told)
      for (const open of lookups) if (open.key === host) open.settle(told)
    },
  }
}

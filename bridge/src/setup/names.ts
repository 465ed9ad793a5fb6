import { lookup } from 'node:dns/promises'
import type { NameLookup, NamesView } from '@standby/shared/web-names.ts'
import type { Core, Feature, Route } from '../core.ts'
import { comesFromLoopback } from '../server/network-of.ts'
import type { NamedAccess } from '../server/named-access.ts'
import type { SecondPort } from '../server/second-port.ts'
import { namesRoutes, type NamesChange } from './names-routes.ts'

/** Names for programs that take no address with an IP address or a port, such as TikTok LIVE Studio. */
export interface Names extends Feature {
  routes: readonly Route[]
  access: NamedAccess
  /** Takes the second port over, and opens it if that is switched on. */
  serve(second: SecondPort): Promise<void>
}

const WEB_PORT = 80

export function createNames({ config, settings, log, port }: Core): Names {
  const listeners = new Set<() => void>()
  let second: SecondPort | null = null
  let state: NamesView['port80']['state'] = 'off'

  const names = (): readonly string[] => config.names ?? settings.read().web.names
  const isOn = (): boolean => config.port80 ?? settings.read().web.port80

  async function apply(): Promise<void> {
    if (!isOn()) {
      await second?.close()
      state = 'off'
    } else if (second !== null && second.port() === null) {
      state = await second.open(WEB_PORT)
      if (state !== 'open') log.warn({ state }, 'names: port 80 could not be opened')
    }
    listeners.forEach((listener) => listener())
  }

  function view(): NamesView {
    return {
      names: [...names()],
      namesFixed: config.names !== null,
      port: port(),
      port80: { on: isOn(), fixed: config.port80 !== null, state },
      system: process.platform === 'win32' ? 'windows' : 'other',
    }
  }

  async function change({ names: wanted, port80 }: NamesChange): Promise<NamesView> {
    const saved = settings.read()
    const web = { names: wanted ?? saved.web.names, port80: port80 ?? saved.web.port80 }
    settings.write({ ...saved, web })
    await apply()
    return view()
  }

  const router = namesRoutes({ view, change, check: lookUp, fixed: { names: config.names !== null, port80: config.port80 !== null } })
  return {
    routes: [{ path: '/api', router }],
    access: {
      names,
      otherPort: () => second?.port() ?? null,
      onChanged(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    async serve(given) {
      second = given
      await apply()
    },
  }
}

/** What this computer finds under that name: its hosts file comes first, then the name servers of its network. */
async function lookUp(name: string): Promise<NameLookup> {
  const found = await lookup(name, { all: true }).catch(() => [])
  const addresses = found.map(({ address }) => address)
  const isHere = addresses.length > 0 && addresses.every((address) => comesFromLoopback(address))
  return { name, verdict: isHere ? 'here' : addresses.length > 0 ? 'elsewhere' : 'nowhere', addresses }
}

import { SignConfig, TikTokLiveConnection } from 'tiktok-live-connector'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { waitFor } from '../wait.ts'

// The connector as npm gives it, not the hardened one: with it the simulator's wire protocol is proved.

export interface Heard {
  name: string
  data: Record<string, unknown>
}

/** A stock connector that keeps all it emits, in order. */
export interface Peer {
  connection: TikTokLiveConnection
  heard: Heard[]
  connect(): Promise<unknown>
  /** Resolves with the first event of that name, heard already or still to come. */
  until(name: string): Promise<Heard>
  /** Names of what was emitted, without the raw ones. */
  names(): string[]
}

interface Emitter {
  emit(name: string, ...data: unknown[]): boolean
  on(name: 'error', listener: () => void): void
}

type Lookup = (error: null, address: string | { address: string; family: number }[], family?: number) => void

/** Points the stock connector at loopback: host settings, a look-up that knows one address, and the sign service's base. */
export function stockConnector(simulator: Pick<Simulator, 'url' | 'port'>, uniqueId: string, heartbeatMs = 10_000): Peer {
  SignConfig.basePath = simulator.url
  delete SignConfig.cachedInstance
  const connection = new TikTokLiveConnection(uniqueId, {
    webConfigOverrides: {
      TIKTOK_HOST_WEB: `www.sim.invalid:${simulator.port}`,
      TIKTOK_HOST_WEBCAST: `webcast.sim.invalid:${simulator.port}`,
    },
    wsConfigOverrides: { DEFAULT_WS_PING_INTERVAL: heartbeatMs },
    webClientOptions: {
      retry: { limit: 0 },
      dnsLookup: (_: string, options: { all?: boolean }, done: Lookup) =>
        options.all === true ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
    },
  } as unknown as ConstructorParameters<typeof TikTokLiveConnection>[1])
  const heard: Heard[] = []
  const emitter = connection as unknown as Emitter
  const emit = emitter.emit.bind(emitter)
  emitter.emit = (name, ...data) => {
    heard.push({ name, data: (name === 'decodedData' ? { method: data[0] } : (data[0] ?? {})) as Record<string, unknown> })
    return emit(name, ...data)
  }
  emitter.on('error', () => undefined)
  return {
    connection,
    heard,
    connect: () => connection.connect(),
    until: (name) => waitFor(() => heard.find((one) => one.name === name), { what: `the connector's ${name}`, everyMs: 5 }),
    names: () => heard.map(({ name }) => name).filter((name) => name !== 'decodedData' && name !== 'websocketData'),
  }
}

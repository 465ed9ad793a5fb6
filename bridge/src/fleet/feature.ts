import { createHash, randomUUID } from 'node:crypto'
import type { NatsConnection } from '@nats-io/transport-node'
import { Router } from 'express'
import type { Logger } from 'pino'
import type { Channels } from '../channels/channels.ts'
import type { FurtherChannel, Shared } from '../channels/further-channel.ts'
import { systemClock } from '../clock.ts'
import type { Core } from '../core.ts'
import type { Live } from '../live/live.ts'
import { SIGN_BUDGET, type BudgetWindow } from '@standby/shared/connection/budget.ts'
import { refused } from '../server/answer.ts'
import { keptIn } from '../store/journal.ts'
import { LEASE_TIMES } from './lease.pure.ts'
import { natsBudget } from './nats-budget.ts'
import { natsFeed } from './nats-feed.ts'
import { natsLeases } from './nats-leases.ts'
import { natsStates } from './nats-states.ts'
import { FEED_STREAM, openStreams } from './nats.ts'
import { openOwned, type Owned } from './owned.ts'
import { fleetMetricsRoute, fleetRoutes } from './routes.ts'
import type { FleetView } from './view.ts'
import type { FleetSettings } from './settings.ts'
import { fleetSignBudget } from './sign-budget.ts'
import { createWatchers } from './watchers.ts'
import { createWorker } from './worker.ts'

/** Connects to the servers and makes the streams that are missing. Rejects with the client's own error. */
export async function openFleet(settings: FleetSettings) {
  const name = `${settings.machine}-${randomUUID().slice(0, 8)}`
  const streams = await openStreams(settings.address, name)
  const { created } = await streams.manager.streams.info(FEED_STREAM)
  const answerMs = LEASE_TIMES.answerMs
  const feed = natsFeed(streams, answerMs, systemClock)
  const leases = natsLeases(streams, answerMs, systemClock)
  const states = natsStates(streams, answerMs, systemClock)

  return function createFleet(core: Core, _live: Pick<Live, 'creator' | 'listen'>, shared: Shared): Channels {
    const { config, clock, log, port } = core
    void noteServers(streams.connection, log)
    const running = new Map<string, Owned>()
    const apiKey = (): string | null => shared.access.keys.upstream().signApiKey
    const windows = (): readonly BudgetWindow[] => (apiKey() === null ? SIGN_BUDGET : config.signBudget)
    // The service counts by key, and without one by address. The key itself is nobody's business.
    const keyId = (): string => {
      const key = apiKey()
      return key === null ? `guest-${settings.machine}` : `key-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`
    }
    const allowance = () => ({ windows: windows(), sockets: settings.sockets })
    const budget = natsBudget(streams, { allowance, worker: name, clock, answerMs })
    const access = { ...shared.access, signBudget: fleetSignBudget(budget, keyId, windows, clock) }
    const watchers = createWatchers({ core, feed, streamName: () => `fleet-${Date.parse(created)}`, followState: states.follow })

    const worker = createWorker({
      name,
      capacity: settings.capacity,
      url: () => `http://${settings.machine}:${port()}`,
      leases,
      slots: settings.sockets === null ? null : (count, live) => budget.hold(keyId(), name, count, live),
      times: LEASE_TIMES,
      open(username, epoch, mayAct) {
        const tellState = (slice: string, value: unknown): Promise<boolean> => states.tell(username, epoch, slice, value)
        const owned = openOwned({
          core,
          shared: { ...shared, access },
          username,
          epoch,
          mayAct,
          feed,
          tellState,
          settings: states,
          values: keptIn(core.journal),
        })
        running.set(username, owned)
        return {
          async close(isLost) {
            running.delete(username)
            await owned.close(isLost)
          },
        }
      },
      monotonic: () => performance.now(),
      clock,
      log,
    })

    /** A channel that another worker owns: its feed is here too, all else is there. */
    function elsewhere(username: string): FurtherChannel {
      const router = Router().use(() => {
        const owner = worker.leaseOf(username)?.worker ?? null
        const url = worker.workers().find((beat) => beat.name === owner)?.url
        throw refused(404, 'not-of-channel', {
          detail: url === undefined ? 'No worker has this channel now.' : `This channel runs on ${url}.`,
        })
      })
      return {
        username,
        // Read from the stream only if somebody wants it.
        get feed() {
          return watchers.feedOf(username)
        },
        router: () => router,
        start: async () => undefined,
        stop: async () => undefined,
        woke: () => undefined,
        clockWasSet: () => undefined,
      }
    }

    function view(): FleetView {
      return {
        worker: name,
        workers: worker.workers().map((beat) => ({ ...beat })),
        channels: worker.wanted().map((username) => {
          const lease = worker.leaseOf(username)
          const health = running.get(username)?.channel()?.feed.hub.state().tiktok.health ?? null
          return { username, owner: lease?.worker ?? null, epoch: lease?.epoch ?? 0, health }
        }),
        takeovers: worker.takeovers(),
        now: clock.now(),
      }
    }

    const router = fleetRoutes({
      view,
      add: (username) => leases.want(username, { since: clock.now() }),
      remove: (username) => leases.want(username, null),
    })

    return {
      routes: [
        { path: '/api', router },
        { path: '/', router: fleetMetricsRoute(view) },
      ],
      find(username) {
        if (!worker.wanted().includes(username)) return null
        const own = running.get(username)?.channel() ?? null
        if (own === null) return elsewhere(username)
        return {
          ...own,
          get feed() {
            return watchers.feedOf(username)
          },
        }
      },
      async start() {
        await worker.start()
      },
      async stop() {
        await worker.drain()
        worker.stop()
        watchers.stop()
        await streams.connection.close()
      },
      woke: (sleptMs) => running.forEach((owned) => owned.channel()?.woke(sleptMs)),
      clockWasSet: () => running.forEach((owned) => owned.channel()?.clockWasSet()),
    }
  }
}

/** Says in the log which server this worker is connected to, and when it loses it. */
async function noteServers(connection: NatsConnection, log: Logger): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'disconnect') log.warn({ server: status.server }, 'fleet: the connection to a server is lost')
    else if (status.type === 'reconnect') log.info({ server: status.server }, 'fleet: connected to a server again')
    else log.debug(status, 'fleet: the connection to the servers')
  }
}

import { chat, viewer } from '@standby/bridge/simulator/messages.ts'
import type { FleetView } from '@standby/bridge/fleet/view.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import { waitFor } from '../wait.ts'
import { startBridge, type TestBridge } from './bridge.ts'
import { startNats, type NatsServers } from './nats-servers.ts'
import { simulator } from './tiktok-link.ts'

/** Real servers and real workers, with the simulator as their TikTok. */
export interface TestFleet {
  sim: Simulator
  servers: NatsServers
  workers(): readonly TestBridge[]
  /** Starts one more worker. */
  join(name: string): Promise<TestBridge>
  view(worker?: TestBridge): Promise<FleetView>
  want(...names: string[]): Promise<void>
  /** The worker that owns a channel now, and one that does not. */
  sides(name: string): Promise<{ owner: TestBridge; other: TestBridge }>
  /** Waits until each of these has exactly one connection, and its owner is known. */
  connected(...names: string[]): Promise<void>
  say(name: string, text: string): void
  close(): Promise<void>
}

export async function startFleet(workerNames: readonly string[], env: Record<string, string> = {}): Promise<TestFleet> {
  const sim = await simulator()
  const servers = await startNats(3)
  const all: TestBridge[] = []
  const gone = new Set<TestBridge>()

  const fleet: TestFleet = {
    sim,
    servers,
    workers: () => all.filter((one) => !gone.has(one)),
    async join(name) {
      const one = await startBridge({
        env: {
          TIKTOK_WEB_URL: sim.url,
          TIKTOK_WEBCAST_URL: sim.url,
          SIGN_API_URL: sim.url,
          SIGN_API_KEY: 'key-for-tests',
          SIGN_REQUESTS_PER_MINUTE: '60',
          SIGN_REQUESTS_PER_HOUR: '600',
          STANDBY_NATS_URL: servers.url,
          STANDBY_FLEET_NAME: name,
          ...env,
        },
      })
      all.push(one)
      void one.exited.then(() => gone.add(one))
      return one
    },
    async view(worker = fleet.workers()[0]!) {
      return (await (await fetch(`${worker.origin}/api/fleet`)).json()) as FleetView
    },
    async want(...names) {
      for (const username of names) {
        sim.room(username)
        const body = JSON.stringify({ username })
        const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
        const response = await fetch(`${fleet.workers()[0]!.origin}/api/fleet/channels`, request)
        if (!response.ok) throw new Error(`The fleet did not take @${username}: ${await response.text()}`)
      }
    },
    async sides(name) {
      const views = await Promise.all(fleet.workers().map(async (one) => ({ one, view: await fleet.view(one) })))
      const owner = views[0]!.view.channels.find(({ username }) => username === name)?.owner
      const found = views.find(({ view }) => view.worker === owner)?.one
      const other = views.find(({ one }) => one !== found)?.one
      if (found === undefined || other === undefined) throw new Error(`Nobody owns ${name}.`)
      return { owner: found, other }
    },
    async connected(...names) {
      const isUp = (): boolean => names.every((name) => sim.room(name).socketCount === 1)
      await waitFor(isUp, { what: `one connection for each of ${names.join(', ')}`, timeoutMs: 30_000 })
    },
    say(name, text) {
      const room = sim.room(name)
      room.send([chat(room.heading(), { who: viewer('bob'), text })])
    },
    async close() {
      await Promise.all(all.map((one) => one.kill()))
      servers.close()
      await sim.close()
    },
  }
  await Promise.all(workerNames.map((name) => fleet.join(name)))
  return fleet
}

/** The texts of the chats among these, in order. */
export function textsOf(events: readonly LiveEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'chat' ? [event.text] : []))
}

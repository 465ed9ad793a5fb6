import { setTimeout as pause } from 'node:timers/promises'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { newDataDir, startBridge, type TestBridge } from '../../support/peers/bridge.ts'
import { storm, type Storm, type StormOptions } from '../../support/peers/storm.ts'
import { waitFor } from '../../support/wait.ts'
import { peerClient, standbyClient, startPeer, type FaultClient, type PeerName } from './faults-peers.ts'

/** One line of the table. */
export interface FaultRow {
  fault: string
  system: string
  sent: number
  lost: number
  duplicated: number
  /** What the client was told: whether all it missed was there. Null: nothing. */
  recovered: boolean | null
  note: string
}

/** Whatever events come from, and whoever is to hand them on. */
export interface Rig {
  system: string
  /** From the beginning, or from what a client before it kept. */
  client(position?: string): FaultClient
  load(options: StormOptions): Storm
  /** Killed the hard way and started again at once. */
  killAndRestart(): Promise<void>
  close(): Promise<void>
}

export const EVENT_COUNT = 1_000
export const EVENTS_PER_SECOND = 100

export async function peerRig(kind: PeerName): Promise<Rig> {
  let server = await startPeer(kind)
  return {
    system: kind,
    client: () => peerClient(kind, server.port),
    load({ eventsPerSecond, count = Infinity, textLength = 0 }) {
      const sent: string[] = []
      const startedAt = performance.now()
      const timer = setInterval(() => {
        const due = Math.min(count, ((performance.now() - startedAt) / 1_000) * eventsPerSecond)
        while (sent.length < due) {
          const id = String(sent.length)
          sent.push(id)
          // About what an event of the feed weighs.
          server.send({ id, text: 'x'.repeat(Math.max(300, textLength)) } as { id: string })
        }
      }, 10)
      return { sent: () => sent, stop: () => clearInterval(timer) }
    },
    async killAndRestart() {
      const { port } = server
      await server.kill()
      server = await startPeer(kind, port)
    },
    close: () => server.kill(),
  }
}

/** A real bridge in its own process, fed by a simulated TikTok in this one. */
export async function standbyRig(simulator: Simulator, env: Record<string, string> = {}, dataDir = newDataDir()): Promise<Rig & BridgeRig> {
  const room = simulator.room(`bench${dataDir.replaceAll(/\W/g, '').slice(-6).toLowerCase()}`)
  const upstreams = { TIKTOK_WEB_URL: simulator.url, TIKTOK_WEBCAST_URL: simulator.url, SIGN_API_URL: simulator.url }
  const start = (): Promise<TestBridge> =>
    startBridge({ dataDir, readyMs: 90_000, env: { TIKTOK_USERNAME: room.uniqueId, ...upstreams, ...env } })
  let bridge = await start()
  await waitFor(() => room.socketCount > 0, { what: 'the bridge to connect', timeoutMs: 60_000 })
  return {
    system: 'Standby',
    room,
    bridge: () => bridge,
    client: (position) => standbyClient(() => bridge.url.feed, position),
    load: (options) => storm(room, options),
    async killAndRestart() {
      await bridge.kill()
      bridge = await start()
    },
    async close() {
      await bridge.kill()
    },
  }
}

export interface BridgeRig {
  room: ReturnType<Simulator['room']>
  bridge(): TestBridge
}

/** Sends `EVENT_COUNT` events; `at` the 300th something happens. What the client was given of them, in the end. */
export async function measured(
  rig: Rig,
  fault: string,
  at: (client: FaultClient) => Promise<FaultClient> | FaultClient,
  { count = EVENT_COUNT, perSecond = EVENTS_PER_SECOND, textLength = 0, note = '' } = {},
): Promise<FaultRow> {
  let client = rig.client()
  await waitFor(() => client.isUp(), { what: 'the client to connect', timeoutMs: 60_000 })
  const before = new Set(client.received())
  const load = rig.load({ eventsPerSecond: perSecond, count, textLength })
  await waitFor(() => load.sent().length >= count * 0.3, { what: 'the first events', timeoutMs: 120_000, everyMs: 5 })
  client = await at(client)
  await waitFor(() => load.sent().length >= count, { what: 'the last events', timeoutMs: 300_000, everyMs: 5 })
  load.stop()
  const last = load.sent().at(-1) ?? ''
  await settled(client, last)
  await pause(200)
  const row = { ...judge(load.sent(), client.received(), before), recovered: client.recovered() }
  client.close()
  return { fault, system: rig.system, note, ...row }
}

/** Until the last event is there, or nothing has come for so long that nothing will. */
async function settled(client: FaultClient, last: string): Promise<void> {
  for (let before = -1; before !== client.received().length && !client.received().includes(last);) {
    before = client.received().length
    await waitFor(() => client.received().includes(last), { what: 'the last event', timeoutMs: 10_000 }).catch(() => undefined)
  }
}

export function judge(
  sent: readonly string[],
  received: readonly string[],
  before: ReadonlySet<string> = new Set(),
): { sent: number; lost: number; duplicated: number } {
  const asked = new Set(sent)
  const ours = received.filter((id) => asked.has(id) && !before.has(id))
  const given = new Set(ours)
  return { sent: sent.length, lost: sent.filter((id) => !given.has(id)).length, duplicated: ours.length - given.size }
}

/** The client's transport breaks, once. */
export const socketClosed = (client: FaultClient): FaultClient => {
  client.cut()
  return client
}

/** The page is gone for a second, and another is there in its place; what it was given before counts as given. */
export const pageReloaded =
  (rig: Rig) =>
  async (client: FaultClient): Promise<FaultClient> => {
    client.close()
    const before = [...client.received()]
    await pause(1_000)
    const after = rig.client(client.position())
    return {
      ...after,
      // History repeats on purpose what the page had before it was emptied.
      received: () => [...before, ...after.received().filter((id) => !before.includes(id))],
    }
  }

/** It reads nothing for so long, then goes on. */
export const pausedFor =
  (ms: number) =>
  async (client: FaultClient): Promise<FaultClient> => {
    client.pause()
    await pause(ms)
    client.resume()
    return client
  }

export const restarted =
  (rig: Rig) =>
  async (client: FaultClient): Promise<FaultClient> => {
    await rig.killAndRestart()
    return client
  }

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Room } from '@standby/bridge/simulator/room.ts'
import { waitFor } from '../../../support/wait.ts'
import type { Report } from './clients.ts'
import { numberedFrames, sendPaced, simulator } from './driver.ts'
import { nowNs } from './latencies.ts'
import { startMeasured, startMeasuredBridge, type Measured } from './measured.ts'
import { isShort } from './result.ts'

// The feed under load: a TikTok with this program, the server that is measured, and its clients, each in a process of its own.

export const SERVERS = ['standby', 'ws', 'socket.io'] as const
export type ServerName = (typeof SERVERS)[number]

/** What is measured. `root`: the checkout whose Standby it is; this one if it is left out. */
export interface Server {
  name: ServerName
  root?: string
}

const FRAME_EVERY_MS = 5
const short = isShort()
const SECONDS = short ? 1 : 4
/** Sent as fast as it goes before anything is measured: a show lasts hours, and code that has run for a second is not compiled yet. */
const WARM_UP_FRAMES = short ? 1_000 : 4_000
/** In flight to the slowest client; enough to keep everybody busy, and less than what makes a server cut a client off. */
const WINDOW = 2_000

export interface Row {
  server: ServerName
  clients: number
  rate: number
  p50Ms: number
  p99Ms: number
  /** CPU of the server, µs for an event to all its clients. */
  cpuPerEventUs: number
  rssBytes: number
  lost: number
}

export interface Rig {
  server: Measured
  clients: Measured
  room: Room
  progress(): number
  end(): Promise<void>
}

export async function rig(wanted: Server, clientCount: number): Promise<Rig> {
  const sim = await simulator()
  const room = sim.room('bench')
  const dataDir = mkdtempSync(join(tmpdir(), 'standby-bench-'))
  const { server, address } = await startServer(wanted, sim.url, dataDir)
  await waitFor(() => room.socketCount === 1, { what: 'the server to be connected to TikTok', timeoutMs: 20_000, everyMs: 10 })
  const clients = startMeasured(join(import.meta.dirname, 'clients.ts'), {
    args: [wanted.name === 'socket.io' ? wanted.name : 'ws', address, String(clientCount)],
  })
  let progress = 0
  let ready = false
  clients.child.on('message', (message: { type: string; count: number }) => {
    if (message.type === 'progress') progress = message.count
    if (message.type === 'ready') ready = true
  })
  await waitFor(() => ready, { what: 'the clients', timeoutMs: 20_000, everyMs: 10 })
  return {
    server,
    clients,
    room,
    progress: () => progress,
    async end() {
      await clients.kill()
      await server.kill()
      await sim.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function startServer({ name, root }: Server, url: string, dataDir: string): Promise<{ server: Measured; address: string }> {
  if (name === 'standby') {
    const env = { TIKTOK_USERNAME: 'bench', TIKTOK_WEB_URL: url, TIKTOK_WEBCAST_URL: url, SIGN_API_URL: url }
    const server = await startMeasuredBridge(dataDir, env, root)
    return { server, address: `${server.origin.replace('http', 'ws')}/ws` }
  }
  const server = startMeasured(join(import.meta.dirname, 'baseline.ts'), { args: [name, url] })
  const port = await new Promise<number>((resolve) =>
    server.child.on('message', (message: { type: string; port: number }) => void (message.type === 'ready' && resolve(message.port))),
  )
  const path = name === 'socket.io' ? '/socket.io/?EIO=4&transport=websocket' : '/'
  return { server, address: `ws://127.0.0.1:${port}${path}` }
}

export async function paced(wanted: Server, clientCount: number, rate: number): Promise<Row> {
  const { server, clients, room, progress, end } = await rig(wanted, clientCount)
  const perFrame = (rate * FRAME_EVERY_MS) / 1_000
  const frameCount = WARM_UP_FRAMES + (SECONDS * 1_000) / FRAME_EVERY_MS
  const frames = numberedFrames(room, { frameCount, perFrame })
  const warm = await sendFast(room, frames.slice(0, WARM_UP_FRAMES), { perFrame, progress })
  const before = await server.usage()
  const measured = await sendPaced(room, frames.slice(WARM_UP_FRAMES), { everyMs: FRAME_EVERY_MS, perFrame })
  const sentAtNs = [...warm, ...measured]
  // What is lost is counted below, and never waited for.
  await waitFor(() => progress() === sentAtNs.length, { what: 'all events', timeoutMs: 10_000, everyMs: 5 }).catch(() => undefined)
  const after = await server.usage()
  const report = await clients.ask<Report>(Object.assign({ type: 'report' }, { sentAtNs, from: warm.length }), 'report')
  await end()
  const { p50Ms, p99Ms } = report.latencies
  const cpuPerEventUs = ((after.cpuMs - before.cpuMs) * 1_000) / measured.length
  const lost = report.missing + report.twice + report.outOfOrder + report.closed
  return { server: wanted.name, clients: clientCount, rate, p50Ms, p99Ms, cpuPerEventUs, rssBytes: after.rssBytes, lost }
}

/** As fast as the slowest client takes it. Returns when each event was sent, once all have arrived. */
export async function sendFast(
  room: Room,
  frames: readonly Buffer[],
  { perFrame, progress }: { perFrame: number; progress: () => number },
): Promise<number[]> {
  const sentAtNs: number[] = []
  for (const frame of frames) {
    while (sentAtNs.length - progress() >= WINDOW) await pause(1)
    const now = nowNs()
    for (let event = 0; event < perFrame; event++) sentAtNs.push(now)
    room.sendRaw(frame)
    await room.drained()
  }
  await waitFor(() => progress() === sentAtNs.length, { what: 'all events', timeoutMs: 60_000, everyMs: 5 })
  return sentAtNs
}

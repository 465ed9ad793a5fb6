import { setTimeout as pause } from 'node:timers/promises'
import type { ObsStatus, TikTokStatus } from '@standby/shared/protocol.ts'
import { chat, gift, roomUser, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Room } from '@standby/bridge/simulator/room.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { startMeasuredBridge, type Measured } from '../bench/support/measured.ts'
import { simulator } from '../bench/support/driver.ts'
import { newDataDir } from '../../support/peers/bridge.ts'
import { patience, waitFor } from '../../support/wait.ts'
import { startProxy, type Proxy } from './proxy.ts'
import { startWatcher, type Watcher } from './watcher.ts'
import { lastNumber, sayingOf } from './words.ts'

/** A show on the air: a TikTok that talks all the time, a line, a bridge as a user starts it, and clients. */
export interface Stage {
  sim: Simulator
  room: Room
  proxy: Proxy
  watchers: readonly Watcher[]
  dataDir: string
  /** Where the bridge answers, over all its starts. */
  origin: string
  feedAddress(): string
  bridge(): Measured
  status(): Promise<TikTokStatus>
  obsStatus(): Promise<ObsStatus>
  healthz(): Promise<Record<string, unknown>>
  /** As the button in the dock does. */
  reconnect(): Promise<void>
  /** Everything is as it should be: connected, and every client reads. */
  recovered(timeoutMs: number): Promise<void>
  /** When each numbered chat was sent, ms by `performance.now()`. */
  sentAt: readonly number[]
  /** Sends so many numbered chats at once. */
  burst(count: number): Promise<void>
  /** The figures of viewers that were told, the last one last; each differs from those of minutes around it. Empty unless `colourful`. */
  viewersTold: readonly number[]
  /** Ends the talk with a chat, and waits until every client has it: then each has all that was said. Returns its number. */
  lastWord(timeoutMs: number): Promise<number>
  /** Ends the bridge as a power cut would, and starts it again on the same data and port; `meanwhile` happens between the two. */
  killAndRestart(meanwhile?: () => Promise<void>): Promise<void>
  /** Stops the bridge's process for a time, as a sleeping or overwhelmed computer does. */
  standStill(ms: number): Promise<void>
  /** When the bridge did not run, ms by `performance.now()`. */
  away: readonly { from: number; to: number }[]
  stopBridge(): Promise<void>
  end(): Promise<void>
}

export interface StageOptions {
  random: () => number
  eventsPerSecond?: number
  clientCount?: number
  dataDir?: string
  env?: Record<string, string>
  /** Gifts too, each by somebody else, and the figure of viewers: what pages show besides. */
  colourful?: boolean
}

const TICK_MS = 50
/** Slow enough for each gift to come up before the next. */
const GIFT_EVERY_MS = 3_000
const VIEWERS_EVERY_MS = 500
const ROSE = { id: '5655', name: 'Rose', diamondCount: 1, type: 2 }
/** As short as the settings allow, so that a minute holds many faults. */
const QUICK = { RECONNECTION_BASE_DELAY: '1000', RECONNECTION_MAX_DELAY: '2000', DEGRADED_AFTER: '1500' }

export async function startStage({
  random,
  eventsPerSecond = 50,
  clientCount = 3,
  dataDir = newDataDir(),
  env = {},
  colourful = false,
}: StageOptions): Promise<Stage> {
  const sim = await simulator()
  const room = sim.room('chaos')
  const proxy = await startProxy(sim.port, random)
  const line = `http://127.0.0.1:${proxy.port}`
  const settings = { TIKTOK_USERNAME: 'chaos', TIKTOK_WEB_URL: line, TIKTOK_WEBCAST_URL: line, SIGN_API_URL: line, ...QUICK, ...env }
  // The sign service names TikTok's push server; here that has to be the line as well.
  sim.fault('sign', { kind: 'alter', fetchResult: { pushServer: `ws://127.0.0.1:${proxy.port}/webcast/im/ws_proxy/ws_reuse_supplement/` } })
  let bridge = await startMeasuredBridge(dataDir, settings)
  const { origin } = bridge
  const port = new URL(origin).port
  const feedAddress = (): string => `${origin.replace('http', 'ws')}/ws`

  const sentAt: number[] = []
  const say = (count: number): void => {
    if (count <= 0) return
    const messages = Array.from({ length: count }, () => {
      sentAt.push(performance.now())
      return chat(room.heading(), { who: viewer(`viewer.${sentAt.length % 300}`), text: sayingOf(sentAt.length - 1) })
    })
    room.send(messages)
  }
  const viewersTold: number[] = []
  let gifts = 0
  const colour = (elapsedMs: number): void => {
    for (; gifts < Math.floor(elapsedMs / GIFT_EVERY_MS); gifts++)
      room.send([gift(room.heading(), { who: viewer(`giver.${gifts}`), gift: ROSE })])
    if (viewersTold.length >= elapsedMs / VIEWERS_EVERY_MS) return
    // Three digits: more are shown rounded.
    viewersTold.push(100 + (viewersTold.length % 900))
    room.send([roomUser(room.heading(), { viewers: viewersTold.at(-1) ?? 0 })])
  }
  const startedAt = performance.now()
  let regular = 0
  const talking = setInterval(() => {
    const elapsedMs = performance.now() - startedAt
    if (colourful) colour(elapsedMs)
    const due = Math.floor((elapsedMs / 1_000) * eventsPerSecond)
    // What a busy moment delayed is made up for, a few at a time, as a room's frames are.
    const now = Math.min(due - regular, eventsPerSecond)
    regular = due
    say(now)
  }, TICK_MS)

  const watchers = Array.from({ length: clientCount }, (_, index) => startWatcher(`client ${index + 1}`, feedAddress()))
  const json = async <Answer>(path: string): Promise<Answer> =>
    (await fetch(origin + path, { signal: AbortSignal.timeout(patience(2_000)) })).json() as Promise<Answer>
  const status = (): Promise<TikTokStatus> => json('/api/tiktok/status')
  const away: { from: number; to: number }[] = []
  async function without(work: () => Promise<void>): Promise<void> {
    const time = { from: performance.now(), to: Infinity }
    away.push(time)
    await work()
    time.to = performance.now()
  }

  return {
    sim,
    room,
    proxy,
    watchers,
    dataDir,
    origin,
    feedAddress,
    bridge: () => bridge,
    status,
    obsStatus: () => json('/api/obs/status'),
    healthz: () => json('/healthz'),
    async reconnect() {
      const command = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }
      const asked = async (): Promise<boolean> => (await fetch(`${origin}/api/tiktok/reconnect`, command)).ok
      await waitFor(asked, { what: 'the command to be taken', timeoutMs: 60_000, everyMs: 1_000 })
    },
    async recovered(timeoutMs) {
      const well = async (): Promise<boolean> => {
        const before = watchers.map(({ events }) => events().length)
        if ((await status()).reconnectionState !== 'CONNECTED' || !watchers.every((one) => one.isUp())) return false
        await pause(300)
        return watchers.every(({ events }, index) => events().length > before[index]!)
      }
      await waitFor(well, { what: 'the show to be back for every client', timeoutMs, everyMs: 50 })
    },
    sentAt,
    async burst(count) {
      for (let left = count; left > 0; left -= 20) {
        say(Math.min(20, left))
        await room.drained()
        if (left % 1_000 === 0) await pause(5)
      }
    },
    viewersTold,
    async lastWord(timeoutMs) {
      clearInterval(talking)
      say(1)
      const last = sentAt.length - 1
      const heard = (): boolean => watchers.every((watcher) => lastNumber(watcher.events()) === last)
      await waitFor(heard, { what: 'every client to have the last word', timeoutMs })
      return last
    },
    away,
    killAndRestart: (meanwhile = () => Promise.resolve()) =>
      without(async () => {
        await bridge.kill()
        await meanwhile()
        bridge = await startMeasuredBridge(dataDir, { ...settings, STANDBY_PORT: port })
      }),
    standStill: (ms) =>
      without(async () => {
        process.kill(bridge.pid, 'SIGSTOP')
        await pause(ms)
        process.kill(bridge.pid, 'SIGCONT')
      }),
    async stopBridge() {
      clearInterval(talking)
      away.push({ from: performance.now(), to: Infinity })
      const gone = new Promise((resolve) => bridge.child.once('exit', resolve))
      bridge.child.kill('SIGTERM')
      await gone
    },
    async end() {
      clearInterval(talking)
      for (const watcher of watchers) watcher.stop()
      await bridge.kill()
      await proxy.close()
      await sim.close()
    },
  }
}

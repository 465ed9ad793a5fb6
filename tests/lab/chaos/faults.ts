import { setTimeout as pause } from 'node:timers/promises'
import WebSocket from 'ws'
import { signRefused, tiktokDown, upgradeRefused } from '@standby/bridge/simulator/failures.ts'
import { pushFrame } from '@standby/bridge/simulator/wire.ts'
import { LOOK_EVERY_MS } from '@standby/bridge/live/wake.ts'
import type { ClockChange } from '../bench/support/probe.ts'
import { waitFor } from '../../support/wait.ts'
import type { Stage } from './stage.ts'

/** Something that goes wrong, and is over when its promise resolves. */
export interface Fault {
  name: string
  /** TikTok cannot be heard while it lasts: what is said then is lost for everybody, but for the last twenty messages. */
  cutsOff: boolean
  /** Takes a minute or more, or asks for more connections than the sign service's budget allows in one. */
  long: boolean
  run: (stage: Stage, random: () => number) => Promise<void>
}

/** So many chats come at once for a client that does not read them; again until it is let go. */
export const RUSH = 2_000

const between = (random: () => number, least: number, most: number): number => least + random() * (most - least)

/** A client that opens and never reads. It has to be let go, and must not hold up the others. */
async function deafClient(stage: Stage): Promise<void> {
  const clientCount = async (): Promise<number> => Number((await stage.healthz())['clients'])
  const before = await clientCount()
  const deaf = new WebSocket(stage.feedAddress())
  deaf.on('error', () => undefined)
  await new Promise((resolve) => deaf.once('open', resolve))
  deaf.pause()
  await waitFor(async () => (await clientCount()) > before, { what: 'the client to be counted' })
  // More than a client may leave unread and the system's own buffers hold; how much that is, is the bridge's affair.
  for (let part = 0; (await clientCount()) > before; part++) {
    if (part === 40) throw new Error('a client that reads nothing was not let go')
    await stage.burst(RUSH)
    await pause(100)
  }
  deaf.terminate()
}

/** Sets the clocks of the bridge's computer, and waits until it has looked at them. */
async function clocks(stage: Stage, { setByMs = 0, sleptMs = 0 }: { setByMs?: number; sleptMs?: number }): Promise<void> {
  stage.bridge().child.send({ type: 'clocks', setByMs, sleptMs } satisfies ClockChange)
  await pause(LOOK_EVERY_MS + 500)
}

async function undone(undo: () => void, ms: number): Promise<void> {
  await pause(ms)
  undo()
}

export const FAULTS: readonly Fault[] = [
  {
    name: 'the socket is closed',
    cutsOff: true,
    long: false,
    run: async ({ room }) => room.closeSockets(1011, 'internal error'),
  },
  { name: 'the line is cut', cutsOff: true, long: false, run: async ({ proxy }) => proxy.cut() },
  {
    name: 'a slow line that loses packets',
    cutsOff: false,
    long: false,
    async run({ proxy }, random) {
      proxy.slow({ delayMs: between(random, 50, 300), jitterMs: 50, loss: 0.1 })
      await undone(() => proxy.slow(null), 3_000)
    },
  },
  {
    name: 'frames that make no sense',
    cutsOff: false,
    long: false,
    async run({ room }, random) {
      for (let left = 20; left > 0; left--) {
        const noise = Buffer.from(Array.from({ length: 200 }, () => Math.floor(random() * 256)))
        room.sendRaw(left % 2 === 0 ? noise : pushFrame(noise, { logId: '1', seqId: 1, gzip: left % 3 === 0 }))
        await pause(20)
      }
    },
  },
  { name: 'the bridge stands still for 3 s', cutsOff: false, long: false, run: (stage) => stage.standStill(3_000) },
  { name: 'the bridge is killed and started again', cutsOff: true, long: false, run: (stage) => stage.killAndRestart() },
  {
    name: 'a client is frozen, another loaded anew',
    cutsOff: false,
    long: false,
    async run({ watchers }, random) {
      const [frozen, reloaded] = watchers
      frozen?.freeze(true)
      await pause(between(random, 500, 2_000))
      reloaded?.reload()
      frozen?.freeze(false)
    },
  },
  { name: 'a client that never reads, and a rush', cutsOff: false, long: false, run: deafClient },
  {
    name: 'the time of day is set an hour forwards, and back',
    cutsOff: false,
    long: false,
    async run(stage) {
      await clocks(stage, { setByMs: 3_600_000 })
      await clocks(stage, { setByMs: -3_600_000 })
    },
  },
  { name: 'the computer sleeps for ten minutes', cutsOff: false, long: false, run: (stage) => clocks(stage, { sleptMs: 600_000 }) },
  {
    name: 'the LIVE ends, and another begins',
    cutsOff: true,
    long: false,
    async run({ room, status, reconnect }) {
      room.end()
      await waitFor(async () => (await status()).health === 'offline', { what: 'the end of the LIVE to be noticed', timeoutMs: 20_000 })
      room.goLive()
      // By itself it would ask again within a minute; the creator presses the button.
      await reconnect()
    },
  },
  {
    name: 'TikTok answers 503',
    cutsOff: true,
    long: true,
    async run({ sim, room }, random) {
      const undo = sim.fail(tiktokDown(503))
      room.closeSockets(1011)
      await undone(undo, between(random, 3_000, 15_000))
    },
  },
  {
    name: 'the sign service fails',
    cutsOff: true,
    long: true,
    async run({ sim, room }, random) {
      const undo = sim.fail(signRefused(503))
      room.terminateSockets()
      await undone(undo, between(random, 2_000, 5_000))
    },
  },
  {
    name: 'new sockets are refused',
    cutsOff: true,
    long: true,
    async run({ sim, room }) {
      const undo = sim.fail(upgradeRefused(403, 'connect denied'))
      room.terminateSockets()
      await undone(undo, 4_000)
    },
  },
  {
    name: 'nothing answers',
    cutsOff: true,
    long: true,
    async run({ sim }, random) {
      await sim.network(false)
      await pause(between(random, 5_000, 20_000))
      await sim.network(true)
    },
  },
  {
    name: 'a silent socket',
    cutsOff: true,
    long: true,
    async run({ room }) {
      room.silence(true)
      await undone(() => room.silence(false), 40_000)
    },
  },
  {
    name: 'a half-open line',
    cutsOff: true,
    long: true,
    async run({ proxy }) {
      proxy.stall(true)
      // Until the bridge has given it up; what it then tries is let through.
      await waitFor(() => proxy.socketCount() === 0, { what: 'the dead socket to be given up', timeoutMs: 60_000 }).finally(() =>
        proxy.stall(false),
      )
    },
  },
  { name: 'the bridge stands still for 40 s', cutsOff: false, long: true, run: (stage) => stage.standStill(40_000) },
]

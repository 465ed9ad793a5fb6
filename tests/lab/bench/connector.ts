import { join } from 'node:path'
import { endsTheLive, restamp } from '@standby/bridge/simulator/playback.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { encodeFetchResult, fetchResult, pushFrame, type RoomMessage } from '@standby/bridge/simulator/wire.ts'
import { replays } from '../../support/fixtures/messages/replays.ts'
import { waitFor } from '../../support/wait.ts'
import { startMeasured } from './support/measured.ts'
import { numberedFrames, simulator } from './support/driver.ts'
import { isShort, machine, moreIsBetter, publish, type Goal } from './support/result.ts'
import { figure, table } from './support/table.ts'

// `pnpm bench connector`: gzip frames through the real TikTok library, as npm gives it and as Standby runs it. The frames are made
// beforehand and sent as fast as the socket takes them; the library is in a process of its own.

type Kind = 'standby' | 'stock'
const short = isShort()
const FRAMES = short ? 5_000 : 40_000

interface Load {
  name: string
  /** Frames for the room, and how many messages of each kind the library is to hand on. */
  frames: (sim: Simulator) => Buffer[]
  messageCount: number
  /** Numbered chats: their order can be told. */
  numbered: boolean
}

function loads(): Load[] {
  const chats = (perFrame: number): Load => ({
    name: perFrame === 1 ? 'one chat a frame' : `${perFrame} chats a frame`,
    frames: (sim) => numberedFrames(sim.room('bench'), { frameCount: FRAMES / perFrame, perFrame }),
    messageCount: FRAMES,
    numbered: true,
  })
  const real = replays().map(({ name, messages }): Load => {
    const frames = replayed(messages.filter((one) => !endsTheLive(one)))
    return { name: `${name} messages, 10 a frame`, frames, messageCount: FRAMES, numbered: false }
  })
  return [chats(1), chats(10), ...real]
}

/** Messages of a LIVE played over and over, each under a new id. */
function replayed(messages: readonly RoomMessage[]): (sim: Simulator) => Buffer[] {
  return (sim) => {
    const room = sim.room('bench')
    const at = (index: number): RoomMessage => restamp(messages[index % messages.length]!, room.heading())
    return Array.from({ length: FRAMES / 10 }, (_, frame) => {
      const part = Array.from({ length: 10 }, (__, index) => at(frame * 10 + index))
      const fields = { cursor: `${frame}`, internalExt: `seq:${frame}`, needAck: true, now: String(Date.now()), fetchInterval: '1000' }
      return pushFrame(encodeFetchResult(fetchResult(part, fields)), { logId: String(frame + 1), seqId: frame, gzip: true })
    })
  }
}

export interface Heard {
  type: 'heard'
  messageCount: number
  outOfOrder: number
  undecoded: number
  /** Between the first message and the last. */
  seconds: number
}

interface Figures {
  perSecond: number
  cpuUs: number
  outOfOrder: number
  lost: number
}

async function measure(kind: Kind, load: Load): Promise<Figures> {
  const sim = await simulator()
  const room = sim.room('bench')
  const listener = startMeasured(join(import.meta.dirname, 'support/listener.ts'), { args: [kind, sim.url, String(sim.port)] })
  await waitFor(() => room.socketCount === 1, { what: 'the library to connect', timeoutMs: 20_000, everyMs: 5 })
  const frames = load.frames(sim)
  const before = await listener.usage()
  for (const [index, frame] of frames.entries()) {
    room.sendRaw(frame)
    if (index % 50 === 0) await room.drained()
  }
  // The end of the burst is also the end of the connection: what had been sent must still be handed on.
  room.closeSockets(1000)
  const heard = await listener.ask<Heard>({ type: 'finish' }, 'heard')
  const after = await listener.usage()
  await listener.kill()
  await sim.close()
  return {
    perSecond: heard.messageCount / heard.seconds,
    cpuUs: ((after.cpuMs - before.cpuMs) * 1_000) / load.messageCount,
    outOfOrder: load.numbered ? heard.outOfOrder : Number.NaN,
    lost: load.messageCount - heard.messageCount - heard.undecoded,
  }
}

const on = machine()
const measured: { load: string; standby: Figures; stock: Figures }[] = []
for (const load of loads()) {
  measured.push({ load: load.name, standby: await measure('standby', load), stock: await measure('stock', load) })
}

const both = (of: (figures: Figures) => string) => (one: (typeof measured)[number]) => `${of(one.standby)} : ${of(one.stock)}`
const [single] = measured
if (single === undefined) throw new Error('nothing was measured')
const lost = measured.reduce((sum, { standby }) => sum + standby.lost, 0)
const stockLost = measured.map(({ stock }) => stock.lost).join(', ')
const disordered = measured.reduce((sum, { standby }) => sum + (standby.outOfOrder || 0), 0)
const goals: Goal[] = [
  {
    text: `one chat a frame: ${figure(single.standby.perSecond)} a second (goal 30,000; as npm gives it ${figure(single.stock.perSecond)})`,
    met: single.standby.perSecond >= 30_000,
    figure: moreIsBetter('connector: one chat a frame', single.standby.perSecond, 'a second'),
  },
  {
    text: `lost: ${lost}, out of order: ${disordered} (goal 0; as npm gives it ${stockLost} lost)`,
    met: lost === 0 && disordered === 0,
  },
]
publish(
  {
    name: 'connector',
    data: measured,
    lines: [
      `${figure(FRAMES)} messages in gzip frames, sent as fast as the socket takes them; then the socket is closed.`,
      '**As Standby runs the library : as npm gives it.**',
      '',
      ...table(
        ['load', 'messages/s', 'CPU µs each', 'out of order', 'lost'],
        measured.map((one) => [
          one.load,
          both(({ perSecond }) => figure(perSecond))(one),
          both(({ cpuUs }) => figure(cpuUs))(one),
          both(({ outOfOrder }) => figure(outOfOrder).replace('.00', ''))(one),
          both((figures) => String(figures.lost))(one),
        ]),
      ),
      ...(measured.length === 3 ? ['', 'No recording of real messages was at hand (`STANDBY_RECORDINGS` names its folder).'] : []),
    ],
    goals,
  },
  { on, short },
)

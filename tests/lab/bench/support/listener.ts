import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '@standby/bridge/clock.ts'
import { openAttempt } from '@standby/bridge/sources/tiktok/attempt.ts'
import { silentLog } from '../../../support/fakes/silent-log.ts'
import { stockConnector } from '../../../support/peers/stock-connector.ts'
import type { Heard } from '../connector.ts'
import { nowNs } from './latencies.ts'

// The TikTok library in a process of its own: `node listener.ts standby|stock <simulator's address> <port>`. Asked to finish, it waits
// for its connection to end and for whatever comes after, and says what it heard.

const [kind = '', url = '', port = ''] = process.argv.slice(2)
let messageCount = 0
let outOfOrder = 0
let undecoded = 0
let last = -1
let ended = false
let firstAtNs: number | null = null
let lastAtNs = 0

function count(messages: number): void {
  messageCount += messages
  lastAtNs = nowNs()
  firstAtNs ??= lastAtNs
}

function hear(text: string): void {
  const number = Number(/^#(\d+)/.exec(text)?.[1] ?? Number.NaN)
  if (Number.isNaN(number)) return
  if (number < last) outOfOrder += 1
  last = Math.max(last, number)
}

if (kind === 'standby') {
  const upstream = { webUrl: url, webcastUrl: url, signUrl: url, signApiKey: null }
  openAttempt(
    { username: 'bench', upstream, clock: systemClock, log: silentLog },
    {
      opened: () => undefined,
      frame: (messages) => messages > 0 && count(messages),
      inputs: (inputs) => inputs.forEach((input) => input.type === 'event' && input.event.type === 'chat' && hear(input.event.text)),
      undecoded: () => void (undecoded += 1),
      closed: () => void (ended = true),
    },
  )
} else {
  const { connection } = stockConnector({ url, port: Number(port) }, 'bench')
  const emitter = connection as unknown as { on(name: string, listener: (data: unknown) => void): void }
  emitter.on('decodedData', () => count(1))
  emitter.on('chat', (data) =>
    hear(String((data as { comment?: unknown; content?: unknown }).comment ?? (data as { content?: unknown }).content)),
  )
  emitter.on('disconnected', () => void (ended = true))
  await connection.connect()
}

process.on('message', ({ type }: { type: string }) => {
  if (type === 'finish') void finish()
})

async function finish(): Promise<void> {
  while (!ended) await pause(1)
  // Whoever still has something to hand on is given the time.
  for (let before = -1; before !== messageCount;) {
    before = messageCount
    await pause(100)
  }
  const heard: Heard = { type: 'heard', messageCount, outOfOrder, undecoded, seconds: (lastAtNs - (firstAtNs ?? lastAtNs)) / 1e9 }
  process.send?.(heard)
}

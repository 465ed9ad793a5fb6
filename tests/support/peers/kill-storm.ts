import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { newDataDir, startBridge, type TestBridge } from './bridge.ts'
import { feedClient } from './feed-server.ts'
import { journaledIds } from '../fixtures/journal-file.ts'
import { storm } from './storm.ts'
import { waitFor } from '../wait.ts'

/** What a client that came back after each kill was given, beside what the journal has. */
export interface KillStormResult {
  kills: number
  /** Events in the journal from the first the client saw on. */
  journaled: number
  received: number
  /** In the journal, never given to the client. */
  lost: number
  duplicated: number
  /** Given to the client, and not in the journal afterwards. */
  takenBack: number
  inOrder: boolean
  /** How many of the returns were answered with `recovered: true`. */
  recovered: number
}

/** A start costs a signature, and there are five a minute to spend, also over restarts: so many kills on one data directory. */
const KILLS_PER_JOURNAL = 4

/** A busy machine takes its time, which is not what is judged here. */
const READY_MS = 90_000

type Client = Awaited<ReturnType<typeof feedClient>>

/** Kills a real bridge in the middle of `eventsPerSecond`, again and again, and starts it anew; a client resumes each time. */
export async function killStorm(simulator: Simulator, kills: number, eventsPerSecond: number): Promise<KillStormResult> {
  const sum: KillStormResult = { kills: 0, journaled: 0, received: 0, lost: 0, duplicated: 0, takenBack: 0, inOrder: true, recovered: 0 }
  while (sum.kills < kills) {
    const round = await killRound(simulator, Math.min(KILLS_PER_JOURNAL, kills - sum.kills), eventsPerSecond)
    for (const key of ['kills', 'journaled', 'received', 'lost', 'duplicated', 'takenBack', 'recovered'] as const) sum[key] += round[key]
    sum.inOrder &&= round.inOrder
  }
  return sum
}

async function killRound(simulator: Simulator, kills: number, eventsPerSecond: number): Promise<KillStormResult> {
  const dataDir = newDataDir()
  const room = simulator.room(`storm${dataDir.replaceAll(/\W/g, '').slice(-6).toLowerCase()}`)
  const upstreams = { TIKTOK_WEB_URL: simulator.url, TIKTOK_WEBCAST_URL: simulator.url, SIGN_API_URL: simulator.url }
  const start = (): Promise<TestBridge> =>
    startBridge({ dataDir, readyMs: READY_MS, env: { TIKTOK_USERNAME: room.uniqueId, ...upstreams, RECONNECTION_BASE_DELAY: '1000' } })
  const clients: Client[] = []
  const load = storm(room, { eventsPerSecond })
  let bridge = await start()
  try {
    for (let kill = 0; ; kill += 1) {
      const position = clients.at(-1)?.position() ?? ''
      const client = await feedClient(bridge.url.feed + position)
      clients.push(client)
      // Anywhere in a burst, now before and now after a commit.
      const enough = client.events().length + 100 + Math.random() * 0.3 * eventsPerSecond
      await waitFor(() => client.events().length > enough, { what: 'events to flow', timeoutMs: 60_000, everyMs: 1 })
      if (kill === kills) break
      await bridge.kill()
      await waitFor(() => client.closed() !== null, { what: 'the client to notice', everyMs: 5 })
      bridge = await start()
    }
    load.stop()
    const last = load.sent().at(-1)
    await waitFor(() => clients.at(-1)?.events().at(-1)?.id === last, { what: 'the last event', timeoutMs: 60_000 })
    await bridge.stop()
  } finally {
    load.stop()
    await bridge.kill()
  }
  return judged(clients, dataDir)
}

function judged(clients: readonly Client[], dataDir: string): KillStormResult {
  const seen = clients.flatMap((client) => client.events())
  const received = seen.map(({ id }) => id)
  const journaled = journaledIds(dataDir, (seen[0]?.offset ?? 1) - 1)
  const [given, kept] = [new Set(received), new Set(journaled)]
  const returns = clients.slice(1).map(({ messages }) => messages[0])
  return {
    kills: returns.length,
    journaled: journaled.length,
    received: received.length,
    lost: journaled.filter((id) => !given.has(id)).length,
    duplicated: received.length - given.size,
    takenBack: received.filter((id) => !kept.has(id)).length,
    inOrder: seen.every(({ offset }, at) => at === 0 || offset > (seen[at - 1]?.offset ?? 0)),
    recovered: returns.filter((message) => message?.type === 'snapshot' && message.recovered).length,
  }
}

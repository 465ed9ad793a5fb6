import type { Report } from './support/clients.ts'
import { numberedFrames } from './support/driver.ts'
import { paced, rig, sendFast, SERVERS, type Row, type ServerName } from './support/feed-rig.ts'
import { isShort, lessIsBetter, machine, moreIsBetter, publish, type Goal } from './support/result.ts'
import { figure, megabytes, table } from './support/table.ts'

// `pnpm bench feed`: from a TikTok frame on the wire to the event in every client. Three processes: a TikTok with this program, the
// server that is measured, and its clients. Standby is the program a user starts, with its journal on disk.

const RATES = [200, 2_000]
const short = isShort()
const CLIENT_COUNTS = short ? [1, 50] : [1, 10, 50, 200]
const SATURATED_EVENTS = short ? 5_000 : 30_000
const SATURATED_CLIENTS = 50

/** As fast as it goes: events a second that reach every client. */
async function saturated(name: ServerName): Promise<{ eventsPerSecond: number; lost: number }> {
  const { clients, room, progress, end } = await rig({ name }, SATURATED_CLIENTS)
  const perFrame = 10
  const frames = numberedFrames(room, { frameCount: SATURATED_EVENTS / perFrame, perFrame })
  const startedAt = performance.now()
  const sentAtNs = await sendFast(room, frames, { perFrame, progress })
  const seconds = (performance.now() - startedAt) / 1_000
  const { missing, twice, outOfOrder, closed } = await clients.ask<Report>(
    Object.assign({ type: 'report' }, { sentAtNs, from: 0 }),
    'report',
  )
  await end()
  return { eventsPerSecond: sentAtNs.length / seconds, lost: missing + twice + outOfOrder + closed }
}

const on = machine()
const rows: Row[] = []
for (const rate of RATES) {
  for (const clientCount of CLIENT_COUNTS) {
    for (const name of SERVERS) {
      const row = await paced({ name }, clientCount, rate)
      rows.push(row)
      console.log(`${name}, ${clientCount} clients, ${rate}/s: p50 ${figure(row.p50Ms)} ms, p99 ${figure(row.p99Ms)} ms, lost ${row.lost}`)
    }
  }
}
// In turn, and the better of two: one pause of the computer would otherwise decide.
const best: Record<ServerName, { eventsPerSecond: number; lost: number }> = {
  standby: { eventsPerSecond: 0, lost: 0 },
  ws: { eventsPerSecond: 0, lost: 0 },
  'socket.io': { eventsPerSecond: 0, lost: 0 },
}
for (let round = 0; round < (short ? 1 : 2); round++) {
  for (const name of SERVERS) {
    const { eventsPerSecond, lost } = await saturated(name)
    best[name] = { eventsPerSecond: Math.max(best[name].eventsPerSecond, eventsPerSecond), lost: best[name].lost + lost }
  }
}

const row = (server: ServerName, clients: number, rate: number): Row => {
  const found = rows.find((one) => one.server === server && one.clients === clients && one.rate === rate)
  if (found === undefined) throw new Error(`not measured: ${server}, ${clients} clients, ${rate}/s`)
  return found
}
const three = (of: (name: ServerName) => string): string => SERVERS.map(of).join(' : ')
const show = row('standby', 50, 200)
const bare = row('ws', 50, 200)
const bestOf = (name: ServerName): string => figure(best[name].eventsPerSecond)
const ratio = best.standby.eventsPerSecond / best.ws.eventsPerSecond
// A second of a raid: the events come in frames of ten, as TikTok sends them when there are many.
const raid = row('standby', 50, 2_000)
const cpuSeconds = (raid.cpuPerEventUs * 2_000) / 1e6
const bareCpuSeconds = (row('ws', 50, 2_000).cpuPerEventUs * 2_000) / 1e6
const lost = [...rows.filter(({ server }) => server === 'standby'), best.standby].reduce((sum, one) => sum + one.lost, 0)
const goals: Goal[] = [
  {
    text: `p50 at 50 clients and 200/s, journal on disk: ${figure(show.p50Ms)} ms (goal 0.5 ms; bare ws ${figure(bare.p50Ms)} ms)`,
    met: show.p50Ms <= 0.5,
    figure: lessIsBetter('feed: p50 at 50 clients and 200 events/s', show.p50Ms, 'ms'),
  },
  {
    text: `p99 there: ${figure(show.p99Ms)} ms (goal 2 ms; bare ws ${figure(bare.p99Ms)} ms)`,
    met: show.p99Ms <= 2,
    figure: lessIsBetter('feed: p99 there', show.p99Ms, 'ms'),
  },
  {
    text: `CPU for the 2,000 events of one second to 50 clients: ${figure(cpuSeconds)} s (goal 0.5 s; bare ws ${figure(bareCpuSeconds)} s)`,
    met: cpuSeconds <= 0.5,
    figure: lessIsBetter('feed: CPU for 2,000 events to 50 clients', cpuSeconds, 's'),
  },
  {
    text: `at saturation ${figure(ratio)} of bare ws (goal 0.8): ${bestOf('standby')} against ${bestOf('ws')} events/s to each client`,
    met: ratio >= 0.8,
    figure: moreIsBetter('feed: at saturation, against bare ws', ratio, ''),
  },
  { text: `lost, doubled or out of order at any client: ${lost} (goal 0)`, met: lost === 0 },
]
publish(
  {
    name: 'feed',
    data: { rows, saturated: best },
    lines: [
      'Each cell is **Standby : bare `ws` : socket.io**, from the frame being sent to the client having it. All three hear TikTok through',
      'the same connector, so its share is in all of them; Standby alone writes to disk first. A frame comes every 5 ms: with one event',
      'at 200/s, with ten at 2,000/s. Memory is the whole server process.',
      '',
      ...table(
        ['events/s', 'clients', 'p50 ms', 'p99 ms', 'server CPU µs/event', 'memory'],
        RATES.flatMap((rate) =>
          CLIENT_COUNTS.map((clients) => [
            figure(rate),
            String(clients),
            three((name) => figure(row(name, clients, rate).p50Ms)),
            three((name) => figure(row(name, clients, rate).p99Ms)),
            three((name) => figure(row(name, clients, rate).cpuPerEventUs)),
            three((name) => megabytes(row(name, clients, rate).rssBytes)),
          ]),
        ),
      ),
      '',
      `At saturation, ${SATURATED_CLIENTS} clients: ${three((name) => figure(best[name].eventsPerSecond))} events/s to each.`,
    ],
    goals,
  },
  { on, short },
)

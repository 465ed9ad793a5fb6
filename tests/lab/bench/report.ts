import { DEFAULT_RECONNECTION, tiktokPolicy } from '@standby/shared/connection/policy.ts'
import type { Figures } from './measure.ts'
import { SEPTEMBER, SEPTEMBER_POLICIES, type SeptemberRow } from './september.ts'
import { compare, OUTAGES_MS, POLICY_NAMES, SEED, type Row, type Tuned } from './scenarios.ts'

const LENGTH = new Map<number, string>([
  [10_000, '10 s'],
  [60_000, '1 min'],
  [600_000, '10 min'],
  [3_600_000, '1 h'],
])
const KIND = { network: 'local network', tiktok: 'TikTok', sign: 'sign service' } as const
const HEADS = ['outage', 'policy', 'back p50', 'back p95', 'requests', 'of these sign', 'peak /s', 'sign peak /s', 'at return /s', 'probes']

const lengthName = (ms: number): string => LENGTH.get(ms) ?? `${ms} ms`
const outageName = ({ scenario }: Row): string => `${KIND[scenario.kind]}, ${lengthName(scenario.outageMs)}`

/** The lines of a row, one for each policy. */
export function rowLines(row: Row): string[] {
  return POLICY_NAMES.map((name, index) => {
    const { p50, p95, requests, signRequests, peakRequests, peakSignRequests, returnSignRequests, probes } = row.figures[name]
    const cells = [seconds(p50), seconds(p95), count(requests), count(signRequests)]
    const peaks = [peakRequests, peakSignRequests, returnSignRequests].map(whole)
    return line([index === 0 ? outageName(row) : '', name, ...cells, ...peaks, probes === 0 ? '–' : count(probes)])
  })
}

export interface Bench {
  one: Row[]
  herd: Row[]
  tuned: Tuned[]
  september: SeptemberRow[]
}

/** The lines of an outage of September, one for each policy. */
export function septemberLines({ kind, figures }: SeptemberRow): string[] {
  return SEPTEMBER_POLICIES.map((policy, index) => {
    const { p50, p95, requests, signRequests } = figures[policy]
    const name = `${kind}, ${SEPTEMBER[kind].hours} h`
    return line([index === 0 ? name : '', policy, time(p50), time(p95), count(requests), count(signRequests)])
  })
}

/** The page `docs/bench-policy.md`. The same numbers give the same text. */
export function page({ one, herd, tuned, september }: Bench): string {
  return `${[
    INTRODUCTION,
    '## One bridge\n',
    ...table(HEADS, one.flatMap(rowLines)),
    HERD,
    ...table(HEADS, herd.flatMap(rowLines)),
    notAhead(one),
    ...table(['outage', 'slower than', 'p50', 'p95', 'requests', 'share of its requests'], one.flatMap(slowerLines)),
    dearer([...one, ...herd]),
    EQUAL_TIMES,
    ...table(['policy', ...OUTAGES_MS.map(lengthName)], tunedLines(one, tuned)),
    SEPTEMBER_TEXT,
    ...table(['outage', 'policy', 'no events p50', 'no events p95', 'requests', 'of these sign'], september.flatMap(septemberLines)),
  ].join('\n')}\n`
}

const INTRODUCTION = `# What a reconnection policy costs, and what it brings

Made by \`pnpm bench policy\` (seed ${SEED}); do not edit. A virtual clock plays outages and counts.

- **back**: from the return of the service to the moment the connection is up again.
- **requests**: those that reach TikTok or the sign service, from the drop until then, per bridge.
- **peak**: the largest number in any one second; **at return**: of sign requests, once the service is back.
- **probes**: rounds of TCP handshakes, by which the local network is looked at. They are no requests, and mostly get nowhere.

The policies:

- **fixed 5 s**: 5 s after the drop and after every failure. In the field it is found with five tries, and then a person is asked.
- **exponential**: 1 s, doubled after every failure, up to 5 min, without jitter. In the field it gives up after five tries, half a
  minute; here it goes on, or it would never be back.
- **ours**: the machine that ships, with its defaults, driven by its own deadlines: 5 s doubling to 5 min with 10 % jitter, the circuit
  breaker, and probes in place of attempts while the local network is away.

The outages: each length is spread over ±20 %.

- *Local network*: nothing gets out. Half of the lines refuse at once; half swallow what is sent, which is sent again after 1, 3 and 7 s
  and given up after 10 s.
- *TikTok*: its push servers refuse the socket. The dearest failure there is: by then the attempt has asked for the page, the room and
  a signature (3 requests to TikTok, 1 to the sign service).
- *Sign service*: it answers 503, and the connection was lost for another reason just then.

An attempt that succeeds makes the same 4 requests and takes about 1.1 s, for all alike. That a service may suffer from a herd is not in
the model; how large the herd is, is.
`

const HERD = `
## A thousand bridges that drop at the same instant

Requests are per bridge, peaks over all bridges. The times are those of a few outages only; the first table has them from 100 to 300 each.
`

function notAhead(one: readonly Row[]): string {
  const hour = one.find(({ scenario }) => scenario.kind === 'tiktok' && scenario.outageMs === 3_600_000)
  const [steady, mine] = [hour?.figures['fixed 5 s'].signRequests ?? 0, hour?.figures.ours.signRequests ?? 0]
  return `
## Where ours is not ahead

In an outage of the local network it is ahead: nobody else's quota is at stake, so it looks every two seconds. While TikTok or the sign
service is out there is a choice to be made: who asks more often hears sooner. Ours asks less. In an hour a bridge that asks every 5 s
wants ${count(steady)} signatures, ours ${count(mine)}; Standby's own budget is 30 an hour, and users report limits of that size.

- No delay that grows is quicker than a fixed 5 s, and after 10 s it has not saved anything yet.
- Plain exponential starts with 1 s: it has asked twice before our first attempt, and its schedule may happen to fit.
${breakerText()}

The command fails where ours is later and not cheaper, or dearer and not sooner, than another policy, the 10 s against fixed 5 s aside.
The rows in which it is later (ours : the other's):
`
}

function breakerText(): string {
  const { backoff, breaker } = tiktokPolicy(DEFAULT_RECONNECTION)
  const [restMinutes, capMinutes] = [breaker.maxCooldownMs / 60_000, backoff.maxDelayMs / 60_000]
  const reach = restMinutes > capMinutes ? `longer than the ${capMinutes} min` : `as the ${capMinutes} min`
  return `- In a long outage our circuit breaker rests up to ${restMinutes} min, ${reach} at which the delays stop growing.`
}

function slowerLines(row: Row): string[] {
  return compare(row).flatMap(({ rival, slower }) => {
    if (!slower) return []
    const [mine, theirs] = [row.figures.ours, row.figures[rival]]
    const times = [`${seconds(mine.p50)} : ${seconds(theirs.p50)}`, `${seconds(mine.p95)} : ${seconds(theirs.p95)}`]
    const requests = [`${count(mine.requests)} : ${count(theirs.requests)}`, `${Math.round((100 * mine.requests) / theirs.requests)} %`]
    return [line([outageName(row), rival, ...times, ...requests])]
  })
}

function dearer(rows: readonly Row[]): string {
  const names = rows.flatMap((row) => compare(row).flatMap((one) => (one.dearer ? [`${outageName(row)} (${one.rival})`] : [])))
  return names.length === 0
    ? '\nIn no row does it spend more than another, in sum, at the peak or at the return.'
    : `\nIt spends more than another in these: ${names.join('; ')}.`
}

const EQUAL_TIMES = `
## At equal times

What would a fixed delay spend that is as quick as ours? For each length of an outage of TikTok, the longest fixed delay whose p95 is no
later than ours (one bridge; p95, requests). On the diagonal the fixed delay is level and cheaper: it wastes nothing on the chance that
the outage is short. But it was chosen knowing the length. Away from the diagonal each of them is slow after a blip or dear in a long
outage. Ours is late by about half of what the outage took, until its delays stop growing.
`

const SEPTEMBER_TEXT = `
## The outages of 2026, and a second way

Against these no waiting helps. The times are without any events, from the drop until events come again; each length is spread over ±20 %.

- *Sign service fails*: its server refuses every socket (2026-09-09).
- *Proxy is silent*: the key has more sockets than it allows, and this bridge is one too many: its socket opens and stays silent. A client
  without a watch of its own is taken to notice after 35 s. Ours asks TikTok about the room before it gives the socket up.
- *Account denied*: TikTok says that the creator does not exist (2026-05-27). In the field most tools stop there.

**Ours, two ways** is the same machine with a TikFinity app at hand that has a connection of its own. Before the drop the room sent something
every half second. The command fails if this row is later than 15 s (p95) in any of these, or spends more than the row without it.
`

function tunedLines(one: readonly Row[], tuned: readonly Tuned[]): string[] {
  const ours = one.filter(({ scenario }) => scenario.kind === 'tiktok').map(({ figures }) => figures.ours)
  const cells = (figures: readonly Figures[]): string[] => figures.map(({ p95, requests }) => `${seconds(p95)}, ${count(requests)}`)
  const name = ({ delayMs, outageMs }: Tuned): string => `fixed ${delayMs / 1_000} s (level at ${lengthName(outageMs)})`
  return [...tuned.map((each) => line([name(each), ...cells(each.figures)])), line(['**ours**', ...cells(ours)])]
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const table = (heads: readonly string[], lines: readonly string[]): string[] => [line(heads), line(heads.map(() => '---')), ...lines]
const seconds = (value: number): string => `${value < 99.95 ? value.toFixed(1) : value.toFixed(0)} s`
const time = (value: number): string => (value < 7_200 ? seconds(value) : `${(value / 3_600).toFixed(1)} h`)
const count = (value: number): string => (value < 99.95 ? value.toFixed(1) : whole(value))

/** 12,345: spelt out, since what a locale makes of it may differ from one Node to the next. */
function whole(value: number): string {
  return value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',')
}

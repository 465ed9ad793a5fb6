import { ALERT_IDS } from '@standby/shared/alert.ts'
import type { LiveEventType } from '@standby/shared/live/event.ts'
import type { BreakerState, ReconnectionState } from '@standby/shared/protocol.ts'
import type { StabilityFigures } from '@standby/shared/connection/stability.ts'
import { summary, upTo } from './observe.pure.ts'
import type { Readings } from './readings.ts'
import { causeSums, overall, struckCauses, type CauseSums, type Sums } from './sums.pure.ts'

export interface Sample {
  labels: Readonly<Record<string, string>>
  value: number
}

/** One metric: its name and help by Prometheus' conventions, and how its samples are read. */
export interface Family<Source = Readings> {
  /** A counter of the channel starts from 0 with each channel; the text goes on where the last one stopped. */
  type: 'gauge' | 'counter' | 'channel-counter'
  name: string
  help: string
  /** The one label it may have: every value of it comes from a list of ours. */
  label: string | null
  read: (from: Source) => Sample[]
}

// Written as records so that a missing word is a type error.
const STATES = words({ IDLE: 1, CONNECTING: 1, CONNECTED: 1, RECONNECTING: 1, WAITING_FOR_LIVE: 1, FAILED: 1, STOPPED: 1 } satisfies Record<
  ReconnectionState,
  1
>)
const BREAKER_STATES = words({ closed: 1, open: 1, 'half-open': 1 } satisfies Record<BreakerState, 1>)
const EVENT_TYPES = words({
  chat: 1,
  gift: 1,
  like: 1,
  follow: 1,
  share: 1,
  join: 1,
  subscribe: 1,
  question: 1,
  envelope: 1,
  superfan: 1,
  battle: 1,
  poll: 1,
  'live-end': 1,
  gap: 1,
} satisfies Record<LiveEventType, 1>)

const TIKTOK: Family[] = [
  gauge('standby_tiktok_connected', 'Whether the connection to TikTok is up (1) or not (0).', null, (of) =>
    flag(of.status.reconnectionState === 'CONNECTED'),
  ),
  gauge('standby_tiktok_reconnection_state', 'The state of the connection: 1 for the one it is in, 0 for the others.', 'state', (of) =>
    oneOf('state', STATES, of.status.reconnectionState),
  ),
  gauge('standby_tiktok_breaker_state', 'The state of the circuit breaker: 1 for the one it is in, 0 for the others.', 'state', (of) =>
    oneOf('state', BREAKER_STATES, of.status.circuitBreaker.state),
  ),
  ofChannel('standby_tiktok_connected_seconds_total', 'Time connected to TikTok.', null, (of) => [sample(sumsOf(of).upMs / 1000)]),
  byCause('standby_tiktok_outage_seconds_total', 'Time without a wanted connection, by what it was lost by.', (sums) => sums.downMs / 1000),
  byCause('standby_tiktok_disconnections_total', 'Connections lost, by what they were lost by.', (sums) => sums.drops),
  ofChannel('standby_tiktok_reconnection_attempts_total', 'Attempts to get back, by what was known to be wrong.', 'cause', (of) =>
    labelled('cause', of.history.attempts),
  ),
  ofChannel('standby_tiktok_reconnection_cycles_total', 'Cycles from a drop to success, or to being given up.', 'outcome', (of) => {
    const { cyclesSucceeded, cyclesFailed } = overall(sumsOf(of))
    return labelled('outcome', { succeeded: cyclesSucceeded, failed: cyclesFailed })
  }),
  gauge('standby_tiktok_uptime_ratio', 'Share of the wanted time in which the connection was up.', 'scope', (of) =>
    scopes(of, ({ uptimePercent }) => (uptimePercent === null ? null : uptimePercent / 100)),
  ),
  gauge('standby_tiktok_stability_score', 'Stability from 0 to 100; the formula is in docs/metrics.md.', 'scope', (of) =>
    scopes(of, ({ score }) => score),
  ),
  ofChannel('standby_tiktok_frames_total', 'Frames received from TikTok.', null, (of) => [sample(of.status.metrics.framesReceived)]),
  ofChannel('standby_tiktok_undecoded_messages_total', 'Messages from TikTok that could not be decoded.', null, (of) => [
    sample(Object.values(of.status.metrics.undecoded).reduce((sum, count) => sum + count, 0)),
  ]),
  ofChannel('standby_gaps_total', 'Times without a connection to a LIVE that went on, by cause.', 'cause', (of) =>
    labelled('cause', of.losses.gaps),
  ),
  ofChannel('standby_caught_up_events_total', 'Events of initial batches that were new after a gap, by type.', 'type', (of) =>
    labelled('type', of.losses.caughtUp),
  ),
  ofChannel('standby_estimated_lost_events_total', 'Events estimated lost in gaps, by type.', 'type', (of) =>
    labelled('type', of.losses.estimatedLost),
  ),
  ofChannel('standby_failed_catch_ups_total', 'Initial batches after a gap of which something could not be kept.', null, (of) => [
    sample(of.losses.failedCatchUps),
  ]),
  ofChannel('standby_streaks_ended_total', 'Gift streaks closed because TikTok never said that they were over, by why.', 'by', (of) =>
    labelled('by', of.losses.streaksEnded),
  ),
]

const REST: Family[] = [
  counter('standby_sign_requests_total', 'Requests to the sign service.', null, (of) => [sample(of.signRequests)]),
  gauge('standby_sign_budget_remaining', 'Requests to the sign service that may still be made in this window.', 'window', (of) =>
    of.status.signBudget.map(({ windowMs, left }) => sample(left, { window: windowName(windowMs) })),
  ),
  gauge('standby_sign_budget_limit', 'Requests to the sign service that may be made in one window.', 'window', (of) =>
    of.status.signBudget.map(({ windowMs, limit }) => sample(limit, { window: windowName(windowMs) })),
  ),
  counter('standby_events_total', 'Events accepted, by type.', 'type', (of) =>
    EVENT_TYPES.map((type) => sample(of.events[type] ?? 0, { type })),
  ),
  ofChannel('standby_duplicates_total', 'Events ignored because they had been accepted before.', null, (of) => [
    sample(of.status.metrics.duplicatesIgnored),
  ]),
  gauge('standby_feed_clients', 'Clients of the feed, pages among them.', null, (of) => [sample(of.feedClients)]),
  gauge('standby_obs_connected', 'Whether the connection to OBS is up (1) or not (0).', null, (of) => flag(of.obs === 'connected')),
  gauge('standby_storage_ok', 'Whether events can be saved (1) or only stay in memory (0).', null, (of) => flag(of.storageOk)),
  gauge('standby_alert_active', 'Whether an alert is raised (1) or not (0).', 'alert', (of) =>
    ALERT_IDS.map((alert) => sample(of.alerts.includes(alert) ? 1 : 0, { alert })),
  ),
  gauge('process_start_time_seconds', 'When the bridge started, in seconds since the epoch.', null, () => [
    sample(Math.round(performance.timeOrigin) / 1000),
  ]),
  counter('process_cpu_seconds_total', 'Processor time spent by the bridge.', null, () => {
    const { user, system } = process.cpuUsage()
    return [sample((user + system) / 1_000_000)]
  }),
  gauge('process_resident_memory_bytes', 'Memory of the bridge.', null, () => [sample(process.memoryUsage.rss())]),
  gauge('nodejs_heap_size_used_bytes', 'Memory that the values of the program take.', null, () => [sample(process.memoryUsage().heapUsed)]),
]

export const FAMILIES: readonly Family[] = [...TIKTOK, ...REST]

/** All sums of the channel, what is still open included. */
export function sumsOf({ history, now }: Readings): Sums {
  return upTo(history, history.total, now)
}

function gauge(name: string, help: string, label: string | null, read: Family['read']): Family {
  return { type: 'gauge', name, help, label, read }
}

function counter(name: string, help: string, label: string | null, read: Family['read']): Family {
  return { type: 'counter', name, help, label, read }
}

function ofChannel(name: string, help: string, label: string | null, read: Family['read']): Family {
  return { type: 'channel-counter', name, help, label, read }
}

function byCause(name: string, help: string, value: (sums: CauseSums) => number): Family {
  return ofChannel(name, help, 'cause', (of) => {
    const sums = sumsOf(of)
    return struckCauses(sums).map((cause) => sample(value(causeSums(sums, cause)), { cause }))
  })
}

/** For the channel and for the LIVE that is on; nothing if there is no figure yet. */
function scopes(of: Readings, value: (figures: StabilityFigures) => number | null): Sample[] {
  const { total, session } = summary(of.history, of.now)
  return Object.entries({ channel: total, session }).flatMap(([scope, figures]) => {
    const known = figures === null ? null : value(figures)
    return known === null ? [] : [sample(known, { scope })]
  })
}

function windowName(ms: number): string {
  return ms === 60_000 ? 'minute' : ms === 3_600_000 ? 'hour' : `${ms / 1000}s`
}

function words<Word extends string>(record: Record<Word, 1>): Word[] {
  return Object.keys(record) as Word[]
}

function labelled(label: string, counts: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(counts).map(([key, value]) => sample(value, { [label]: key }))
}

function oneOf(label: string, all: readonly string[], present: string): Sample[] {
  return all.map((key) => sample(key === present ? 1 : 0, { [label]: key }))
}

function flag(holds: boolean): Sample[] {
  return [sample(holds ? 1 : 0)]
}

function sample(value: number, labels: Sample['labels'] = {}): Sample {
  return { labels, value }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CAUSE_KINDS } from '@standby/shared/connection/cause.ts'
import type { TikTokMetrics } from '@standby/shared/protocol.ts'
import { newConnectionHistory, observe, type ConnectionHistory } from '@standby/bridge/metrics/observe.pure.ts'
import { createPrometheus } from '@standby/bridge/metrics/prometheus.ts'
import type { Readings } from '@standby/bridge/metrics/readings.ts'
import { readExposition, type ExposedMetric } from '../../support/fixtures/exposition.ts'
import { fact, HOUR, MINUTE, outages, T0 } from './past.ts'

type Change = Partial<Omit<Readings, 'status'>> & { status?: Partial<Readings['status']> }

function readings({ status, ...more }: Change = {}): Readings {
  return {
    now: T0 + HOUR,
    status: {
      reconnectionState: 'CONNECTED',
      circuitBreaker: { state: 'closed', openUntil: null },
      signBudget: [],
      metrics: counts({}),
      ...status,
    },
    history: newConnectionHistory(T0),
    losses: { gaps: {}, caughtUp: {}, estimatedLost: {}, failedCatchUps: 0, streaksEnded: { timeout: 0, drop: 0 } },
    events: {},
    signRequests: 0,
    feedClients: 0,
    obs: 'off',
    storageOk: true,
    alerts: [],
    ...more,
  }
}

function counts(more: Partial<TikTokMetrics>): TikTokMetrics {
  const none = { connectedMs: 0, drops: 0, recoveries: 0, attempts: 0, framesReceived: 0, eventsAccepted: 0, duplicatesIgnored: 0 }
  return { ...none, undecoded: {}, ...more }
}

/** Scrapes what `set` was given last. */
function scraped(first: Readings) {
  let present = first
  const prometheus = createPrometheus({ read: () => present })
  return {
    set: (next: Readings) => void (present = next),
    scrape: async () => readExposition(await prometheus.text()),
  }
}

/** The value of one sample; null where there is none. */
function valueOf(metrics: Map<string, ExposedMetric>, name: string, labels: Record<string, string> = {}): number | null {
  const family = metrics.get(name) ?? metrics.get(name.replace(/_(bucket|sum|count)$/, ''))
  const found = family?.samples.find(
    (sample) =>
      sample.name === name && JSON.stringify(Object.entries(sample.labels).sort()) === JSON.stringify(Object.entries(labels).sort()),
  )
  return found?.value ?? null
}

const EVERYTHING = (() => {
  const { history, now } = outages(CAUSE_KINDS.map((cause, index) => ({ lastedMs: 3_000 * (index + 1), cause, failed: index % 5 === 0 })))
  return readings({
    now,
    history,
    status: {
      metrics: counts({ framesReceived: 9, duplicatesIgnored: 4, undecoded: { WebcastA: 2, WebcastB: 1 } }),
      signBudget: [
        { windowMs: 60_000, limit: 5, left: 4 },
        { windowMs: 3_600_000, limit: 30, left: 18 },
      ],
    },
    losses: {
      gaps: { tiktok: 2, 'bridge-away': 1 },
      caughtUp: { chat: 8 },
      estimatedLost: { chat: 12, gift: 1 },
      failedCatchUps: 1,
      streaksEnded: { timeout: 2, drop: 1 },
    },
    events: { chat: 70, gift: 3 },
    signRequests: 12,
    feedClients: 3,
    obs: 'connected',
    alerts: ['stalled'],
  })
})()

describe('Metrics', () => {
  test('[MT11] the text keeps to the exposition format and its conventions for names, empty or full', async () => {
    for (const at of [readings(), EVERYTHING]) {
      const metrics = await scraped(at).scrape()
      expect(metrics.size).toBeGreaterThan(20)
    }
  })

  test.each([
    ['no line feed at the end', '# HELP a_total Is counted here.\n# TYPE a_total counter\na_total 1'],
    ['a sample without TYPE', 'a_total 1\n'],
    ['a counter without _total', '# HELP a Is counted here.\n# TYPE a counter\na 1\n'],
    ['a sample twice', '# HELP a_total Is counted here.\n# TYPE a_total counter\na_total 1\na_total 2\n'],
    ['milliseconds', '# HELP a_ms Is measured here.\n# TYPE a_ms gauge\na_ms 1\n'],
    ['a value that is none', '# HELP a Is measured here.\n# TYPE a gauge\na Nan\n'],
    [
      'a histogram without its end',
      '# HELP a_seconds Is spread here.\n# TYPE a_seconds histogram\na_seconds_bucket{le="1"} 1\na_seconds_sum 1\na_seconds_count 1\n',
    ],
  ])('[MT11] the reader of these tests refuses %s', (_what, text) => {
    expect(() => readExposition(text)).toThrow()
  })

  test('[MT11] the content type names the format and its version', () => {
    expect(createPrometheus({ read: () => readings() }).contentType).toBe('text/plain; version=0.0.4; charset=utf-8')
  })

  test.each<[string, Record<string, string>, number]>([
    ['standby_tiktok_connected', {}, 1],
    ['standby_tiktok_reconnection_state', { state: 'CONNECTED' }, 1],
    ['standby_tiktok_reconnection_state', { state: 'WAITING_FOR_LIVE' }, 0],
    ['standby_tiktok_breaker_state', { state: 'closed' }, 1],
    ['standby_tiktok_breaker_state', { state: 'half-open' }, 0],
    ['standby_tiktok_connected_seconds_total', {}, CAUSE_KINDS.length * 3_600],
    ['standby_tiktok_outage_seconds_total', { cause: 'network' }, 3],
    ['standby_tiktok_disconnections_total', { cause: 'stalled' }, 1],
    ['standby_tiktok_reconnection_attempts_total', { cause: 'sign' }, 1],
    ['standby_tiktok_reconnection_cycles_total', { outcome: 'failed' }, 4],
    ['standby_tiktok_reconnection_cycles_total', { outcome: 'succeeded' }, CAUSE_KINDS.length - 4],
    ['standby_tiktok_frames_total', {}, 9],
    ['standby_tiktok_undecoded_messages_total', {}, 3],
    ['standby_gaps_total', { cause: 'bridge-away' }, 1],
    ['standby_caught_up_events_total', { type: 'chat' }, 8],
    ['standby_estimated_lost_events_total', { type: 'gift' }, 1],
    ['standby_failed_catch_ups_total', {}, 1],
    ['standby_streaks_ended_total', { by: 'timeout' }, 2],
    ['standby_sign_requests_total', {}, 12],
    ['standby_sign_budget_remaining', { window: 'hour' }, 18],
    ['standby_sign_budget_limit', { window: 'minute' }, 5],
    ['standby_events_total', { type: 'chat' }, 70],
    ['standby_events_total', { type: 'share' }, 0],
    ['standby_duplicates_total', {}, 4],
    ['standby_feed_clients', {}, 3],
    ['standby_obs_connected', {}, 1],
    ['standby_storage_ok', {}, 1],
    ['standby_alert_active', { alert: 'stalled' }, 1],
    ['standby_alert_active', { alert: 'auth' }, 0],
  ])('[MT11] %s %o is %d', async (name, labels, value) => {
    expect(valueOf(await scraped(EVERYTHING).scrape(), name, labels)).toBe(value)
  })

  test('[MT11] ratio, score and the process itself have figures that make sense', async () => {
    const metrics = await scraped(EVERYTHING).scrape()
    // An hour for each cause, and outages of 3 s, 6 s, 9 s …
    const missing = (3 * (CAUSE_KINDS.length + 1)) / 2
    for (const scope of ['channel', 'session']) {
      expect(valueOf(metrics, 'standby_tiktok_uptime_ratio', { scope })).toBeCloseTo(3_600 / (3_600 + missing), 3)
      expect(valueOf(metrics, 'standby_tiktok_stability_score', { scope })).toBeGreaterThan(50)
    }
    expect(valueOf(metrics, 'process_resident_memory_bytes')).toBeGreaterThan(10_000_000)
    expect(valueOf(metrics, 'process_cpu_seconds_total')).toBeGreaterThan(0)
    expect(Math.abs(valueOf(metrics, 'process_start_time_seconds')! - Date.now() / 1000)).toBeLessThan(3_600)
  })

  test('[MT11] if there is no figure yet, there is no sample', async () => {
    const metrics = await scraped(readings()).scrape()
    expect(metrics.get('standby_tiktok_uptime_ratio')!.samples).toEqual([])
    expect(metrics.get('standby_tiktok_outage_duration_seconds')!.samples).toEqual([])
  })

  test('[MT12] values are those of the moment of the scrape', async () => {
    const { set, scrape } = scraped(readings({ feedClients: 1 }))
    expect(valueOf(await scrape(), 'standby_feed_clients')).toBe(1)
    set(readings({ feedClients: 0, status: { reconnectionState: 'FAILED' } }))
    const metrics = await scrape()
    expect(valueOf(metrics, 'standby_feed_clients')).toBe(0)
    expect(valueOf(metrics, 'standby_tiktok_connected')).toBe(0)
    expect(valueOf(metrics, 'standby_tiktok_reconnection_state', { state: 'FAILED' })).toBe(1)
    expect(valueOf(metrics, 'standby_tiktok_reconnection_state', { state: 'CONNECTED' })).toBe(0)
    set(EVERYTHING)
    expect((await scrape()).get('standby_sign_budget_remaining')!.samples).toHaveLength(2)
    set(readings())
    expect((await scrape()).get('standby_sign_budget_remaining')!.samples).toEqual([])
  })

  test('[MT12] two scrapes at once do not mix, and each reads once', async () => {
    let reads = 0
    const prometheus = createPrometheus({
      read: () => readings({ feedClients: ++reads, status: { metrics: counts({ framesReceived: reads }) } }),
    })
    const [one, two] = (await Promise.all([prometheus.text(), prometheus.text()])).map(readExposition)
    expect([valueOf(one!, 'standby_feed_clients'), valueOf(one!, 'standby_tiktok_frames_total')]).toEqual([1, 1])
    expect([valueOf(two!, 'standby_feed_clients'), valueOf(two!, 'standby_tiktok_frames_total')]).toEqual([2, 2])
  })

  test('[MT12] two exporters share nothing', async () => {
    const one = scraped(readings({ signRequests: 5 }))
    const two = scraped(readings({ signRequests: 2 }))
    expect(valueOf(await one.scrape(), 'standby_sign_requests_total')).toBe(5)
    expect(valueOf(await two.scrape(), 'standby_sign_requests_total')).toBe(2)
  })

  /** Every counter, and every part of a histogram, in a scrape. */
  function counters(metrics: Map<string, ExposedMetric>): Map<string, number> {
    const all = [...metrics.values()].filter(({ type }) => type !== 'gauge').flatMap(({ samples }) => samples)
    return new Map(all.map(({ name, labels, value }) => [name + JSON.stringify(labels), value]))
  }

  test('[MT13] no counter ever falls or disappears: not by another channel, nor by a loss that was none', async () => {
    const lost = observe(observe(newConnectionHistory(T0), fact(T0, 'up')), fact(T0 + MINUTE, 'down', { cause: 'tiktok' }))
    const wasNone = observe(lost, fact(T0 + 2 * MINUTE, 'aside', { cause: 'ended' }))
    const another = { ...outages([{ lastedMs: 500, cause: 'sign' }]).history, startedAt: T0 + 1 }
    const steps: ConnectionHistory[] = [
      EVERYTHING.history,
      newConnectionHistory(T0 + 5),
      lost,
      wasNone,
      another,
      { ...newConnectionHistory(T0 + 2) },
    ]
    const { set, scrape } = scraped({ ...EVERYTHING, history: newConnectionHistory(T0 - 1) })
    let before = counters(await scrape())
    for (const history of steps) {
      set({ ...EVERYTHING, now: T0 + 20 * HOUR, history })
      const after = counters(await scrape())
      for (const [key, value] of before) expect(after.get(key), key).toBeGreaterThanOrEqual(value)
      before = after
    }
  })

  test('[MT13] another channel continues the counts of the last; the bridge’s own are not counted twice', async () => {
    const { set, scrape } = scraped(EVERYTHING)
    await scrape()
    const { history, now } = outages([{ lastedMs: 4_000, cause: 'network' }])
    set({ ...EVERYTHING, now, history: { ...history, startedAt: T0 + 7 } })
    const metrics = await scrape()
    expect(valueOf(metrics, 'standby_tiktok_disconnections_total', { cause: 'network' })).toBe(2)
    expect(valueOf(metrics, 'standby_tiktok_outage_duration_seconds_sum', { cause: 'network' })).toBe(7)
    expect(valueOf(metrics, 'standby_tiktok_outage_duration_seconds_count', { cause: 'network' })).toBe(2)
    expect(valueOf(metrics, 'standby_sign_requests_total')).toBe(12)
    expect(valueOf(metrics, 'standby_events_total', { type: 'chat' })).toBe(70)
  })

  test('[MT14] outages that ended in a connection are in the histogram, each in its bucket, by cause', async () => {
    const { history, now } = outages([
      { lastedMs: 6_000 },
      { lastedMs: 10_000 },
      { lastedMs: 10_001 },
      { lastedMs: 7_200_000 },
      { lastedMs: 90_000, cause: 'sign' },
    ])
    const metrics = await scraped(readings({ history, now })).scrape()
    const bucket = (le: string, cause = 'tiktok') => valueOf(metrics, 'standby_tiktok_outage_duration_seconds_bucket', { le, cause })
    expect(['5', '7.5', '10', '15', '3600', '+Inf'].map((le) => bucket(le))).toEqual([0, 1, 2, 3, 3, 4])
    expect([bucket('60', 'sign'), bucket('120', 'sign')]).toEqual([0, 1])
    expect(valueOf(metrics, 'standby_tiktok_outage_duration_seconds_sum', { cause: 'tiktok' })).toBe(7_226.001)
    expect(valueOf(metrics, 'standby_tiktok_outage_duration_seconds_count', { cause: 'tiktok' })).toBe(4)
  })

  test('[MT15] labels take their values from lists of ours, so their number is bounded', async () => {
    const undecoded = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`Webcast"${index}\n`, 1]))
    const metrics = await scraped(readings({ ...EVERYTHING, status: { ...EVERYTHING.status, metrics: counts({ undecoded }) } })).scrape()
    const samples = [...metrics.values()].flatMap(({ samples: list }) => list)
    expect(valueOf(metrics, 'standby_tiktok_undecoded_messages_total')).toBe(100)
    expect(samples.length).toBeLessThan(400)
    expect([...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))].sort()).toEqual([
      'alert',
      'by',
      'cause',
      'le',
      'outcome',
      'scope',
      'state',
      'type',
      'window',
    ])
  })

  test('[MT16] docs/metrics.md lists every metric, and none that is not there', async () => {
    const docs = readFileSync(join(import.meta.dirname, '../../../docs/metrics.md'), 'utf8')
    const listed = [...docs.matchAll(/^\| `((?:standby|process|nodejs)_\w+)/gm)].map((match) => match[1]!)
    expect(listed.sort()).toEqual([...(await scraped(readings()).scrape()).keys()].sort())
  })
})

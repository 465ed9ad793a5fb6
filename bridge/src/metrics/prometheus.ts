import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { FAMILIES, sumsOf, type Family } from './families.ts'
import type { Readings } from './readings.ts'
import { createCounter } from './counter.pure.ts'
import { causeSums, OUTAGE_BUCKETS_SECONDS, struckCauses } from './sums.pure.ts'

export interface Prometheus {
  /** Everything as it is now, in Prometheus' text format. */
  text(): Promise<string>
  contentType: string
}

/** The histogram is not in the table of families: it takes more than one number a sample. */
export const OUTAGE_HISTOGRAM = 'standby_tiktok_outage_duration_seconds'

/** A registry of its own. Nothing is counted here: all values are read at each scrape. */
export function createPrometheus({ read }: { read: () => Readings }): Prometheus {
  const registry = new Registry()
  let current: Readings | null = null

  /** One reading for the whole scrape, so that its parts fit each other. */
  function reading(): Readings {
    current ??= read()
    return current
  }

  for (const family of FAMILIES) {
    if (family.type === 'gauge') registerGauge(registry, family, reading)
    else registerCounter(registry, family, reading)
  }
  registerOutages(registry, reading)

  return {
    text() {
      current = null
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}

export function registerGauge<Source>(registry: Registry, family: Omit<Family<Source>, 'type'>, reading: () => Source): void {
  const { name, help } = family
  new Gauge({
    name,
    help,
    labelNames: family.label === null ? [] : [family.label],
    registers: [registry],
    collect() {
      this.reset()
      for (const { labels, value } of family.read(reading())) this.set(labels, value)
    },
  })
}

function registerCounter(registry: Registry, family: Family, reading: () => Readings): void {
  const { name, help, label } = family
  const rising = createCounter()
  new Counter({
    name,
    help,
    labelNames: label === null ? [] : [label],
    registers: [registry],
    collect() {
      this.reset()
      const readings = reading()
      const epoch = family.type === 'channel-counter' ? readings.history.startedAt : 0
      for (const { labels, value } of family.read(readings)) rising.read(label === null ? '' : (labels[label] ?? ''), value, epoch)
      for (const [key, value] of rising.all()) this.inc(label === null ? {} : { [label]: key }, value)
    },
  })
}

/** The library's histogram takes only single values; the sums hold the buckets already, exactly and for ever. */
function registerOutages(registry: Registry, reading: () => Readings): void {
  const histogram = new Histogram({
    name: OUTAGE_HISTOGRAM,
    help: 'How long outages lasted that ended in a connection, by what it was lost by.',
    labelNames: ['cause'],
    buckets: [...OUTAGE_BUCKETS_SECONDS],
    registers: [registry],
  })
  const described = histogram.get()
  const rising = createCounter()

  async function get() {
    const readings = reading()
    const epoch = readings.history.startedAt
    const sums = sumsOf(readings)
    for (const cause of struckCauses(sums)) {
      const { buckets, recoveryMs, recoveries } = causeSums(sums, cause)
      let upToHere = 0
      for (const [index, count] of buckets.entries()) {
        upToHere += count
        rising.read(`${cause} ${OUTAGE_BUCKETS_SECONDS[index] ?? '+Inf'}`, upToHere, epoch)
      }
      rising.read(`${cause} sum`, recoveryMs / 1000, epoch)
      rising.read(`${cause} count`, recoveries, epoch)
    }
    const values = [...rising.all()].map(([key, value]) => {
      const [cause = '', part = ''] = key.split(' ')
      if (part === 'sum' || part === 'count') return { metricName: `${OUTAGE_HISTOGRAM}_${part}`, labels: { cause }, value }
      return { metricName: `${OUTAGE_HISTOGRAM}_bucket`, labels: { cause, le: part }, value }
    })
    return { ...(await described), values }
  }

  // The registry asks for the second, older users of the library for the first.
  Object.assign(histogram, { get, getForPromString: get })
}

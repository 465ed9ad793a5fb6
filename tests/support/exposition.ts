export interface ExposedMetric {
  name: string
  help: string
  type: 'counter' | 'gauge' | 'histogram'
  samples: { name: string; labels: Record<string, string>; value: number }[]
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const HELP = new RegExp(`^# HELP (${NAME}) (.+)$`)
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`)
const SAMPLE = new RegExp(`^(${NAME})(?:\\{([^}]*)\\})? (-?(?:[0-9.]+(?:e[+-]?[0-9]+)?)|[+-]Inf|NaN)$`)
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"$/
const UNITS = /_(seconds|bytes|ratio)(_total)?$/

/**
 * Reads Prometheus' text format strictly, and throws at whatever its format, or its conventions for names, do not allow:
 * HELP and TYPE once and first, samples together and never twice, counters end in `_total`, histograms add up.
 */
export function readExposition(text: string): Map<string, ExposedMetric> {
  if (!text.endsWith('\n')) throw new Error('the text does not end with a line feed')
  const metrics = new Map<string, ExposedMetric>()
  const lines = text.slice(0, -1).split('\n')
  let helped: { name: string; help: string } | null = null
  let present: ExposedMetric | null = null
  for (const line of lines) {
    if (line === '') continue
    const help = HELP.exec(line)
    const type = TYPE.exec(line)
    if (help !== null) {
      if (helped !== null) throw new Error(`${helped.name} has HELP but no TYPE`)
      helped = { name: help[1]!, help: help[2]! }
    } else if (type !== null) {
      if (helped === null || helped.name !== type[1]) throw new Error(`TYPE without HELP before it: ${line}`)
      if (metrics.has(helped.name)) throw new Error(`${helped.name} comes twice`)
      present = { ...helped, type: type[2] as ExposedMetric['type'], samples: [] }
      metrics.set(present.name, present)
      helped = null
    } else {
      if (present === null || helped !== null) throw new Error(`a sample outside of any metric: ${line}`)
      present.samples.push(readSample(line, present))
    }
  }
  for (const metric of metrics.values()) checkMetric(metric)
  return metrics
}

function readSample(line: string, metric: ExposedMetric): ExposedMetric['samples'][number] {
  const match = SAMPLE.exec(line)
  if (match === null) throw new Error(`not a sample: ${line}`)
  const [, name = '', labelText = '', valueText = ''] = match
  const suffixes = metric.type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
  if (!suffixes.some((suffix) => name === metric.name + suffix)) throw new Error(`${name} stands below ${metric.name}`)
  const labels: Record<string, string> = {}
  for (const part of labelText === '' ? [] : labelText.split(',')) {
    const label = LABEL.exec(part)
    if (label === null) throw new Error(`not a label: ${part}`)
    if (label[1]! in labels) throw new Error(`${label[1]!} twice in one sample: ${line}`)
    labels[label[1]!] = label[2]!
  }
  const value = Number(valueText.replace('Inf', 'Infinity'))
  if (Number.isNaN(value)) throw new Error(`not a figure: ${line}`)
  const key = (one: { name: string; labels: object }) => one.name + JSON.stringify(Object.entries(one.labels).sort())
  if (metric.samples.some((other) => key(other) === key({ name, labels }))) throw new Error(`the same sample twice: ${line}`)
  return { name, labels, value }
}

function checkMetric(metric: ExposedMetric): void {
  const { name, type, help, samples } = metric
  if ((type === 'counter') !== name.endsWith('_total')) throw new Error(`${name}: counters end in _total, nothing else does`)
  if (/_(ms|milliseconds|minutes|hours|kb|mb|percent)(_|$)/i.test(name)) throw new Error(`${name}: not a base unit`)
  if (/seconds|bytes|ratio/.test(name) && !UNITS.test(name)) throw new Error(`${name}: the unit comes last`)
  if (!help.endsWith('.') || help.length < 10) throw new Error(`${name}: HELP is no sentence`)
  if (type === 'counter' && samples.some(({ value }) => value < 0)) throw new Error(`${name}: a counter below zero`)
  if (type === 'histogram') checkHistogram(metric)
}

function checkHistogram({ name, samples }: ExposedMetric): void {
  const groups = Map.groupBy(samples, ({ labels: { le: _, ...labels } }) => JSON.stringify(labels))
  for (const [labels, group] of groups) {
    const buckets = group.filter((sample) => sample.name === `${name}_bucket`)
    const ends = buckets.map((sample) => Number(sample.labels['le']?.replace('Inf', 'Infinity')))
    const count = group.find((sample) => sample.name === `${name}_count`)?.value
    const sum = group.find((sample) => sample.name === `${name}_sum`)?.value
    if (ends.at(-1) !== Infinity) throw new Error(`${name}${labels}: the last bucket has an end`)
    if (ends.some((end, index) => !(end > (ends[index - 1] ?? -Infinity)))) throw new Error(`${name}${labels}: buckets out of order`)
    if (buckets.some(({ value }, index) => value < (buckets[index - 1]?.value ?? 0))) throw new Error(`${name}${labels}: buckets fall`)
    if (count === undefined || sum === undefined || buckets.at(-1)?.value !== count) throw new Error(`${name}${labels}: count does not fit`)
  }
}

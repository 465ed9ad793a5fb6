/** What was seen in one stretch of a soak. */
export interface Sample {
  /** Since the start. */
  minute: number
  rssBytes: number
  heapBytes: number
  handleCount: number
  /** Database and its write-ahead log. */
  databaseBytes: number
  /** Share of one core. */
  cpuShare: number
  p50Ms: number
  p99Ms: number
  events: number
}

/** Bytes a minute by which a figure grows over the second half: least squares, so that one collection does not decide. */
export function growth(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const half = samples.slice(Math.floor(samples.length / 2))
  const meanX = half.reduce((sum, { minute }) => sum + minute, 0) / half.length
  const meanY = half.reduce((sum, sample) => sum + of(sample), 0) / half.length
  const spread = half.reduce((sum, { minute }) => sum + (minute - meanX) ** 2, 0)
  if (spread === 0) return 0
  return half.reduce((sum, sample) => sum + (sample.minute - meanX) * (of(sample) - meanY), 0) / spread
}

import { percentile } from '../measure.ts'

/** Nanoseconds of a clock that all processes of a computer share. */
export const nowNs = (): number => Number(process.hrtime.bigint())

export interface Spread {
  p50Ms: number
  p99Ms: number
  maxMs: number
}

/** The spread of latencies in ms. */
export function spread(latenciesMs: readonly number[]): Spread {
  const sorted = [...latenciesMs].sort((a, b) => a - b)
  return { p50Ms: percentile(sorted, 0.5), p99Ms: percentile(sorted, 0.99), maxMs: percentile(sorted, 1) }
}

/** When each event, by its number, came to one client: fed with raw messages, it reads nothing of them but those numbers. */
export interface Arrivals {
  take(bytes: Buffer, atNs: number): void
  /** How many came; `twice` and `outOfOrder` are faults. */
  count(): number
  highest(): number
  twice(): number
  outOfOrder(): number
  /** ms between being sent and arriving, for the events numbered from `from` on. */
  latenciesMs(sentAtNs: readonly number[], from: number): number[]
}

const MARK = Buffer.from('"text":"#')

export function arrivals(): Arrivals {
  const at: number[] = []
  let count = 0
  let twice = 0
  let outOfOrder = 0
  let last = -1
  return {
    take(bytes, atNs) {
      for (let found = bytes.indexOf(MARK); found >= 0; found = bytes.indexOf(MARK, found)) {
        found += MARK.length
        let number = 0
        for (let digit = bytes[found]; digit !== undefined && digit >= 48 && digit <= 57; digit = bytes[(found += 1)])
          number = number * 10 + digit - 48
        if (at[number] !== undefined) {
          twice += 1
          continue
        }
        at[number] = atNs
        count += 1
        if (number < last) outOfOrder += 1
        last = Math.max(last, number)
      }
    },
    count: () => count,
    highest: () => last,
    twice: () => twice,
    outOfOrder: () => outOfOrder,
    latenciesMs: (sentAtNs, from) =>
      sentAtNs.flatMap((sent, number) => {
        const arrived = at[number]
        return number < from || arrived === undefined ? [] : [(arrived - sent) / 1e6]
      }),
  }
}

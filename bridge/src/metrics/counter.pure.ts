/** Keeps one counter from falling, whatever its source does. */
export interface Counter {
  /** `value` of `key`, counted from `epoch` on. Returns what it is over all epochs, never less than before. */
  read(key: string, value: number, epoch: number): number
  /** What every key has reached, those the source no longer mentions included. */
  all(): ReadonlyMap<string, number>
}

/** A new epoch starts again at zero (another channel), and a loss may prove to be none: a scraper must see neither as a restart. */
export function createCounter(): Counter {
  const before = new Map<string, number>()
  const reached = new Map<string, number>()
  let present: number | null = null

  return {
    read(key, value, epoch) {
      if (epoch !== present) {
        present = epoch
        for (const [known, total] of reached) before.set(known, total)
      }
      const total = Math.max(reached.get(key) ?? 0, (before.get(key) ?? 0) + value)
      reached.set(key, total)
      return total
    },
    all: () => reached,
  }
}

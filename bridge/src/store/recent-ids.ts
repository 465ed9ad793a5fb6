/** The last message ids of each channel, so that dedupe outlives a disk that cannot even be read any more. */
export interface RecentIds {
  /** Called once for a channel, before its first `add`: what the disk knows, newest first. */
  prime(channel: string, load: () => string[]): void
  add(channel: string, ids: readonly string[]): void
  has(channel: string, id: string): boolean
}

/** Keeps the last `limit` of each channel. */
export function createRecentIds(limit: number): RecentIds {
  const channels = new Map<string, Set<string>>()
  return {
    prime(channel, load) {
      if (channels.has(channel)) return
      channels.set(channel, new Set(load().slice(0, limit).reverse()))
    },
    add(channel, ids) {
      const known = channels.get(channel) ?? new Set<string>()
      channels.set(channel, known)
      for (const id of ids) known.add(id)
      // A Set gives its oldest first.
      for (const id of known) {
        if (known.size <= limit) break
        known.delete(id)
      }
    },
    has: (channel, id) => channels.get(channel)?.has(id) ?? false,
  }
}

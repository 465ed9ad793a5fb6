import type { Stability } from '@standby/shared/connection/stability.ts'
import type { TikTokMetrics } from '@standby/shared/protocol.ts'
import { NO_LOSSES, withGap, withStreakEnd, type Losses } from './losses.pure.ts'

/** Counts what one channel went through since the bridge started. */
export interface Counters {
  attempt(): void
  frame(): void
  events(accepted: number, duplicates: number): void
  undecoded(method: string): void
  gap(gap: Parameters<typeof withGap>[1]): void
  streakEnded(endedBy: keyof Losses['streaksEnded']): void
  /** With the figures of the connection, which count its drops. */
  read(connection: Stability): TikTokMetrics
  losses(): Losses
}

/** Method names come from the wire; past this many different ones the rest is counted under one name. */
const MAX_METHOD_NAMES = 100

export function createCounters(): Counters {
  const counts = { attempts: 0, framesReceived: 0, eventsAccepted: 0, duplicatesIgnored: 0 }
  const undecoded = new Map<string, number>()
  let losses = NO_LOSSES

  return {
    attempt: () => void (counts.attempts += 1),
    frame: () => void (counts.framesReceived += 1),
    events(accepted, duplicates) {
      counts.eventsAccepted += accepted
      counts.duplicatesIgnored += duplicates
    },
    undecoded(method) {
      const name = undecoded.has(method) || undecoded.size < MAX_METHOD_NAMES ? method : 'other'
      undecoded.set(name, (undecoded.get(name) ?? 0) + 1)
    },
    gap: (gap) => void (losses = withGap(losses, gap)),
    streakEnded: (endedBy) => void (losses = withStreakEnd(losses, endedBy)),
    read: ({ connectedMs, drops, recoveries }) => ({
      connectedMs,
      drops,
      recoveries,
      ...counts,
      undecoded: Object.fromEntries(undecoded),
    }),
    losses: () => losses,
  }
}

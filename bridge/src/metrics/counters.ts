import type { Clock } from '@standby/shared/clock.ts'
import type { ConnectionState } from '@standby/shared/connection/connection.ts'
import type { EventCounts } from '@standby/shared/live/gap.ts'
import type { GapCause, GapEvent, GiftEvent } from '@standby/shared/live/event.ts'
import { sum } from '@standby/shared/live/rates.ts'
import type { TikTokMetrics } from '@standby/shared/protocol.ts'

/** What outages cost and what was had back of it, since the bridge started. */
export interface Losses {
  gaps: Readonly<Partial<Record<GapCause, number>>>
  caughtUp: EventCounts
  /** As estimated right after each gap. */
  estimatedLost: EventCounts
  failedCatchUps: number
  streaksEnded: Readonly<Record<NonNullable<GiftEvent['endedBy']>, number>>
}

/** Counts what one channel went through since the bridge started. */
export interface Counters {
  attempt(): void
  frame(): void
  events(accepted: number, duplicates: number): void
  undecoded(method: string): void
  gap(gap: Pick<GapEvent, 'cause' | 'caughtUp' | 'estimatedLost' | 'caughtUpWhole'>): void
  streakEnded(endedBy: NonNullable<GiftEvent['endedBy']>): void
  transition(previous: ConnectionState, state: ConnectionState): void
  read(state: ConnectionState): TikTokMetrics
  losses(): Losses
}

/** Method names come from the wire; past this many different ones the rest is counted under one name. */
const MAX_METHOD_NAMES = 100

export function createCounters(clock: Clock): Counters {
  const counts = { drops: 0, recoveries: 0, attempts: 0, framesReceived: 0, eventsAccepted: 0, duplicatesIgnored: 0 }
  const undecoded = new Map<string, number>()
  const gaps: Partial<Record<GapCause, number>> = {}
  const streaksEnded = { timeout: 0, drop: 0 }
  let caughtUp: EventCounts = {}
  let estimatedLost: EventCounts = {}
  let failedCatchUps = 0
  let connectedMs = 0

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
    gap(gap) {
      gaps[gap.cause] = (gaps[gap.cause] ?? 0) + 1
      caughtUp = sum(caughtUp, gap.caughtUp)
      estimatedLost = sum(estimatedLost, gap.estimatedLost ?? {})
      if (!gap.caughtUpWhole) failedCatchUps += 1
    },
    streakEnded: (endedBy) => void (streaksEnded[endedBy] += 1),
    transition(previous, state) {
      if (previous.phase === 'connected' && state.phase !== 'connected') {
        connectedMs += clock.now() - previous.since
        if (state.lostAt !== null) counts.drops += 1
      }
      if (previous.lostAt !== null && state.phase === 'connected' && previous.phase !== 'connected') counts.recoveries += 1
    },
    read: (state) => ({
      ...counts,
      connectedMs: connectedMs + (state.phase === 'connected' ? clock.now() - state.since : 0),
      undecoded: Object.fromEntries(undecoded),
    }),
    losses: () => ({ gaps: { ...gaps }, caughtUp, estimatedLost, failedCatchUps, streaksEnded: { ...streaksEnded } }),
  }
}

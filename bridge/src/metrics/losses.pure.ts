import { sum } from '@standby/shared/live/rates.ts'
import type { EventCounts, GapRecord } from '@standby/shared/live/gap.ts'
import type { GapCause, GiftEvent } from '@standby/shared/live/event.ts'

/** What outages cost and what was had back of it, since the bridge started: the sum of the gaps that they left. */
export interface Losses {
  gaps: Readonly<Partial<Record<GapCause, number>>>
  caughtUp: EventCounts
  /** As estimated right after each gap. */
  estimatedLost: EventCounts
  failedCatchUps: number
  streaksEnded: Readonly<Record<StreakEnd, number>>
}

type StreakEnd = NonNullable<GiftEvent['endedBy']>

export const NO_LOSSES: Losses = { gaps: {}, caughtUp: {}, estimatedLost: {}, failedCatchUps: 0, streaksEnded: { timeout: 0, drop: 0 } }

export function withGap(losses: Losses, gap: Pick<GapRecord, 'cause' | 'caughtUp' | 'estimatedLost' | 'caughtUpWhole'>): Losses {
  return {
    ...losses,
    gaps: { ...losses.gaps, [gap.cause]: (losses.gaps[gap.cause] ?? 0) + 1 },
    caughtUp: sum(losses.caughtUp, gap.caughtUp),
    estimatedLost: sum(losses.estimatedLost, gap.estimatedLost ?? {}),
    failedCatchUps: losses.failedCatchUps + (gap.caughtUpWhole ? 0 : 1),
  }
}

export function withStreakEnd(losses: Losses, endedBy: StreakEnd): Losses {
  return { ...losses, streaksEnded: { ...losses.streaksEnded, [endedBy]: losses.streaksEnded[endedBy] + 1 } }
}

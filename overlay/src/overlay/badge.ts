import type { Condition } from '../parts/condition.ts'
import type { ViewerCatalogue } from '../i18n/en-viewers.ts'

/** Viewers need not read about a page that has just loaded, or a bridge that restarts quickly. */
const QUIET_MS = 1_500

/** What viewers read about the connection; null if there is nothing to say. `now` is on the bridge's clock. */
export function badgeText(condition: Condition, now: number, texts: ViewerCatalogue['overlay']): string | null {
  switch (condition.kind) {
    case 'live':
    case 'idle':
    case 'stopped':
      return null
    case 'paused':
      return texts.paused
    case 'bridge-away':
      // The clock may be set back.
      return Math.abs(now - condition.since) < QUIET_MS ? null : texts.oneMoment
    // No countdown: it would show viewers how an attempt fails.
    case 'connecting':
    case 'reconnecting':
      return texts.oneMoment
    case 'degraded':
    case 'failed':
    case 'needs-help':
      return texts.backInAMoment
    case 'waiting-for-live':
      return condition.cause === 'ended' ? texts.thanks : texts.startsSoon
  }
}

import type { ReaderState } from '@standby/shared/feed/reader.ts'
import type { CardState } from '@standby/shared/settings/card-settings.ts'
import { CARD_PREVIEWS, type CardPreview } from '../parts/card-previews.ts'

type Estimate = NonNullable<ReaderState['tiktok']['degraded']>['recovery']

/** What the card would be about, made up so that the creator sees it. Times are on the bridge's clock. */
export interface Scenario {
  state: CardState
  cause: 'tiktok' | null
  lostAt: number | null
  nextAttemptAt: number | null
  estimate: Estimate
}

/** The situation that `?preview=` asks for; null: the real one. */
export function previewOf(search: string): CardPreview | null {
  const asked = new URLSearchParams(search).get('preview')
  return CARD_PREVIEWS.find((name) => name === asked) ?? null
}

const AWAY_MS = { reconnecting: 3_000, '15s': 15_000, '5min': 300_000 } as const
const USUAL_MS = 75_000

export function scenarioOf(preview: CardPreview, now: number): Scenario {
  if (preview === 'welcome' || preview === 'break') {
    return { state: preview, cause: null, lostAt: null, nextAttemptAt: null, estimate: null }
  }
  const lostAt = now - AWAY_MS[preview]
  return {
    state: 'away',
    cause: 'tiktok',
    lostAt,
    nextAttemptAt: now + 12_000,
    estimate: { earliestAt: now + 12_000, latestAt: lostAt + USUAL_MS, basis: 'past-outages' },
  }
}

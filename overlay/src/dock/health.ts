import type { BudgetView } from '@standby/shared/protocol.ts'
import type { OutageView } from '@standby/shared/connection/stability.ts'
import { duration } from '../parts/format.ts'
import type { Catalogue } from '../i18n/en.ts'
import type { ScoreWord } from '../i18n/en-health.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** A score of 0 to 100 in one word. docs/metrics.md explains the points. */
export function scoreWord(score: number): ScoreWord {
  return score >= 95 ? 'steady' : score >= 80 ? 'good' : score >= 50 ? 'shaky' : 'poor'
}

/** The time of day, hours and minutes. */
export function timeOfDay(language: string): (at: number) => string {
  const format = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' })
  return (at) => format.format(at)
}

/** How an outage ended, in words. */
export function outcomeText(outage: OutageView, texts: Catalogue['health']): string {
  return outage.outcome === 'recovered' && outage.failedAt !== null ? texts.cameBackLate : texts.outcomes[outage.outcome]
}

/** What is left in one window of the budget. */
export function budgetText({ windowMs, limit, left }: BudgetView, texts: Catalogue['health']): string {
  if (windowMs === MINUTE_MS) return texts.perMinute(left, limit)
  return windowMs === HOUR_MS ? texts.perHour(left, limit) : texts.perWindow(left, limit, duration(windowMs))
}

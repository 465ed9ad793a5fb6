import type { ReaderState } from '@standby/shared/feed/reader.ts'
import type { RecoveryView } from '@standby/shared/protocol.ts'
import type { Condition } from '../parts/condition.ts'
import type { ViewerCatalogue } from '../i18n/en-viewers.ts'

type Estimate = NonNullable<ReaderState['tiktok']['degraded']>['recovery']

export type Mood = 'away' | 'welcome' | 'well' | 'waiting'

/** What the card says to viewers. */
export interface Card {
  mood: Mood
  title: string
  text: string
}

/** How long the welcome stays: longer than OBS takes to be sure and go back. */
export const WELCOME_MS = 20_000

/** Whether this recovery is recent enough for a welcome at `now` (the bridge's clock). */
export function isWelcome(recovery: RecoveryView | null, now: number): boolean {
  return recovery !== null && now - recovery.at < WELCOME_MS
}

/** `welcome`: the connection has just come back. */
export function cardOf(condition: Condition, welcome: boolean, texts: ViewerCatalogue['standby']): Card {
  switch (condition.kind) {
    case 'live':
      return welcome
        ? { mood: 'welcome', title: texts.welcomeBack, text: '' }
        : { mood: 'well', title: texts.allWell, text: texts.allWellText }
    case 'paused':
      return { mood: 'waiting', title: texts.paused, text: texts.stay }
    case 'waiting-for-live':
      return condition.cause === 'ended'
        ? { mood: 'waiting', title: texts.ended, text: texts.causes.ended }
        : { mood: 'waiting', title: texts.startsSoon, text: texts.startsSoonText }
    case 'reconnecting':
    case 'degraded':
    case 'failed':
    case 'needs-help': {
      const reason = condition.cause === null ? '' : `${texts.causes[condition.cause]} `
      return { mood: 'away', title: texts.backInAMoment, text: reason + texts.stay }
    }
    case 'bridge-away':
    case 'connecting':
    case 'idle':
    case 'stopped':
      return { mood: 'away', title: texts.rightBack, text: texts.stay }
  }
}

/** An estimate of when the outage is over, in words; null if there is none or it has passed. `now` is on the bridge's clock. */
export function estimateText(recovery: Estimate, now: number, texts: ViewerCatalogue['standby']): string | null {
  if (recovery === null || recovery.latestAt <= now || recovery.latestAt - now > LONGEST_WORDED_MS) return null
  const time = recovery.latestAt - now <= 90_000 ? texts.aMinute : texts.someMinutes
  return recovery.basis === 'past-outages' ? texts.usuallyBack(time) : texts.maybeBack(time)
}

/** Nobody waits for longer. */
const LONGEST_WORDED_MS = 600_000

import type { Alert } from '@standby/shared/alert.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { GapCause } from '@standby/shared/live/event.ts'
import type { OutageView } from '@standby/shared/connection/stability.ts'
import { ALERT_TEXTS } from '@standby/shared/words/alerts.ts'
import { CAUSE_NAMES } from '@standby/shared/words/causes.ts'
import type { CountedType } from './counted.ts'

/** A score in one word. */
export type ScoreWord = 'steady' | 'good' | 'shaky' | 'poor'

/** What one time of the connection was. */
export type StretchKind = 'up' | 'reconnecting' | 'degraded' | 'offline' | 'unknown'

const severities: Record<Alert['severity'], string> = { critical: 'Urgent', warning: 'Warning' }

export const enAlerts = {
  title: 'Alerts',
  texts: ALERT_TEXTS,
  severities,
  dismiss: 'Hide',
  more: (count: number) => `+${count} more`,
  fewer: 'Show the worst only',
  dismissLabel: (alert: string) => `Hide: ${alert}`,
}

const scoreWords: Record<ScoreWord, string> = { steady: 'Steady', good: 'Good', shaky: 'Shaky', poor: 'Poor' }

const outcomes: Record<OutageView['outcome'], string> = {
  open: 'still going on',
  recovered: 'came back',
  ended: 'LIVE ended',
  stopped: 'stopped by you',
}

/** Why there was no connection, if TikTok is not to blame. */
const otherGaps: Record<Exclude<GapCause, CauseKind>, string> = { stopped: 'Stopped by you', 'bridge-away': 'Standby was off' }

const stretches: Record<StretchKind, string> = {
  up: 'Connected',
  reconnecting: 'Reconnecting',
  degraded: 'Away over 10 s',
  offline: 'Not live, or stopped',
  unknown: 'Not known',
}

const plural = (one: string, many: string) => (count: number) => `${count} ${count === 1 ? one : many}`

const counted: Record<CountedType, (count: number) => string> = {
  chat: plural('message', 'messages'),
  gift: plural('gift', 'gifts'),
  follow: plural('follow', 'follows'),
  share: plural('share', 'shares'),
  subscribe: plural('subscription', 'subscriptions'),
}

export const enHealth = {
  title: 'Connection health',
  thisLive: 'This LIVE',
  lastLive: 'Last LIVE',
  sinceStart: 'Since start',
  score: 'Stability',
  scoreWords,
  unknown: 'Too early to say',
  early: 'A score comes after 15 minutes.',
  uptime: 'Connected',
  drops: 'Drops',
  recovery: 'Back after, on average',
  success: 'Reconnected',
  goal: (percent: number) => `goal ${percent}%`,
  goalMet: 'reached',
  goalMissed: 'missed',
  timeline: 'Timeline',
  lastHour: 'Last hour',
  now: 'now',
  stretches,
  pictureText: (range: string, parts: string) => `${range}: ${parts}`,
  otherGaps,
  counted,
  listed: (words: readonly string[]) => new Intl.ListFormat('en').format(words),
  caughtUp: 'Caught up',
  lost: 'Lost',
  aboutLost: (counts: string) => `about ${counts}`,
  lostUnknown: 'how much is not known',
  nothingLost: 'nothing',
  probablyNothingLost: 'probably nothing',
  likesAdded: (count: string) => `${count} likes came in meanwhile and are counted.`,
  moreFollowers: (count: number, short: string) => `About ${short} more ${count === 1 ? 'follower' : 'followers'} than before.`,
  fewerFollowers: (count: number, short: string) => `About ${short} fewer ${count === 1 ? 'follower' : 'followers'} than before.`,
  catchUpFailed: 'Catching up failed. What had arrived is kept.',
  coverage: (gaps: number, time: string) =>
    `Gifts may be incomplete: this LIVE was away ${gaps === 1 ? 'once' : `${gaps} times`}, ${time} in total, ` +
    'and TikTok doesn’t resend gifts.',
  outages: 'Last outages',
  noOutages: 'None so far.',
  causeNames: CAUSE_NAMES,
  outcomes,
  cameBackLate: 'came back late',
  attempts: (count: number) => (count === 1 ? '1 attempt' : `${count} attempts`),
  signRequests: 'Sign requests left',
  perMinute: (left: number, limit: number) => `${left} of ${limit} per minute`,
  perHour: (left: number, limit: number) => `${left} of ${limit} per hour`,
  perWindow: (left: number, limit: number, time: string) => `${left} of ${limit} in ${time}`,
  policy: (first: string, most: string, standbyAfter: string) =>
    `After a drop: first try after ${first}, then up to every ${most}; standby scene after ${standbyAfter}.`,
}

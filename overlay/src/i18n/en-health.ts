import type { Alert, AlertId } from '@standby/shared/alert.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { GapCause } from '@standby/shared/live/event.ts'
import type { OutageView } from '@standby/shared/connection/stability.ts'
import type { ScoreWord } from '../dock/health.ts'
import type { CountedType } from '../dock/outages.ts'
import type { StretchKind } from '../dock/timeline.ts'

/** What a creator reads about an alert: what is wrong, and what to do. */
interface AlertText {
  happened: (params: Alert['params']) => string
  todo: (params: Alert['params']) => string
}

/** A cause in a word or two, for lists. */
const causeNames: Record<CauseKind, string> = {
  network: 'Internet away',
  tiktok: 'TikTok closed it',
  sign: 'Sign service down',
  'rate-limited': 'Too many requests',
  offline: 'Not live',
  ended: 'LIVE over',
  paused: 'Paused',
  auth: 'Key refused',
  'not-found': 'No such account',
  blocked: 'Blocked by TikTok',
  stalled: 'Silent',
  protocol: 'Not understood',
}

/** ` (TikTok closed it)`, or nothing where the cause is not known. */
const because = ({ cause }: Alert['params']): string =>
  cause !== undefined && Object.hasOwn(causeNames, cause) ? ` (${causeNames[cause as CauseKind]})` : ''

const texts: Record<AlertId, AlertText> = {
  'reconnection-failed': {
    happened: (params) => `The connection did not come back${because(params)}.`,
    todo: () => 'Standby goes on trying every few minutes. Check your line, and that your LIVE is still on.',
  },
  'cycles-failed': {
    happened: ({ count }) => `Reconnecting failed ${count ?? 'several'} times in a row.`,
    todo: () => 'The causes stand in the dock under Last outages. A line of another kind, a phone’s for one, shows whether it is yours.',
  },
  'breaker-open': {
    happened: (params) => `Several attempts failed${because(params)}, so Standby rests before the next one.`,
    todo: () => 'Nothing to do: wait for the countdown.',
  },
  'objective-missed': {
    happened: ({ failed, cycles, objectivePercent }) =>
      `${failed ?? 'Too many'} of the last ${cycles ?? 20} reconnections failed; ${objectivePercent ?? 95}% are meant to succeed.`,
    todo: () => 'Connection health in the dock shows the causes.',
  },
  stalled: {
    happened: () => 'The connection was open but silent, so Standby opened a new one.',
    todo: () => 'Nothing to do. This goes away when it has held for a minute.',
  },
  auth: {
    happened: ({ cause }) => (cause === 'not-found' ? 'TikTok knows no account with this name.' : 'The sign service refused your key.'),
    todo: ({ cause }) =>
      cause === 'not-found' ? 'Correct the name on the home page.' : 'Correct SIGN_API_KEY, or remove it, then start Standby again.',
  },
  blocked: {
    happened: () => 'TikTok has not let this computer in for five minutes.',
    todo: () => 'Turn off any VPN, open the LIVE in a browser here and answer what TikTok asks.',
  },
  'rate-limited': {
    happened: () => 'Standby has been told to wait for over ten minutes, and does.',
    todo: () => 'Close other tools that read this LIVE. A sign service key of your own raises the limit.',
  },
  storage: {
    happened: () => 'Events cannot be saved, and are lost when Standby stops.',
    todo: () => 'Make room on the disk, then start Standby again.',
  },
}

const severities: Record<Alert['severity'], string> = { critical: 'Urgent', warning: 'Warning' }

export const enAlerts = {
  title: 'Alerts',
  texts,
  severities,
  dismiss: 'Hide',
  dismissLabel: (alert: string) => `Hide: ${alert}`,
}

const scoreWords: Record<ScoreWord, string> = { steady: 'Steady', good: 'Good', shaky: 'Shaky', poor: 'Poor' }

const outcomes: Record<OutageView['outcome'], string> = {
  open: 'going on',
  recovered: 'came back',
  ended: 'LIVE ended',
  stopped: 'stopped by you',
}

/** Why there was no connection, where no cause of TikTok's is to blame. */
const otherGaps: Record<Exclude<GapCause, CauseKind>, string> = { stopped: 'Stopped by you', 'bridge-away': 'Standby was off' }

const stretches: Record<StretchKind, string> = {
  up: 'Connected',
  reconnecting: 'Reconnecting',
  degraded: 'Long away',
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
  caughtUp: 'Caught up',
  lost: 'Lost',
  aboutLost: (counts: string) => `about ${counts}`,
  lostUnknown: 'unknown how much',
  nothingLost: 'nothing',
  probablyNothingLost: 'probably nothing',
  likesAdded: (count: string) => `${count} likes came in meanwhile and are counted.`,
  moreFollowers: (count: number, short: string) => `About ${short} more ${count === 1 ? 'follower' : 'followers'} than before.`,
  fewerFollowers: (count: number, short: string) => `About ${short} fewer ${count === 1 ? 'follower' : 'followers'} than before.`,
  catchUpFailed: 'Catching up failed; what had arrived is kept.',
  coverage: (gaps: number, time: string) =>
    `Gifts may be incomplete: this LIVE was away ${gaps === 1 ? 'once' : `${gaps} times`}, ${time} in all, ` +
    'and TikTok does not tell gifts again.',
  outages: 'Last outages',
  noOutages: 'None so far.',
  causeNames,
  outcomes,
  cameBackLate: 'came back late',
  attempts: (count: number) => (count === 1 ? '1 attempt' : `${count} attempts`),
  signRequests: 'Sign requests left',
  perMinute: (left: number, limit: number) => `${left} of ${limit} a minute`,
  perHour: (left: number, limit: number) => `${left} of ${limit} an hour`,
  perWindow: (left: number, limit: number, time: string) => `${left} of ${limit} in ${time}`,
  policy: (first: string, most: string, standbyAfter: string) =>
    `After a drop: first try after ${first}, then up to every ${most}; standby scene after ${standbyAfter}.`,
}

import { DEFAULT_CARD, type CardState, type CardText } from '@standby/shared/settings/card-settings.ts'
import type { ReaderState } from '@standby/shared/feed/reader.ts'
import type { RecoveryView } from '@standby/shared/protocol.ts'
import type { Condition } from '../parts/condition.ts'
import type { ViewerCatalogue } from '../i18n/en-viewers.ts'

type Estimate = NonNullable<ReaderState['tiktok']['degraded']>['recovery']

/** What the card says to viewers. */
export interface Card extends CardText {
  state: CardState
}

/** How long a recovery is news on a page that cannot know whether it is on air. */
const WELCOME_MS = 60_000

/** The creator's settings of the card; the defaults until the bridge has sent them. */
export function cardSettings(state: Pick<ReaderState, 'card'> | null): ReaderState['card'] {
  return state?.card ?? DEFAULT_CARD
}

/** Whether this recovery is recent enough for a welcome at `now` (the bridge's clock). */
export function isWelcome(recovery: RecoveryView | null, now: number): boolean {
  return recovery !== null && Math.abs(now - recovery.at) < WELCOME_MS
}

export function stateOf(condition: Condition, welcome: boolean): CardState {
  switch (condition.kind) {
    case 'live':
      return welcome ? 'welcome' : 'break'
    case 'paused':
      return 'paused'
    case 'waiting-for-live':
      return condition.cause === 'ended' ? 'ended' : 'soon'
    case 'reconnecting':
    case 'degraded':
    case 'failed':
    case 'needs-help':
    case 'bridge-away':
    case 'connecting':
    case 'idle':
    case 'stopped':
      return 'away'
  }
}

/** Whether the connection is being won back. Otherwise nobody knows how long it takes: the bridge is away, or the creator stopped it. */
export function isReconnecting({ kind }: Pick<Condition, 'kind'>): boolean {
  return kind === 'reconnecting' || kind === 'degraded' || kind === 'failed' || kind === 'needs-help'
}

/** In the creator's words for this state and language; where there are none, in the page's. */
export function cardOf(
  state: CardState,
  condition: Pick<Condition, 'kind' | 'cause'>,
  { texts: own }: Pick<ReaderState['card'], 'texts'>,
  { language, standby: texts }: ViewerCatalogue,
): Card {
  const usual = texts.states[state]
  const given = own[language === 'fr' ? 'fr' : 'en']?.[state] ?? { title: '', line: '' }
  const isUnknown = state === 'away' && !isReconnecting(condition)
  const reason = state === 'away' && !isUnknown && condition.cause !== null ? `${texts.causes[condition.cause]} ` : ''
  const title = isUnknown ? texts.rightBack : usual.title
  return {
    state,
    title: given.title === '' ? title : given.title,
    // A creator who has written a title and no line wants none.
    line: given.line !== '' ? given.line : given.title === '' ? reason + usual.line : '',
  }
}

/** When the outage is over, in words; null if nobody can say, or the time has passed. `now` is on the bridge's clock. */
export function estimateText(estimate: Estimate, now: number, texts: ViewerCatalogue['standby']): string | null {
  if (estimate === null || estimate.latestAt <= now || estimate.latestAt - now > LONGEST_WORDED_MS) return null
  const time = estimate.latestAt - now <= 90_000 ? texts.aMinute : texts.someMinutes
  return estimate.basis === 'past-outages' ? texts.usuallyBack(time) : texts.maybeBack(time)
}

/** Nobody waits for longer. */
const LONGEST_WORDED_MS = 600_000

/** `0:07`, `5:00`, `1:02:03`. */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return `${hours === 0 ? String(minutes) : `${hours}:${two(minutes)}`}:${two(seconds % 60)}`
}

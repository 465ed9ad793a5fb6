import type { FeedState, ObsPhase, TikTokStatus } from '@standby/shared/protocol.ts'
import type { Condition, ConditionKind } from './condition.ts'
import type { Catalogue } from '../i18n/en.ts'
import type { IconName } from './icons.ts'
import { tokenIn } from './token.ts'

export type Tone = 'ok' | 'busy' | 'bad' | 'calm'

/** How a condition looks: colour and shape, so that neither is the only sign. */
export const LOOKS: Record<ConditionKind, { tone: Tone; icon: IconName }> = {
  'bridge-away': { tone: 'bad', icon: 'plug' },
  idle: { tone: 'calm', icon: 'plug' },
  connecting: { tone: 'busy', icon: 'turn' },
  live: { tone: 'ok', icon: 'check' },
  paused: { tone: 'ok', icon: 'pause' },
  reconnecting: { tone: 'busy', icon: 'turn' },
  degraded: { tone: 'busy', icon: 'turn' },
  failed: { tone: 'bad', icon: 'warn' },
  'needs-help': { tone: 'bad', icon: 'warn' },
  'waiting-for-live': { tone: 'calm', icon: 'clock' },
  stopped: { tone: 'calm', icon: 'stop' },
}

/** What else is wrong while the connection is fine. */
export interface Trouble {
  tone: Tone
  icon: IconName
  happened: string
}

/** The worst of alerts and OBS, for the top of the page; null if the connection is the worst, or all is well. */
export function troubleBeside(
  condition: Condition,
  { alerts, obs, tiktok }: Pick<FeedState, 'alerts' | 'obs' | 'tiktok'>,
  texts: Pick<Catalogue, 'dock'>,
): Trouble | null {
  // A connection that is not fine has a sentence and a colour of its own.
  if (condition.kind !== 'live') return null
  const urgent = alerts.some(({ severity }) => severity === 'critical')
  if (alerts.length > 0) {
    return { tone: urgent ? 'bad' : 'busy', icon: urgent ? 'urgent' : 'warn', happened: texts.dock.alsoAlerts(alerts.length, tiktok.demo) }
  }
  const isTroubled = obs.output.reconnecting || obs.output.congested
  // Many do without OBS. It is missed by those who gave Standby its password.
  const isMissed = obs.phase !== 'waiting' || obs.hasPassword
  const isWrong = obs.phase !== 'off' && obs.problem !== null && isMissed
  return isWrong || isTroubled ? { tone: 'busy', icon: 'warn', happened: texts.dock.alsoObs(tiktok.demo) } : null
}

/** How the link to OBS looks. */
export const OBS_SIGNS: Record<ObsPhase, { tone: Tone; icon: IconName }> = {
  off: { icon: 'plug', tone: 'calm' },
  connecting: { icon: 'turn', tone: 'busy' },
  connected: { icon: 'check', tone: 'ok' },
  waiting: { icon: 'clock', tone: 'busy' },
  'wrong-password': { icon: 'warn', tone: 'bad' },
  stopped: { icon: 'stop', tone: 'calm' },
}

/** What happened and what to do, in the creator's words; `todo` is empty if there is nothing to do. `hash`: of the page's address. */
export function explain(
  condition: Condition,
  texts: Pick<Catalogue, 'causes' | 'dock' | 'home' | 'refusals'>,
  hash: string,
  isDemo = false,
): { happened: string; todo: string } {
  const { dock, causes, home, refusals } = texts
  switch (condition.kind) {
    case 'bridge-away':
      return condition.refused
        ? { happened: refusals.codes[tokenIn(hash) === null ? 'token-needed' : 'wrong-token'], todo: home.remoteAccess.tokenNeededTodo }
        : { happened: dock.bridgeAway, todo: dock.bridgeAwayTodo }
    case 'idle':
      return { happened: dock.idle, todo: dock.idleTodo }
    case 'stopped':
      return { happened: dock.stoppedText, todo: dock.stoppedTodo }
    case 'live':
      return { happened: isDemo ? dock.demoWell : dock.allWell, todo: '' }
    case 'connecting':
      // It cannot have lost what it never had.
      if (condition.cause === 'network') return { happened: dock.noInternetYet, todo: causes.network.todo }
      return condition.cause === null ? { happened: dock.connectingText, todo: dock.patience } : causes[condition.cause]
    default:
      return condition.cause === null ? { happened: dock.connectingText, todo: dock.patience } : causes[condition.cause]
  }
}

/** Which attempt it is, and whether it is in progress (`coming`: it is not yet); null if none are counted. */
export function attemptText(condition: Condition, tiktok: TikTokStatus, coming: boolean, texts: Catalogue['dock']): string | null {
  const { kind, cause } = condition
  // While the network is down, no attempts are made, and there is nothing to count down to.
  if (tiktok.attempt === 0 || cause === 'network') return null
  if (kind !== 'reconnecting' && kind !== 'degraded' && kind !== 'failed') return null
  const { attempt, maxAttempts } = tiktok
  const words = attempt > maxAttempts ? texts.attemptBeyond(attempt) : texts.attempt(attempt, maxAttempts)
  return coming ? words : `${words} · ${texts.tryingNow}`
}

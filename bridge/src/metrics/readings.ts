import type { AlertId } from '@standby/shared/alert.ts'
import type { Millis } from '@standby/shared/clock.ts'
import type { LiveEventType } from '@standby/shared/live/event.ts'
import type { ObsPhase, TikTokStatus } from '@standby/shared/protocol.ts'
import type { ConnectionHistory } from './observe.pure.ts'
import type { Losses } from './losses.pure.ts'

/** All that a scrape shows, as it is at `now`. Counts of the channel start at `history.startedAt`, the others with the bridge. */
export interface Readings {
  now: Millis
  status: Pick<TikTokStatus, 'reconnectionState' | 'circuitBreaker' | 'signBudget' | 'metrics'>
  history: ConnectionHistory
  losses: Losses
  /** Accepted events since the bridge started. */
  events: Readonly<Partial<Record<LiveEventType, number>>>
  /** Requests to the sign service since the bridge started. */
  signRequests: number
  feedClients: number
  obs: ObsPhase
  storageOk: boolean
  /** The alerts that are raised. */
  alerts: readonly AlertId[]
}

import type { Millis } from '@standby/shared/clock.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { BreakerState, ReconnectionState, TikTokStatus } from '@standby/shared/protocol.ts'
import type { ConnectionHistory } from '../metrics/observe.pure.ts'

/** What the conditions are judged by. */
export interface AlertReadings {
  reconnectionState: ReconnectionState
  /** Since when it is connected; null while it is not. */
  connectedSince: Millis | null
  cause: CauseKind | null
  breaker: BreakerState
  /** Of the last 20 cycles at most, whether each succeeded; oldest first. */
  cycles: readonly boolean[]
  cyclesFailedInARow: number
  storageOk: boolean
  /** The proxy that everything goes through, as it may be shown. */
  proxy?: string
  /** The settings file could be read at the start. */
  settingsOk?: boolean
  /** The same of the tokens for other computers. */
  tokensOk?: boolean
  /** Viewers see standby although the LIVE is on. */
  standbyLeftOn?: boolean
}

/** The readings in what the channel says of itself. */
export function alertReadingsOf(
  status: Pick<TikTokStatus, 'reconnectionState' | 'since' | 'cause' | 'circuitBreaker'>,
  history: Pick<ConnectionHistory, 'cycles' | 'failedInARow'>,
  storageOk: boolean,
  {
    standbyLeftOn = false,
    settingsOk = true,
    tokensOk = true,
    proxy,
  }: Pick<AlertReadings, 'standbyLeftOn' | 'settingsOk' | 'tokensOk' | 'proxy'> = {},
): AlertReadings {
  return {
    reconnectionState: status.reconnectionState,
    connectedSince: status.reconnectionState === 'CONNECTED' ? status.since : null,
    cause: status.cause?.kind ?? null,
    breaker: status.circuitBreaker.state,
    cycles: history.cycles,
    cyclesFailedInARow: history.failedInARow,
    storageOk,
    ...(standbyLeftOn && { standbyLeftOn }),
    ...(proxy !== undefined && { proxy }),
    ...(!settingsOk && { settingsOk }),
    ...(!tokensOk && { tokensOk }),
  }
}

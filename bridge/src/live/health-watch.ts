import type { Millis } from '@standby/shared/clock.ts'
import type { ConnectionState } from '@standby/shared/connection/connection.ts'
import { healthDeadline, healthOf } from '@standby/shared/connection/health.ts'
import type { Health } from '@standby/shared/protocol.ts'
import type { ChannelCore } from './channel-options.ts'

/** Follows what the connection means for the broadcast, which time alone can change too. */
export interface HealthWatch {
  value(): Health
  /** The connection has changed, or time has passed. */
  update(): void
  dispose(): void
}

export interface HealthWatchOptions {
  core: Pick<ChannelCore, 'clock' | 'log'>
  state: () => ConnectionState
  degradedAfterMs: number
  onHealth: (health: Health, since: Millis) => void
  /** It was time to look again, without a change of the connection. */
  onTimer: () => void
}

export function watchHealth({ core: { clock, log }, state, degradedAfterMs, onHealth, onTimer }: HealthWatchOptions): HealthWatch {
  let value: Health = 'offline'
  let disposed = false
  let cancel = (): void => undefined

  function update(): void {
    cancel()
    cancel = () => undefined
    if (disposed) return
    const now = clock.now()
    const connection = state()
    const next = healthOf(connection, now, degradedAfterMs)
    if (next !== value) {
      log.info({ from: value, to: next, cause: connection.cause?.kind, correlationId: connection.correlationId }, 'health')
      value = next
      onHealth(value, now)
    }
    const nextAt = healthDeadline(connection, now, degradedAfterMs)
    if (nextAt === null) return
    cancel = clock.after(nextAt - now, () => {
      update()
      onTimer()
    })
  }

  return {
    value: () => value,
    update,
    dispose() {
      disposed = true
      cancel()
    },
  }
}

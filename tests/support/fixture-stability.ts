import { newHistory, observe, summary, type ConnectionFact, type History } from '@standby/bridge/metrics/observe.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { Outage, StabilityView } from '@standby/shared/stability.ts'

export interface MadeUpOutage {
  /** When it began, before now. */
  agoMs: number
  /** Null: it lasts. */
  lastedMs: number | null
  cause: CauseKind
  attempts: number
  /** Its cycle of attempts was given up after this long. */
  failedAfterMs?: number
  outcome?: Outage['outcome']
}

const ROOM_ID = '7412345678901234567'

/** The figures of a connection that began `beganMs` ago and was lost as `outages` say, oldest first; counted as the bridge counts. */
export function madeUpStability(now: number, beganMs: number, outages: readonly MadeUpOutage[] = []): StabilityView {
  let generation = 1
  const fact = (at: number, standing: ConnectionFact['standing'], more: Partial<ConnectionFact> = {}): ConnectionFact => {
    const none = { aside: 'ended', cause: null, failed: false, correlationId: null, roomId: ROOM_ID } as const
    return { at, standing, generation, ...none, ...more }
  }
  let history: History = observe(newHistory(now - beganMs - 2_000), fact(now - beganMs, 'up'))
  for (const { agoMs, lastedMs, cause, attempts, failedAfterMs, outcome = 'recovered' } of outages) {
    const from = now - agoMs
    const correlationId = `o${agoMs}`
    history = observe(history, fact(from, 'down', { cause, correlationId }))
    generation += attempts
    history = observe(history, fact(from + (failedAfterMs ?? 0), 'down', { cause, correlationId, failed: failedAfterMs !== undefined }))
    if (lastedMs === null) continue
    const aside = outcome === 'stopped' ? 'stopped' : 'ended'
    history = observe(history, fact(from + lastedMs, outcome === 'recovered' ? 'up' : 'aside', { aside }))
  }
  return summary(history, now)
}

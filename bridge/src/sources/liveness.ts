import type { Clock } from '@standby/shared/clock.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'

/** The library's heartbeat is overdue after a sleep and so goes out at once; TikTok answers it within a second. */
export const PROOF_WITHIN_MS = 4_000

export interface LivenessCheck {
  /** The process slept this long with a connection open: it has to show that it lives. */
  ask(sleptMs: number): void
  /** Any frame. */
  heard(): void
  /** Asked, and no answer yet: what the connection is worth is not known. */
  pending(): boolean
  stop(): void
}

/**
 * After a sleep a socket looks open, and often is not: the other side, or a router on the way, has forgotten it, and nobody says so.
 * What arrived before it slept is read first and proves nothing, hence the turn of the event loop before anything counts.
 */
export function createLivenessCheck(options: {
  clock: Clock
  defer: (callback: () => void) => void
  onDead: (cause: Cause) => void
}): LivenessCheck {
  const { clock, defer, onDead } = options
  let asked = 0
  let proved = false
  let pending = false
  let counts = false
  let cancel = (): void => undefined

  return {
    ask(sleptMs) {
      asked += 1
      const mine = asked
      cancel()
      cancel = clock.after(PROOF_WITHIN_MS, () => {
        if (proved) return
        onDead({ kind: 'stalled', detail: `nothing came for ${PROOF_WITHIN_MS} ms after a sleep of ${Math.round(sleptMs / 1_000)} s` })
      })
      proved = true
      pending = true
      counts = false
      defer(() => {
        if (mine !== asked) return
        proved = false
        counts = true
      })
    },
    heard() {
      proved = true
      if (counts) pending = false
    },
    pending: () => pending,
    stop() {
      asked += 1
      pending = false
      counts = false
      cancel()
    },
  }
}

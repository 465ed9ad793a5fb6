import { setImmediate as turn } from 'node:timers/promises'
import type { ObsSession } from '@standby/bridge/obs/link/adapter.ts'

/** Counts what OBS has been asked and has not answered, so that a test knows when the automation is at rest. */
export interface Unanswered {
  /** For `onSession` of what connects to OBS. */
  watch(session: ObsSession | null): void
  count(): number
  /** A round asks one thing right after the other: when nothing is left to be answered a turn later, none is under way. */
  atRest(): Promise<boolean>
}

export function countUnanswered(): Unanswered {
  let unanswered = 0
  return {
    watch(session) {
      if (session === null) return
      const { request } = session
      session.request = async (...asked) => {
        unanswered += 1
        try {
          return await request(...asked)
        } finally {
          unanswered -= 1
        }
      }
    },
    count: () => unanswered,
    async atRest() {
      await turn()
      await turn()
      return unanswered === 0
    },
  }
}

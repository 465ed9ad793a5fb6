import type { Cause } from '@standby/shared/connection/cause.ts'
import type { Logger } from 'pino'
import type { TikTokLinkCallbacks } from './link.ts'

/** The error code of ws for a frame that is longer than its reader allows. */
export const TOO_LONG = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'

/** What every link does alike: it tells its listener what comes, and of its end exactly once. */
export interface LinkEnd {
  isOver(): boolean
  /** Calls a listener. One that throws is our bug: it must not look like the other side's, or take the process down. */
  report(callback: () => void): void
  /**
   * Ends the link, at the first call only. `release` lets go of what the link has, and says why it ended. `closed` then comes on its own, never
   * from within another callback.
   */
  finish(release: () => Cause): void
}

/** `name`: of the link, for the log. */
export function linkEnd(name: string, callbacks: Pick<TikTokLinkCallbacks, 'closed'>, log: Pick<Logger, 'error'>): LinkEnd {
  let over = false

  function report(callback: () => void): void {
    try {
      callback()
    } catch (error) {
      log.error({ err: error }, `a listener of the ${name} threw`)
    }
  }

  return {
    isOver: () => over,
    report,
    finish(release) {
      if (over) return
      over = true
      const cause = release()
      queueMicrotask(() => report(() => callbacks.closed(cause)))
    },
  }
}

import { createTurns, type Pace, type Turns } from '../turns.ts'

/**
 * Clients that come back get a tenth of the time. The live event that waits for one of them is then the exception, and a page that
 * missed thousands of events has them within a fraction of a second all the same.
 */
const PACE: Pace = { share: 0.1, elapsedMs: () => performance.now(), after: (delayMs, callback) => void setTimeout(callback, delayMs) }

/** A line of clients that come, or of those that are served: the live feed goes first. */
export const feedTurns = (): Turns => createTurns(setImmediate, PACE)

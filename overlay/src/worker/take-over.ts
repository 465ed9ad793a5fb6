/** The time between two requests. */
export const ASK_AGAIN_MS = 1_000

export interface TakeOverOptions {
  /** Asks the browser to put this worker in the old one's place. */
  skipWaiting: () => Promise<void>
  /** Calls back at this pace until the returned function is called. */
  every: (periodMs: number, callback: () => void) => () => void
}

/**
 * Makes a new worker replace the old one at once. It asks again and again, because Chromium may forget the replacement: if a page asks for
 * something just as Chromium ends the old worker, it restarts that one until the next page is opened.
 * Returns what to call when the place is taken.
 */
export function takeOver({ skipWaiting, every }: TakeOverOptions): () => void {
  const ask = (): void => void skipWaiting().catch(() => {})
  ask()
  return every(ASK_AGAIN_MS, ask)
}

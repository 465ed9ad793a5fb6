/** How long after one asking the next comes. */
export const ASK_AGAIN_MS = 1_000

export interface TakeOverOptions {
  /** Asks the browser to put this worker in the old one's place. */
  skipWaiting: () => Promise<void>
  /** Calls back at this pace until the returned function is called. */
  every: (periodMs: number, callback: () => void) => () => void
}

/**
 * Has a new worker take the old one's place at once. Asked again and again until it is there: where a page asks for something just as
 * Chromium ends the old worker, it starts that anew, and forgets what it ended it for until the next page is opened.
 * Returns what to call when the place is taken.
 */
export function takeOver({ skipWaiting, every }: TakeOverOptions): () => void {
  const ask = (): void => void skipWaiting().catch(() => {})
  ask()
  return every(ASK_AGAIN_MS, ask)
}

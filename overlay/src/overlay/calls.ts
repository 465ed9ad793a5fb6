/** One call each time, shown for a while, then quiet for longer. */
const SHOWN_MS = 8_000
const EVERY_MS = 45_000

/** Which of `calls` is on at `now`, all of them in turn; null in the quiet between. */
export function callAt(now: number, calls: readonly string[]): string | null {
  if (now % EVERY_MS >= SHOWN_MS) return null
  return calls[Math.floor(now / EVERY_MS) % calls.length] ?? null
}

/** Milliseconds since the Unix epoch, as in `Date.now()`. Every `…At` in this project is one. */
export type Millis = number

/**
 * Time as an argument. The core never reads a clock or sets a timer itself; the shell hands it one, tests hand it a fake.
 * `after` runs `callback` once, `delayMs` from now, and returns a function that cancels it (harmless when it has run).
 */
export interface Clock {
  now(): Millis
  after(delayMs: number, callback: () => void): () => void
}

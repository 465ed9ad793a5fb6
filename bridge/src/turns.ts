/**
 * Work that must not hold up the show, cut into pieces: one piece in each turn of the event loop, in the order in which they were asked
 * for. Between two pieces the process reads its sockets and hands on what has come.
 */
export interface Turns {
  /** Runs `piece` when its turn has come. Returns how to leave the line. */
  take(piece: () => void): () => void
  /** Resolves when it is the caller's turn. */
  next(): Promise<void>
}

/** How the pieces leave time to everything else. */
export interface Pace {
  /** Of the event loop's time, the part that the pieces may take while more of them wait; above 0, at most 1. */
  share: number
  /** Milliseconds of a clock that is never set and tells fractions; `performance.now`. */
  elapsedMs(): number
  /** Runs a callback after so many milliseconds; `setTimeout`. */
  after(delayMs: number, callback: () => void): void
}

/** Timers know no shorter time. What is owed below it is added up. */
const SHORTEST_REST_MS = 1
/** If the computer is busy, a piece of a millisecond can take a second by the clock. The line does not stand still for four more. */
const LONGEST_REST_MS = 20

/**
 * `defer` runs a callback in the next turn of the event loop, after what has arrived; `setImmediate`. Without a `pace` the pieces take all
 * the time that nothing else needs. With one, a rest follows each piece, in proportion to the time that it took.
 */
export function createTurns(defer: (callback: () => void) => void, pace: Pace | null = null): Turns {
  // A Set gives its oldest first.
  const line = new Set<() => void>()
  let isCalled = false
  let isResting = false
  let owedMs = 0

  function call(): void {
    if (isCalled || isResting || line.size === 0) return
    isCalled = true
    defer(run)
  }

  function run(): void {
    isCalled = false
    const [first] = line
    if (first === undefined) return
    line.delete(first)
    const from = pace?.elapsedMs() ?? 0
    // A piece that throws does not stop the line.
    try {
      first()
    } finally {
      if (pace !== null) rest(pace, from)
      call()
    }
  }

  function rest({ share, elapsedMs, after }: Pace, from: number): void {
    owedMs = Math.min(owedMs + (elapsedMs() - from) * (1 / share - 1), LONGEST_REST_MS)
    if (owedMs < SHORTEST_REST_MS) return
    isResting = true
    after(owedMs, () => {
      isResting = false
      call()
    })
    owedMs = 0
  }

  function take(piece: () => void): () => void {
    const own = (): void => piece()
    line.add(own)
    call()
    return () => void line.delete(own)
  }

  return { take, next: () => new Promise((resolve) => void take(resolve)) }
}

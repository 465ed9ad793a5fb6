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

/** `defer` runs a callback in the next turn of the event loop, after what has arrived; `setImmediate`. */
export function createTurns(defer: (callback: () => void) => void): Turns {
  // A Set gives its oldest first.
  const line = new Set<() => void>()
  let isCalled = false

  function call(): void {
    if (isCalled || line.size === 0) return
    isCalled = true
    defer(run)
  }

  function run(): void {
    isCalled = false
    const [first] = line
    if (first === undefined) return
    line.delete(first)
    // Before the piece is run, so that one that throws does not stop the line.
    call()
    first()
  }

  function take(piece: () => void): () => void {
    const own = (): void => piece()
    line.add(own)
    call()
    return () => void line.delete(own)
  }

  return { take, next: () => new Promise((resolve) => void take(resolve)) }
}

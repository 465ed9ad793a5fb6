import { describe, expect, test } from 'vitest'
import { createTurns, type Turns } from '@standby/bridge/turns.ts'

/** An event loop of which each turn is told to pass. */
function loop() {
  let deferred: (() => void)[] = []
  const turns = createTurns((callback) => void deferred.push(callback))
  const pass = (): void => {
    const due = deferred
    deferred = []
    for (const callback of due) callback()
  }
  return { turns, pass, isIdle: () => deferred.length === 0 }
}

/** The same with a clock that only work and timers move. */
function pacedLoop(share: number) {
  const deferred: (() => void)[] = []
  const waiting: { delayMs: number; callback: () => void }[] = []
  let now = 0
  const turns = createTurns((callback) => void deferred.push(callback), {
    share,
    elapsedMs: () => now,
    after: (delayMs, callback) => void waiting.push({ delayMs, callback }),
  })
  return {
    turns,
    /** With `waitedMs`, the timers end first. */
    pass(waitedMs = 0) {
      now += waitedMs
      if (waitedMs > 0) for (const { callback } of waiting.splice(0)) callback()
      for (const callback of deferred.splice(0)) callback()
    },
    work: (line: Turns, tookMs: number) => void line.take(() => void (now += tookMs)),
    timers: () => waiting.map(({ delayMs }) => delayMs),
    isIdle: () => deferred.length === 0,
  }
}

/** Notes its name in `done`, and comes again so often. */
function work(turns: Turns, done: string[], name: string, more = 0): void {
  turns.take(() => {
    done.push(name)
    if (more > 0) work(turns, done, name, more - 1)
  })
}

describe('Feed', () => {
  test('[FD20] one piece is done in each turn of the event loop, in the order asked for', () => {
    const { turns, pass, isIdle } = loop()
    const done: string[] = []
    work(turns, done, 'a', 2)
    work(turns, done, 'b', 1)
    work(turns, done, 'c')
    const seen = Array.from({ length: 7 }, () => (pass(), done.join('')))
    expect(seen).toEqual(['a', 'ab', 'abc', 'abca', 'abcab', 'abcaba', 'abcaba'])
    expect(isIdle()).toBe(true)
  })

  test('[FD23] who leaves the line costs the others no turn, and a piece that throws does not stop it', async () => {
    const { turns, pass } = loop()
    const done: string[] = []
    const leave = turns.take(() => void done.push('gone'))
    turns.take(() => {
      throw new Error('broken')
    })
    work(turns, done, 'b')
    void turns.next().then(() => done.push('awaited'))
    leave()
    expect(pass).toThrow('broken')
    pass()
    expect(done).toEqual(['b'])
    pass()
    await Promise.resolve()
    expect(done).toEqual(['b', 'awaited'])
  })

  test('[FD24] a rest follows each piece, four times as long as the piece at a share of a fifth', () => {
    const { turns, pass, work: timed, timers, isIdle } = pacedLoop(0.2)
    timed(turns, 2)
    timed(turns, 5)
    timed(turns, 1)
    pass()
    expect(timers()).toEqual([8])
    pass()
    expect(isIdle()).toBe(true)
    pass(8)
    expect(timers()).toEqual([20])
    // What comes in the rest waits for its end, too.
    timed(turns, 1)
    expect(isIdle()).toBe(true)
    pass(20)
    expect(timers()).toEqual([4])
  })

  test('[FD24] a piece that took a second by the clock of a busy computer is followed by a rest of 20 ms', () => {
    const { turns, pass, work: timed, timers } = pacedLoop(0.2)
    timed(turns, 1_000)
    pass()
    expect(timers()).toEqual([20])
  })

  test('[FD24] rests that are too short for a timer are added up, and one follows a piece that throws', () => {
    const { turns, pass, work: timed, timers, isIdle } = pacedLoop(0.5)
    for (let n = 0; n < 3; n += 1) timed(turns, 0.4)
    turns.take(() => {
      throw new Error('broken')
    })
    timed(turns, 0)
    pass()
    pass()
    expect(timers()).toEqual([])
    pass()
    expect(timers()).toEqual([expect.closeTo(1.2)])
    expect(isIdle()).toBe(true)
    expect(() => pass(1.2)).toThrow('broken')
    expect(isIdle()).toBe(false)
  })
})

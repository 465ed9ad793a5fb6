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
})

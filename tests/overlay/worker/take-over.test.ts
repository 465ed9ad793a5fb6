import { describe, expect, test } from 'vitest'
import { ASK_AGAIN_MS, takeOver } from '../../../overlay/src/worker/take-over.ts'

describe('Opened before the bridge', () => {
  test('[SW4] a new worker asks for the old one’s place again and again until it has it', async () => {
    let asked = 0
    const callbacks = new Set<() => void>()
    const taken = takeOver({
      skipWaiting: () => ((asked += 1), asked === 2 ? Promise.reject(new Error('no place')) : new Promise(() => {})),
      every(periodMs, callback) {
        expect(periodMs).toBe(ASK_AGAIN_MS)
        callbacks.add(callback)
        return () => callbacks.delete(callback)
      },
    })
    const pass = (): void => callbacks.forEach((callback) => callback())
    // At once, before the installation is over.
    expect(asked).toBe(1)
    pass()
    // A refusal is none: an unhandled one would be an error of the test.
    await Promise.resolve()
    pass()
    expect(asked).toBe(3)
    taken()
    pass()
    expect(asked).toBe(3)
  })
})

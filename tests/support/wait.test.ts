import { describe, expect, test } from 'vitest'
import { patience, stays, waitFor } from './wait.ts'

describe('Development', () => {
  test('[DV8] waits for the first answer that counts, past throws and empty answers', async () => {
    const answers = [
      () => null,
      () => {
        throw new Error('not there')
      },
      () => 'here',
    ]
    expect(await waitFor(() => answers.shift()?.(), { what: 'a guest', everyMs: 1 })).toBe('here')
  })

  test('[DV8] says for what it waited in vain, how long, and what came last', async () => {
    const never = waitFor(() => false, { what: 'the moon', timeoutMs: 5, everyMs: 1 })
    await expect(never).rejects.toThrow(/^Waited \d+ ms for the moon; the last answer was false\.$/)
    const broken = waitFor(() => Promise.reject(new Error('no sky')), { what: 'the moon', timeoutMs: 5, everyMs: 1 })
    await expect(broken).rejects.toThrow(/^Waited \d+ ms for the moon; the last answer was the error "no sky"\.$/)
  })

  test('[DV8] a busy computer is given more time, up to eight times as much', () => {
    expect([0, 0.5, 3, 40].map((waiting) => patience(1_000, waiting))).toEqual([1_000, 1_500, 4_000, 8_000])
  })

  test('[DV8] what changes while it should stay is said at once, with what it became', async () => {
    await stays(() => true, { that: 'the sun shines', forMs: 5 })
    let looks = 0
    const setting = stays(() => (looks += 1) < 2 && 'shines', { that: 'the sun shines', forMs: 60_000 })
    await expect(setting).rejects.toThrow(/It did not stay so for 60000 ms that the sun shines: after \d+ ms it was false\./)
    expect(looks).toBe(2)
  })
})

import { describe, expect, test } from 'vitest'
import { killStorm } from '../support/peers/kill-storm.ts'
import { simulator } from '../support/peers/tiktok-link.ts'

// `KILLS=50` plays as many; `pnpm bench faults` does.
const KILLS = Number(process.env['KILLS'] ?? 4)

describe('Feed', () => {
  test(
    '[FD18] killed often under 1,000 events a second, it loses, repeats and takes back nothing',
    async () => {
      const sim = await simulator()
      const { journaled, received, ...result } = await killStorm(sim, KILLS, 1_000)
      await sim.close()
      expect(result).toEqual({ kills: KILLS, lost: 0, duplicated: 0, takenBack: 0, inOrder: true, recovered: KILLS })
      expect(received).toBe(journaled)
      // A hundred before each kill and after the last: how many more there are is for the machine to say.
      expect(journaled).toBeGreaterThan((KILLS + 1) * 100)
    },
    // Only to end a test that hangs: on a busy computer each kill takes up to a minute.
    300_000 + KILLS * 90_000,
  )
})

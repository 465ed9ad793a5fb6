import { describe, expect, test } from 'vitest'
import { FAULTS, RUSH } from '../lab/chaos/faults.ts'
import { PAGE_FAULTS } from '../lab/chaos/page-faults.ts'
import { runChaos } from '../lab/chaos/run.ts'

/** Beside those of the pages; more reconnects than the sign service allows in a minute would make it a long wait. */
const WITH_THEM = ['the bridge is killed and started again', 'the bridge stands still for 3 s']

describe('Chaos', () => {
  test('[KA1][KA2][KA3] through every quick fault each client gets all that TikTok could be heard to say, once', async () => {
    const seed = Number(process.env['FC_SEED'] ?? 1)
    const findings = await runChaos({ seed, minutes: 0, faults: FAULTS.filter(({ long }) => !long) })
    expect(findings.complaints, `seed ${seed}: ${JSON.stringify(findings.faults)}`).toEqual([])
    expect(findings.lost).toEqual([])
    expect(findings.mostSockets).toBe(1)
    expect(findings.clients).toHaveLength(3)
    for (const { events, due } of findings.clients) {
      expect(events).toBe(due)
      // The rush alone is more, and TikTok can be heard all through it.
      expect(due).toBeGreaterThan(RUSH)
    }
  })

  // A process cannot be stopped there.
  test.skipIf(process.platform === 'win32')(
    '[KA7] reloaded, crashed, frozen or opened early, each page recovers and shows everything once',
    async () => {
      const seed = Number(process.env['FC_SEED'] ?? 1)
      const faults = FAULTS.filter(({ name }) => WITH_THEM.includes(name))
      expect(faults).toHaveLength(WITH_THEM.length)
      const findings = await runChaos({ seed, minutes: 0, faults, pageFaults: PAGE_FAULTS.filter(({ long }) => !long) }).catch(
        (error: unknown) => {
          throw new Error(`seed ${seed}: ${String(error)}`)
        },
      )
      expect(findings.complaints, `seed ${seed}: ${JSON.stringify(findings.faults)}`).toEqual([])
      expect(findings.lost).toEqual([])
      expect(findings.pages?.shown).toBeGreaterThan(100)
    },
  )
})

import { describe, expect, test } from 'vitest'
import { OBS_FAULTS } from '../lab/chaos/obs-faults.ts'
import { runObsChaos } from '../lab/chaos/obs-run.ts'
import { obsAvailable } from '../support/obs/obs.ts'

describe('Chaos', () => {
  describe.skipIf(!obsAvailable())('a show with a real OBS', () => {
    test('[KA6] whatever is killed or hangs, the scene is right whenever OBS answers, at the end too', async () => {
      const seed = Number(process.env['FC_SEED'] ?? 1)
      const findings = await runObsChaos({ seed, long: false })
      expect(findings.complaints, `seed ${seed}: ${JSON.stringify(findings.faults)}`).toEqual([])
      expect(findings.faults).toHaveLength(OBS_FAULTS.filter(({ long }) => !long).length)
      expect(findings.trips).toBeGreaterThanOrEqual(3)
    }, 900_000)
  })
})

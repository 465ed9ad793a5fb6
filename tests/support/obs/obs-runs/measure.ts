import { waitFor } from '../../wait.ts'
import type { TestObs } from '../obs.ts'
import { setStage, SETTINGS } from './stage.ts'

/** One drop: how long OBS took to show what Standby had decided, ms. */
export interface Measured {
  /** From the moment TikTok's health turned degraded to the standby scene on program. */
  toStandbyMs: number
  /** From the moment going back was due (live for 3 s, standby on for 5 s) to the scene from before on program. */
  backMs: number
}

/** A fifth round trip in five minutes would be held back, as it should be. */
const DROPS_PER_BRIDGE = 4
const STABLE_MS = 3_000
const MIN_STANDBY_MS = 5_000

/** Real drops of the demo, one after the other. The moments are the bridge's own; the scenes are asked of OBS every 3 ms. */
export async function measure(obs: TestObs, wantedCount: number): Promise<Measured[]> {
  const all: Measured[] = []
  await (await obs.client()).call('SetCurrentProgramScene', { sceneName: 'Gameplay' })
  while (all.length < wantedCount) {
    const stage = await setStage(obs, { ...SETTINGS, DEGRADED_AFTER: '1000' })
    for (let drop = 0; drop < DROPS_PER_BRIDGE && all.length < wantedCount; drop++) {
      await stage.drop(3)
      await stage.onProgram('Standby')
      const onStandbyAt = Date.now()
      const away = await waitFor(async () => (await stage.tiktok()).degraded, { what: 'the degraded state', everyMs: 5 })
      const standbySince = await waitFor(async () => (await stage.status()).automation.standbySince, { what: 'the switch to be seen' })
      await stage.live()
      const { since } = await stage.tiktok()
      await stage.onProgram('Gameplay')
      const dueAt = Math.max(since + STABLE_MS, standbySince + MIN_STANDBY_MS)
      all.push({ toStandbyMs: onStandbyAt - away.since, backMs: Date.now() - dueAt })
    }
    await stage.end()
  }
  return all
}

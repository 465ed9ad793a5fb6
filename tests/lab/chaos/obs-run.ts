import { seeded } from '../bench/measure.ts'
import { startObs } from '../../support/obs/obs.ts'
import { waitFor } from '../../support/wait.ts'
import { AIR, OBS_FAULTS, STANDBY } from './obs-faults.ts'
import { sceneJudge, watchScene } from './obs-watch.ts'
import { shuffled } from './shuffled.ts'
import { startStage } from './stage.ts'

export interface ObsChaosOptions {
  seed: number
  /** Those that ask for many connections, too. */
  long: boolean
  say?: (line: string) => void
}

export interface ObsFindings {
  faults: { name: string; backMs: number }[]
  /** How often the standby scene came on. */
  trips: number
  complaints: string[]
}

/** A recovery may wait for the sign service's budget, the return for a flapping link (OB28). */
const BACK_MS = 240_000
const MARGIN_MS = 12_000

/** Plays faults over a show with a real OBS, while an observer looks at what is on program. */
export async function runObsChaos({ seed, long, say = () => undefined }: ObsChaosOptions): Promise<ObsFindings> {
  const random = seeded(seed)
  const obs = await startObs({ scenes: [AIR, STANDBY] })
  const env = { OBS_WEBSOCKET_URL: obs.url, OBS_WEBSOCKET_PASSWORD: obs.password }
  const stage = await startStage({ random, clientCount: 1, env }).catch(async (error: unknown) => {
    await obs.stop()
    throw error
  })
  const judge = sceneJudge({ air: AIR, standby: STANDBY, marginMs: MARGIN_MS })
  const well = async (): Promise<boolean> => {
    const [{ health }, { phase, automation }, program] = await Promise.all([stage.status(), stage.obsStatus(), obs.program()])
    return health === 'live' && phase === 'connected' && automation.state === 'idle' && program === AIR
  }
  const findings: ObsFindings = { faults: [], trips: 0, complaints: [] }
  let endWatch = (): Promise<void> => Promise.resolve()
  try {
    await waitFor(well, { what: 'the show to be on the air', timeoutMs: 60_000 })
    endWatch = watchScene(stage, obs, judge)
    const kinds = OBS_FAULTS.filter((fault) => long || !fault.long)
    for (const { name, run } of shuffled(kinds, random)) {
      say(`${name} …`)
      // The observer looks now and then: what it saw last may be the standby scene of the fault before, which would end this one at once.
      await waitFor(() => judge.program() === AIR, { what: 'the observer to see the show', timeoutMs: 20_000 })
      await run({ stage, obs, seen: judge.program })
      const over = performance.now()
      await waitFor(well, { what: `the show to be on the air again after "${name}"`, timeoutMs: BACK_MS, everyMs: 100 })
      const backMs = performance.now() - over
      findings.faults.push({ name, backMs })
      say(`${name}: on the air again after ${(backMs / 1_000).toFixed(1)} s`)
    }
  } finally {
    await endWatch()
    await stage.end()
    await obs.stop()
  }
  return { ...findings, trips: judge.trips(), complaints: [...judge.complaints()] }
}

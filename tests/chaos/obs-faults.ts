import { setTimeout as pause } from 'node:timers/promises'
import type { TestObs } from '../support/obs.ts'
import { waitFor } from '../support/wait.ts'
import type { Stage } from './stage.ts'

/** Something that goes wrong in a show with OBS, and is over when its promise resolves. */
export interface ObsFault {
  name: string
  /** Asks for more connections than the sign service's budget allows in a minute, together with the others. */
  long: boolean
  run: (stage: Stage, obs: TestObs) => Promise<void>
}

export const AIR = 'Gameplay'
export const STANDBY = 'Standby'

const onProgram = (obs: TestObs, scene: string): Promise<boolean> =>
  waitFor(async () => (await obs.program()) === scene, { what: `"${scene}" on program`, timeoutMs: 60_000, everyMs: 100 })

/** TikTok goes, `work` happens on standby, and TikTok is back. */
async function inDrop({ proxy }: Stage, obs: TestObs, work: () => Promise<void>): Promise<void> {
  await proxy.plug(false)
  try {
    await onProgram(obs, STANDBY)
    await work()
  } finally {
    await proxy.plug(true)
  }
}

async function frozen(obs: TestObs, ms: number): Promise<void> {
  obs.freeze()
  await pause(ms)
  obs.thaw()
}

export const OBS_FAULTS: readonly ObsFault[] = [
  { name: 'TikTok is away', long: true, run: (stage, obs) => inDrop(stage, obs, () => pause(6_000)) },
  { name: 'OBS is killed on the air', long: false, run: (_stage, obs) => obs.restart() },
  {
    name: 'OBS is killed on standby',
    long: false,
    run: (stage, obs) =>
      inDrop(stage, obs, async () => {
        await obs.restart()
        await onProgram(obs, STANDBY)
      }),
  },
  {
    name: 'OBS is killed on standby, and TikTok is back before it is',
    long: true,
    async run(stage, obs) {
      await inDrop(stage, obs, () => obs.kill())
      await waitFor(async () => (await stage.status()).health === 'live', { what: 'TikTok', timeoutMs: 90_000 })
      await obs.restart()
    },
  },
  { name: 'OBS hangs on standby', long: true, run: (stage, obs) => inDrop(stage, obs, () => frozen(obs, 11_000)) },
  {
    name: 'OBS hangs while TikTok drops',
    long: false,
    async run(stage, obs) {
      obs.freeze()
      await stage.proxy.plug(false)
      await pause(4_000)
      obs.thaw()
      await onProgram(obs, STANDBY).finally(() => stage.proxy.plug(true))
    },
  },
  { name: 'the bridge is killed on standby', long: false, run: (stage, obs) => inDrop(stage, obs, () => stage.killAndRestart()) },
  {
    name: 'the LIVE ends, and another begins',
    long: false,
    async run(stage, obs) {
      stage.room.end()
      await waitFor(async () => (await stage.status()).health === 'offline', { what: 'the end to be noticed', timeoutMs: 20_000 })
      await pause(2_000)
      if ((await obs.program()) !== AIR) throw new Error('a LIVE that ended switched the scene')
      stage.room.goLive()
      await stage.reconnect()
    },
  },
]

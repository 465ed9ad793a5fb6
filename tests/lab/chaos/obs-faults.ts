import { setTimeout as pause } from 'node:timers/promises'
import type { TestObs } from '../../support/obs/obs.ts'
import { waitFor } from '../../support/wait.ts'
import type { Stage } from './stage.ts'

/** Something that goes wrong in a show with OBS, and is over when its promise resolves. */
export interface ObsFault {
  name: string
  /** Asks for more connections than the sign service's budget allows in a minute, together with the others. */
  long: boolean
  run: (show: ObsShow) => Promise<void>
}

export interface ObsShow {
  stage: Stage
  obs: TestObs
  /** What the observer last saw on program. Faults wait for that: a scene that is gone before it has looked is none to it. */
  seen: () => string | null
}

export const AIR = 'Gameplay'
export const STANDBY = 'Standby'

const onProgram = ({ seen }: ObsShow, scene: string): Promise<boolean> =>
  waitFor(() => seen() === scene, { what: `"${scene}" on program`, timeoutMs: 60_000, everyMs: 100 })

/** TikTok goes, `work` happens on standby, and TikTok is back. */
async function inDrop(show: ObsShow, work: () => Promise<void>): Promise<void> {
  const { proxy } = show.stage
  await proxy.plug(false)
  try {
    await onProgram(show, STANDBY)
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
  { name: 'TikTok is away', long: true, run: (show) => inDrop(show, () => pause(6_000)) },
  { name: 'OBS is killed on the air', long: false, run: ({ obs }) => obs.restart() },
  {
    name: 'OBS is killed on standby',
    long: false,
    run: (show) =>
      inDrop(show, async () => {
        await show.obs.restart()
        await waitFor(async () => (await show.obs.program()) === STANDBY, { what: 'standby in the new OBS', timeoutMs: 60_000 })
        await onProgram(show, STANDBY)
      }),
  },
  {
    name: 'OBS is killed on standby, and TikTok is back before it is',
    long: true,
    async run(show) {
      const { stage, obs } = show
      await inDrop(show, () => obs.kill())
      await waitFor(async () => (await stage.status()).health === 'live', { what: 'TikTok', timeoutMs: 90_000 })
      await obs.restart()
    },
  },
  { name: 'OBS hangs on standby', long: true, run: (show) => inDrop(show, () => frozen(show.obs, 11_000)) },
  {
    name: 'OBS hangs while TikTok drops',
    long: false,
    async run(show) {
      const { stage, obs } = show
      obs.freeze()
      await stage.proxy.plug(false)
      await pause(4_000)
      obs.thaw()
      try {
        await onProgram(show, STANDBY)
      } finally {
        await stage.proxy.plug(true)
      }
    },
  },
  { name: 'the bridge is killed on standby', long: false, run: (show) => inDrop(show, () => show.stage.killAndRestart()) },
  {
    name: 'the LIVE ends, and another begins',
    long: false,
    async run({ stage, obs }) {
      stage.room.end()
      await waitFor(async () => (await stage.status()).health === 'offline', { what: 'the end to be noticed', timeoutMs: 20_000 })
      await pause(2_000)
      if ((await obs.program()) !== AIR) throw new Error('a LIVE that ended switched the scene')
      stage.room.goLive()
      await stage.reconnect()
    },
  },
]

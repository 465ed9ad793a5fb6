import { waitFor } from '../../wait.ts'
import type { Stage } from './stage.ts'
import type { Timeline } from './timeline.ts'

export interface Run {
  name: string
  play(stage: Stage, timeline: Timeline): Promise<void>
}

/** Long enough for what was just seen to be written down, and for nothing more to happen. */
const REST_MS = 1_200

const acknowledged = (stage: Stage): Promise<number> =>
  waitFor(async () => (await stage.status()).automation.standbySince, { what: 'standby to be seen by the bridge', timeoutMs: 15_000 })

async function toStandby(stage: Stage, timeline: Timeline, seconds: number): Promise<void> {
  timeline.note(`TikTok drops, for ${seconds} s`)
  await stage.drop(seconds)
  await stage.onProgram('Standby')
  await acknowledged(stage)
}

/** As a person's click in OBS. */
async function click(stage: Stage, timeline: Timeline, sceneName: string): Promise<void> {
  timeline.note(`the creator clicks "${sceneName}" in OBS`)
  await (await stage.obs.client()).call('SetCurrentProgramScene', { sceneName })
}

async function restart(stage: Stage, timeline: Timeline, how: 'quit' | 'kill'): Promise<void> {
  await toStandby(stage, timeline, 9)
  // A heartbeat of the bridge, by which it tells the new OBS from the old one.
  await stage.rest(2_500)
  timeline.note(how === 'quit' ? 'OBS is closed' : 'OBS crashes (SIGKILL)')
  await stage.obs[how]()
  timeline.note('OBS is started again')
  await stage.obs.restart()
  await stage.onProgram('Standby')
  await acknowledged(stage)
  await stage.onProgram('Gameplay')
}

export const RUNS: readonly Run[] = [
  {
    name: 'Drop and return',
    async play(stage, timeline) {
      await toStandby(stage, timeline, 5)
      await stage.onProgram('Gameplay')
    },
  },
  {
    name: 'Flapping',
    async play(stage, timeline) {
      for (let trip = 1; trip <= 5; trip++) {
        await toStandby(stage, timeline, 3)
        await stage.onProgram('Gameplay', 40_000)
      }
    },
  },
  {
    name: 'Hand switch during standby',
    async play(stage, timeline) {
      await toStandby(stage, timeline, 6)
      await stage.rest(1_000)
      await click(stage, timeline, 'Chat')
      await stage.live()
      await stage.rest(5_000)
      await toStandby(stage, timeline, 3)
      await stage.onProgram('Chat')
    },
  },
  { name: 'OBS closed and started again during standby', play: (stage, timeline) => restart(stage, timeline, 'quit') },
  { name: 'OBS crashed and started again during standby', play: (stage, timeline) => restart(stage, timeline, 'kill') },
  {
    name: 'Bridge killed during standby',
    async play(stage, timeline) {
      await toStandby(stage, timeline, 6)
      await stage.rest(1_000)
      timeline.note('the bridge crashes (SIGKILL)')
      await stage.crashBridge(1_000)
      timeline.note('the bridge is started again')
      await stage.onProgram('Gameplay')
    },
  },
  {
    name: 'Studio mode',
    async play(stage, timeline) {
      const client = await stage.obs.client()
      await client.call('SetStudioModeEnabled', { studioModeEnabled: true })
      await client.call('SetCurrentPreviewScene', { sceneName: 'Chat' })
      const preview = async (): Promise<string> => (await client.call('GetCurrentPreviewScene')).currentPreviewSceneName
      await stage.rest(REST_MS)
      timeline.note(`studio mode, "${await preview()}" in preview`)
      await toStandby(stage, timeline, 5)
      await stage.rest(REST_MS)
      timeline.note(`"${await preview()}" in preview`)
      await stage.onProgram('Gameplay')
      await stage.rest(REST_MS)
      timeline.note(`"${await preview()}" in preview`)
      await client.call('SetStudioModeEnabled', { studioModeEnabled: false })
    },
  },
  {
    name: 'Deleted scene',
    async play(stage, timeline) {
      const client = await stage.obs.client()
      await client.call('CreateScene', { sceneName: 'Cooking' })
      await click(stage, timeline, 'Cooking')
      await stage.rest(REST_MS)
      await toStandby(stage, timeline, 4)
      timeline.note('"Cooking" is deleted in OBS')
      await client.call('RemoveScene', { sceneName: 'Cooking' })
      await stage.live()
      await stage.rest(6_000)
      await click(stage, timeline, 'Chat')
    },
  },
]

export async function play(run: Run, stage: Stage, timeline: Timeline): Promise<void> {
  await run.play(stage, timeline)
  await stage.rest(REST_MS)
}

import { pino } from 'pino'
import { afterEach, beforeEach, expect } from 'vitest'
import type { AutomationState } from '@standby/bridge/obs/scenes/state.ts'
import { createObsLink, type ObsLink } from '@standby/bridge/obs/link/link.ts'
import type { ObsSettings } from '@standby/bridge/obs/status.ts'
import type { Health, ObsStatus } from '@standby/shared/protocol.ts'
import { DEFAULT_OBS_AUTOMATION } from '@standby/shared/settings/obs-settings.ts'
import { fakeClock, type FakeClock } from '../../support/fakes/fake-clock.ts'
import { startFakeObs, type FakeObs } from '../../support/fakes/fake-obs.ts'
import { countUnanswered, type Unanswered } from '../../support/obs/unanswered.ts'
import { waitFor } from '../../support/wait.ts'

/** All that the bridge may ever ask of OBS. */
export const ALLOWED = new Set(
  (
    'GetVersion GetStats GetSceneList GetStudioModeEnabled GetCurrentSceneTransitionCursor GetCurrentProgramScene GetStreamStatus ' +
    'GetRecordStatus GetVirtualCamStatus CallVendorRequest SetCurrentProgramScene SetCurrentPreviewScene'
  ).split(' '),
)

/** The automation on an injected clock, with a peer that can do what a real OBS cannot. Fresh for each test. */
export interface ObsWorld {
  fake: FakeObs
  clock: FakeClock
  obs: ObsLink
  settings: ObsSettings
  lines: { level: number; msg: string; why?: string }[]
  /** The log as it is written. */
  text: string
  statuses: ObsStatus[]
  /** What was saved, and how many switches OBS had been sent by then. */
  saved: { mind: AutomationState; switchCount: number }[]
  /** OBS says nothing any more, and is not waited for. */
  isMute: boolean
  switchCount(): number
  setHealth(health: Health): void
  connect(): Promise<void>
  /** Lets the injected time run, a step at a time, until it is so. */
  until(what: string, condition: () => unknown, stepMs?: number): Promise<void>
  run(ms: number, stepMs?: number): Promise<void>
}

export function obsWorld(): ObsWorld {
  let unanswered: Unanswered

  /** All that was sent is taken in, and all that was asked for it is answered, over the real socket. */
  async function rest(): Promise<void> {
    await world.fake.delivered()
    if (world.isMute) return
    await waitFor(() => world.obs.status().phase !== 'connecting', { what: 'the end of the attempt', everyMs: 1 })
    while (!(await unanswered.atRest())) await world.fake.delivered()
  }

  const world: ObsWorld = {
    fake: undefined as never,
    clock: undefined as never,
    obs: undefined as never,
    settings: undefined as never,
    lines: [],
    text: '',
    statuses: [],
    saved: [],
    isMute: false,
    switchCount: () => world.fake.requests.filter((type) => type === 'SetCurrentProgramScene').length,
    setHealth: (health) => world.obs.setHealth(health, world.clock.now()),
    async connect() {
      world.obs.configure(world.settings)
      await world.until('the connection', () => world.obs.status().programScene !== null)
    },
    async until(what, condition, stepMs = 50) {
      await rest()
      for (let steps = 0; !condition(); steps++) {
        if (steps === 2_000) throw new Error(`In vain the clock was put forward for ${what}.`)
        world.clock.advanceBy(stepMs)
        await rest()
      }
    },
    async run(ms, stepMs = 50) {
      const end = world.clock.now() + ms
      await world.until(`${ms} ms to pass`, () => world.clock.now() >= end, stepMs)
    },
  }

  beforeEach(async () => {
    const fake = await startFakeObs({ password: 'hunter2-secret' })
    unanswered = countUnanswered()
    const settings = { ...DEFAULT_OBS_AUTOMATION, url: fake.url, password: 'hunter2-secret', standbyScene: 'Standby', enabled: true }
    Object.assign(world, { fake, settings, clock: fakeClock(), lines: [], text: '', statuses: [], saved: [], isMute: false })
    const write = (line: string): void => {
      world.text += line
      world.lines.push(JSON.parse(line) as (typeof world.lines)[number])
    }
    world.obs = createObsLink({
      clock: world.clock,
      random: () => 0.5,
      log: pino({ level: 'trace' }, { write }),
      saved: { load: () => null, save: (mind) => world.saved.push({ mind, switchCount: world.switchCount() }) },
      onStatus: (status) => world.statuses.push(status),
      onSession: unanswered.watch,
    })
    world.setHealth('live')
  })
  afterEach(async () => {
    await world.obs.close()
    expect(world.clock.nextDueAt()).toBeNull()
    await world.fake.close()
  })
  return world
}

import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Mind } from '@standby/bridge/obs/mind.ts'
import { createObs, type Obs } from '@standby/bridge/obs/obs.ts'
import type { ObsSettings } from '@standby/bridge/obs/status.ts'
import { DEFAULT_OBS_AUTOMATION, type Health, type ObsStatus } from '@standby/shared/protocol.ts'
import { fakeClock, type FakeClock } from '../../support/fakes/fake-clock.ts'
import { startFakeObs, type FakeObs } from '../../support/fakes/fake-obs.ts'
import { countUnanswered, type Unanswered } from '../../support/obs/unanswered.ts'
import { waitFor } from '../../support/wait.ts'
import { inWords } from '../../support/fixtures/words.ts'

/** All that the bridge may ever ask of OBS. */
const ALLOWED = new Set(
  (
    'GetVersion GetStats GetSceneList GetStudioModeEnabled GetCurrentSceneTransitionCursor GetCurrentProgramScene GetStreamStatus ' +
    'GetRecordStatus GetVirtualCamStatus CallVendorRequest SetCurrentProgramScene SetCurrentPreviewScene'
  ).split(' '),
)

describe('the automation, with a peer that can do what a real OBS cannot', () => {
  let fake: FakeObs
  let clock: FakeClock
  let obs: Obs
  let lines: { level: number; msg: string; why?: string }[]
  let text: string
  let statuses: ObsStatus[]
  /** What was saved, and how many switches OBS had been sent by then. */
  let saved: { mind: Mind; switchCount: number }[]
  let settings: ObsSettings
  let unanswered: Unanswered
  /** It says nothing any more, and is not waited for. */
  let isMute: boolean

  const switchCount = (): number => fake.requests.filter((type) => type === 'SetCurrentProgramScene').length

  beforeEach(async () => {
    fake = await startFakeObs({ password: 'hunter2-secret' })
    clock = fakeClock()
    unanswered = countUnanswered()
    isMute = false
    lines = []
    text = ''
    statuses = []
    saved = []
    settings = { ...DEFAULT_OBS_AUTOMATION, url: fake.url, password: 'hunter2-secret', standbyScene: 'Standby', enabled: true }
    const write = (line: string): void => {
      text += line
      lines.push(JSON.parse(line) as (typeof lines)[number])
    }
    obs = createObs({
      clock,
      random: () => 0.5,
      log: pino({ level: 'trace' }, { write }),
      memory: { load: () => null, save: (mind) => saved.push({ mind, switchCount: switchCount() }) },
      onStatus: (status) => statuses.push(status),
      onSession: unanswered.watch,
    })
    setHealth('live')
  })
  afterEach(async () => {
    await obs.close()
    expect(clock.nextDueAt()).toBeNull()
    await fake.close()
  })

  const setHealth = (health: Health): void => obs.setHealth(health, clock.now())

  /** All that was sent is taken in, and all that was asked for it is answered, over the real socket. */
  async function rest(): Promise<void> {
    await fake.delivered()
    if (isMute) return
    await waitFor(() => obs.status().phase !== 'connecting', { what: 'the end of the attempt', everyMs: 1 })
    while (!(await unanswered.atRest())) await fake.delivered()
  }
  /** Lets the injected time run, a step at a time, until it is so. */
  async function until(what: string, condition: () => unknown, stepMs = 50): Promise<void> {
    await rest()
    for (let steps = 0; !condition(); steps++) {
      if (steps === 2_000) throw new Error(`In vain the clock was put forward for ${what}.`)
      clock.advanceBy(stepMs)
      await rest()
    }
  }
  async function run(ms: number, stepMs = 50): Promise<void> {
    const end = clock.now() + ms
    await until(`${String(ms)} ms to pass`, () => clock.now() >= end, stepMs)
  }
  async function connect(): Promise<void> {
    obs.configure(settings)
    await until('the connection', () => obs.status().programScene !== null)
  }

  test('[OB12] every switch says why, in the log and in the status', async () => {
    await connect()
    setHealth('degraded')
    await until('standby', () => obs.status().automation.standbySince)
    expect(inWords(obs.status().automation.lastAction)).toEqual({ command: 'to "Standby"', why: 'TikTok has been away for 10 s' })
    await run(5_000)
    setHealth('live')
    await until('the return', () => obs.status().automation.state === 'idle')
    const said = lines.filter(({ level, why }) => level === 30 && why !== undefined).map(({ msg }) => msg)
    expect(said).toEqual(['OBS to "Standby": TikTok has been away for 10 s', 'OBS back to "Gameplay": TikTok has been back for 3 s'])
  })

  test('[OB8] the way back is saved before the switch is sent', async () => {
    await connect()
    setHealth('degraded')
    await until('standby', () => obs.status().automation.standbySince)
    expect(saved[0]).toMatchObject({ switchCount: 0, mind: { memory: { state: 'standby', returnTo: { name: 'Gameplay' } } } })
  })

  test('[OB22] it reads, and switches scenes; it never starts or stops anything', async () => {
    await connect()
    setHealth('degraded')
    await run(8_000)
    setHealth('live')
    await until('the return', () => fake.program === 'Gameplay')
    expect(fake.requests.filter((type) => !ALLOWED.has(type))).toEqual([])
  })

  test('[OB13] OBS that is not there is tried after 1 s, then ever slower up to 10 s, for ever, and said once', async () => {
    await fake.close()
    obs.configure(settings)
    const delays: number[] = []
    for (let attempt = 0; attempt < 20; attempt++) {
      await waitFor(() => obs.status().phase === 'waiting', { what: 'the attempt to fail', everyMs: 1 })
      delays.push((obs.status().nextAttemptAt ?? 0) - clock.now())
      clock.advanceTo(obs.status().nextAttemptAt ?? 0)
    }
    expect(delays.slice(0, 4)).toEqual([1_000, 1_500, 2_250, 3_375])
    expect(new Set(delays.slice(8))).toEqual(new Set([10_000]))
    expect(lines.filter(({ level }) => level >= 30)).toHaveLength(1)
    expect(obs.status().problem?.text).toContain('Start OBS')
  })

  test('[OB23] trying again by hand waits for nothing', async () => {
    await fake.close()
    obs.configure(settings)
    await until('a long wait', () => (obs.status().nextAttemptAt ?? 0) - clock.now() > 5_000)
    fake = await startFakeObs({ password: 'hunter2-secret', port: Number(new URL(settings.url).port) })
    obs.retry()
    const at = clock.now()
    await waitFor(() => obs.status().phase === 'connected', { what: 'the connection' })
    expect(clock.now()).toBe(at)
    obs.retry()
    await run(1_000)
    expect(fake.connectionCount()).toBe(1)
  })

  test('[OB14] a wrong password is not tried twice, a changed one at once', async () => {
    obs.configure({ ...settings, password: 'wrong-one' })
    await until('the refusal', () => obs.status().phase === 'wrong-password')
    await run(60_000, 1_000)
    obs.configure({ ...settings, password: 'wrong-one', standbyScene: 'Chat' })
    await run(60_000, 1_000)
    expect(fake.connectionCount()).toBe(1)
    expect(obs.status().nextAttemptAt).toBeNull()
    obs.configure(settings)
    await waitFor(() => obs.status().phase === 'connected', { what: 'the connection' })
  })

  test('[OB18] the password is in no status and no line of the log', async () => {
    await connect()
    setHealth('degraded')
    await run(6_000)
    obs.configure({ ...settings, url: 'ws://:hunter2-secret@127.0.0.1:1' })
    await until('the address to be refused', () => obs.status().phase === 'stopped')
    expect(obs.status()).toMatchObject({ url: 'ws://127.0.0.1:1', hasPassword: true })
    expect(text + JSON.stringify(statuses)).not.toContain('hunter2-secret')
  })

  test('[OB17] a kick ends it until a person tries again', async () => {
    await connect()
    fake.closeAll(4011, 'Your session has been invalidated.')
    await until('the kick', () => obs.status().phase === 'stopped')
    await run(60_000, 1_000)
    expect(fake.connectionCount()).toBe(1)
    expect(obs.status().problem?.text).toContain('Try again')
    obs.retry()
    await waitFor(() => obs.status().phase === 'connected', { what: 'the connection' })
  })

  test('[OB16] an OBS that hangs is left after 8 s without a sign of life', async () => {
    await connect()
    for (const type of ALLOWED) fake.answer(type, 'silence')
    fake.greet(false)
    isMute = true
    const from = clock.now()
    await until('the hang to be noticed', () => obs.status().phase === 'waiting')
    expect(clock.now() - from).toBeGreaterThan(5_900)
    expect(clock.now() - from).toBeLessThan(8_200)
    await until('an attempt that gets no hello', () => obs.status().phase === 'connecting')
    await until('its end', () => obs.status().phase === 'waiting')
    expect(obs.status().problem?.text).toContain('OBS does not respond')
  })

  test('[OB16] one that is merely quiet is kept, as it answers when asked', async () => {
    await connect()
    await run(60_000, 500)
    expect(obs.status().phase).toBe('connected')
    expect(fake.connectionCount()).toBe(1)
  })

  test('[OB19] an OBS without any scenes is in the middle of something, not without a standby scene', async () => {
    await connect()
    fake.scenes = []
    fake.emit('SceneListChanged', { scenes: [] })
    await run(2_000)
    expect(obs.status()).toMatchObject({ standbySceneExists: true, problem: null })
  })

  test('[OB19] while OBS loads it is asked again, and nothing is switched', async () => {
    fake.answer('GetSceneList', { code: 207, comment: 'OBS is not ready to perform the request.' })
    obs.configure(settings)
    setHealth('degraded')
    await until('the link', () => obs.status().phase === 'connected')
    await run(60_000, 1_000)
    expect(statuses.at(-1)).toMatchObject({ problem: { code: 'obs-busy' }, programScene: null, standbySceneExists: null })
    expect(switchCount()).toBe(0)
    fake.answer('GetSceneList', null)
    await until('standby, and nothing to be told', () => fake.program === 'Standby' && obs.status().problem === null)
  })

  test('[OB19] nothing is believed in the middle of a change of the collection', async () => {
    await connect()
    setHealth('degraded')
    await until('standby', () => obs.status().automation.standbySince)
    await run(1_000)
    fake.emit('CurrentSceneCollectionChanging', { sceneCollectionName: 'One' })
    fake.scenes = ['Gameplay']
    fake.program = 'Gameplay'
    fake.emit('SceneRemoved', { sceneName: 'Standby', isGroup: false })
    await run(3_000)
    expect(obs.status()).toMatchObject({ standbySceneExists: true, automation: { state: 'standby' } })
    fake.scenes = ['Gameplay', 'Chat', 'Standby']
    fake.program = 'Standby'
    fake.emit('CurrentSceneCollectionChanged', { sceneCollectionName: 'One' })
    await run(3_000)
    expect(obs.status()).toMatchObject({ standbySceneExists: true, automation: { state: 'standby' } })
    expect(switchCount()).toBe(1)
  })

  test('[OB20] a switch counts when OBS shows the scene, whatever events say or do not say', async () => {
    await connect()
    fake.answer('SetCurrentProgramScene', {})
    setHealth('degraded')
    await until('the failure', () => obs.status().problem?.text.includes('did not switch'))
    fake.emit('CurrentProgramSceneChanged', { sceneName: 'Standby' })
    await run(1_500)
    expect(obs.status().automation).toMatchObject({ standbySince: null, lastAction: null })
  })

  test('[OB21] a switch that fails is said, and tried again after 2 s', async () => {
    await connect()
    fake.answer('SetCurrentProgramScene', { code: 702 })
    setHealth('degraded')
    await until('the failure', () => obs.status().problem?.text.includes('did not switch to "Standby"'))
    const first = clock.now()
    expect(switchCount()).toBe(1)
    fake.answer('SetCurrentProgramScene', null)
    await until('standby', () => obs.status().automation.standbySince)
    expect(clock.now() - first).toBeGreaterThanOrEqual(1_900)
    expect(obs.status()).toMatchObject({ problem: null, automation: { returnTo: 'Gameplay' } })
  })

  test('[OB21] a store that cannot save does not keep the show from its standby scene', async () => {
    await connect()
    saved.push = () => {
      throw new Error('disk full')
    }
    setHealth('degraded')
    await until('standby', () => obs.status().automation.standbySince)
    expect(lines.filter(({ level }) => level === 50).length).toBeGreaterThan(0)
  })

  test('[OB25] switched off it connects to nothing, and hangs up when it was connected', async () => {
    obs.configure({ ...settings, enabled: false })
    obs.retry()
    await run(10_000, 1_000)
    expect(fake.connectionCount()).toBe(0)
    expect(obs.status()).toMatchObject({ phase: 'off', problem: null })
    await connect()
    obs.configure({ ...settings, enabled: false })
    setHealth('degraded')
    await run(5_000)
    expect(obs.status()).toMatchObject({ phase: 'off', programScene: null })
    expect(switchCount()).toBe(0)
  })
})

import { describe, expect, test } from 'vitest'
import { INITIAL_STATE, inCollection, leavingCollection } from '@standby/bridge/obs/scenes/state.ts'
import { IDLE, YIELDED } from '@standby/bridge/obs/scenes/way-back.ts'
import { obsWorld } from './obs-world.ts'
import { onStandby } from './scenes/show.ts'

const world = obsWorld()
const problem = (): string | null => world.obs.status().problem?.code ?? null

/** Somebody changes the scene in OBS. */
function click(scene: string): void {
  world.fake.program = scene
  world.fake.emit('CurrentProgramSceneChanged', { sceneName: scene })
}

async function changeCollection(from: string, to: string, program: string): Promise<void> {
  world.fake.emit('CurrentSceneCollectionChanging', { sceneCollectionName: from })
  world.fake.program = program
  world.fake.emit('CurrentSceneCollectionChanged', { sceneCollectionName: to })
  await world.run(3_000)
}

describe('OBS and its scenes', () => {
  test('[OB41] a standby scene that is on air at the start, while the LIVE is on, is told', async () => {
    world.fake.program = 'Standby'
    await world.connect()
    await world.until('the warning', () => problem() === 'standby-left-on')
    click('Gameplay')
    await world.until('its end', () => problem() === null)
  })

  test.each<[string, () => void]>([
    ['the automation is off', () => world.obs.configure({ ...world.settings, mode: 'off' })],
    ['it is paused', () => world.obs.pause(true)],
    ['it is a dry run', () => world.obs.configure({ ...world.settings, dryRun: true })],
  ])('[OB41] it is told also if %s', async (_, prepare) => {
    await world.connect()
    prepare()
    click('Standby')
    await world.until('the warning', () => problem() === 'standby-left-on')
  })

  test('[OB41] a pause during standby is reported, and a standby that ends by itself is not', async () => {
    await world.connect()
    world.setHealth('degraded')
    await world.until('standby', () => world.fake.program === 'Standby')
    await world.run(6_000)
    world.obs.pause(true)
    world.setHealth('live')
    await world.until('the warning', () => problem() === 'standby-left-on')
    world.obs.pause(false)
    await world.until('the return', () => world.fake.program === 'Gameplay')
    expect(problem()).toBeNull()
  })

  test('[OB41] by the button it is no mistake, and neither is it while TikTok is away or nobody is live', async () => {
    await world.connect()
    expect(world.obs.manual('standby')).toBeNull()
    await world.until('standby', () => world.obs.status().automation.standbySince)
    await world.run(20_000)
    expect(problem()).toBeNull()
    world.obs.manual('back')
    await world.until('the return', () => world.fake.program === 'Gameplay')
    for (const health of ['degraded', 'offline', 'reconnecting'] as const) {
      world.setHealth(health)
      click('Standby')
      await world.run(3_000)
      expect([health, problem()]).toEqual([health, null])
    }
  })

  test('[OB42] one press leaves it for the scene that was on last, else for the topmost other one', async () => {
    world.fake.program = 'Standby'
    await world.connect()
    expect(world.obs.manual('back')).toBeNull()
    const [topmost] = world.fake.scenes.filter((name) => name !== 'Standby')
    await world.until('the show', () => world.fake.program === topmost)
    const last = world.fake.scenes.filter((name) => name !== 'Standby').at(-1) ?? ''
    click(last)
    await world.run(1_000)
    click('Standby')
    await world.until('the warning', () => problem() === 'standby-left-on')
    expect(world.obs.manual('back')).toBeNull()
    await world.until('the show', () => world.fake.program === last)
    await world.run(1_000)
    expect(world.obs.manual('back')?.code).toBe('not-on-standby')
  })

  test('[OB43] a collection that is changed and changed back within an outage comes back from standby', async () => {
    await world.connect()
    world.setHealth('degraded')
    await world.until('standby', () => world.obs.status().automation.standbySince)
    await world.run(2_000)
    await changeCollection('Main', 'Other', 'Gameplay')
    await world.until('standby there', () => world.fake.program === 'Standby')
    await world.run(6_000)
    await changeCollection('Other', 'Main', 'Standby')
    expect(world.obs.status().automation).toMatchObject({ state: 'standby', returnTo: 'Gameplay' })
    world.setHealth('live')
    await world.until('the return', () => world.fake.program === 'Gameplay')
    await changeCollection('Main', 'Other', 'Standby')
    await world.until('the return there', () => world.fake.program === 'Gameplay')
    expect(problem()).toBeNull()
  })

  test('[OB43] each collection keeps its own, hands off counts in all, and the number is bounded', () => {
    const away = inCollection(leavingCollection({ ...INITIAL_STATE, memory: onStandby() }, 'A'), 'B')
    expect([away.memory, away.collection]).toEqual([IDLE, 'B'])
    expect(inCollection(away, 'A').memory).toEqual(onStandby())
    expect(inCollection({ ...away, memory: YIELDED }, 'C').memory).toEqual(YIELDED)
    expect(inCollection({ ...away, memory: YIELDED }, 'A').memory).toEqual(onStandby())
    let state = away
    for (let at = 0; at < 100; at += 1) state = inCollection({ ...state, memory: onStandby() }, `C${String(at)}`)
    expect(Object.keys(state.elsewhere)).toHaveLength(20)
  })
})

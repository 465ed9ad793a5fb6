import { describe, expect, test } from 'vitest'
import { inWords } from '../../support/fixtures/words.ts'
import { ALLOWED, obsWorld } from './obs-world.ts'

const world = obsWorld()

describe('OBS and its scenes', () => {
  test('[OB12] every switch says why, in the log and in the status', async () => {
    await world.connect()
    world.setHealth('degraded')
    await world.until('standby', () => world.obs.status().automation.standbySince)
    expect(inWords(world.obs.status().automation.lastAction)).toEqual({ command: 'to “Standby”', why: 'TikTok had been away for 10 s' })
    await world.run(5_000)
    world.setHealth('live')
    await world.until('the return', () => world.obs.status().automation.state === 'idle')
    const said = world.lines.filter(({ level, why }) => level === 30 && why !== undefined).map(({ msg }) => msg)
    expect(said).toEqual(['OBS: to “Standby” (TikTok had been away for 10 s)', 'OBS: back to “Gameplay” (TikTok had been back for 3 s)'])
  })

  test('[OB8] the way back is saved before the switch is sent', async () => {
    await world.connect()
    world.setHealth('degraded')
    await world.until('standby', () => world.obs.status().automation.standbySince)
    expect(world.saved[0]).toMatchObject({ switchCount: 0, mind: { memory: { state: 'standby', returnTo: { name: 'Gameplay' } } } })
  })

  test('[OB22] it reads, and switches scenes; it never starts or stops anything', async () => {
    await world.connect()
    world.setHealth('degraded')
    await world.run(8_000)
    world.setHealth('live')
    await world.until('the return', () => world.fake.program === 'Gameplay')
    expect(world.fake.requests.filter((type) => !ALLOWED.has(type))).toEqual([])
  })

  test('[OB19] an OBS without any scenes is in the middle of something, not without a standby scene', async () => {
    await world.connect()
    world.fake.scenes = []
    world.fake.emit('SceneListChanged', { scenes: [] })
    await world.run(2_000)
    expect(world.obs.status()).toMatchObject({ standbySceneExists: true, problem: null })
  })

  test('[OB19] while OBS loads it is asked again, and nothing is switched', async () => {
    world.fake.answer('GetSceneList', { code: 207, comment: 'OBS is not ready to perform the request.' })
    world.obs.configure(world.settings)
    world.setHealth('degraded')
    await world.until('the link', () => world.obs.status().phase === 'connected')
    await world.run(60_000, 1_000)
    expect(world.statuses.at(-1)).toMatchObject({ problem: { code: 'obs-busy' }, programScene: null, standbySceneExists: null })
    expect(world.switchCount()).toBe(0)
    world.fake.answer('GetSceneList', null)
    await world.until('standby, and nothing to be told', () => world.fake.program === 'Standby' && world.obs.status().problem === null)
  })

  test('[OB19] nothing is believed in the middle of a change of the collection', async () => {
    await world.connect()
    world.setHealth('degraded')
    await world.until('standby', () => world.obs.status().automation.standbySince)
    await world.run(1_000)
    world.fake.emit('CurrentSceneCollectionChanging', { sceneCollectionName: 'One' })
    world.fake.scenes = ['Gameplay']
    world.fake.program = 'Gameplay'
    world.fake.emit('SceneRemoved', { sceneName: 'Standby', isGroup: false })
    await world.run(3_000)
    expect(world.obs.status()).toMatchObject({ standbySceneExists: true, automation: { state: 'standby' } })
    world.fake.scenes = ['Gameplay', 'Chat', 'Standby']
    world.fake.program = 'Standby'
    world.fake.emit('CurrentSceneCollectionChanged', { sceneCollectionName: 'One' })
    await world.run(3_000)
    expect(world.obs.status()).toMatchObject({ standbySceneExists: true, automation: { state: 'standby' } })
    expect(world.switchCount()).toBe(1)
  })

  test('[OB20] a switch counts when OBS shows the scene, whatever events say or do not say', async () => {
    await world.connect()
    world.fake.answer('SetCurrentProgramScene', {})
    world.setHealth('degraded')
    await world.until('the failure', () => world.obs.status().problem?.text.includes('did not switch'))
    world.fake.emit('CurrentProgramSceneChanged', { sceneName: 'Standby' })
    await world.run(1_500)
    expect(world.obs.status().automation).toMatchObject({ standbySince: null, lastAction: null })
  })

  test('[OB21] a switch that fails is said, and tried again after 2 s', async () => {
    await world.connect()
    world.fake.answer('SetCurrentProgramScene', { code: 702 })
    world.setHealth('degraded')
    await world.until('the failure', () => world.obs.status().problem?.text.includes('did not switch to “Standby”'))
    const first = world.clock.now()
    expect(world.switchCount()).toBe(1)
    world.fake.answer('SetCurrentProgramScene', null)
    await world.until('standby', () => world.obs.status().automation.standbySince)
    expect(world.clock.now() - first).toBeGreaterThanOrEqual(1_900)
    expect(world.obs.status()).toMatchObject({ problem: null, automation: { returnTo: 'Gameplay' } })
  })

  test('[OB21] a store that cannot save does not keep the show from its standby scene', async () => {
    await world.connect()
    world.saved.push = () => {
      throw new Error('disk full')
    }
    world.setHealth('degraded')
    await world.until('standby', () => world.obs.status().automation.standbySince)
    expect(world.lines.filter(({ level }) => level === 50).length).toBeGreaterThan(0)
  })
})

import { afterAll, beforeAll } from 'vitest'
import { startFixtureBridge, type FixtureBridge } from '../peers/fixture-bridge.ts'
import { sharedChromium, type TestBrowser } from './chromium.ts'
import { situations, type Situations } from './situations.ts'

/** One browser and one bridge of made-up situations, for all tests of a file. */
export interface FixtureStage {
  browser: TestBrowser
  bridge: FixtureBridge
  shows: Situations
}

/** To be called once in a file, outside its tests. What it returns is filled before the first of them. */
export function fixtureStage(): FixtureStage {
  const stage = {} as FixtureStage
  beforeAll(async () => {
    stage.bridge = await startFixtureBridge({ quick: true })
    stage.browser = await sharedChromium()
    stage.shows = situations(stage.browser, stage.bridge)
  })
  afterAll(async () => {
    await stage.browser.close()
    await stage.bridge.close()
  })
  return stage
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OBSWebSocket } from 'obs-websocket-js/json'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ScenePicture } from '@standby/shared/obs-picture.ts'
import { sharedChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { obsAvailable, startObs, type TestObs } from '../support/obs/obs.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { patience, waitFor } from '../support/wait.ts'

/** As OBS stores colours: 0xAABBGGRR. None lets light through: OBS mixes in linear light, and a page does not. */
const RED = 0xff2020e0
const GREEN = 0xff20c040
const BLUE = 0xffe06020
const YELLOW = 0xff00e0f0
const WHITE = 0xffffffff

const MIDDLE = 0
const TOP_LEFT = 5

let obs: TestObs
let bridge: TestBridge
let browser: TestBrowser
let page: Page
let complaints: string[]
let hand: OBSWebSocket

async function add(
  scene: string,
  name: string,
  colour: number,
  size: [number, number],
  transform: Record<string, string | number>,
): Promise<void> {
  const inputSettings = { color: colour, width: size[0], height: size[1] }
  const { sceneItemId } = await hand.call('CreateInput', { sceneName: scene, inputName: name, inputKind: 'color_source_v3', inputSettings })
  await hand.call('SetSceneItemTransform', { sceneName: scene, sceneItemId, sceneItemTransform: transform })
}

/** All that OBS tells of its scenes. */
async function everything(): Promise<unknown> {
  const { scenes, currentProgramSceneName } = await hand.call('GetSceneList')
  const items = await Promise.all(scenes.map(({ sceneName }) => hand.call('GetSceneItemList', { sceneName: sceneName as string })))
  return { scenes, currentProgramSceneName, items }
}

const asked = async (): Promise<ScenePicture> => {
  const { picture } = (await (await fetch(`${bridge.origin}/api/obs/picture`)).json()) as { picture: ScenePicture }
  return picture
}

/** By how much two pictures differ, 0 to 255 on average over the worst tenth of a grid of 16 by 16 tiles. */
async function difference(one: string, other: string): Promise<number> {
  return page.evaluate(
    async ([first, second]) => {
      const SIZE = 160
      const pixels = async (source: string): Promise<Uint8ClampedArray> => {
        const image = new Image()
        image.src = source
        await image.decode()
        const canvas = document.createElement('canvas')
        canvas.width = canvas.height = SIZE
        const context = canvas.getContext('2d')!
        context.drawImage(image, 0, 0, SIZE, SIZE)
        return context.getImageData(0, 0, SIZE, SIZE).data
      }
      const [a, b] = [await pixels(first!), await pixels(second!)]
      const tiles = new Array<number>(256).fill(0)
      for (let at = 0; at < a.length; at += 4) {
        const [x, y] = [(at / 4) % SIZE, Math.floor(at / 4 / SIZE)]
        const tile = Math.floor(y / 10) * 16 + Math.floor(x / 10)
        for (let channel = 0; channel < 3; channel += 1) tiles[tile]! += Math.abs(a[at + channel]! - b[at + channel]!) / 300
      }
      const worst = tiles.sort((left, right) => right - left).slice(0, 25)
      return worst.reduce((sum, value) => sum + value, 0) / worst.length
    },
    [one, other],
  )
}

beforeAll(async () => {
  if (!obsAvailable()) return
  obs = await startObs({ scenes: ['Gameplay', 'Widgets', 'Standby'], browserSource: true })
  bridge = await startBridge({ env: { OBS_WEBSOCKET_URL: obs.url, OBS_WEBSOCKET_PASSWORD: obs.password } })
  browser = await sharedChromium()
  hand = await obs.client()
  ;({ page, complaints } = await browser.newPage({ viewport: { width: 1280, height: 1000 }, deviceScaleFactor: 2 }))
})
afterAll(async () => {
  if (!obsAvailable()) return
  await browser.close()
  await bridge.kill()
  await obs.stop()
})

describe.skipIf(!obsAvailable())('Setup in OBS, and our own pages there', () => {
  test('[OS24][HM31] the monitor shows what OBS itself makes of the scene', async () => {
    const { baseWidth: width, baseHeight: height } = await hand.call('GetVideoSettings')
    const at = (x: number, y: number): Record<string, number> => ({ positionX: x * width, positionY: y * height })
    const bounds = { boundsWidth: width * 0.3, boundsHeight: height * 0.3, boundsAlignment: MIDDLE }
    await add('Gameplay', 'Turned', RED, [120, 60], { ...at(0.3, 0.4), rotation: 30, alignment: MIDDLE, scaleX: 1.2, scaleY: 0.8 })
    await add('Gameplay', 'Cropped', GREEN, [100, 100], { ...at(0.6, 0.1), cropLeft: 40, cropBottom: 50, alignment: TOP_LEFT })
    await add('Gameplay', 'Fitted', BLUE, [90, 30], { ...at(0.05, 0.65), ...bounds, boundsType: 'OBS_BOUNDS_SCALE_INNER' })
    await add('Gameplay', 'Mirrored', WHITE, [40, 40], { ...at(0.95, 0.95), scaleX: -1, scaleY: 1, alignment: 10 })
    await add('Gameplay', 'In front', YELLOW, [150, 90], { ...at(0.4, 0.5), alignment: TOP_LEFT })
    const { imageData } = await hand.call('GetSourceScreenshot', { sourceName: 'Gameplay', imageFormat: 'png', imageWidth: 320 })

    await page.goto(bridge.url.home)
    const monitor = page.getByRole('group', { name: 'Program monitor' })
    await monitor
      .getByTestId('layer')
      .nth(5)
      .waitFor({ state: 'attached', timeout: patience(20_000) })
    await page.addStyleTag({
      content:
        '[data-testid="overlay-place"] { visibility: hidden } [aria-label="Program monitor"] { border: 0 !important; border-radius: 0 !important }',
    })
    const taken = await monitor.screenshot()
    expect(await difference(imageData, `data:image/png;base64,${taken.toString('base64')}`)).toBeLessThan(12)
    expect(await monitor.evaluate((element) => element.clientWidth / element.clientHeight)).toBeCloseTo(width / height, 1)
    expect(await page.getByText('Behind it: your scene “Gameplay”.').count()).toBe(1)

    // A source that moved is seen to be elsewhere: the comparison would notice.
    const { sceneItems } = await hand.call('GetSceneItemList', { sceneName: 'Gameplay' })
    const turned = sceneItems.find(({ sourceName }) => sourceName === 'Turned')
    await hand.call('SetSceneItemTransform', {
      sceneName: 'Gameplay',
      sceneItemId: Number(turned?.['sceneItemId']),
      sceneItemTransform: at(0.7, 0.6),
    })
    const moved = await hand.call('GetSourceScreenshot', { sourceName: 'Gameplay', imageFormat: 'png', imageWidth: 320 })
    expect(await difference(imageData, moved.imageData)).toBeGreaterThan(25)
  })

  test('[OS21][OS22][OS23] our overlay is left out wherever it is, and nothing in OBS is changed', async () => {
    const overlay = await hand.call('CreateInput', {
      sceneName: 'Widgets',
      inputName: 'Overlay',
      inputKind: 'browser_source',
      inputSettings: { url: `${bridge.url.overlay}?source=Overlay`, width: 90, height: 160 },
    })
    await hand.call('SetSceneItemTransform', {
      sceneName: 'Widgets',
      sceneItemId: overlay.sceneItemId,
      sceneItemTransform: { positionX: 10, positionY: 20 },
    })
    const before = await asked()
    expect(before.overlay).toBeNull()
    await hand.call('CreateSceneItem', { sceneName: 'Gameplay', sourceName: 'Widgets' })
    const [was, picture, is] = [await everything(), await asked(), await everything()]
    expect(is).toEqual(was)
    // The colour of “Widgets” has come, and no picture of the overlay.
    expect(picture.layers).toHaveLength(before.layers.length + 1)
    expect(picture).toMatchObject({ scene: 'Gameplay', missing: 0 })
    expect(picture.overlay?.matrix.map(Math.round)).toEqual([1, 0, 0, 1, 10, 20])
    for (const { image } of picture.layers) expect(image).toMatch(/^data:image\/png;base64,/)
  })
})

describe.skipIf(!obsAvailable())('Home page and setup', () => {
  test('[HM24] a picture of the creator’s own takes its place, is kept, and goes nowhere', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'standby-picture-'))
    const drawn = await page.evaluate(() => {
      const canvas = document.createElement('canvas')
      ;[canvas.width, canvas.height] = [1_600, 900]
      return canvas.toDataURL('image/png').split(',')[1] ?? ''
    })
    writeFileSync(join(folder, 'scene.png'), Buffer.from(drawn, 'base64'))
    writeFileSync(join(folder, 'no-picture.png'), 'this is a text')
    writeFileSync(join(folder, 'notes.txt'), 'this is a text')
    const sent: string[] = []
    page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()))
    const monitor = page.getByRole('group', { name: 'Program monitor' })
    const choose = (name: string): Promise<void> => page.locator('figure input[type=file]').setInputFiles(join(folder, name))
    const ground = (): Promise<string> => monitor.evaluate((element) => element.style.backgroundImage.slice(0, 27))
    for (const name of ['no-picture.png', 'notes.txt']) {
      await choose(name)
      await page.getByText('This file is not a picture').waitFor()
      expect(await ground()).toBe('')
    }
    await choose('scene.png')
    await waitFor(async () => (await ground()) === 'url("data:image/jpeg;base64', { what: 'the picture' })
    expect(await page.getByText('This file is not a picture').count()).toBe(0)
    const shape = (): Promise<number> => monitor.evaluate((element) => element.clientWidth / element.clientHeight)
    expect(await shape()).toBeCloseTo(16 / 9, 1)
    await page.reload()
    await waitFor(async () => (await ground()) === 'url("data:image/jpeg;base64', { what: 'the picture that was kept' })
    expect(await shape()).toBeCloseTo(16 / 9, 1)
    await page.getByRole('button', { name: 'Remove the picture' }).click()
    await monitor.getByTestId('layer').first().waitFor({ state: 'attached' })
    expect([sent, complaints]).toEqual([[], []])
    rmSync(folder, { recursive: true })
  })
})

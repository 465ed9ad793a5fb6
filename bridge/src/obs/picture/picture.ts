import type { Clock, Millis } from '@standby/shared/clock.ts'
import type { Blend, Matrix, Placed, SceneLayer, ScenePicture } from '@standby/shared/obs-picture.ts'
import type { ObsStatus } from '@standby/shared/protocol.ts'
import * as z from 'zod'
import type { ObsSession } from '../link/adapter.ts'
import { ownPage } from '../pages/own-page.ts'
import { listInputs } from '../setup/survey.ts'
import { after, IDENTITY, placedAt } from './placement.pure.ts'
import { imageOf, itemsWithin, sceneOfShow, visibleItems, type SceneItem } from './scene-items.ts'

const video = z.object({ baseWidth: z.number().positive(), baseHeight: z.number().positive() })

/** A scene within a scene within a scene: enough for anybody. */
const DEEPEST = 6
const MOST_LAYERS = 60
/** A busy OBS is not asked for longer. What is missing then is counted. */
const LONGEST_MS: Millis = 6_000

const BLEND_OF: Readonly<Record<string, Blend>> = {
  OBS_BLEND_ADDITIVE: 'plus-lighter',
  OBS_BLEND_SCREEN: 'screen',
  OBS_BLEND_MULTIPLY: 'multiply',
  OBS_BLEND_LIGHTEN: 'lighten',
  OBS_BLEND_DARKEN: 'darken',
}

export interface PictureOptions {
  clock: Clock
  port: () => number
  status: () => Pick<ObsStatus, 'programScene' | 'standbyScene' | 'settings' | 'automation'>
}

/** Pictures of the creator's own scene. OBS is only asked: nothing that is on air is touched. */
export interface ScenePictures {
  attach(session: ObsSession | null): void
  /** The scene of the show as it is now; null if there is none to be had. Throws `ObsRequestError`. */
  take(): Promise<ScenePicture | null>
}

export function createScenePictures({ clock, port, status }: PictureOptions): ScenePictures {
  let session: ObsSession | null = null
  let running: Promise<ScenePicture | null> | null = null

  async function taken(): Promise<ScenePicture | null> {
    const now = status()
    const scene = sceneOfShow(now)
    if (session === null || scene === null) return null
    const { mode, sourceName } = now.settings
    // In the mode that shows a source in place of a scene, that source is no part of the show.
    return takePicture(session, scene, { port: port(), standbySource: mode === 'source' ? sourceName : null, clock })
  }

  return {
    attach: (next) => void (session = next),
    // Two pages that ask at once get the same.
    take: () => (running ??= taken().finally(() => (running = null))),
  }
}

interface ShotOptions {
  port: number
  standbySource: string | null
  clock: Clock
}

/** Draws the scene from its sources, because a picture of the whole would have Standby's overlay in it. */
async function takePicture(session: ObsSession, scene: string, { port, standbySource, clock }: ShotOptions): Promise<ScenePicture> {
  const until = clock.now() + LONGEST_MS
  const [{ baseWidth: width, baseHeight: height }, inputs] = await Promise.all([
    session.request('GetVideoSettings', video),
    listInputs(session, new Set()),
  ])
  const pages = new Map(inputs.map(({ name, settings: { url } }) => [name, typeof url === 'string' ? ownPage(url, port)?.page : undefined]))
  const isOurs = ({ sourceName }: SceneItem): boolean => pages.get(sourceName) !== undefined || sourceName === standbySource
  const layers: SceneLayer[] = []
  let overlay: Placed | null = null
  let missing = 0

  async function holdsOurs(items: readonly SceneItem[], depth: number): Promise<boolean> {
    for (const item of items) {
      if (isOurs(item)) return true
      const inner = depth < DEEPEST ? await itemsWithin(session, item) : null
      if (inner !== null && (await holdsOurs(inner, depth + 1))) return true
    }
    return false
  }

  async function add(item: SceneItem, placed: Placed): Promise<void> {
    const isAsked = layers.length < MOST_LAYERS && clock.now() <= until
    const image = isAsked ? await imageOf(session, item.sourceName, placed.width) : null
    if (image === null) return void (missing += 1)
    const blend = BLEND_OF[item.sceneItemBlendMode ?? ''] ?? 'normal'
    layers.push({ ...placed, image, blend, above: overlay !== null })
  }

  /** One after the other, because OBS draws the show meanwhile. */
  async function draw(items: readonly SceneItem[], outer: Matrix, depth: number): Promise<void> {
    for (const item of items) {
      const here = placedAt(item.sceneItemTransform)
      // A source of sound has no size.
      if (here.width === 0 || here.height === 0) continue
      const placed = { ...here, matrix: after(outer, here.matrix) }
      if (isOurs(item)) {
        if (pages.get(item.sourceName) === 'overlay') overlay ??= placed
        continue
      }
      const inner = depth < DEEPEST ? await itemsWithin(session, item) : null
      // As a whole it would have our overlay in it. What it is cropped by is not heeded then.
      if (inner !== null && (await holdsOurs(inner, depth + 1))) await draw(inner, placed.matrix, depth + 1)
      else await add(item, placed)
    }
  }

  await draw(await visibleItems(session, scene, false), IDENTITY, 0)
  return { scene, width, height, layers, overlay, missing }
}

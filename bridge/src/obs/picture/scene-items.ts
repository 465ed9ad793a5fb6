import type { ObsStatus } from '@standby/shared/protocol.ts'
import * as z from 'zod'
import { ObsRequestError, type ObsSession } from '../link/adapter.ts'

const number = z.number()
const transform = z.object({
  sourceWidth: number,
  sourceHeight: number,
  positionX: number,
  positionY: number,
  scaleX: number,
  scaleY: number,
  rotation: number,
  alignment: number,
  boundsType: z.string(),
  boundsAlignment: number,
  boundsWidth: number,
  boundsHeight: number,
  cropLeft: number,
  cropRight: number,
  cropTop: number,
  cropBottom: number,
})
const itemList = z.object({
  sceneItems: z.array(
    z.object({
      sourceName: z.string(),
      sourceType: z.string(),
      isGroup: z.boolean().nullish(),
      sceneItemEnabled: z.boolean(),
      sceneItemIndex: z.number(),
      sceneItemBlendMode: z.string().nullish(),
      sceneItemTransform: transform,
    }),
  ),
})
const screenshot = z.object({ imageData: z.string().startsWith('data:image/png;base64,') })

export type SceneItem = z.infer<typeof itemList>['sceneItems'][number]

/** As much as the monitor can show of a source, in pixels. OBS makes no picture of less than 8. */
const WIDEST = 540
const NARROWEST = 8

/** What is visible in a scene or a group, from the back to the front. */
export async function visibleItems(session: ObsSession, sceneName: string, isGroup: boolean): Promise<SceneItem[]> {
  const { sceneItems } = await session.request(isGroup ? 'GetGroupSceneItemList' : 'GetSceneItemList', itemList, { sceneName })
  return sceneItems.filter(({ sceneItemEnabled }) => sceneItemEnabled).sort((a, b) => a.sceneItemIndex - b.sceneItemIndex)
}

/** What is in it, if it is a scene or a group; else null. */
export async function itemsWithin(session: ObsSession, { sourceName, sourceType, isGroup }: SceneItem): Promise<SceneItem[] | null> {
  if (isGroup !== true && sourceType !== 'OBS_SOURCE_TYPE_SCENE') return null
  return visibleItems(session, sourceName, isGroup === true)
}

/** A picture of one source, with its filters, as a `data:` address; null if OBS cannot draw it now. `width`: the source's own. */
export async function imageOf(session: ObsSession, sourceName: string, width: number): Promise<string | null> {
  const imageWidth = Math.max(NARROWEST, Math.min(WIDEST, Math.round(width)))
  try {
    return (await session.request('GetSourceScreenshot', screenshot, { sourceName, imageFormat: 'png', imageWidth })).imageData
  } catch (error) {
    // That OBS has gone is not about this source.
    if (error instanceof ObsRequestError && error.kind !== 'closed') return null
    throw error
  }
}

/** The scene of the show: what is on, or what Standby goes back to. Null: OBS is not there, or there is nothing to go back to. */
export function sceneOfShow({
  programScene,
  standbyScene,
  automation,
}: Pick<ObsStatus, 'programScene' | 'standbyScene' | 'automation'>): string | null {
  return programScene === standbyScene ? automation.returnTo : programScene
}

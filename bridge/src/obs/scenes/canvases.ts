import * as z from 'zod'
import { ObsRequestError, type ObsSession } from '../link/adapter.ts'
import type { SceneRef } from './scene.ts'

/** The plugin that brought vertical canvases before OBS had its own (32). */
const AITUM = 'aitum-vertical-canvas'

/** A canvas besides the main one. */
export interface Canvas {
  name: string
  /** Null: the plugin's, which OBS does not know as a canvas. */
  uuid: string | null
}

const canvasList = z.object({
  canvases: z.array(z.object({ canvasName: z.string(), canvasUuid: z.string(), canvasFlags: z.object({ MAIN: z.boolean() }).nullish() })),
})
const sceneList = z.object({ scenes: z.array(z.object({ sceneName: z.string(), sceneUuid: z.string().nullish() })) })
const vendorScenes = z.object({ responseData: z.object({ scenes: z.array(z.object({ name: z.string() })).nullish() }) })

/** Canvases besides OBS's main one. `canList`: obs-websocket 5.7 and later know `GetCanvasList`. */
export async function askCanvases(session: ObsSession, canList: boolean): Promise<Canvas[]> {
  if (canList) {
    const { canvases } = await session.request('GetCanvasList', canvasList)
    const others = canvases.filter(isOther).map(({ canvasName, canvasUuid }) => ({ name: canvasName, uuid: canvasUuid }))
    if (others.length > 0) return others
  }
  return (await aitumScenes(session)) === null ? [] : [{ name: 'Aitum Vertical', uuid: null }]
}

/** OBS's own is flagged as the main one, and is the first. */
function isOther({ canvasFlags }: { canvasFlags?: { MAIN: boolean } | null | undefined }, index: number): boolean {
  return !(canvasFlags?.MAIN ?? index === 0)
}

/** The scenes of those canvases: which of them is on does not matter, for a source shown in one that is not is not seen. */
export async function askCanvasScenes(session: ObsSession, canvases: readonly Canvas[]): Promise<SceneRef[]> {
  const scenes: SceneRef[] = []
  for (const { uuid } of canvases) {
    if (uuid === null) scenes.push(...((await aitumScenes(session)) ?? []))
    else {
      const list = await session.request('GetSceneList', sceneList, { canvasUuid: uuid })
      scenes.push(...list.scenes.map(({ sceneName, sceneUuid }) => ({ name: sceneName, uuid: sceneUuid ?? null })))
    }
  }
  return scenes
}

/** Null if the plugin is not there. */
async function aitumScenes(session: ObsSession): Promise<SceneRef[] | null> {
  try {
    const answer = await session.request('CallVendorRequest', vendorScenes, { vendorName: AITUM, requestType: 'get_scenes' })
    return answer.responseData.scenes?.map(({ name }) => ({ name, uuid: null })) ?? []
  } catch (error) {
    if (error instanceof ObsRequestError && error.kind === 'refused') return null
    throw error
  }
}

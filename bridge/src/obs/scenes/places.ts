import * as z from 'zod'
import { ObsRequestError, type ObsSession } from '../link/adapter.ts'
import { sameItem, type ItemRef, type SceneRef, type SourceItem } from './scene.ts'

const items = z.object({
  sceneItems: z.array(
    z.object({ sceneItemId: z.number(), sourceName: z.string(), sceneItemEnabled: z.boolean(), isGroup: z.boolean().nullish() }),
  ),
})
const enabled = z.object({ sceneItemEnabled: z.boolean() })
const nothing = z.unknown()

/** Where the source is to be found: in the program scene, scenes of other canvases, groups of those, and where it was shown before. */
export async function askPlaces(
  session: ObsSession,
  sourceName: string,
  scenes: { program: SceneRef; otherCanvases: readonly SceneRef[]; before: readonly ItemRef[] },
): Promise<SourceItem[]> {
  const found = await placesIn(session, sourceName, scenes.program, 'program')
  for (const scene of scenes.otherCanvases) found.push(...(await placesIn(session, sourceName, scene, 'canvas')))
  for (const item of scenes.before) {
    if (found.some((known) => sameItem(known, item))) continue
    const state = await gone(session.request('GetSceneItemEnabled', enabled, { ...address(item.scene), sceneItemId: item.itemId }))
    if (state !== null) found.push({ scene: item.scene, itemId: item.itemId, enabled: state.sceneItemEnabled, place: 'elsewhere' })
  }
  return found
}

/** Shows or hides it in each place. One that is gone by now counts as done. */
export async function togglePlaces(session: ObsSession, places: readonly ItemRef[], sceneItemEnabled: boolean): Promise<void> {
  for (const { scene, itemId } of places) {
    await gone(session.request('SetSceneItemEnabled', nothing, { ...address(scene), sceneItemId: itemId, sceneItemEnabled }))
  }
}

async function placesIn(session: ObsSession, sourceName: string, scene: SceneRef, place: SourceItem['place']): Promise<SourceItem[]> {
  const list = await gone(session.request('GetSceneItemList', items, address(scene)))
  const found: SourceItem[] = []
  for (const item of list?.sceneItems ?? []) {
    if (item.sourceName === sourceName) found.push({ scene, itemId: item.sceneItemId, enabled: item.sceneItemEnabled, place })
    if (item.isGroup !== true) continue
    const group: SceneRef = { name: item.sourceName, uuid: null }
    const inside = await gone(session.request('GetGroupSceneItemList', items, { sceneName: group.name }))
    for (const one of inside?.sceneItems ?? []) {
      if (one.sourceName === sourceName) found.push({ scene: group, itemId: one.sceneItemId, enabled: one.sceneItemEnabled, place })
    }
  }
  return found
}

/** By uuid if there is one: names are unique within one canvas only. */
function address({ name, uuid }: SceneRef): Record<string, string> {
  return uuid === null ? { sceneName: name } : { sceneUuid: uuid }
}

/** Null if OBS no longer knows the scene or the item (600, 601, 602 …); other failures are failures. */
async function gone<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ObsRequestError && error.code === NO_SUCH_RESOURCE) return null
    throw error
  }
}

const NO_SUCH_RESOURCE = 600

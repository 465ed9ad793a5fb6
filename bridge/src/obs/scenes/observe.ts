import type { ObsAutomationSettings } from '@standby/shared/settings/obs-settings.ts'
import * as z from 'zod'
import { NOT_READY, ObsRequestError, type ObsSession } from '../link/adapter.ts'
import { askCanvases, askCanvasScenes, type Canvas } from './canvases.ts'
import { askPlaces } from './places.ts'
import type { Observed, SceneRef } from './scene.ts'
import type { WayBack } from './way-back.ts'

// Uuids come with obs-websocket 5.4. While the collection changes the name is null, or (OBS 29) there are no scenes.
const sceneList = z.object({
  currentProgramSceneName: z.string().nullish(),
  currentProgramSceneUuid: z.string().nullish(),
  currentPreviewSceneName: z.string().nullish(),
  scenes: z.array(z.object({ sceneName: z.string(), sceneUuid: z.string().nullish() })),
})
const programScene = z.object({ currentProgramSceneName: z.string(), currentProgramSceneUuid: z.string().nullish() })
const studioMode = z.object({ studioModeEnabled: z.boolean() })
const transition = z.object({ transitionCursor: z.number() })
const version = z.object({ obsVersion: z.string(), availableRequests: z.array(z.string()).nullish() })
const nothing = z.unknown()

export const stats = z.object({ renderTotalFrames: z.number() })

/** All that matters of OBS now, or null while its scene collection changes. Throws `ObsRequestError`, 207 while OBS loads. */
export async function observe(session: ObsSession): Promise<Observed | null> {
  const [list, studio, life, cursor] = await Promise.all([
    session.request('GetSceneList', sceneList),
    session.request('GetStudioModeEnabled', studioMode),
    session.request('GetStats', stats),
    transitionCursor(session),
  ])
  const name = list.currentProgramSceneName
  if (name === null || name === undefined || list.scenes.length === 0) return null
  return {
    program: { name, uuid: list.currentProgramSceneUuid ?? null },
    // OBS counts its scenes from the bottom.
    scenes: list.scenes.map(({ sceneName, sceneUuid }) => ({ name: sceneName, uuid: sceneUuid ?? null })).reverse(),
    studioMode: studio.studioModeEnabled,
    preview: list.currentPreviewSceneName ?? null,
    transitioning: cursor < 1,
    frameCount: life.renderTotalFrames,
    items: null,
  }
}

/** All that matters of OBS now, and in mode `source` where the source is; null while the scene collection changes. */
export async function observeAll(
  session: ObsSession,
  about: About,
  { mode, sourceName }: ObsAutomationSettings,
  memory: WayBack,
): Promise<Observed | null> {
  const seen = await observe(session)
  if (seen === null || (mode !== 'source' && memory.state !== 'showing')) return seen
  const before = memory.state === 'showing' ? memory.items : []
  const otherCanvases = await askCanvasScenes(session, about.canvases)
  return { ...seen, items: await askPlaces(session, sourceName, { program: seen.program, otherCanvases, before }) }
}

/** Where the creator's transition stands, 0 to 1; 1 also if none runs or none is set. A per-scene override does not move it. */
async function transitionCursor(session: ObsSession): Promise<number> {
  try {
    return (await session.request('GetCurrentSceneTransitionCursor', transition)).transitionCursor
  } catch (error) {
    if (error instanceof ObsRequestError && error.kind === 'refused' && error.code !== NOT_READY) return 1
    throw error
  }
}

/** What this OBS is. */
export interface About {
  /** As `30.2.3`. */
  version: string
  canvases: Canvas[]
}

export async function askAbout(session: ObsSession): Promise<About> {
  const { obsVersion, availableRequests } = await session.request('GetVersion', version)
  const canvases = await askCanvases(session, availableRequests?.includes('GetCanvasList') === true)
  return { version: obsVersion, canvases }
}

/** Puts a scene on program and answers what is on it then: asked for, as OBS's event comes late, or not at all. */
export async function switchProgram(session: ObsSession, scene: SceneRef): Promise<SceneRef> {
  await session.request('SetCurrentProgramScene', nothing, { sceneName: scene.name })
  const after = await session.request('GetCurrentProgramScene', programScene)
  return { name: after.currentProgramSceneName, uuid: after.currentProgramSceneUuid ?? null }
}

export async function switchPreview(session: ObsSession, sceneName: string): Promise<void> {
  await session.request('SetCurrentPreviewScene', nothing, { sceneName })
}

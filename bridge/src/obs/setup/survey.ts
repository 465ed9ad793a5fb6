import * as z from 'zod'
import { ObsRequestError, type ObsSession } from '../link/adapter.ts'
import { BROWSER_KIND } from '../pages/own-page.ts'
import type { ObservedInput, SetupObserved } from './plan.pure.ts'

const NOT_FOUND = 600

const video = z.object({ baseWidth: z.number().positive(), baseHeight: z.number().positive() })
const collections = z.object({ currentSceneCollectionName: z.string() })
const kinds = z.object({ inputKinds: z.array(z.string()) })
// Uuids come with obs-websocket 5.4.
const uuid = z.string().nullish()
const sceneList = z.object({
  currentProgramSceneName: z.string(),
  currentProgramSceneUuid: uuid,
  scenes: z.array(z.object({ sceneName: z.string(), sceneUuid: uuid })),
})
const groupList = z.object({ groups: z.array(z.string()) })
const inputList = z.object({
  inputs: z.array(z.object({ inputName: z.string(), inputUuid: uuid, unversionedInputKind: z.string() })),
})
const itemList = z.object({ sceneItems: z.array(z.object({ sceneItemId: z.number(), sourceName: z.string() })) })
const inputSettings = z.object({ inputSettings: z.record(z.string(), z.unknown()) })

/** All inputs, with the settings of browser sources and of those in `alsoSettingsOf`. */
export async function listInputs(session: ObsSession, alsoSettingsOf: ReadonlySet<string>): Promise<ObservedInput[]> {
  const { inputs } = await session.request('GetInputList', inputList)
  const all = inputs.map(async ({ inputName, inputUuid, unversionedInputKind: kind }) => {
    const asks = kind === BROWSER_KIND || alsoSettingsOf.has(inputName)
    const settings = asks ? await unlessGone(settingsOf(session, inputName)) : {}
    return settings === null ? [] : [{ name: inputName, uuid: inputUuid ?? null, kind, settings }]
  })
  return (await Promise.all(all)).flat()
}

/** Null for what OBS does not know any more: it lists a source for some moments after it was removed. */
export async function unlessGone<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ObsRequestError && error.code === NOT_FOUND) return null
    throw error
  }
}

/** What has been set on an input; OBS leaves out what is as by default. */
export async function settingsOf(session: ObsSession, inputName: string): Promise<Record<string, unknown>> {
  return (await session.request('GetInputSettings', inputSettings, { inputName })).inputSettings
}

/** Asks OBS for all that a setup looks at. Throws `ObsRequestError`, 207 while OBS loads. */
export async function survey(session: ObsSession, alsoSettingsOf: ReadonlySet<string>): Promise<SetupObserved> {
  const [size, { currentSceneCollectionName }, { inputKinds }, list, { groups }, inputs] = await Promise.all([
    session.request('GetVideoSettings', video),
    session.request('GetSceneCollectionList', collections),
    session.request('GetInputKindList', kinds),
    session.request('GetSceneList', sceneList),
    session.request('GetGroupList', groupList),
    listInputs(session, alsoSettingsOf),
  ])
  const items = await Promise.all([
    ...list.scenes.map(({ sceneName }) => itemsOf(session, 'GetSceneItemList', sceneName)),
    ...groups.map((group) => itemsOf(session, 'GetGroupSceneItemList', group)),
  ])
  return {
    canvas: { width: size.baseWidth, height: size.baseHeight },
    collection: currentSceneCollectionName,
    inputKinds,
    program: { name: list.currentProgramSceneName, uuid: list.currentProgramSceneUuid ?? null },
    // OBS counts its scenes from the bottom.
    scenes: list.scenes.map(({ sceneName, sceneUuid }) => ({ name: sceneName, uuid: sceneUuid ?? null })).reverse(),
    inputs,
    items: new Map(items),
  }
}

async function itemsOf(
  session: ObsSession,
  request: 'GetSceneItemList' | 'GetGroupSceneItemList',
  sceneName: string,
): Promise<[string, { id: number; sourceName: string }[]]> {
  const answer = await unlessGone(session.request(request, itemList, { sceneName }))
  return [sceneName, (answer?.sceneItems ?? []).map(({ sceneItemId, sourceName }) => ({ id: sceneItemId, sourceName }))]
}

import type { OBSWebSocket } from 'obs-websocket-js/json'
import { waitFor } from '../support/wait.ts'

/**
 * Puts a scene on program and waits until OBS has reported both ends of its transition: of the picture, which is the change of the program,
 * and of the sound, which a busy computer ends later. OBS takes the end of the sound for the end of a cut that has begun meanwhile.
 */
export async function showScene(client: OBSWebSocket, sceneName: string): Promise<void> {
  if ((await client.call('GetCurrentProgramScene')).currentProgramSceneName === sceneName) return
  let isThere = false
  let isOver = false
  const noteScene = (changed: { sceneName: string }): void => void (isThere ||= changed.sceneName === sceneName)
  const noteEnd = (): void => void (isOver = true)
  client.on('CurrentProgramSceneChanged', noteScene)
  client.on('SceneTransitionEnded', noteEnd)
  await client.call('SetCurrentProgramScene', { sceneName })
  await waitFor(() => isThere && isOver, { what: `OBS to end the change to "${sceneName}"` })
  client.off('CurrentProgramSceneChanged', noteScene)
  client.off('SceneTransitionEnded', noteEnd)
}

/** Puts an OBS that other tests have used back to its start: its own scenes and inputs, the first on program, cuts, no studio mode. */
export async function reset(client: OBSWebSocket, scenes: readonly [string, ...string[]]): Promise<void> {
  await client.call('SetStudioModeEnabled', { studioModeEnabled: false })
  const cursor = async (): Promise<number> => (await client.call('GetCurrentSceneTransitionCursor')).transitionCursor
  await waitFor(async () => (await cursor()) === 1, { what: 'the end of the transition' })
  // A cut moves no cursor. It ends with a frame, which a busy computer draws late, and it never ends if another transition takes its place.
  const frames = async (): Promise<number> => (await client.call('GetStats')).renderTotalFrames
  const drawn = await frames()
  await waitFor(async () => (await frames()) >= drawn + 3, { what: 'OBS to draw three frames' })
  await client.call('SetCurrentSceneTransition', { transitionName: 'Cut' })
  for (const sceneName of scenes) {
    await client.call('SetSceneSceneTransitionOverride', { sceneName, transitionName: null as never, transitionDuration: null as never })
  }
  await showScene(client, scenes[0])
  const isForeign = (input: string): boolean => !scenes.some((scene) => input === `${scene} colour`)
  for (const { sceneName } of (await client.call('GetSceneList')).scenes as { sceneName: string }[]) {
    if (!scenes.includes(sceneName)) await client.call('RemoveScene', { sceneName })
  }
  // From its scenes first: one that is removed as a whole stays in a scene until that is drawn again.
  for (const sceneName of scenes) {
    const { sceneItems } = await client.call('GetSceneItemList', { sceneName })
    for (const { sourceName, sceneItemId } of sceneItems as { sourceName: string; sceneItemId: number }[]) {
      if (isForeign(sourceName)) await client.call('RemoveSceneItem', { sceneName, sceneItemId })
    }
  }
  const left = async (): Promise<string[]> =>
    ((await client.call('GetInputList')).inputs as { inputName: string }[]).map(({ inputName }) => inputName).filter(isForeign)
  for (const inputName of await left()) await client.call('RemoveInput', { inputName }).catch(() => undefined)
  // OBS lets go of them with its next frame.
  await waitFor(async () => (await left()).length === 0, { what: 'the inputs of other tests to be gone' })
}

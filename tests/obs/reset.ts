import type { OBSWebSocket } from 'obs-websocket-js/json'
import { waitFor } from '../support/wait.ts'

/** Puts a scene on program and waits until OBS has told of the end of its transition: one that is swapped in its midst never ends. */
export async function showScene(client: OBSWebSocket, sceneName: string): Promise<void> {
  if ((await client.call('GetCurrentProgramScene')).currentProgramSceneName === sceneName) return
  let isThere = false
  const note = (told: { sceneName: string }): void => void (isThere ||= told.sceneName === sceneName)
  client.on('CurrentProgramSceneChanged', note)
  await client.call('SetCurrentProgramScene', { sceneName })
  await waitFor(() => isThere, { what: `OBS to tell that "${sceneName}" is on program` })
  client.off('CurrentProgramSceneChanged', note)
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

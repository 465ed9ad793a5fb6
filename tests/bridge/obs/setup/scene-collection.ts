import type * as z from 'zod'
import { ObsRequestError, type ObsSession } from '@standby/bridge/obs/link/adapter.ts'

type Settings = Record<string, unknown>

interface Item {
  id: number
  sourceName: string
  enabled?: boolean
  transform: Settings
}

/** As much of an OBS as a setup sees: its names, what is in what, and the errors of the real one. */
export interface SceneCollection {
  session: ObsSession
  name: string
  program: string
  /** The first is at the top of OBS's list. */
  scenes: Map<string, Item[]>
  groups: Map<string, Item[]>
  inputs: Map<string, { kind: string; settings: Settings }>
  kinds: string[]
  canvas: { width: number; height: number }
  /** Requests that change something, in order: `CreateInput Standby card`. */
  changes: string[]
  /** Buttons pressed and addresses set, by input. */
  pressed: string[]
  /** Answers the next request of this type with this error code. */
  refuseNext(type: string, code: number): void
  add(scene: string, input: string, kind: string, settings?: Settings): void
  nest(container: string, sourceName: string): void
  /** Everything there is, for comparing before and after. */
  picture(): unknown
}

export function sceneCollection(scenes: readonly string[] = ['Gameplay', 'Chat']): SceneCollection {
  const refusals = new Map<string, number>()
  let lastId = 0
  const lingering: string[] = []
  const self: SceneCollection = {
    session: { request: (type, answer, data = {}) => reply(type, answer, data) },
    name: 'Untitled',
    program: scenes[0] ?? '',
    scenes: new Map(scenes.map((name) => [name, []])),
    groups: new Map(),
    inputs: new Map(),
    kinds: ['image_source', 'color_source_v3', 'text_ft2_source_v2', 'browser_source'],
    canvas: { width: 1920, height: 1080 },
    changes: [],
    pressed: [],
    refuseNext: (type, code) => void refusals.set(type, code),
    add(scene, input, kind, settings = {}) {
      self.inputs.set(input, { kind, settings: { ...settings } })
      self.nest(scene, input)
    },
    nest: (container, sourceName) => void itemsIn(container).push({ id: ++lastId, sourceName, transform: {} }),
    picture: () => structuredClone({ scenes: self.scenes, groups: self.groups, inputs: self.inputs }),
  }

  function itemsIn(container: string): Item[] {
    const items = self.scenes.get(container) ?? self.groups.get(container)
    if (items === undefined) throw refused(600)
    return items
  }

  async function reply<Answer>(type: string, answer: z.ZodType<Answer>, data: Settings): Promise<Answer> {
    // As over a socket: never in the same turn.
    await Promise.resolve()
    const code = refusals.get(type)
    if (code !== undefined && refusals.delete(type)) throw refused(code)
    return answer.parse(perform(type, data as Record<string, string>))
  }

  function inputNamed(name: string): { kind: string; settings: Settings } {
    const input = self.inputs.get(name)
    if (input === undefined) throw refused(600)
    return input
  }

  function free(name: string): void {
    if (self.scenes.has(name) || self.groups.has(name) || self.inputs.has(name)) throw refused(601)
  }

  function perform(type: string, data: Record<string, string>): unknown {
    const { sceneName = '', inputName = '', inputKind = '', sourceName = '' } = data
    const settings = data['inputSettings'] as unknown as Settings
    const itemId = Number(data['sceneItemId'])
    if (/^(Create|Remove|Set)/.test(type)) self.changes.push(`${type} ${inputName === '' ? sourceName || sceneName : inputName}`)
    switch (type) {
      case 'GetVideoSettings':
        return { baseWidth: self.canvas.width, baseHeight: self.canvas.height }
      case 'GetSceneCollectionList':
        return { currentSceneCollectionName: self.name }
      case 'GetInputKindList':
        return { inputKinds: self.kinds }
      case 'GetSceneList':
        return { currentProgramSceneName: self.program, scenes: [...self.scenes.keys()].reverse().map((name) => ({ sceneName: name })) }
      case 'GetGroupList':
        return { groups: [...self.groups.keys()] }
      case 'GetInputList':
        return {
          // As in the real one, what was removed is listed once more.
          inputs: [...self.inputs, ...lingering.splice(0).map((name) => [name, { kind: 'browser_source' }] as const)].map(
            ([name, { kind }]) => ({ inputName: name, unversionedInputKind: kind.replace(/_v\d+$/, '') }),
          ),
        }
      case 'GetInputSettings':
        return { inputSettings: inputNamed(inputName).settings }
      case 'GetSceneItemList':
      case 'GetGroupSceneItemList':
        return {
          // The last one added is in front.
          sceneItems: itemsIn(sceneName).map(({ id, sourceName: name, enabled = true, transform }, sceneItemIndex) => ({
            sceneItemId: id,
            sceneItemIndex,
            sceneItemBlendMode: 'OBS_BLEND_NORMAL',
            sourceName: name,
            inputKind: self.inputs.get(name)?.kind ?? null,
            sceneItemEnabled: enabled,
            sceneItemTransform: transform,
          })),
        }
      case 'GetInputMute':
        return { inputMuted: inputNamed(inputName).settings['muted'] === true }
      case 'GetSourceFilterList':
        return { filters: inputNamed(sourceName).settings['filters'] ?? [] }
      case 'GetSourceActive':
        return { videoShowing: (self.scenes.get(self.program) ?? []).some((item) => item.sourceName === sourceName) }
      case 'CreateScene':
        free(sceneName)
        self.scenes.set(sceneName, [])
        return undefined
      case 'CreateInput':
        free(inputName)
        if (!self.kinds.includes(inputKind)) throw refused(605)
        self.add(sceneName, inputName, inputKind, settings)
        return { sceneItemId: lastId }
      case 'CreateSceneItem':
        self.nest(sceneName, sourceName)
        return { sceneItemId: lastId }
      case 'SetSceneItemTransform': {
        const item = itemsIn(sceneName).find(({ id }) => id === itemId)
        if (item === undefined) throw refused(600)
        item.transform = data['sceneItemTransform'] as unknown as Settings
        return undefined
      }
      case 'CreateSourceFilter':
        inputNamed(sourceName)
        return undefined
      case 'SetInputSettings':
        self.pressed.push(`${inputName} ${String(settings['url'])}`)
        Object.assign(inputNamed(inputName).settings, settings)
        return undefined
      case 'PressInputPropertiesButton':
        inputNamed(inputName)
        self.pressed.push(`${inputName} refresh`)
        return undefined
      case 'RemoveSceneItem': {
        const index = itemsIn(sceneName).findIndex(({ id }) => id === itemId)
        if (index < 0) throw refused(600)
        itemsIn(sceneName).splice(index, 1)
        return undefined
      }
      case 'RemoveInput':
        inputNamed(inputName)
        self.inputs.delete(inputName)
        lingering.push(inputName)
        // A scene lets go of it only when it is shown.
        self.scenes.set(
          self.program,
          itemsIn(self.program).filter((item) => item.sourceName !== inputName),
        )
        return undefined
      case 'RemoveScene':
        itemsIn(sceneName)
        self.scenes.delete(sceneName)
        return undefined
      default:
        throw refused(204)
    }
  }

  return self
}

function refused(code: number): ObsRequestError {
  return new ObsRequestError('refused', `refused with ${code}`, code)
}

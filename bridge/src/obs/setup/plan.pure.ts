import type { SetupFindings, SetupRefusals, SetupSteps } from '@standby/shared/words/obs-sentences.ts'
import type { SourcePage } from '@standby/shared/obs-setup.ts'
import type { SetupFallback } from '@standby/shared/setup-fallbacks.ts'
import type { Sentence } from '@standby/shared/words/sentence.ts'
import { BROWSER_KIND, ownPage } from '../pages/own-page.ts'
import { sceneNamed, type SceneRef } from '../scenes/scene.ts'
import { browserInput, fallbackInput, fallbacksOf, fullCanvas, type Canvas, type InputRecipe, type Placing } from './inputs.ts'
import { say } from '../words.ts'

export interface ObservedInput {
  name: string
  uuid: string | null
  /** Without its version. */
  kind: string
  /** What has been set; empty if it was not asked for. */
  settings: Readonly<Record<string, unknown>>
}

/** All that a setup has to know of OBS. */
export interface SetupObserved {
  canvas: Canvas
  /** The scene collection that is open. */
  collection: string
  /** With versions, as `CreateInput` takes them. */
  inputKinds: readonly string[]
  program: SceneRef
  scenes: readonly SceneRef[]
  inputs: readonly ObservedInput[]
  /** What is in each scene and each group, by its name. */
  items: ReadonlyMap<string, readonly { id: number; sourceName: string }[]>
}

export interface SetupWanted {
  /** Null: the scene on program, or else the first that is not the standby scene. */
  overlayScene: string | null
  standbyScene: string
  /** What the standby scene gets if there are no browser sources; null: nothing. */
  fallback: SetupFallback | null
  port: number
}

export type SetupStep =
  | { make: 'scene'; sceneName: string }
  | { make: 'input'; sceneName: string; input: InputRecipe }
  /** A source of ours that is elsewhere is shown in this scene too. */
  | { make: 'item'; sceneName: string; inputName: string; placing: Placing }

export interface SetupPlan {
  overlayScene: string | null
  steps: SetupStep[]
  there: Sentence<SetupFindings>[]
  refused: { about: 'overlay' | 'standby'; sentence: Sentence<SetupRefusals> }[]
  /** Empty if browser sources exist. */
  fallbacks: SetupFallback[]
}

type Part = Pick<SetupPlan, 'steps' | 'there' | 'refused'>

/** What is missing, as steps. Nothing that carries a name already is ever changed: it is used, or left and said. */
export function planSetup(observed: SetupObserved, wanted: SetupWanted): SetupPlan {
  const overlayScene = wanted.overlayScene ?? defaultOverlayScene(observed, wanted.standbyScene)
  const standby = planStandby(observed, wanted)
  const overlay = planOverlay(observed, wanted, overlayScene)
  return {
    overlayScene,
    steps: [...standby.steps, ...overlay.steps],
    there: [...standby.there, ...overlay.there],
    refused: [...standby.refused, ...overlay.refused],
    fallbacks: hasBrowser(observed) ? [] : fallbacksOf(observed.inputKinds),
  }
}

export function stepSentence(step: SetupStep): Sentence<SetupSteps> {
  const { sceneName: scene } = step
  switch (step.make) {
    case 'scene':
      return say('make-scene', { scene })
    case 'input':
      return say('make-source', { source: step.input.name, scene })
    case 'item':
      return say('add-source', { source: step.inputName, scene })
  }
}

function planStandby(observed: SetupObserved, wanted: SetupWanted): Part {
  const { standbyScene: sceneName } = wanted
  const scene = sceneNamed(sceneName, observed.scenes)
  const items = observed.items.get(sceneName) ?? []
  if (scene === null && takenNames(observed).has(sceneName)) {
    const other = freeName(sceneName, takenNames(observed))
    const named = { scene: sceneName }
    return refuse('standby', other === null ? say('name-not-a-scene', named) : say('name-not-a-scene-but', { ...named, instead: other }))
  }
  if (items.length > 0) {
    const own = ownInputs(observed, 'standby', wanted.port).find((input) => holds(observed, sceneName, input.name))
    if (own !== undefined) return there(say('card-there', { scene: sceneName, source: own.name }))
    return there(say('own-standby-scene', { scene: sceneName }))
  }

  const fill = fillStandby(observed, wanted)
  if (fill === null) {
    const fallbacks = fallbacksOf(observed.inputKinds)
    return refuse('standby', fallbacks.length === 0 ? say('no-browser-for-card') : say('no-browser-for-card-but', { fallbacks }))
  }
  if (fill === 'no-name') return refuse('standby', say('names-taken', { source: 'Standby card' }))
  return { steps: scene === null ? [{ make: 'scene', sceneName }, fill] : [fill], there: [], refused: [] }
}

function fillStandby(observed: SetupObserved, wanted: SetupWanted): SetupStep | null | 'no-name' {
  const { standbyScene: sceneName, port } = wanted
  if (hasBrowser(observed)) return pageStep(observed, 'standby', sceneName, port)
  if (wanted.fallback === null) return null
  const input = fallbackInput(wanted.fallback, observed.inputKinds, observed.canvas)
  if (input === null) return null
  const name = freeName(input.name, takenNames(observed))
  return name === null ? 'no-name' : { make: 'input', sceneName, input: { ...input, name } }
}

function planOverlay(observed: SetupObserved, wanted: SetupWanted, sceneName: string | null): Part {
  if (sceneName === null) return refuse('overlay', say('no-scene-for-overlay'))
  if (sceneName === wanted.standbyScene) return refuse('overlay', say('overlay-in-standby-scene', { scene: sceneName }))
  if (sceneNamed(sceneName, observed.scenes) === null) {
    const scenes = observed.scenes.map(({ name }) => name).filter((name) => name !== wanted.standbyScene)
    return refuse('overlay', say('no-such-scene', { scene: sceneName, scenes }))
  }
  const own = ownInputs(observed, 'overlay', wanted.port).find((input) => holds(observed, sceneName, input.name))
  if (own !== undefined) return there(say('overlay-there', { source: own.name, scene: sceneName }))
  if (!hasBrowser(observed)) return refuse('overlay', say('no-browser-for-overlay'))
  const step = pageStep(observed, 'overlay', sceneName, wanted.port)
  if (step === 'no-name') return refuse('overlay', say('names-taken', { source: 'Standby overlay' }))
  return { steps: [step], there: [], refused: [] }
}

/** One source per page is enough: two would be two pages, and two alerts for one gift. */
function pageStep(observed: SetupObserved, page: SourcePage, sceneName: string, port: number): SetupStep | 'no-name' {
  const [own] = ownInputs(observed, page, port)
  if (own !== undefined) return { make: 'item', sceneName, inputName: own.name, placing: fullCanvas(observed.canvas) }
  const name = freeName(page === 'overlay' ? 'Standby overlay' : 'Standby card', takenNames(observed))
  return name === null ? 'no-name' : { make: 'input', sceneName, input: browserInput(page, name, port, observed.canvas) }
}

/** Our own browser sources that show this page. */
export function ownInputs(observed: SetupObserved, page: SourcePage, port: number): ObservedInput[] {
  return observed.inputs.filter(({ kind, settings }) => kind === BROWSER_KIND && ownPageOf(settings, port)?.page === page)
}

/** Which of our pages a browser source with these settings shows, or null. */
export function ownPageOf(settings: Readonly<Record<string, unknown>>, port: number): ReturnType<typeof ownPage> {
  const { url, is_local_file: isFile } = settings
  return typeof url === 'string' && isFile !== true ? ownPage(url, port) : null
}

/** Whether a scene shows a source, be it through a group or a scene within it. */
export function holds(
  observed: Pick<SetupObserved, 'items'>,
  container: string,
  sourceName: string,
  above: readonly string[] = [],
): boolean {
  if (above.includes(container)) return false
  const items = observed.items.get(container) ?? []
  return items.some((item) => item.sourceName === sourceName || holds(observed, item.sourceName, sourceName, [...above, container]))
}

function hasBrowser({ inputKinds }: SetupObserved): boolean {
  return inputKinds.includes(BROWSER_KIND)
}

/** Scenes, groups and inputs share their names. */
function takenNames(observed: SetupObserved): Set<string> {
  return new Set([...observed.items.keys(), ...observed.scenes.map(({ name }) => name), ...observed.inputs.map(({ name }) => name)])
}

function freeName(wanted: string, taken: ReadonlySet<string>): string | null {
  const names = [wanted, ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => `${wanted} ${number}`)]
  return names.find((name) => !taken.has(name)) ?? null
}

function defaultOverlayScene({ program, scenes }: SetupObserved, standbyScene: string): string | null {
  if (program.name !== standbyScene) return program.name
  return scenes.find(({ name }) => name !== standbyScene)?.name ?? null
}

function refuse(about: 'overlay' | 'standby', sentence: Sentence<SetupRefusals>): Part {
  return { steps: [], there: [], refused: [{ about, sentence }] }
}

function there(sentence: Sentence<SetupFindings>): Part {
  return { steps: [], there: [sentence], refused: [] }
}

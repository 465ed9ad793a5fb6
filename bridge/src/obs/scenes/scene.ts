import { comparisonForm, lookForm } from '@standby/shared/comparison.ts'
import leven from 'leven'

/** A scene by name, and by uuid if OBS tells it (obs-websocket 5.4 and later, OBS 30.1). */
export interface SceneRef {
  name: string
  uuid: string | null
}

/** What OBS shows, asked all at once. */
export interface Observed {
  program: SceneRef
  /** As in OBS's own list, topmost first. */
  scenes: SceneRef[]
  studioMode: boolean
  /** Null outside studio mode. */
  preview: string | null
  /** A transition is running, ours or the creator's. */
  transitioning: boolean
  /** Frames this OBS has rendered since it was started: fewer than before means that it was started again. */
  frameCount: number
  /** Every place of the source that is shown in mode `source`; null in other modes. */
  items: SourceItem[] | null
}

/** By uuid if both have one, so that a renamed scene is still the same; else by name. */
export function sameScene(a: SceneRef, b: SceneRef): boolean {
  return a.uuid !== null && b.uuid !== null ? a.uuid === b.uuid : a.name === b.name
}

/** The scene of exactly this name, or null. */
export function sceneNamed(name: string, scenes: readonly SceneRef[]): SceneRef | null {
  return scenes.find((scene) => scene.name === name) ?? null
}

/** Where that scene is now: by its uuid, else by its exact name, else null. */
export function findScene(wanted: SceneRef, scenes: readonly SceneRef[]): SceneRef | null {
  const byUuid = wanted.uuid === null ? undefined : scenes.find((scene) => scene.uuid === wanted.uuid)
  return byUuid ?? sceneNamed(wanted.name, scenes)
}

/** The scene that was probably meant by a name that does not exist, or null. To be asked about, never to be switched to. */
export function nearMiss(name: string, scenes: readonly SceneRef[]): string | null {
  const wanted = plain(name)
  if (wanted === '') return null
  let best: { name: string; distance: number } | null = null
  for (const scene of scenes) {
    const found = plain(scene.name)
    const distance = contains(found, wanted) || contains(wanted, found) ? 1 : leven(wanted, found)
    if (best === null || distance < best.distance) best = { name: scene.name, distance }
  }
  // One slip in three letters is a typo; more is another word.
  return best !== null && best.distance <= Math.max(1, Math.floor(wanted.length / 3)) ? best.name : null
}

function contains(long: string, short: string): boolean {
  return short.length >= 4 && long !== short && long.includes(short)
}

function plain(name: string): string {
  return lookForm(comparisonForm(name), 'i').replace(/[^\p{L}\p{N}]+/gu, '')
}

/** One place of a source in a scene or a group. */
export interface ItemRef {
  scene: SceneRef
  itemId: number
}

export interface SourceItem extends ItemRef {
  enabled: boolean
  /** In the scene that is on program, in a scene of another canvas, or somewhere else where we once showed it. */
  place: 'program' | 'canvas' | 'elsewhere'
}

export function sameItem(a: ItemRef, b: ItemRef): boolean {
  return a.itemId === b.itemId && sameScene(a.scene, b.scene)
}

import { sameScene, type SceneRef } from './scene.ts'

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

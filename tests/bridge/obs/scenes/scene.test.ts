import { describe, expect, test } from 'vitest'
import { findScene, nearMiss, sameItem, sameScene, sceneNamed, type SceneRef } from '@standby/bridge/obs/scenes/scene.ts'

const scene = (name: string, uuid: string | null = null): SceneRef => ({ name, uuid })
const named = (...names: string[]): SceneRef[] => names.map((name) => scene(name))

describe('OBS and its scenes', () => {
  test('[OB10] a scene is the same by its uuid if both have one, else by its name', () => {
    expect(sameScene(scene('A', 'a'), scene('B', 'a'))).toBe(true)
    expect(sameScene(scene('A', 'a'), scene('A', 'b'))).toBe(false)
    expect(sameScene(scene('A', 'a'), scene('A'))).toBe(true)
    expect(sameScene(scene('A'), scene('A', 'a'))).toBe(true)
    expect(sameScene(scene('A'), scene('B'))).toBe(false)
    expect(sameItem({ scene: scene('A'), itemId: 1 }, { scene: scene('A'), itemId: 1 })).toBe(true)
    expect(sameItem({ scene: scene('A'), itemId: 1 }, { scene: scene('A'), itemId: 2 })).toBe(false)
    expect(sameItem({ scene: scene('A'), itemId: 1 }, { scene: scene('B'), itemId: 1 })).toBe(false)
  })

  test('[OB9] [OB10] a scene is found by its uuid first, and by its exact name', () => {
    const scenes = [scene('A', 'a'), scene('B', 'b'), scene('C')]
    expect(findScene(scene('B', 'a'), scenes)).toEqual(scene('A', 'a'))
    expect(findScene(scene('B', 'gone'), scenes)).toEqual(scene('B', 'b'))
    expect(findScene(scene('C'), scenes)).toEqual(scene('C'))
    expect(findScene(scene('c'), scenes)).toBeNull()
    expect([sceneNamed('B', scenes), sceneNamed('b', scenes)]).toEqual([scene('B', 'b'), null])
  })

  test.each([
    // One slip in three letters.
    ['abc', ['abd'], 'abd'],
    ['abcde', ['abxxe'], null],
    ['abcdef', ['abxxef'], 'abxxef'],
    ['abcdef', ['abxxxf'], null],
    ['ab', ['ax'], 'ax'],
    // The nearest one, and of two the first.
    ['Standby', ['Standx', 'Standbx'], 'Standbx'],
    ['Standby', ['Standba', 'Standbb'], 'Standba'],
    // A name of four letters or more within another counts as one slip.
    ['Card', ['The card of today'], 'The card of today'],
    ['Car', ['The car of today'], null],
    ['The card of today', ['Card'], 'Card'],
    ['The car of today', ['Car'], null],
    ['Stand by, please', ['STANDBY PLEASE'], 'STANDBY PLEASE'],
    // The same name in capitals is nearer than one that has it within, and a look-alike of `l` may stand for an `i`.
    ['Standby', ['My standby scene', 'STANDBY'], 'STANDBY'],
    ['Initial', ['ǀnǀtǀal'], 'ǀnǀtǀal'],
    // What nobody can read is like nothing.
    ['-', ['-', 'a'], null],
  ])('[OB9] of "%s" among %j the one that was meant is %j', (name, names, meant) => {
    expect(nearMiss(name, named(...names))).toBe(meant)
  })
})

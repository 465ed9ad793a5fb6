import type { RemovalFindings, SetupThings } from '@standby/shared/words/obs-sentences.ts'
import { SOURCE_PAGES } from '@standby/shared/obs-setup.ts'
import type { Sentence } from '@standby/shared/words/sentence.ts'
import * as z from 'zod'
import { BROWSER_KIND } from '../pages/own-page.ts'
import { findScene } from '../scenes/scene.ts'
import { ownPageOf, type ObservedInput, type SetupObserved } from './plan.pure.ts'
import { say } from '../words.ts'

const made = z.discriminatedUnion('what', [
  z.object({ what: z.literal('scene'), collection: z.string(), name: z.string(), uuid: z.string().nullable() }),
  z.object({
    what: z.literal('input'),
    collection: z.string(),
    name: z.string(),
    uuid: z.string().nullable(),
    sceneName: z.string(),
    itemId: z.number(),
    page: z.enum(SOURCE_PAGES).nullable(),
    /** As they were given to OBS. */
    settings: z.record(z.string(), z.unknown()),
  }),
  z.object({ what: z.literal('item'), collection: z.string(), sceneName: z.string(), inputName: z.string(), itemId: z.number() }),
])

/** Something a setup made, remembered so that exactly that can be taken away again. */
export type Made = z.infer<typeof made>
type MadeInput = Extract<Made, { what: 'input' }>

/** What was saved, or nothing if it cannot be understood: then nothing is ever taken away. */
export function parseMade(saved: unknown): Made[] {
  const parsed = z.array(made).safeParse(saved)
  return parsed.success ? parsed.data : []
}

export type RemovalStep =
  | { remove: 'item'; made: Made; sceneName: string; itemId: number; inputName: string }
  | { remove: 'input'; made: Made; inputName: string; uses: { sceneName: string; itemId: number }[] }
  | { remove: 'scene'; made: Made; sceneName: string }

export interface RemovalPlan {
  /** Sources before the scenes they are in. */
  steps: RemovalStep[]
  /** What is left, and why. */
  kept: Sentence<RemovalFindings>[]
  /** What is not there any more: to be forgotten. */
  gone: Made[]
}

/** Takes away exactly what was made, and only if nobody has put anything of their own to it since. */
export function planRemoval(observed: SetupObserved, all: readonly Made[], port: number): RemovalPlan {
  const plan: RemovalPlan = { steps: [], kept: [], gone: [] }
  for (const one of all.filter(({ collection }) => collection !== observed.collection)) {
    const { collection } = one
    const source = one.what === 'item' ? one.inputName : one.name
    plan.kept.push(
      one.what === 'scene'
        ? say('scene-in-collection', { scene: one.name, collection })
        : say('source-in-collection', { source, collection }),
    )
  }
  const here = all.filter(({ collection }) => collection === observed.collection)
  for (const one of here) if (one.what === 'item') planItem(observed, one, plan)
  for (const one of here) if (one.what === 'input') planInput(observed, one, plan, port)
  for (const one of here) if (one.what === 'scene') planScene(observed, one, plan)
  return plan
}

export function madeSentence(one: Made): Sentence<SetupThings> {
  switch (one.what) {
    case 'scene':
      return say('the-scene', { scene: one.name })
    case 'input':
      return say('the-source', { source: one.name })
    case 'item':
      return say('the-source-in-scene', { source: one.inputName, scene: one.sceneName })
  }
}

/** What a step takes away. */
export function removalSentence(step: RemovalStep): Sentence<SetupThings> {
  switch (step.remove) {
    case 'item':
      return say('the-source-in-scene', { source: step.inputName, scene: step.sceneName })
    case 'input':
      return say('the-source', { source: step.inputName })
    case 'scene':
      return say('the-scene', { scene: step.sceneName })
  }
}

/** That a step could not be done. */
export function notRemovedSentence(step: RemovalStep): Sentence<RemovalFindings> {
  return step.remove === 'scene'
    ? say('scene-not-removed', { scene: step.sceneName })
    : say('source-not-removed', { source: step.inputName })
}

function planItem(observed: SetupObserved, one: Extract<Made, { what: 'item' }>, plan: RemovalPlan): void {
  const { sceneName, inputName, itemId } = one
  const item = observed.items.get(sceneName)?.find(({ id }) => id === itemId)
  // The number may have been given to something else since.
  if (item?.sourceName === inputName) plan.steps.push({ remove: 'item', made: one, sceneName, itemId, inputName })
  else plan.gone.push(one)
}

function planInput(observed: SetupObserved, one: MadeInput, plan: RemovalPlan, port: number): void {
  const input = findInput(one, observed.inputs)
  if (input === null) return void plan.gone.push(one)
  if (!isAsMade(one, input, port)) {
    return void plan.kept.push(say('source-changed', { source: input.name }))
  }
  const taken = plan.steps.flatMap((step) => (step.remove === 'item' ? [`${step.itemId} ${step.sceneName}`] : []))
  const uses = usesOf(observed, input.name).filter(({ id, container }) => !taken.includes(`${id} ${container}`))
  const others = uses.filter(({ id, container }) => id !== one.itemId || container !== one.sceneName)
  if (others.length === 0) {
    const own = uses.map(({ container, id }) => ({ sceneName: container, itemId: id }))
    return void plan.steps.push({ remove: 'input', made: one, inputName: input.name, uses: own })
  }
  const scenes = [...new Set(others.map(({ container }) => container))]
  if (uses.length > others.length) {
    plan.steps.push({ remove: 'item', made: one, sceneName: one.sceneName, itemId: one.itemId, inputName: input.name })
  }
  plan.kept.push(say('source-used-elsewhere', { source: input.name, scenes }))
}

function planScene(observed: SetupObserved, one: Extract<Made, { what: 'scene' }>, plan: RemovalPlan): void {
  const scene = findScene(one, observed.scenes)
  if (scene === null) return void plan.gone.push(one)
  const keep = (why: 'scene-has-others' | 'scene-used-within' | 'scene-on-program'): void =>
    void plan.kept.push(say(why, { scene: scene.name }))
  if (remaining(observed, scene.name, plan.steps) > 0) return keep('scene-has-others')
  if (usesOf(observed, scene.name).length > 0) return keep('scene-used-within')
  if (observed.program.name === scene.name) return keep('scene-on-program')
  plan.steps.push({ remove: 'scene', made: one, sceneName: scene.name })
}

/** How many items a scene will have when all these steps are done. */
function remaining(observed: SetupObserved, sceneName: string, steps: readonly RemovalStep[]): number {
  const items = observed.items.get(sceneName) ?? []
  return items.filter(
    ({ id, sourceName }) =>
      !steps.some(
        (step) =>
          (step.remove === 'input' && step.inputName === sourceName) ||
          (step.remove === 'item' && step.sceneName === sceneName && step.itemId === id),
      ),
  ).length
}

function usesOf({ items }: SetupObserved, sourceName: string): { id: number; container: string }[] {
  return [...items].flatMap(([container, list]) =>
    list.filter((item) => item.sourceName === sourceName).map(({ id }) => ({ id, container })),
  )
}

/** A page of ours is still ours by its address, whatever else was adjusted; anything else only while it is just as it was made. */
function isAsMade(one: MadeInput, input: ObservedInput, port: number): boolean {
  if (one.page !== null) return input.kind === BROWSER_KIND && ownPageOf(input.settings, port)?.page === one.page
  return Object.entries(one.settings).every(([key, value]) => sameValue(value, input.settings[key]))
}

function findInput(one: MadeInput, inputs: readonly ObservedInput[]): ObservedInput | null {
  const byUuid = one.uuid === null ? undefined : inputs.find(({ uuid }) => uuid === one.uuid)
  return byUuid ?? inputs.find(({ name }) => name === one.name) ?? null
}

/** Every field of `wanted` is in `found`; OBS may have added its own. */
function sameValue(wanted: unknown, found: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return wanted === found
  if (typeof found !== 'object' || found === null) return false
  return Object.entries(wanted).every(([key, value]) => sameValue(value, (found as Record<string, unknown>)[key]))
}

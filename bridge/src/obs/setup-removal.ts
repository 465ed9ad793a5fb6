import { SOURCE_PAGES } from '@standby/shared/obs-setup.ts'
import * as z from 'zod'
import { BROWSER_KIND } from './own-page.ts'
import { findScene } from './scene.ts'
import { ownPageOf, type ObservedInput, type SetupObserved } from './setup-plan.ts'

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

/** What was saved, or nothing where it cannot be understood: then nothing is ever taken away. */
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
  kept: { made: Made; why: string }[]
  /** What is not there any more: to be forgotten. */
  gone: Made[]
}

/** Takes away exactly what was made, and only where nobody has put anything of their own to it since. */
export function planRemoval(observed: SetupObserved, all: readonly Made[], port: number): RemovalPlan {
  const plan: RemovalPlan = { steps: [], kept: [], gone: [] }
  for (const one of all.filter(({ collection }) => collection !== observed.collection)) {
    plan.kept.push({
      made: one,
      why: `${madeSentence(one)} is in the scene collection "${one.collection}". Open that in OBS, then try again.`,
    })
  }
  const here = all.filter(({ collection }) => collection === observed.collection)
  for (const one of here) if (one.what === 'item') planItem(observed, one, plan)
  for (const one of here) if (one.what === 'input') planInput(observed, one, plan, port)
  for (const one of here) if (one.what === 'scene') planScene(observed, one, plan)
  return plan
}

/** What it is, without a full stop. */
export function madeSentence(one: Made): string {
  switch (one.what) {
    case 'scene':
      return `The scene "${one.name}"`
    case 'input':
      return `The source "${one.name}"`
    case 'item':
      return `The source "${one.inputName}" in the scene "${one.sceneName}"`
  }
}

/** What a step takes away, without a full stop. */
export function removalSentence(step: RemovalStep): string {
  switch (step.remove) {
    case 'item':
      return `The source "${step.inputName}" in the scene "${step.sceneName}"`
    case 'input':
      return `The source "${step.inputName}"`
    case 'scene':
      return `The scene "${step.sceneName}"`
  }
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
    return void plan.kept.push({
      made: one,
      why: `The source "${input.name}" was changed since, so it is left. Remove it by hand if you like.`,
    })
  }
  const taken = plan.steps.flatMap((step) => (step.remove === 'item' ? [`${step.itemId} ${step.sceneName}`] : []))
  const uses = usesOf(observed, input.name).filter(({ id, container }) => !taken.includes(`${id} ${container}`))
  const others = uses.filter(({ id, container }) => id !== one.itemId || container !== one.sceneName)
  if (others.length === 0) {
    const own = uses.map(({ container, id }) => ({ sceneName: container, itemId: id }))
    return void plan.steps.push({ remove: 'input', made: one, inputName: input.name, uses: own })
  }
  const where = [...new Set(others.map(({ container }) => `"${container}"`))].join(', ')
  if (uses.length > others.length) {
    plan.steps.push({ remove: 'item', made: one, sceneName: one.sceneName, itemId: one.itemId, inputName: input.name })
  }
  plan.kept.push({ made: one, why: `The source "${input.name}" is also used in ${where}, so it is left there.` })
}

function planScene(observed: SetupObserved, one: Extract<Made, { what: 'scene' }>, plan: RemovalPlan): void {
  const scene = findScene(one, observed.scenes)
  if (scene === null) return void plan.gone.push(one)
  const keep = (why: string): void => void plan.kept.push({ made: one, why: `The scene "${scene.name}" ${why}` })
  if (remaining(observed, scene.name, plan.steps) > 0) return keep('has other sources in it, so it is left.')
  if (usesOf(observed, scene.name).length > 0) return keep('is used within another scene, so it is left.')
  if (observed.program.name === scene.name) return keep('is on program now. Switch to another scene, then try again.')
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

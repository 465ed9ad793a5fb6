import * as z from 'zod'
import type { ItemRef, SceneRef } from './scene.ts'

export const sceneRef = z.object({ name: z.string(), uuid: z.string().nullable() })
const itemRef = z.object({ scene: sceneRef, itemId: z.number() })

const standbyMemory = z.object({
  state: z.literal('standby'),
  /** The standby scene that was switched to. */
  standby: sceneRef,
  /** The scene that was really on before it. */
  returnTo: sceneRef,
  /** What program is if nobody touched it. */
  on: sceneRef,
  /** Where our own switch was sent, until it has been seen there. */
  to: sceneRef.nullable(),
  /** Since when the standby scene has been on program; null while it is not. */
  standbySince: z.number().nullable(),
  /** Put on, or taken off, by hand through Standby: not taken off by itself. */
  manual: z.boolean(),
  /** `Observed.frameCount` when last looked at. */
  frameCount: z.number(),
  /** When all this was last known to hold. */
  seenAt: z.number(),
})

const showingMemory = z.object({
  state: z.literal('showing'),
  source: z.string(),
  /** What was hidden, and was shown by us. */
  items: z.array(itemRef),
  /** Our command to hide them again was sent. */
  leaving: z.boolean(),
  /** Since when they have been seen to be shown; null while they are not. */
  standbySince: z.number().nullable(),
  manual: z.boolean(),
  frameCount: z.number(),
  seenAt: z.number(),
})

/** What must survive a crash of the bridge: it is saved before every command. */
export const savedWayBack = z.discriminatedUnion('state', [
  z.object({ state: z.literal('idle') }),
  /** The creator took over; hands off until TikTok has been live again. */
  z.object({ state: z.literal('yielded') }),
  standbyMemory,
  showingMemory,
])

export type WayBack = z.infer<typeof savedWayBack>
export type StandbyMemory = z.infer<typeof standbyMemory>
export type ShowingMemory = z.infer<typeof showingMemory>

export const IDLE: WayBack = { state: 'idle' }
export const YIELDED: WayBack = { state: 'yielded' }

/** True while something is on by our doing. */
export function isOn(memory: WayBack): memory is StandbyMemory | ShowingMemory {
  return memory.state === 'standby' || memory.state === 'showing'
}

/** Follows a scene that was given another name: the only way to, if OBS has no uuids. */
export function renameScene(memory: WayBack, from: string, to: string): WayBack {
  const follow = (scene: SceneRef): SceneRef => (scene.name === from ? { ...scene, name: to } : scene)
  switch (memory.state) {
    case 'idle':
    case 'yielded':
      return memory
    case 'standby':
      return {
        ...memory,
        standby: follow(memory.standby),
        returnTo: follow(memory.returnTo),
        on: follow(memory.on),
        to: memory.to === null ? null : follow(memory.to),
      }
    case 'showing':
      return { ...memory, items: memory.items.map((item): ItemRef => ({ ...item, scene: follow(item.scene) })) }
  }
}

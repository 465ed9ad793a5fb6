import * as z from 'zod'
import type { ObsSession } from '../link/adapter.ts'

/** The transition override a scene had before it was given ours; nulls if it had none. */
export const borrowedSchema = z.object({
  sceneName: z.string(),
  transitionName: z.string().nullable(),
  transitionDuration: z.number().nullable(),
})
export type Borrowed = z.infer<typeof borrowedSchema>

const override = z.object({ transitionName: z.string().nullish(), transitionDuration: z.number().nullish() })
const transitions = z.object({ transitions: z.array(z.object({ transitionName: z.string(), transitionKind: z.string() })) })
const nothing = z.unknown()

/** OBS's cut under the name it has here (it is translated), or null if there is none. */
async function cutName(session: ObsSession): Promise<string | null> {
  const { transitions: all } = await session.request('GetSceneTransitionList', transitions)
  return all.find(({ transitionKind }) => transitionKind === 'cut_transition')?.transitionName ?? null
}

/** Makes the next switch to this scene a cut. `save` is called with what is to be put back, before anything is changed. */
export async function borrowOverride(session: ObsSession, sceneName: string, save: (borrowed: Borrowed) => void): Promise<void> {
  const cut = await cutName(session)
  if (cut === null) return
  const before = await session.request('GetSceneSceneTransitionOverride', override, { sceneName })
  if (before.transitionName === cut) return
  save({ sceneName, transitionName: before.transitionName ?? null, transitionDuration: before.transitionDuration ?? null })
  await session.request('SetSceneSceneTransitionOverride', nothing, { sceneName, transitionName: cut })
}

export async function giveBackOverride(session: ObsSession, borrowed: Borrowed): Promise<void> {
  await session.request('SetSceneSceneTransitionOverride', nothing, { ...borrowed })
}

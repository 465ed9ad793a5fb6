import * as z from 'zod'
import { ObsRequestError, type ObsSession } from './link/adapter.ts'
import { unlessGone } from './setup/survey.ts'

/** What a creator has Standby show and hide in OBS, by name. None of it rejects. */
export interface Toggles {
  attach(session: ObsSession | null): void
  list(): Promise<({ how: 'done' } & ToggleList) | NotDone>
  source(scene: string, source: string, show: boolean): Promise<Toggled>
  filter(source: string, filter: string, show: boolean): Promise<Toggled>
}

export interface ToggleList {
  /** As OBS lists them, with what is in them. */
  scenes: { name: string; sources: string[] }[]
  filters: { source: string; filters: string[] }[]
}

/** `lacks`: OBS has nothing of that name. `failed`: OBS did not do it; its own reason in a few words. */
export type NotDone = { how: 'away' | 'lacks' } | { how: 'failed'; reason: string }
export type Toggled = { how: 'done' } | NotDone

const NOT_FOUND = 600
const MOST_NAMES = 500

const sceneList = z.object({ scenes: z.array(z.object({ sceneName: z.string() })) })
const itemList = z.object({ sceneItems: z.array(z.object({ sourceName: z.string() })) })
const inputList = z.object({ inputs: z.array(z.object({ inputName: z.string() })) })
const filterList = z.object({ filters: z.array(z.object({ filterName: z.string() })) })
const itemId = z.object({ sceneItemId: z.number() })
const item = z.object({ sceneItemEnabled: z.boolean() })
const filterState = z.object({ filterEnabled: z.boolean() })
const nothing = z.unknown()

export function createToggles(): Toggles {
  let session: ObsSession | null = null

  async function asked<Answer>(work: (on: ObsSession) => Promise<Answer>): Promise<Answer | NotDone> {
    const on = session
    if (on === null) return { how: 'away' }
    try {
      return await work(on)
    } catch (error) {
      if (!(error instanceof ObsRequestError)) throw error
      if (error.code === NOT_FOUND) return { how: 'lacks' }
      return error.kind === 'closed' ? { how: 'away' } : { how: 'failed', reason: error.code === null ? error.kind : `OBS ${error.code}` }
    }
  }

  return {
    attach: (opened) => void (session = opened),
    list: () => asked(async (on) => ({ how: 'done', ...(await list(on)) })),
    source: (sceneName, sourceName, show) =>
      asked(async (on) => {
        const { sceneItemId } = await on.request('GetSceneItemId', itemId, { sceneName, sourceName })
        await on.request('SetSceneItemEnabled', nothing, { sceneName, sceneItemId, sceneItemEnabled: show })
        return believed((await on.request('GetSceneItemEnabled', item, { sceneName, sceneItemId })).sceneItemEnabled === show)
      }),
    filter: (sourceName, filterName, show) =>
      asked(async (on) => {
        await on.request('SetSourceFilterEnabled', nothing, { sourceName, filterName, filterEnabled: show })
        return believed((await on.request('GetSourceFilter', filterState, { sourceName, filterName })).filterEnabled === show)
      }),
  }
}

/** It is done when OBS, asked, says so. */
function believed(isAsWanted: boolean): Toggled {
  return isAsWanted ? { how: 'done' } : { how: 'failed', reason: 'it is as before' }
}

async function list(on: ObsSession): Promise<ToggleList> {
  const [{ scenes }, { inputs }] = await Promise.all([on.request('GetSceneList', sceneList), on.request('GetInputList', inputList)])
  // OBS counts its scenes from the bottom, and what is in them too.
  const names = scenes.map(({ sceneName }) => sceneName).reverse()
  const withSources = await Promise.all(
    names.slice(0, MOST_NAMES).map(async (name) => {
      const items = await unlessGone(on.request('GetSceneItemList', itemList, { sceneName: name }))
      return { name, sources: [...new Set((items?.sceneItems ?? []).map(({ sourceName }) => sourceName))].reverse() }
    }),
  )
  const sources = [...new Set([...names, ...inputs.map(({ inputName }) => inputName)])].slice(0, MOST_NAMES)
  const withFilters = await Promise.all(
    sources.map(async (source) => {
      const found = await unlessGone(on.request('GetSourceFilterList', filterList, { sourceName: source }))
      return { source, filters: (found?.filters ?? []).map(({ filterName }) => filterName) }
    }),
  )
  return { scenes: withSources, filters: withFilters.filter(({ filters }) => filters.length > 0) }
}

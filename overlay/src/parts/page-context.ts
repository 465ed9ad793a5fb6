import { createContext } from 'svelte'
import type { Catalogue } from '../i18n/en.ts'
import type { Get, Post, Send } from './api.ts'
import type { Bridge } from './bridge.svelte.ts'
import type { Preferences } from './preferences.ts'
import type { Ticks } from './ticks.svelte.ts'

/** What all parts of one of the creator's pages share. */
export interface PageContext {
  /** The texts in the page's language. It may be replaced: read it where it is shown, and do not keep it. */
  readonly catalogue: Catalogue
  readonly bridge: Bridge
  /** The bridge's time. */
  readonly ticks: Ticks
  readonly post: Post
  readonly send: Send
  readonly get: Get
  /** Asks the bridge, with the page's token if it has one. */
  readonly fetch: typeof globalThis.fetch
  /** The channel that the page belongs to; null: the first one. */
  readonly channel: string | null
  readonly preferences: Preferences
  /** What a link to another of our pages has to carry on another computer: `#token=…`, else empty. */
  readonly hash: string
  /** Where the pages live, `http://127.0.0.1:4747`. */
  readonly origin: string
  /** The page runs inside OBS. */
  readonly inObs: boolean
}

export const [pageContext, setPageContext] = createContext<PageContext>()

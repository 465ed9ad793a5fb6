import type { Get, Post } from '../parts/api.ts'
import type { Bridge } from '../parts/bridge.svelte.ts'
import type { Catalogue } from '../i18n/en.ts'
import type { Ticks } from '../parts/ticks.svelte.ts'
import type { Memory } from './preferences.ts'

/** What the dock is given, whatever it is painted in. */
export interface DockProps {
  bridge: Bridge
  post: Post
  get: Get
  ticks: Ticks
  catalogue: Catalogue
  memory: Memory
  /** The page runs inside OBS. */
  inObs: boolean
  /** The room of the report to open at once; null: none. */
  report: string | null
  /** What an address of ours has to carry on another computer: `#token=…`, else empty. */
  hash: string
  /** Asks the bridge as the page may. */
  fetch: typeof globalThis.fetch
}

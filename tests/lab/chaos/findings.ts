import type { PageFindings } from './page-watch.ts'

/** What a run of faults found. */
export interface Findings {
  seed: number
  faults: { name: string; recoveredMs: number }[]
  sent: number
  /** Sent while TikTok could be heard, and in no journal. */
  lost: number[]
  /** Sent while it could not: nobody hears those. */
  unheard: number
  /** `due`: what the journal holds from the first event the client was given to the last of the show. */
  clients: { name: string; events: number; due: number; returns: number }[]
  complaints: string[]
  mostSockets: number
  memory: { firstBytes: number; mostBytes: number }
  pages: PageFindings | null
}

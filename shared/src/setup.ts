import type { CauseKind } from './connection/cause.ts'

/** `POST /api/tiktok/check`: what TikTok says of a name. unknown: nobody knows now, `cause` says why. */
export interface NameCheck {
  username: string
  verdict: 'live' | 'not-live' | 'no-account' | 'unknown'
  cause: CauseKind | null
}

/** `GET /api/rehearsal`: the demo LIVE in place of the creator's own, for a while. */
export interface RehearsalView {
  on: boolean
  /** When the creator's own LIVE comes back by itself; null: the demo is all there is, or no rehearsal is on. */
  until: number | null
}

/** `GET /api/tokens`. */
export type TokensView =
  | { on: false }
  | {
      on: true
      read: TokenView
      control: TokenView
      /** Where other computers find this one, `http://192.168.1.5:4747`. */
      origins: string[]
    }

export interface TokenView {
  token: string
  /** The environment fixes it, so it cannot be replaced here. */
  fixed: boolean
}

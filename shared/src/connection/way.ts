/** The ways into a LIVE. */
export const WAYS = [
  'connector', // the signed connection to TikTok, through tiktok-live-connector
  'direct', // TikTok's own socket, as a guest and without a signature
  'studio', // the local socket of TikTok LIVE Studio on this computer
  'tikfinity', // the feed of a TikFinity app on this computer
  'euler', // the sign service's managed socket, with the creator's own key
] as const

export type Way = (typeof WAYS)[number]

export const DEFAULT_WAYS: readonly Way[] = ['connector', 'tikfinity']

/** Why a way cannot be used although its program answers. */
export const WAY_PROBLEMS = [
  'not-its-program', // something else listens there
  'is-standby', // it is the feed of a Standby, which must not be fed to another
  'other-creator', // it is logged in to another account
  'no-creator', // it does not say whose LIVE its events are from
  'silent', // it sends no events
  'too-long', // a frame without an end
  'no-credentials', // it needs a key or credentials, and has been given none
  'credentials', // it does not accept what it was shown
  'access-disabled', // it is switched off there, or TikTok took the permission back
  'connection-limit', // it has as many programs connected as it allows
] as const

export type WayProblem = (typeof WAY_PROBLEMS)[number]

/** The way by which the events come at the moment. */
export interface ViaView {
  way: Way
  since: number
  /** The server or program that sends them, and whose it is; null if that is not known. */
  host: string | null
  party: 'tiktok' | 'sign' | 'local' | null
}

/** One way that is switched on, or could be. */
export interface WayView {
  way: Way
  /** Its place in the order, from 0; null: switched off. */
  place: number | null
  /** Whether an attempt could succeed as far as is known. */
  ready: boolean
  problem: WayProblem | null
  /** Whether it has the key or the credentials that it needs from the creator; null: it needs none. */
  hasKey: boolean | null
}

/** Ways in the order that somebody wrote them, separated by commas or spaces; null if one is unknown, or twice, or there is none. */
export function parseWays(text: string): readonly Way[] | null {
  const names = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((name) => name !== '')
  const ways = names.flatMap((name) => WAYS.find((way) => way === name) ?? [])
  return ways.length === 0 || ways.length !== names.length || new Set(ways).size !== ways.length ? null : ways
}

/** Who has a port that Standby wanted. */
export type PortHolder = 'tikfinity' | 'standby' | 'other'

/**
 * disabled: the environment leaves no port. off: the creator switched it off. opening: it is being asked for. listening: clients can come.
 * taken: somebody else has the port. failed: the system refuses it.
 */
export type TikFinitySocketState =
  | { state: 'disabled' | 'off' | 'opening' | 'listening' }
  | { state: 'taken'; by: PortHolder }
  /** `code`: the system's own word, such as EACCES. */
  | { state: 'failed'; code: string }

export interface TikFinityClientView {
  id: number
  /** The origin of a web page; null for a program or a file. */
  origin: string | null
  /** What it calls itself; null if it does not say. */
  userAgent: string | null
  connectedAt: number
}

/** `GET /api/tikfinity`. Times are ms since the epoch. */
export interface TikFinityView {
  socket: TikFinitySocketState
  /** Null: the environment leaves none. */
  port: number | null
  on: boolean
  caughtUp: boolean
  clients: TikFinityClientView[]
  /** Web pages that may read the socket. */
  allowed: string[]
  /** Web pages that wanted to and were refused, the newest first. */
  refused: { origin: string; at: number }[]
}

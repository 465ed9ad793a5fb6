import type { PushParty } from './route.ts'

/** How far an attempt has come. */
export type Stage = 'load' | 'room' | 'room-info' | 'sign' | 'upgrade' | 'open'

/** An HTTP answer as it came, before any library put its own meaning on it. `body` is text, cut short. */
export interface RawAnswer {
  status: number
  headers: Readonly<Record<string, string>>
  body: string
}

/** One source that was asked for the room's id, and what it answered or threw. */
export interface RoomLookup {
  source: 'page' | 'api' | 'sign'
  error: unknown
}

/** The server that the socket was opened to. Whose it is decides whose fault its refusal is. */
export interface PushServer {
  host: string
  party: PushParty
}

/** Everything that can end an attempt or a connection, with the raw material to tell why. */
export type Failure =
  /** The library itself could not be loaded. */
  | { at: 'load'; error: unknown }
  | { at: 'room'; lookups: readonly RoomLookup[] }
  /** TikTok knows the account and says it has no LIVE. */
  | { at: 'offline'; detail: string }
  /** `answer` is the JSON of room/info when there was one that gives no usable status. */
  | { at: 'room-info'; error: unknown; answer: unknown }
  /** Our own budget of sign requests is spent; nothing was asked. */
  | { at: 'budget'; retryAt: number }
  | { at: 'sign'; answer: RawAnswer | null; error: unknown }
  /** The sign service named a place we must not or cannot go to. */
  | { at: 'push-server'; detail: string }
  /** `closeCode`: the socket closed before it was open, and nothing else was said of it. */
  | { at: 'upgrade'; server?: PushServer | null; answer: RawAnswer | null; error: unknown; closeCode?: number }
  /** The open socket closed. `error` is what the socket or the protocol complained of before, if anything. */
  | { at: 'open'; server?: PushServer | null; code: number; reason: string; error: unknown }
  | { at: 'stream'; end: 'ended' | 'suspended' }
  | { at: 'deadline'; stage: Stage; server?: PushServer | null; afterMs: number }
  /** We closed it ourselves. */
  | { at: 'cancelled'; stage: Stage }

/** Carries a failure through the library's own error paths. */
export class AttemptFailed extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(`attempt failed at ${failure.at}`)
    this.failure = failure
  }
}

/** What can be read from whatever `got`, `axios`, `ws` or Node threw: an HTTP status, a Node error code, headers, and the words. */
export interface ErrorFacts {
  status: number | null
  code: string | null
  headers: Readonly<Record<string, string>>
  message: string
}

type Fields = Readonly<Record<string, unknown>>
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})

export function errorFacts(error: unknown): ErrorFacts {
  const thrown = fields(error)
  const cause = fields(thrown['cause'])
  const response = fields(thrown['response'])
  // `got` says statusCode, `axios` says status. Node's AggregateError (both address families refused) has its code on the outside too.
  const status = response['statusCode'] ?? response['status']
  const code = thrown['code'] ?? cause['code']
  const message = typeof error === 'string' ? error : thrown['message']
  return {
    status: typeof status === 'number' ? status : null,
    code: typeof code === 'string' ? code : null,
    headers: plainHeaders(response['headers']),
    message: typeof message === 'string' && message !== '' ? message : 'unknown error',
  }
}

/** Header names in lower case; a repeated header keeps its first value. */
export function plainHeaders(headers: unknown): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(fields(headers))) {
    const first: unknown = Array.isArray(value) ? value[0] : value
    if (typeof first === 'string' || typeof first === 'number') plain[name.toLowerCase()] = String(first)
  }
  return plain
}

import type { Cause, CauseKind, CauseReason } from '@standby/shared/connection/cause.ts'
import { errorFacts, type ErrorFacts, type Failure, type PushServer, type RawAnswer, type RoomLookup, type Stage } from './failure.ts'
import { redact } from '../redact.ts'
import { retryAtOf } from './retry-at.ts'

/** Node's error codes that mean: from this computer nothing gets there. */
const NO_NETWORK = new Set([
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'ECONNABORTED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENETUNREACH',
  'ENONET',
  // The proxy that everything goes through refuses.
  'ERR_PROXY_TUNNEL',
])
/** And those that mean it just as well if TikTok itself is asked, which is never down as a whole. */
const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ENODATA', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'])
/** All of Node's error codes that say that the line broke or was never there; its HTTP client has some of its own. */
const SYSTEM_ERROR = /^(?:E[A-Z]{3,}|EAI_[A-Z]+|UND_ERR_[A-Z_]+)$/
/** The code of a socket that went without a close frame. */
const NO_CLOSE_FRAME = 1006
/** A wrong clock, or something between us and TikTok that reads along. */
const CERTIFICATE = /^(?:CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/

/** TikTok's word for "no such account", in the answer of api-live/user/room. */
const NOT_FOUND = /\b19881007\b|user_not_found/
const BLOCKED_PAGE = /extract the SIGI_STATE|captcha/i
/** `handshake-msg` of a refused upgrade that is about who we are rather than about the moment (connector #189, #290). */
const BLOCKED_HANDSHAKE = /device|captcha|verif|block|forbid|banned|risk/i
const SESSION_HANDSHAKE = /secret key|session/i

/** What room/info answers a guest about a LIVE for adults, or one that is not public (connector #312, TikTokLive #228). */
const CLOSED_TO_GUESTS = 4003110

const STAGE_KIND: Record<Stage, CauseKind> = {
  load: 'protocol',
  room: 'tiktok',
  'room-info': 'tiktok',
  sign: 'sign',
  upgrade: 'tiktok',
  open: 'stalled',
}
const STAGE_WORDS: Record<Stage, string> = {
  load: 'loading the connector',
  room: 'looking for the room',
  'room-info': 'asking about the room',
  sign: 'waiting for the sign service',
  upgrade: 'opening the socket',
  open: 'connected',
}

/** Why an attempt or a connection ended, as one of our causes. `secrets` never appear in `detail`, nor does any query string. */
export function classify(failure: Failure, now: number, secrets: readonly string[] = []): Cause {
  const { detail, ...cause } = judge(failure, now)
  return { ...cause, detail: redact(detail, secrets) }
}

function judge(failure: Failure, now: number): Cause {
  switch (failure.at) {
    case 'load':
      return { kind: 'protocol', detail: `tiktok-live-connector could not be loaded: ${errorFacts(failure.error).message}` }
    case 'room':
      return roomLookups(failure.lookups, now)
    case 'offline':
      return { kind: 'offline', detail: failure.detail }
    case 'room-info':
      return failure.answer === undefined ? tiktokAnswer('room info', errorFacts(failure.error), now) : unusableRoom(failure.answer)
    case 'sign':
      return failure.answer === null ? signUnreachable(errorFacts(failure.error)) : signAnswer(failure.answer, failure.error, now)
    case 'budget':
      return {
        kind: 'rate-limited',
        detail: 'our own limit of requests is reached; nobody was asked',
        retryAt: failure.retryAt,
      }
    case 'push-server':
      return { kind: 'sign', detail: failure.detail, reason: 'answered' }
    case 'upgrade':
      return failure.answer === null ? neverOpened(failure, now) : refusedUpgrade(failure.answer, failure.server, now)
    case 'open':
      return socketClosed(failure)
    case 'stream':
      return { kind: 'ended', detail: failure.end === 'ended' ? 'the LIVE was ended' : 'the LIVE was stopped by TikTok' }
    case 'deadline':
      return {
        kind: failure.server?.party === 'sign' && failure.stage === 'upgrade' ? 'sign' : STAGE_KIND[failure.stage],
        detail: `no connection after ${Math.round(failure.afterMs / 1000)} s, still ${STAGE_WORDS[failure.stage]}`,
        reason: 'timed-out',
      }
    case 'cancelled':
      return { kind: STAGE_KIND[failure.stage], detail: `closed by the bridge while ${STAGE_WORDS[failure.stage]}`, reason: 'cancelled' }
  }
}

/** What TikTok's web pages and API answered, or that they could not be reached. */
function tiktokAnswer(what: string, { status, code, headers, message }: ErrorFacts, now: number): Cause {
  const answered = { detail: `TikTok's ${what} answered ${String(status)}`, reason: 'answered' } as const
  if (status === 429) return { kind: 'rate-limited', ...answered, retryAt: retryAtOf({ headers, body: '' }, now) }
  if (status === 401 || status === 403) return { kind: 'blocked', ...answered }
  if (code !== null && (NO_NETWORK.has(code) || UNREACHABLE.has(code) || CERTIFICATE.test(code))) {
    return { kind: 'network', detail: `${what}: ${code} ${message}`, reason: 'unreachable' }
  }
  if (NOT_FOUND.test(message)) return { kind: 'not-found', detail: 'TikTok knows no account of this name' }
  if (BLOCKED_PAGE.test(message)) return { kind: 'blocked', detail: `${what}: ${message}` }
  if (code === 'ERR_BODY_PARSE_FAILURE') return { kind: 'protocol', detail: `TikTok's ${what} did not answer in JSON` }
  if (status !== null) return { kind: 'tiktok', ...answered }
  const detail = `${what}: ${code === null ? '' : `${code} `}${message}`
  return { kind: 'tiktok', detail, ...(isSystemError(code) && { reason: 'unreachable' }) }
}

function isSystemError(code: string | null): boolean {
  return code !== null && SYSTEM_ERROR.test(code)
}

/** The plainest word wins: one source that is sure there is no such account outweighs two that failed. */
const ROOM_PRECEDENCE: readonly CauseKind[] = ['not-found', 'rate-limited', 'blocked', 'network', 'tiktok', 'protocol']

function roomLookups(lookups: readonly RoomLookup[], now: number): Cause {
  const asked = lookups.filter((one) => one.source !== 'sign').map((one) => ({ source: one.source, facts: errorFacts(one.error) }))
  if (asked.length > 0 && asked.every(({ facts }) => facts.status === 404)) {
    return { kind: 'not-found', detail: 'TikTok answered 404 for this account', reason: 'answered' }
  }
  const causes = asked.map(({ source, facts }) => tiktokAnswer(source, facts, now))
  const found = ROOM_PRECEDENCE.flatMap((kind) => causes.find((cause) => cause.kind === kind) ?? [])[0]
  const detail = causes.map((cause) => cause.detail).join('; ') || 'no source knows the room'
  const reasons = causes.flatMap((cause) => cause.reason ?? [])
  // One that answered was reached, whatever became of the others.
  const reason: CauseReason | undefined = reasons.includes('answered') ? 'answered' : reasons[0]
  return {
    kind: found?.kind ?? 'protocol',
    detail,
    ...(reason !== undefined && { reason }),
    ...(found?.retryAt !== undefined && { retryAt: found.retryAt }),
  }
}

/** Whether the sign service's own room lookup can add anything: not when TikTok was plain, asked us to wait, or cannot be reached. */
export function worthAskingSignService(lookups: readonly RoomLookup[]): boolean {
  return !['not-found', 'rate-limited', 'network'].includes(roomLookups(lookups, 0).kind)
}

/**
 * A room/info answer without a status we know. TikTok says so little if a LIVE is closed to us (age, region, followers only); the
 * library would connect and then hear nothing: https://github.com/zerodytrash/TikTok-Live-Connector/issues/173.
 */
function unusableRoom(answer: unknown): Cause {
  if (!isRefusal(answer)) return { kind: 'protocol', detail: 'room info without a status', reason: 'answered' }
  const isClosed = statusCode(answer) === CLOSED_TO_GUESTS || bodyOf(bodyOf(answer)['data'])['prompts'] === ''
  return {
    kind: isClosed ? 'closed' : 'blocked',
    detail: `TikTok does not let us join this LIVE (status_code ${statusCode(answer)})`,
    reason: 'answered',
  }
}

type Body = Readonly<Record<string, unknown>>
const bodyOf = (answer: unknown): Body => (typeof answer === 'object' && answer !== null ? (answer as Body) : {})

function statusCode(answer: unknown): number {
  const code = bodyOf(answer)['status_code']
  return typeof code === 'number' ? code : 0
}

/** Whether a room/info answer says that we may not know, rather than nothing. */
export function isRefusal(answer: unknown): boolean {
  return 'prompts' in bodyOf(bodyOf(answer)['data']) || statusCode(answer) !== 0
}

function signUnreachable({ code, message }: ErrorFacts): Cause {
  // axios says ECONNABORTED for its own timeout as well.
  const isTimeout = code === 'ECONNABORTED' && message.includes('timeout')
  if (code !== null && NO_NETWORK.has(code) && !isTimeout) {
    return { kind: 'network', detail: `sign service: ${code} ${message}`, reason: 'unreachable' }
  }
  const detail = `sign service not reached: ${code === null ? '' : `${code} `}${message}`
  return { kind: 'sign', detail, reason: isTimeout ? 'timed-out' : 'unreachable' }
}

function signAnswer(answer: RawAnswer, error: unknown, now: number): Cause {
  return { ...signAnswered(answer, error, now), reason: 'answered' }
}

/** By the raw status: the library's own classes for 402 and 429 break on short or non-JSON bodies. */
function signAnswered(answer: RawAnswer, error: unknown, now: number): Cause {
  const { status, headers } = answer
  const answered = `sign service answered ${status} ${saidBy(answer)}`
  if (status === 429) return { kind: 'rate-limited', detail: answered, retryAt: retryAtOf(answer, now) }
  if (status === 401) return { kind: 'auth', detail: 'sign service answered 401: the API key is not valid. Use a valid key or none' }
  if (status === 402 || status === 403) return { kind: 'auth', detail: `${answered}: not included in this plan` }
  if (status === 404) return { kind: 'sign', detail: 'sign service answered 404: it does not know the room, or the connector is too old' }
  if (status !== 200) return { kind: 'sign', detail: answered }
  const cookies = headers['x-set-tt-cookie'] ?? ''
  if (cookies === '') return { kind: 'sign', detail: `sign service sent no cookies ${headers['handshake-msg'] ?? ''}` }
  return { kind: 'sign', detail: `sign service answer cannot be used: ${errorFacts(error).message}` }
}

/** The `message` and `limit_label` of a JSON answer; a page of HTML says nothing worth keeping. */
function saidBy({ body }: RawAnswer): string {
  const said = ['limit_label', 'message'].flatMap((name) => new RegExp(`"${name}"\\s*:\\s*"([^"]{1,160})`).exec(body)?.[1] ?? [])
  return said.length === 0 ? '' : `(${said.join(': ')})`
}

/** A server of the sign service answers for itself: what it says about devices and sessions is about its own business with TikTok. */
function refusedUpgrade({ status, headers, body }: RawAnswer, server: PushServer | null | undefined, now: number): Cause {
  const said = headers['handshake-msg'] ?? ''
  const isSign = server?.party === 'sign'
  const detail = `${isSign ? `the sign service's ${server.host}` : 'TikTok'} refused the socket: ${status}${said === '' ? '' : `, ${said}`}`
  const refused = { detail, reason: 'answered' } as const
  if (status === 429) return { kind: 'rate-limited', ...refused, retryAt: retryAtOf({ headers, body }, now) }
  if (isSign) return { kind: 'sign', ...refused }
  if (BLOCKED_HANDSHAKE.test(said)) return { kind: 'blocked', ...refused }
  if (SESSION_HANDSHAKE.test(said)) return { kind: 'auth', ...refused }
  return { kind: 'tiktok', ...refused }
}

function neverOpened({ error, closeCode, server }: Extract<Failure, { at: 'upgrade' }>, now: number): Cause {
  const cause = server?.party === 'sign' ? signUnreachable(errorFacts(error)) : tiktokAnswer('socket', errorFacts(error), now)
  return closeCode === NO_CLOSE_FRAME ? { ...cause, reason: 'cut' } : cause
}

function socketClosed({ code, reason, error, server }: Extract<Failure, { at: 'open' }>): Cause {
  const facts = error === null || error === undefined ? null : errorFacts(error)
  const complaint = facts === null ? '' : `: ${facts.code ?? ''} ${facts.message}`
  const isSign = server?.party === 'sign'
  const detail = `${isSign ? `the sign service's ${server.host}: ` : ''}socket closed with ${code}${reason === '' ? '' : ` (${reason})`}${complaint}`
  const errorCode = facts?.code ?? ''
  const noticed = code === NO_CLOSE_FRAME ? 'cut' : isSystemError(errorCode) ? 'unreachable' : 'closed'
  if (errorCode.startsWith('WS_ERR_') || code === 1002 || code === 1007) return { kind: 'protocol', detail, reason: noticed }
  // A reset is the other side's doing; a timeout or a vanished interface is ours.
  if (NO_NETWORK.has(errorCode) || errorCode === 'ETIMEDOUT' || errorCode === 'EPIPE') return { kind: 'network', detail, reason: noticed }
  return { kind: isSign ? 'sign' : 'tiktok', detail, reason: noticed }
}

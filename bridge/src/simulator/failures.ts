import type { Fault } from './faults.ts'
import { CONTROL, control } from './messages.ts'
import type { Step } from './requests.ts'
import type { Room } from './room.ts'

/** A situation as clients have met it: what each step does. `simulator.fail(…)` puts it in force. */
export type Failure = Partial<Record<Step, Fault | (() => Fault)>>

const HTML = { 'content-type': 'text/html; charset=utf-8' }
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }
const htmlBody = (title: string): string => `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`

const html = (status: number, title: string): Fault => ({ kind: 'answer', status, headers: HTML, body: htmlBody(title) })
const json = (status: number, body: unknown, headers: Record<string, string> = {}): Fault => ({
  kind: 'answer',
  status,
  headers: { ...JSON_TYPE, ...headers },
  body: JSON.stringify(body),
})

/** TikTok itself answers with this status everywhere; the sign service is well. */
export function tiktokDown(status = 503): Failure {
  const fault = html(status, 'Service unavailable')
  return { page: fault, roomApi: fault, roomInfo: fault, upgrade: fault }
}

export function tiktokRateLimited(retryAfterSeconds: number): Failure {
  const fault: Fault = { kind: 'answer', status: 429, headers: { 'retry-after': String(retryAfterSeconds) } }
  return { page: fault, roomApi: fault, roomInfo: fault }
}

/** A puzzle in place of the page, for this address of the internet. */
export function captcha(): Failure {
  return {
    page: html(200, 'Verify to continue'),
    roomApi: html(403, 'Access denied'),
    eulerRoom: json(403, { code: 403, ok: false, message: 'Not permitted' }),
  }
}

/** The room exists, but not for us: the connector would connect and hear nothing (its thread 173). */
export function restrictedRoom(): Failure {
  return { roomInfo: json(200, { data: { prompts: '' }, status_code: 0 }) }
}

/** Nobody may know the room's status, though its page says that it is live and its socket opens: age, or an address of low repute. */
export function roomInfoRefused(statusCode: 4_003_110 | 10_011 = 4_003_110): Failure {
  return { roomInfo: json(200, { data: { prompts: '' }, status_code: statusCode }) }
}

/** TikTok denies that the account exists, although it is live (connector 323, 2026-05). */
export function notFoundByMistake(): Failure {
  return {
    page: html(200, 'TikTok'),
    roomApi: json(200, { statusCode: 19_881_007, message: 'user_not_found', data: {} }),
    eulerRoom: json(404, { code: 404, ok: false, message: 'The requested account could not be found.' }),
  }
}

/** A proxy or a portal speaks in TikTok's place. */
export function roomInfoPage(): Failure {
  return { roomInfo: html(200, 'Sign in to the network') }
}

export interface SignLimit {
  retryAfterSeconds: number
  /** Epoch ms. */
  resetAt: number
  label?: string
  message?: string
}

export function signRateLimited({
  retryAfterSeconds,
  resetAt,
  label = 'rate_limit_account_minute',
  message = 'Too many connections were started in a short time, try again later.',
}: SignLimit): Fault {
  const reset = Math.ceil(resetAt / 1000)
  const headers = { 'retry-after': String(retryAfterSeconds), 'x-ratelimit-reset': String(reset), 'x-request-id': 'limited' }
  return json(429, { code: 429, limit_label: label, message }, headers)
}

/** A refusal in the sign service's own form; below 19 characters of message the connector trips over it. */
export function signRefused(status: number, message = 'The request could not be served at this time.'): Failure {
  return { sign: json(status, { code: status, message }) }
}

/** A refusal by whatever stands before the sign service. */
export function signPage(status: number): Failure {
  return { sign: html(status, 'Just a moment...') }
}

export function signWithoutCookie(): Failure {
  return { sign: { kind: 'alter', headers: { 'x-set-tt-cookie': null, 'handshake-msg': 'no cookies today' } } }
}

const signedBody = (body: string | Uint8Array): Fault => {
  const headers = { 'content-type': 'application/protobuf', 'x-set-tt-cookie': 'ttwid=1%7Csimulated; Path=/' }
  return { kind: 'answer', status: 200, headers, body }
}

export function signEmpty(): Failure {
  return { sign: signedBody('') }
}

/** Bytes that are no protobuf. */
export function signGarbage(): Failure {
  return { sign: signedBody(Buffer.from('0f0f0f0fffffffff', 'hex')) }
}

/** The sign service hands out a push server of its own that TikTok does not know (outage of 2026-09-09; TikTokLive 376). */
export function fallbackOutage(simulatorUrl: string): Failure {
  const pushServer = `${simulatorUrl.replace('http:', 'ws:')}/fallback/?token=simulated`
  return { sign: { kind: 'alter', fetchResult: { pushServer, messages: [] } } }
}

export function pushServerAt(url: string): Failure {
  return { sign: { kind: 'alter', fetchResult: { pushServer: url } } }
}

export function upgradeRefused(status: number, handshakeMessage: string, { keepAlive = false } = {}): Failure {
  const headers = { 'handshake-msg': handshakeMessage, connection: keepAlive ? 'keep-alive' : 'close' }
  return { upgrade: { kind: 'answer', status, headers } }
}

/** Accepts the upgrade with a key that does not match. */
export function upgradeMismatched(): Failure {
  const headers = { upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-accept': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }
  return { upgrade: { kind: 'answer', status: 101, headers } }
}

/** The LIVE ends between the signature and the socket. */
export function endedInInitialBatch(room: Room): Failure {
  return { sign: () => ({ kind: 'alter', initial: [control(room.heading(), { action: CONTROL.ended })] }) }
}

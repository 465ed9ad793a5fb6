import { describe, expect, test } from 'vitest'
import { classify } from '@standby/bridge/sources/tiktok/classify.pure.ts'
import { CAUSE_REASONS } from '@standby/shared/connection/cause.ts'
import type { Failure, RawAnswer, Stage } from '@standby/bridge/sources/tiktok/failure.ts'

const NOW = 1_700_000_000_000

const coded = (code: string, message = 'it happened'): Error => Object.assign(new Error(message), { code })
const http = (statusCode: number): Error =>
  Object.assign(new Error('Request failed'), { code: 'ERR_NON_2XX_3XX_RESPONSE', response: { statusCode, headers: {} } })
const raw = (status: number, headers: Record<string, string> = {}, body = ''): RawAnswer => ({ status, headers, body })
const room = (...errors: unknown[]): Failure => ({
  at: 'room',
  lookups: errors.map((error, index) => ({ source: (['page', 'api', 'sign'] as const)[index]!, error })),
})
const info = (error: unknown, answer?: unknown): Failure => ({ at: 'room-info', error, answer })
const sign = (answer: RawAnswer | null, error: unknown = new Error('x')): Failure => ({ at: 'sign', answer, error })
const upgrade = (answer: RawAnswer | null, error: unknown = new Error('x')): Failure => ({ at: 'upgrade', answer, error })
const open = (code: number, reason = '', error: unknown = null): Failure => ({ at: 'open', code, reason, error })
const cookies = { 'x-set-tt-cookie': 'ttwid=1' }
const restricted = 'TikTok does not let us join this LIVE'

describe('One attempt at TikTok', () => {
  test.each<[string, Failure, string, string]>([
    ['no library', { at: 'load', error: new Error('gone') }, 'protocol', 'tiktok-live-connector could not be loaded: gone'],

    ['several sources', room(http(503), http(502)), 'tiktok', "TikTok's page answered 503; TikTok's api answered 502"],
    [
      'what the sign service says of a room',
      room(http(503), http(502), http(404)),
      'tiktok',
      "TikTok's page answered 503; TikTok's api answered 502",
    ],
    ['404 everywhere', room(http(404), http(404), new Error('no plan')), 'not-found', 'TikTok answered 404 for this account'],
    ['404 from one of two', room(http(404), http(503)), 'tiktok', "TikTok's page answered 404; TikTok's api answered 503"],
    ['no account', room(new Error('user_not_found')), 'not-found', 'TikTok knows no account of this name'],
    ['nobody asked', room(), 'protocol', 'no source knows the room'],

    ['room info 401', info(http(401)), 'blocked', "TikTok's room info answered 401"],
    ['room info 500', info(http(500)), 'tiktok', "TikTok's room info answered 500"],
    ['room info blocked', info(new Error('a captcha')), 'blocked', 'room info: a captcha'],
    ['room info not in JSON', info(coded('ERR_BODY_PARSE_FAILURE')), 'protocol', "TikTok's room info did not answer in JSON"],
    ['room info without a code', info(new Error('odd')), 'tiktok', 'room info: odd'],
    ['room info with a code of its own', info(coded('ECONNRESET')), 'tiktok', 'room info: ECONNRESET it happened'],
    ['a name that only resembles a certificate', info(coded('NO_CERT_')), 'tiktok', 'room info: NO_CERT_ it happened'],
    ['no data in the name server', info(coded('ENODATA')), 'network', 'room info: ENODATA it happened'],
    ['a socket that timed out', info(coded('ESOCKETTIMEDOUT')), 'network', 'room info: ESOCKETTIMEDOUT it happened'],
    ['a LIVE closed to us', info(null, { data: { prompts: '' } }), 'closed', `${restricted} (status_code 0)`],
    ['a LIVE closed to us with a code', info(null, { data: {}, status_code: 10011 }), 'blocked', `${restricted} (status_code 10011)`],
    ...[null, 'x', 7, { data: null }, { data: 'x' }, { status_code: 'x' }].map((answer): [string, Failure, string, string] => [
      `room info ${JSON.stringify(answer)}`,
      info(null, answer),
      'protocol',
      'room info without a status',
    ]),

    ['sign service unreachable', sign(null, coded('ECONNREFUSED')), 'sign', 'sign service not reached: ECONNREFUSED it happened'],
    ['sign service unreachable without a code', sign(null, new Error('odd')), 'sign', 'sign service not reached: odd'],
    [
      'sign service too slow',
      sign(null, coded('ECONNABORTED', 'timeout of 9 s')),
      'sign',
      'sign service not reached: ECONNABORTED timeout of 9 s',
    ],
    ['our line, whatever the words', sign(null, coded('ENETDOWN', 'timeout')), 'network', 'sign service: ENETDOWN timeout'],
    ['our line', sign(null, coded('ECONNABORTED')), 'network', 'sign service: ECONNABORTED it happened'],
    ['sign service 401', sign(raw(401)), 'auth', 'sign service answered 401: the API key is not valid. Use a valid key or none'],
    ['sign service 402', sign(raw(402)), 'auth', 'sign service answered 402 : not included in this plan'],
    ['sign service 404', sign(raw(404)), 'sign', 'sign service answered 404: it does not know the room, or the connector is too old'],
    ['sign service 500', sign(raw(500, cookies)), 'sign', 'sign service answered 500'],
    ['a page of HTML', sign(raw(500, {}, '<html>')), 'sign', 'sign service answered 500'],
    ['a message', sign(raw(500, {}, '{"message": "try later"}')), 'sign', 'sign service answered 500 (try later)'],
    [
      'a label and a message',
      sign(raw(500, {}, '{"message":"no","limit_label":"minute"}')),
      'sign',
      'sign service answered 500 (minute: no)',
    ],
    ['no cookies', sign(raw(200)), 'sign', 'sign service sent no cookies'],
    ['no cookies, and why', sign(raw(200, { 'handshake-msg': 'why' })), 'sign', 'sign service sent no cookies why'],
    ['an answer of no use', sign(raw(200, cookies), new Error('no cursor')), 'sign', 'sign service answer cannot be used: no cursor'],

    ['a socket refused', upgrade(raw(403)), 'tiktok', 'TikTok refused the socket: 403'],
    ['a socket refused with a word', upgrade(raw(200, { 'handshake-msg': 'later' })), 'tiktok', 'TikTok refused the socket: 200, later'],
    ['a socket never opened', upgrade(null, coded('ECONNRESET')), 'tiktok', 'socket: ECONNRESET it happened'],
    ['a socket answered oddly', upgrade(null, http(500)), 'tiktok', "TikTok's socket answered 500"],

    ['a close', open(1000), 'tiktok', 'socket closed with 1000'],
    ['a close without an error', { at: 'open', code: 1000, reason: '', error: undefined }, 'tiktok', 'socket closed with 1000'],
    ['a close with a reason', open(4003, 'bye'), 'tiktok', 'socket closed with 4003 (bye)'],
    ['a close after an error', open(1006, '', coded('ECONNRESET')), 'tiktok', 'socket closed with 1006: ECONNRESET it happened'],
    ['a close after an error without a code', open(1006, '', new Error('odd')), 'tiktok', 'socket closed with 1006: odd'],
    ['a frame against the rules', open(1002), 'protocol', 'socket closed with 1002'],
    ['a text that is none', open(1007), 'protocol', 'socket closed with 1007'],
    ['a pipe that broke', open(1006, '', coded('EPIPE')), 'network', 'socket closed with 1006: EPIPE it happened'],

    ['an end', { at: 'stream', end: 'ended' }, 'ended', 'the LIVE was ended'],
    ['an end by TikTok', { at: 'stream', end: 'suspended' }, 'ended', 'the LIVE was stopped by TikTok'],
  ])('[TK19] the detail of a cause says what happened: %s', (_, failure, kind, detail) => {
    const { reason, ...cause } = classify(failure, NOW)
    expect(cause).toStrictEqual({ kind, detail })
    expect([undefined, ...CAUSE_REASONS]).toContain(reason)
  })

  test('[TK19] our own limit of sign requests is named as ours, with the time of the next', () => {
    const detail = 'our own limit of requests is reached; nobody was asked'
    expect(classify({ at: 'budget', retryAt: NOW + 5 }, NOW)).toStrictEqual({ kind: 'rate-limited', detail, retryAt: NOW + 5 })
  })

  test.each<[Stage, string, string]>([
    ['load', 'protocol', 'loading the connector'],
    ['room', 'tiktok', 'looking for the room'],
    ['room-info', 'tiktok', 'asking about the room'],
    ['sign', 'sign', 'waiting for the sign service'],
    ['upgrade', 'tiktok', 'opening the socket'],
    ['open', 'stalled', 'connected'],
  ])('[TK19] an attempt that is ended at the stage "%s" says how far it had come', (stage, kind, words) => {
    const late = { kind, detail: `no connection after 45 s, still ${words}`, reason: 'timed-out' }
    expect(classify({ at: 'deadline', stage, afterMs: 45_000 }, NOW)).toStrictEqual(late)
    expect(classify({ at: 'cancelled', stage }, NOW)).toStrictEqual({
      kind,
      detail: `closed by the bridge while ${words}`,
      reason: 'cancelled',
    })
  })
})

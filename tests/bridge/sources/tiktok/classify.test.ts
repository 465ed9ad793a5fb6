import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classify, worthAskingSignService } from '@standby/bridge/sources/tiktok/classify.pure.ts'
import type { Failure, RawAnswer } from '@standby/bridge/sources/tiktok/failure.ts'
import { redact } from '@standby/bridge/sources/redact.ts'
import { retryAtOf } from '@standby/bridge/sources/tiktok/retry-at.ts'
import { CAUSE_KINDS, type CauseKind } from '@standby/shared/connection/cause.ts'

const NOW = 1_700_000_000_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE

const coded = (code: string, message = `${code} happened`): Error => Object.assign(new Error(message), { code })
/** As `got` throws it. */
const http = (statusCode: number, headers: object = {}): Error =>
  Object.assign(new Error(`Request failed with status code ${statusCode}: GET https://www.tiktok.com/x?device_id=1`), {
    code: 'ERR_NON_2XX_3XX_RESPONSE',
    response: { statusCode, headers },
  })
const raw = (status: number, headers: Record<string, string> = {}, body = ''): RawAnswer => ({ status, headers, body })
const room = (...errors: unknown[]): Failure => ({
  at: 'room',
  lookups: errors.map((error, index) => ({ source: (['page', 'api', 'sign'] as const)[index]!, error })),
})
const sign = (answer: RawAnswer | null, error: unknown = new Error('x')): Failure => ({ at: 'sign', answer, error })
const upgrade = (answer: RawAnswer | null, error: unknown = new Error('x')): Failure => ({ at: 'upgrade', answer, error })
const open = (code: number, error: unknown = null): Failure => ({ at: 'open', code, reason: '', error })
const noSigi = new Error('[fetchRoomInfoHtmlRoute] Failed to extract the SIGI_STATE HTML tag, you might be blocked by TikTok.')
const captcha = new Error('[fetchRoomInfoHtmlRoute] Failed to parse SIGI_STATE into JSON. Are you captcha-blocked by TikTok?')
const notFound = new Error('[fetchRoomInfoApiLiveRoute] API Error 19881007 (user_not_found)')
const ok = { 'x-set-tt-cookie': 'ttwid=1' }

const TABLE: [string, Failure, CauseKind][] = [
  ['the library missing', { at: 'load', error: coded('ERR_MODULE_NOT_FOUND') }, 'protocol'],
  ['no network: DNS', room(coded('ENOTFOUND'), coded('ENOTFOUND')), 'network'],
  ['no network: DNS for now', room(coded('EAI_AGAIN'), coded('EAI_AGAIN')), 'network'],
  ['no network: refused', room(coded('ECONNREFUSED'), coded('ECONNREFUSED')), 'network'],
  ['no network: unreachable', room(coded('ENETUNREACH'), coded('EHOSTUNREACH')), 'network'],
  ['no network: timed out', room(coded('ETIMEDOUT'), coded('ETIMEDOUT')), 'network'],
  ['a wrong clock', room(coded('CERT_NOT_YET_VALID'), coded('CERT_NOT_YET_VALID')), 'network'],
  ['a code inside a cause', room(new Error('outer', { cause: coded('ENETDOWN') }), coded('ENETDOWN')), 'network'],
  ['no such account', room(noSigi, notFound, new Error('x')), 'not-found'],
  ['404 everywhere', room(http(404), http(404)), 'not-found'],
  ['no SIGI_STATE', room(noSigi, http(503), new Error('no plan')), 'blocked'],
  ['a captcha', room(captcha, http(403), new Error('no plan')), 'blocked'],
  ['TikTok 403', room(http(403), http(403), new Error('x')), 'blocked'],
  ['TikTok 429', room(http(429), noSigi), 'rate-limited'],
  ['TikTok 503', room(http(503), http(502), new Error('x')), 'tiktok'],
  ['TikTok resets', room(coded('ECONNRESET'), coded('ECONNRESET')), 'tiktok'],
  ['pages that make no sense', room(coded('ERR_BODY_PARSE_FAILURE'), coded('ERR_BODY_PARSE_FAILURE')), 'protocol'],
  ['nothing known at all', room(), 'protocol'],
  ['offline', { at: 'offline', detail: 'not live' }, 'offline'],
  ['room info 500', { at: 'room-info', error: http(500), answer: undefined }, 'tiktok'],
  ['room info 429', { at: 'room-info', error: http(429), answer: undefined }, 'rate-limited'],
  ['room info 403', { at: 'room-info', error: http(403), answer: undefined }, 'blocked'],
  ['room info not JSON', { at: 'room-info', error: coded('ERR_BODY_PARSE_FAILURE'), answer: undefined }, 'protocol'],
  ['room info without network', { at: 'room-info', error: coded('ENETUNREACH'), answer: undefined }, 'network'],
  ['room info restricted', { at: 'room-info', error: null, answer: { data: { prompts: '' } } }, 'closed'],
  ['room info for adults', { at: 'room-info', error: null, answer: { data: { prompts: 'x' }, status_code: 4003110 } }, 'closed'],
  ['room info with a code', { at: 'room-info', error: null, answer: { data: {}, status_code: 10011 } }, 'blocked'],
  ['room info without a status', { at: 'room-info', error: null, answer: { data: {} } }, 'protocol'],
  ['sign 429', sign(raw(429)), 'rate-limited'],
  ['sign 429 whatever the library made of it', sign(raw(429, {}, '<html>'), new SyntaxError('Unexpected token <')), 'rate-limited'],
  ['sign 401', sign(raw(401)), 'auth'],
  ['sign 402', sign(raw(402), new TypeError('x')), 'auth'],
  ['sign 403', sign(raw(403)), 'auth'],
  ['sign 404', sign(raw(404)), 'sign'],
  ['sign 500', sign(raw(500)), 'sign'],
  ['sign 503', sign(raw(503)), 'sign'],
  ['sign redirects', sign(raw(302)), 'sign'],
  ['sign without cookies', sign(raw(200)), 'sign'],
  ['sign with garbage', sign(raw(200, ok), new Error('Missing cursor in initial fetch response.')), 'sign'],
  ['sign refused', sign(null, coded('ECONNREFUSED')), 'sign'],
  ['sign reset', sign(null, coded('ECONNRESET')), 'sign'],
  ['sign timed out', sign(null, coded('ECONNABORTED', 'timeout of 15000ms exceeded')), 'sign'],
  ['sign without network', sign(null, coded('ENETUNREACH')), 'network'],
  ['no push server', { at: 'push-server', detail: 'none' }, 'sign'],
  ['upgrade 200', upgrade(raw(200)), 'tiktok'],
  ['upgrade illegal app_id', upgrade(raw(200, { 'handshake-msg': 'illegal app_id' })), 'tiktok'],
  ['upgrade DEVICE_BLOCKED', upgrade(raw(200, { 'handshake-msg': 'DEVICE_BLOCKED' })), 'blocked'],
  ['upgrade captcha', upgrade(raw(403, { 'handshake-msg': 'need captcha verification' })), 'blocked'],
  ['upgrade illegal secret key', upgrade(raw(200, { 'handshake-msg': 'illegal secret key' })), 'auth'],
  ['upgrade 403', upgrade(raw(403)), 'tiktok'],
  ['upgrade 429', upgrade(raw(429)), 'rate-limited'],
  ['upgrade 503', upgrade(raw(503)), 'tiktok'],
  ['upgrade reset', upgrade(null, coded('ECONNRESET')), 'tiktok'],
  ['upgrade without network', upgrade(null, coded('ENETUNREACH')), 'network'],
  ['upgrade never answered', upgrade(null, new Error('Opening handshake has timed out')), 'tiktok'],
  ['closed 1000', open(1000), 'tiktok'],
  ['closed 1001', open(1001), 'tiktok'],
  ['closed 1006', open(1006), 'tiktok'],
  ['closed 1011', open(1011), 'tiktok'],
  ['closed 4003', open(4003), 'tiktok'],
  ['reset while open', open(1006, coded('ECONNRESET')), 'tiktok'],
  ['line gone while open', open(1006, coded('ETIMEDOUT')), 'network'],
  ['interface gone while open', open(1006, coded('ENETDOWN')), 'network'],
  ['protocol violated', open(1006, coded('WS_ERR_INVALID_OPCODE')), 'protocol'],
  ['ended', { at: 'stream', end: 'ended' }, 'ended'],
  ['suspended', { at: 'stream', end: 'suspended' }, 'ended'],
  ['stuck at the page', { at: 'deadline', stage: 'room', afterMs: 45_000 }, 'tiktok'],
  ['stuck at the sign service', { at: 'deadline', stage: 'sign', afterMs: 45_000 }, 'sign'],
  ['stuck at the upgrade', { at: 'deadline', stage: 'upgrade', afterMs: 45_000 }, 'tiktok'],
]

describe('One attempt at TikTok', () => {
  test.each(TABLE)('[TK19] %s', (_, failure, kind) => {
    const cause = classify(failure, NOW)
    expect(cause.kind).toBe(kind)
    expect(CAUSE_KINDS).toContain(cause.kind)
    expect(cause.detail).not.toBe('')
    expect(cause.retryAt === undefined).toBe(kind !== 'rate-limited')
  })

  test('[TK46] a LIVE for people who are signed in is told from a block and from an answer without sense', () => {
    const kindOf = (answer: unknown): string => classify({ at: 'room-info', error: null, answer }, NOW).kind
    expect(kindOf({ data: { prompts: '' }, status_code: 4003110 })).toBe('closed')
    expect(kindOf({ data: { prompts: 'Request params error' }, status_code: 10011 })).toBe('blocked')
    expect(kindOf({ data: {}, status_code: 0 })).toBe('protocol')
  })

  test('[TK10] the sign service is asked for a room only if TikTok gave no plain answer', () => {
    const lookups = (...errors: unknown[]): Parameters<typeof worthAskingSignService>[0] => {
      const failure = room(...errors)
      return failure.at === 'room' ? failure.lookups : []
    }
    expect(worthAskingSignService(lookups(noSigi, http(403)))).toBe(true)
    expect(worthAskingSignService(lookups(http(503), http(503)))).toBe(true)
    expect(worthAskingSignService(lookups(noSigi, notFound))).toBe(false)
    expect(worthAskingSignService(lookups(http(429), http(503)))).toBe(false)
    expect(worthAskingSignService(lookups(coded('ENOTFOUND'), coded('ENOTFOUND')))).toBe(false)
  })

  describe('[TK20] when to come back after a 429', () => {
    const at = (headers: Record<string, string>, body = ''): number => retryAtOf({ headers, body }, NOW) - NOW

    test.each<[string, Record<string, string>, string, number]>([
      ['a minute where nothing is said', {}, '', MINUTE],
      ['retry-after in seconds', { 'retry-after': '1551' }, '', 1_551_000],
      ['retry-after 0 is still a minute', { 'retry-after': '0' }, '', MINUTE],
      ['retry-after as a date', { 'retry-after': new Date(NOW + 5 * MINUTE).toUTCString() }, '', 5 * MINUTE],
      ['nonsense is ignored', { 'retry-after': 'soon', 'x-ratelimit-reset': 'later' }, '', MINUTE],
      ['a reset time in epoch seconds', { 'x-ratelimit-reset': String(NOW / 1000 + 600) }, '', 10 * MINUTE],
      ['a reset time in milliseconds', { 'x-ratelimit-reset': String(NOW + 600_000) }, '', 10 * MINUTE],
      ['a reset time in seconds from now', { 'x-ratelimit-reset': '600' }, '', 10 * MINUTE],
      ['the latest of both', { 'retry-after': '90', 'x-ratelimit-reset': String(NOW / 1000 + 600) }, '', 10 * MINUTE],
      ['a reset time gone by', { 'x-ratelimit-reset': String(NOW / 1000 - 600) }, '', MINUTE],
      ['a minute label', {}, '{"limit_label":"rate_limit_account_minute"}', MINUTE],
      ['a day label means hours', {}, '{"message":"no","limit_label":"rate_limit_account_day"}', 2 * HOUR],
      ['never more than a day', { 'retry-after': '99999999999' }, '', 24 * HOUR],
    ])('[TK20] %s', (_, headers, body, wait) => {
      expect(at(headers, body)).toBe(wait)
    })

    test('[TK20] always between a minute and a day ahead', () => {
      const date = fc.date({ noInvalidDate: true }).map((one) => one.toUTCString())
      const header = fc.oneof(fc.string(), fc.integer().map(String), date)
      fc.assert(
        fc.property(header, header, fc.string(), (retryAfter, reset, body) => {
          const wait = at({ 'retry-after': retryAfter, 'x-ratelimit-reset': reset }, body)
          expect(wait).toBeGreaterThanOrEqual(MINUTE)
          expect(wait).toBeLessThanOrEqual(24 * HOUR)
        }),
      )
    })
  })

  describe('[TK21] a cause tells no secrets', () => {
    const KEY = 'euler_NmQ3secret'
    test.each([
      ['query strings', 'GET https://webcast.tiktok.com/webcast/room/info/?aid=1988&msToken=abc failed', ['msToken=abc', 'aid=1988']],
      ['cookies', 'sent Cookie: sessionid=0123456789abcdef; ttwid=1%7Cabc', ['0123456789abcdef', '1%7Cabc']],
      ['the key by value', `bad key ${KEY} given`, [KEY]],
      ['headers', 'x-api-key: somekeyvalue', ['somekeyvalue']],
      ['a bearer', 'sent Authorization: Bearer abc.def and was refused', ['abc.def']],
      ['what the cut falls into', `${'x '.repeat(1_985)}token ${'A1'.repeat(100)}`, ['A1A1']],
      ['JSON', '{"apiKey":"somekeyvalue","code":401}', ['somekeyvalue']],
      ['a cookie in quotes', 'sent Cookie: ttwid="hush"; uid_tt=hush2', ['hush']],
      ['a cookie in JSON', JSON.stringify({ cookie: 'ttwid="hush"; uid_tt=hush2' }), ['hush']],
      ['JSON in JSON', JSON.stringify(JSON.stringify({ token: 'hush hush' })), ['hush']],
      ['a cookie by itself', 'uid_tt=hush; session_id=hush; sid_ucp_v1=hush; ssid_ucp_v1=hush', ['hush']],
      ['words in quotes', 'password="hush hush" or access_token=\'hush hush\'', ['hush']],
      ['an address with a password', 'cannot reach wss://bob:hush@10.0.0.1:4455/x', ['bob', 'hush']],
      ['long tokens', 'signed with A1b2C3d4E5f6G7h8I9j0A1b2C3d4E5f6G7h8I9j0A1b2', ['A1b2C3d4E5f6G7h8I9j0A1b2C3d4E5f6G7h8I9j0A1b2']],
    ])('[TK21] %s', (_, text, hidden) => {
      const { detail } = classify(upgrade(null, new Error(text)), NOW, [KEY])
      for (const secret of hidden) expect(detail).not.toContain(secret)
    })

    test.each([0, 4_000 - KEY.length, 3_990, 3_999, 4_000, 100_000])(
      '[TK21] no part of a secret is left, %s characters into the text',
      (before) => {
        expect(redact(`${' '.repeat(before)}${KEY}`, [KEY])).toBe('…')
      },
    )

    test('[TK21] the text is one bounded line', () => {
      expect(redact('a\nb'.repeat(1000))).toHaveLength(240)
      expect(redact('a\nb')).toBe('a b')
    })
  })
})

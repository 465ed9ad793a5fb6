import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Deed } from '@standby/shared/actions/action.ts'
import { filledRequest, readAddressTemplate } from '@standby/bridge/actions/request.pure.ts'
import { actionDraft, readProgramAddress, savedActions } from '@standby/bridge/actions/schema.pure.ts'
import { fillAddress, unknownGap } from '@standby/shared/actions/template.ts'
import { NO_VALUES } from '@standby/shared/actions/values.ts'

type Request = Extract<Deed, { type: 'http-request' }>

const values = (more: object = {}) => ({ ...NO_VALUES, user: 'Ada', count: 5, secret: 'hush', ...more })
const request = (more: Partial<Request> = {}): Request => ({
  type: 'http-request',
  method: 'POST',
  url: 'http://127.0.0.1:9000/hook/{user}?text={text}',
  headers: [],
  body: '{"who": "{user}", "count": {count}}',
  ...more,
})
const draft = (deed: unknown) => actionDraft.safeParse({ when: { type: 'drop' }, deed })
const message = (deed: unknown): string => draft(deed).error?.issues[0]?.message ?? ''

/** What viewers and their names can hold. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '..',
    '.',
    '../..',
    '%2e%2e',
    '/',
    '\\',
    '?',
    '#',
    '@evil.example',
    '"',
    '\\"',
    '\r\nX: y',
    '{secret}',
    '{user}',
    '\ud800',
    '日本',
    '&a=b',
    '$&',
  ),
)

describe('Actions', () => {
  test('[AN9] whatever is filled in, the request goes to the host and the folder that the creator wrote', () => {
    fc.assert(
      fc.property(hostile, hostile, (user, text) => {
        const { url } = filledRequest(request(), values({ user, text }))
        const parsed = URL.parse(url)
        expect(parsed?.origin).toBe('http://127.0.0.1:9000')
        expect(parsed?.pathname).toMatch(/^\/hook\/[^/]*$/)
        expect([...(parsed?.searchParams.keys() ?? [])]).toEqual(['text'])
        expect(parsed?.hash).toBe('')
      }),
    )
    expect(fillAddress('http://h/a/{user}/b', values({ user: '..' }))).toBe('http://h/a/__/b')
    expect(fillAddress('http://h/a/{user}{gift}/b', values({ user: '.', gift: '.' }))).toBe('http://h/a/__/b')
    expect(fillAddress('https://h/api/{secret}', values({ secret: '12/ab?c' }))).toBe('https://h/api/12/ab%3Fc')
  })

  test('[AN9] a JSON body stays one with the same fields, and a header one line', () => {
    fc.assert(
      fc.property(hostile, (user) => {
        const sent = filledRequest(request({ headers: [{ name: 'X-Who', value: '{user}' }] }), values({ user }))
        const body = JSON.parse(sent.body ?? '') as Record<string, unknown>
        expect(Object.keys(body)).toEqual(['who', 'count'])
        expect(body['who']).toBe(user)
        expect(sent.headers['X-Who']).toMatch(/^[\u0020-\u007e\u00a0-\u00ff]*$/)
        expect(() => new Headers(sent.headers)).not.toThrow()
      }),
    )
    const form = request({ headers: [{ name: 'Content-Type', value: 'application/x-www-form-urlencoded' }], body: 'a={user}&b=1' })
    expect(filledRequest(form, values({ user: 'x&b=2' })).body).toBe('a=x%26b%3D2&b=1')
  })

  test('[AN10] only http and https, to a host without gaps, with GET, POST or PUT', () => {
    expect(draft(request()).success).toBe(true)
    for (const url of [
      'ftp://h/',
      'file:///etc/passwd',
      'javascript:1',
      'http://{user}/',
      'http://h.{user}.example/',
      'http://a:b@h/',
      '//h/',
      'h',
      'http://h:{count}/',
    ])
      expect([url, draft(request({ url })).success]).toEqual([url, false])
    expect(readAddressTemplate(' https://h.example:8443/{user} ')).toEqual({ origin: 'https://h.example:8443', host: 'h.example:8443' })
    for (const method of ['DELETE', 'CONNECT', 'TRACE', 'get']) expect(draft({ ...request(), method }).success).toBe(false)
  })

  test('[AN10] headers that say who asks or how are refused, and so is a body that is no JSON', () => {
    for (const name of ['Host', 'Origin', 'Cookie', 'Content-Length', 'Sec-Fetch-Site', 'Proxy-Authorization', 'Transfer-Encoding'])
      expect([name, draft(request({ headers: [{ name, value: 'x' }] })).success]).toEqual([name, false])
    for (const header of [
      { name: 'a b', value: 'x' },
      { name: 'A', value: 'x\r\nB: y' },
      { name: 'A', value: '日本' },
      // A viewer would choose how the values of others are written into the body.
      { name: 'content-type', value: '{user}' },
      { name: 'Content-Type', value: 'application/json; x={text}' },
    ])
      expect(draft(request({ headers: [header] })).success).toBe(false)
    const twice = ['Content-Type', 'content-type'].map((name) => ({ name, value: 'application/json' }))
    expect(message(request({ headers: twice }))).toBe('has content-type twice: a header can be there once')
    const named = request({ headers: [{ name: 'user-agent', value: 'Mine' }] })
    expect(new Headers(filledRequest(named, values()).headers).get('user-agent')).toBe('Mine')
    expect(filledRequest(request(), values()).headers['User-Agent']).toBe('Standby')
    expect(draft(request({ headers: [{ name: 'Authorization', value: 'Bearer {secret}' }] })).success).toBe(true)
    expect(message(request({ body: '{"a": {user}}' }))).toContain('not valid JSON')
    expect(message(request({ method: 'GET' }))).toContain('must be empty')
    expect(message(request({ url: 'http://h/{nmae}' }))).toContain('{nmae}')
    expect(unknownGap('{user} {a1} {Who}')).toBeNull()
  })

  test('[AN11] what is saved and cannot be understood is left out alone', () => {
    const good = { id: 'a', on: true, when: { type: 'drop' }, deed: { type: 'sammi-webhook', trigger: 't' }, caughtUp: false }
    const newer = { ...good, id: 'b', when: { type: 'moonrise' } }
    expect(savedActions.parse({ list: [good, newer, 5] }).list).toEqual([good])
    expect(savedActions.parse({ list: 'x', addresses: { mixitup: 'gopher://x', sammi: 'http://127.0.0.1:1/' } })).toEqual({
      list: [],
      addresses: {
        streamerbot: 'ws://127.0.0.1:8080',
        mixitup: 'http://127.0.0.1:8911',
        firebot: 'http://127.0.0.1:7472',
        sammi: 'http://127.0.0.1:1',
      },
    })
    expect(savedActions.parse(undefined).list).toEqual([])
  })

  test('[AN11] the address of a program has its protocol, and no name, password or query', () => {
    expect(readProgramAddress('streamerbot', ' ws://127.0.0.1:8080/ ')).toBe('ws://127.0.0.1:8080')
    expect(readProgramAddress('streamerbot', 'ws://h/path/')).toBe('ws://h/path')
    expect(readProgramAddress('mixitup', 'http://localhost:8911/')).toBe('http://localhost:8911')
    for (const [program, text] of [
      ['streamerbot', 'http://h'],
      ['mixitup', 'ws://h'],
      ['sammi', 'http://a:b@h'],
      ['firebot', 'http://h/x'],
      ['sammi', 'http://h/?a'],
    ] as const)
      expect([text, readProgramAddress(program, text)]).toEqual([text, null])
  })
})

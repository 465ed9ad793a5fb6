import { describe, expect, test } from 'vitest'
import { AttemptFailed, errorFacts, plainHeaders } from '@standby/bridge/sources/tiktok/failure.ts'

const NOTHING = { status: null, code: null, headers: {}, message: 'unknown error' }

describe('One attempt at TikTok', () => {
  test('[TK19] an answer is read from what each library throws', () => {
    expect(errorFacts({ message: 'm', code: 'ERR', response: { statusCode: 503, headers: { 'Retry-After': 7 } } })).toEqual({
      status: 503,
      code: 'ERR',
      headers: { 'retry-after': '7' },
      message: 'm',
    })
    expect(errorFacts({ response: { status: 429 } })).toEqual({ ...NOTHING, status: 429 })
    expect(errorFacts({ response: { statusCode: 500, status: 429 } }).status).toBe(500)
    expect(errorFacts({ cause: { code: 'ECONNRESET' } })).toEqual({ ...NOTHING, code: 'ECONNRESET' })
    expect(errorFacts({ code: 'OUTER', cause: { code: 'INNER' } }).code).toBe('OUTER')
    expect(errorFacts('in words')).toEqual({ ...NOTHING, message: 'in words' })
    expect(errorFacts(new Error('an error')).message).toBe('an error')
  })

  test.each([
    [null],
    [undefined],
    [7],
    [''],
    [{}],
    [new Error('')],
    [{ message: 7, code: 7, response: { statusCode: '503', headers: null } }],
  ])('[TK19] nothing is read from %j', (error) => expect(errorFacts(error)).toEqual(NOTHING))

  test('[TK19] headers have small letters, and of one that comes several times the first counts', () => {
    expect(plainHeaders({ 'X-A': 'a', 'x-b': ['1', '2'], 'X-C': 3, 'x-d': null, 'x-e': [], 'x-f': [{}], 'x-g': true })).toEqual({
      'x-a': 'a',
      'x-b': '1',
      'x-c': '3',
    })
    for (const none of [null, undefined, 'x', 7]) expect(plainHeaders(none)).toEqual({})
  })

  test('[TK19] a failure comes whole through the library that throws it', () => {
    const failed = new AttemptFailed({ at: 'budget', retryAt: 5 })
    expect([failed.failure, failed.message, failed instanceof Error]).toEqual([
      { at: 'budget', retryAt: 5 },
      'attempt failed at budget',
      true,
    ])
  })
})

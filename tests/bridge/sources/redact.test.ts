import { describe, expect, test } from 'vitest'
import { redact } from '@standby/bridge/sources/redact.ts'

describe('One attempt at TikTok', () => {
  // `classify.test.ts` has what must not be left of a secret. This is what is left instead.
  test.each([
    ['said by https://a.example/x?key=1 now', 'said by https://a.example/x?… now'],
    ['see (https://a.example/x#abc) or <https://a.example/y?abc>', 'see (https://a.example/x#…) or <https://a.example/y?…>'],
    ['to wss://ada:secret@a.example/x', 'to wss://…@a.example/x'],
    ['cookie: a=1; b=2\nnext', 'cookie: … next'],
    ['"Set-Cookie": "a=1", then', '"Set-Cookie": …", then'],
    ['Authorization=Bearer abc', 'Authorization=…'],
    ['x-api-key: abc, sessionid=def; msToken = ghi', 'x-api-key: …, sessionid=…; msToken = …'],
    [`word ${'a'.repeat(39)}1 end`, 'word … end'],
    [`word ${'a'.repeat(38)}1 end`, `word ${'a'.repeat(38)}1 end`],
    [`word ${'a'.repeat(60)} end`, `word ${'a'.repeat(60)} end`],
    [`word ${'a1'.repeat(30)}== end`, 'word … end'],
    ['  a \r\n\t b  ', 'a b'],
    ['nothing to hide', 'nothing to hide'],
  ])('[TK21] of %j is left %j', (text, clean) => expect(redact(text)).toBe(clean))

  test('[TK21] each of the secrets is struck out wherever it stands, and no empty one', () => {
    expect(redact('k1 and k2 and k1', ['k1', '', 'k2'])).toBe('… and … and …')
    expect(redact('abc', [''])).toBe('abc')
  })

  test('[TK21] a text of just the longest length is whole, and of a longer one the end is a mark', () => {
    expect(redact('a'.repeat(30), [], 30)).toBe('a'.repeat(30))
    expect(redact('b'.repeat(31), [], 30)).toBe(`${'b'.repeat(29)}…`)
    expect(redact('a b '.repeat(100))).toHaveLength(240)
  })

  test('[TK21] after 4,000 characters it is cut between two words', () => {
    const whole = 'a '.repeat(2_000).trimEnd()
    expect(redact(`${whole}.`, [], 9_999)).toBe(`${whole}.`)
    expect(redact(`${whole} bc`, [], 9_999)).toBe(`${whole} …`)
    // The end falls into the word, so that nothing of it is left.
    expect(redact(`${'a '.repeat(1_990)}${'b/+=-_'.repeat(10)}`, [], 9_999)).toBe(`${'a '.repeat(1_990)}…`)
    expect(redact('b'.repeat(4_001), [], 9_999)).toBe('…')
    expect(redact('b'.repeat(4_000), [], 9_999)).toBe('b'.repeat(4_000))
  })
})

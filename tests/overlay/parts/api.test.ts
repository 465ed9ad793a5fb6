import { describe, expect, test } from 'vitest'
import { createPost, problemText } from '../../../overlay/src/parts/api.ts'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'

const NOW = 1_700_000_000_000
const post = (answer: () => Response | Promise<Response>): ReturnType<typeof createPost> =>
  createPost(
    async () => answer(),
    () => NOW,
  )

describe('Dock', () => {
  test('[DK12] a command is JSON in the body of a POST, with nothing in the address', async () => {
    const requests: [unknown, RequestInit | undefined][] = []
    const send = createPost(
      async (address, init) => {
        requests.push([address, init])
        return Response.json({})
      },
      () => NOW,
    )
    expect(await send('/api/obs/connect', { password: 'secret' })).toBeNull()
    expect(requests[0]?.[0]).toBe('/api/obs/connect')
    expect(requests[0]?.[1]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"password":"secret"}',
    })
  })

  test('[DK6] a refusal carries message, field and time to wait, from the body or the header', async () => {
    const body = { error: 'x', field: 'url', message: 'Wrong.', retryAt: NOW + 5_000 }
    expect(await post(() => Response.json(body, { status: 409 }))('/', {})).toEqual({
      type: 'api-error',
      code: 'x',
      message: 'Wrong.',
      field: 'url',
      retryAt: NOW + 5_000,
    })
    const limited = Response.json({ error: 'x', message: 'Slow down.' }, { status: 429, headers: { 'retry-after': '7' } })
    expect(await post(() => limited)('/', {})).toMatchObject({ message: 'Slow down.', field: null, retryAt: NOW + 7_000 })
  })

  test('[DK54] no answer, and one that makes no sense, are said in plain words', async () => {
    const none = await post(() => Promise.reject(new TypeError('failed')))('/', {})
    expect(problemText(none!, en)).toContain('did not answer')
    const odd = await post(() => new Response('<html>', { status: 502 }))('/', {})
    expect(problemText(odd!, en)).toContain('502')
  })

  test('[DK6] a refusal is shown in the page’s language by its code or field; an unknown one as it came', async () => {
    const refusal = async (body: object): Promise<string[]> => {
      const problem = await post(() => Response.json(body, { status: 409 }))('/', {})
      return [en, fr].map((catalogue) => problemText(problem!, catalogue))
    }
    expect(await refusal({ error: 'on-air', message: 'M' })).toEqual([en.refusals.codes['on-air'], fr.refusals.codes['on-air']])
    const sentence = { code: 'field-at-most', params: { field: 'days', most: 3650 }, text: 'T' }
    expect(await refusal({ error: 'invalid-request', field: 'days', message: 'M', sentence })).toEqual([
      '“days” must be at most 3650.',
      '« days » : au plus 3650.',
    ])
    expect(await refusal({ error: 'invalid-request', message: 'M' })).toEqual(['M', 'M'])
    expect(await refusal({ error: 'of-a-later-version', message: 'M' })).toEqual(['M', 'M'])
    expect(await refusal({ error: 'toString', message: 'M' })).toEqual(['M', 'M'])
    expect(await refusal({ error: 'not-now', message: 'M', sentence: { ...sentence, code: 'of-a-later-version' } })).toEqual(['T', 'T'])
  })
})

import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import { avatarRoutes } from '@standby/bridge/show/avatar-routes.ts'
import { startFeedServer } from '../../support/peers/feed-server.ts'
import { PICTURES } from '../../support/fixtures/pictures.ts'

let server: Awaited<ReturnType<typeof startFeedServer>>
beforeAll(async () => {
  const avatars = avatarRoutes({
    async picture(address) {
      const kind = new URL(address).pathname.slice(1)
      if (kind === 'missing' || kind === 'failed' || kind === 'busy') return { ok: false, why: kind }
      return { ok: true, picture: { type: 'image/webp', bytes: PICTURES['image/webp'] } }
    },
  })
  server = await startFeedServer({ avatars })
})
afterAll(() => server.close())

const ask = (query: string): Promise<Response> => fetch(`${server.base}/avatar${query}`)
const of = (kind: string): string => `?u=${encodeURIComponent(`https://p16.tiktokcdn.com/${kind}`)}`

describe("Viewers' pictures", () => {
  test('[AV12] a picture comes with its own type, to be kept long, and as nothing that could run', async () => {
    const response = await ask(of('a'))
    expect(response.status).toBe(200)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PICTURES['image/webp'])
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'private, max-age=604800, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(response.headers.get('set-cookie')).toBeNull()
  })

  test.each([
    ['', 400, 'invalid-request'],
    ['?u=', 400, 'invalid-request'],
    ['?u=a&u=b', 400, 'invalid-request'],
    ['?u[x]=a', 400, 'invalid-request'],
    [`?u=${'a'.repeat(2_049)}`, 400, 'invalid-request'],
    [of('missing'), 404, 'no-picture'],
    [of('failed'), 502, 'picture-failed'],
    [of('busy'), 503, 'busy'],
  ])('[AV13] /avatar%s is answered %i with a sentence, and not kept', async (query, status, error) => {
    const response = await ask(query)
    expect(response.status).toBe(status)
    expect(response.headers.get('cache-control') ?? '').not.toContain('max-age')
    expect(await response.json()).toMatchObject({ error, message: expect.stringMatching(/.{15}/) })
  })

  test('[AV14] other pages get no picture: it would tell them who watches', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }]) {
      expect((await fetch(`${server.base}/avatar${of('a')}`, { headers })).status).toBe(403)
    }
  })
})

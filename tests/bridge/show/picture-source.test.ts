import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPictureSource, pictureOrigins, type Download } from '@standby/bridge/show/picture-source.ts'
import { isPublicAddress } from '@standby/bridge/show/public-address.ts'
import { PICTURES } from '../../support/fixtures/pictures.ts'

const PICTURE = 'https://p16-sign-va.tiktokcdn.com/a/b.webp?x=1'
const ok: Download = { status: 200, location: null, bytes: PICTURES['image/webp'] }
const to = (location: string, status = 302): Download => ({ status, location, bytes: null })

interface World {
  names?: Record<string, string[]>
  answers?: Record<string, Download>
  trusted?: string[]
}

/** A source in a made-up internet; notes what is really asked, and of whom. */
function begin({ names = {}, answers = {}, trusted = [] }: World = {}) {
  const asked: string[] = []
  const fetchPicture = createPictureSource({
    resolve: async (host) => names[host] ?? ['23.40.1.2'],
    get: async (url, address) => {
      asked.push(`${url.href} @ ${address}`)
      return answers[url.href] ?? ok
    },
    trusted: () => trusted,
  })
  return { fetchPicture, asked }
}

describe("Viewers' pictures", () => {
  test('[AV1] a picture comes from TikTok’s picture hosts', async () => {
    for (const host of ['p16-sign-va.tiktokcdn.com', 'p19-webcast.tiktokcdn-us.com', 'p77.tiktokcdn-eu.com', 'p16.ibyteimg.com']) {
      const { fetchPicture, asked } = begin()
      expect(await fetchPicture(`https://${host}/a.webp`)).toEqual({ ok: true, bytes: ok.bytes })
      expect(asked).toEqual([`https://${host}/a.webp @ 23.40.1.2`])
    }
  })

  test.each([
    'http://p16.tiktokcdn.com/a.webp',
    'https://p16.tiktokcdn.com:8443/a.webp',
    'https://me:secret@p16.tiktokcdn.com/a.webp',
    'https://tiktokcdn.com.evil.example/a.webp',
    'https://eviltiktokcdn.com/a.webp',
    'https://evil.example/tiktokcdn.com/a.webp',
    'https://evil.example#.tiktokcdn.com',
    'https://www.tiktok.com/a.webp',
    'https://127.0.0.1/a.webp',
    'https://169.254.169.254/latest/meta-data/',
    'http://127.0.0.1:4747/api/settings/export',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:image/png;base64,iVBORw0KGgo=',
    'ftp://p16.tiktokcdn.com/a',
    '//p16.tiktokcdn.com/a',
    'nonsense',
    '',
  ])('[AV2] nothing is fetched from %s', async (address) => {
    const { fetchPicture, asked } = begin()
    expect(await fetchPicture(address)).toEqual({ ok: false, why: 'refused' })
    expect(asked).toEqual([])
  })

  test('[AV2] no address whatever is fetched but https of a picture host', async () => {
    const address = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.webUrl().map((url) => url.replace(/^https?:\/\//, 'https://p16.tiktokcdn.com')),
    )
    await fc.assert(
      fc.asyncProperty(address, async (wanted) => {
        const { fetchPicture, asked } = begin()
        await fetchPicture(wanted)
        expect(asked.every((one) => /^https:\/\/([\w.-]+\.)?tiktokcdn\.com\//.test(one))).toBe(true)
      }),
    )
  })

  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '192.168.1.1',
    '172.20.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    'fd00::1',
    'fe80::1',
  ])('[AV3] a picture host whose name resolves to %s is not asked, even if another address is public', async (inside) => {
    for (const addresses of [[inside], ['23.40.1.2', inside], [inside, '23.40.1.2']]) {
      const { fetchPicture, asked } = begin({ names: { 'p16-sign-va.tiktokcdn.com': addresses } })
      expect(await fetchPicture(PICTURE)).toEqual({ ok: false, why: 'refused' })
      expect(asked).toEqual([])
    }
  })

  test.each([
    ['8.8.8.8', true],
    ['172.32.0.1', true],
    ['172.31.255.255', false],
    ['100.128.0.1', true],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['198.18.0.1', false],
    ['2a00:1450:4001:80b::200e', true],
    ['::', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:8.8.8.8', false],
    ['::127.0.0.1', false],
    ['fc00::1', false],
    ['ff02::1', false],
    ['2002:7f00:1::', false],
    ['2001:0:4136:e378::', false],
    ['2001:db8::1', false],
    ['64:ff9b::7f00:1', false],
    ['64:ff9b::127.0.0.1', false],
    ['64:ff9b::a9fe:a9fe', false],
    ['64:ff9b::808:808', true],
    ['64:ff9b:1::808:808', false],
    ['0177.0.0.1', false],
    ['localhost', false],
    ['', false],
  ])('[AV3] %s is a public address: %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic)
  })

  test('[AV3] every private IPv4 address stays private behind NAT64, in any spelling', () => {
    const inside = fc.constantFrom([10, 0], [127, 0], [192, 168], [169, 254], [172, 16])
    fc.assert(
      fc.property(inside, fc.nat(255), fc.nat(255), ([a = 0, b = 0], c, d) => {
        const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
        expect(isPublicAddress(`${a}.${b}.${c}.${d}`)).toBe(false)
        expect(isPublicAddress(`64:ff9b::${hex}`)).toBe(false)
        expect(isPublicAddress(`64:ff9b::${a}.${b}.${c}.${d}`)).toBe(false)
        expect(isPublicAddress(`64:ff9b:0:0:0:0:${hex}`)).toBe(false)
      }),
    )
  })

  test('[AV4] a redirect is followed twice at most, and only to a host that may have pictures', async () => {
    const second = 'https://p19.tiktokcdn-us.com/b.webp'
    const third = 'https://p19.tiktokcdn-us.com/c.webp'
    const fourth = 'https://p19.tiktokcdn-us.com/d.webp'
    const twice = begin({ answers: { [PICTURE]: to(second), [second]: to('/c.webp', 301) } })
    expect(await twice.fetchPicture(PICTURE)).toMatchObject({ ok: true })
    const thrice = begin({ answers: { [PICTURE]: to(second), [second]: to(third), [third]: to(fourth) } })
    expect(await thrice.fetchPicture(PICTURE)).toEqual({ ok: false, why: 'refused' })
    expect(thrice.asked).toHaveLength(3)
    for (const inside of [
      'http://127.0.0.1:4747/api/settings/export',
      'https://169.254.169.254/latest/meta-data/',
      'https://evil.example/',
      'http://p16.tiktokcdn.com/a.webp',
      'file:///etc/passwd',
      'https://[::1]/',
    ]) {
      const { fetchPicture, asked } = begin({ answers: { [PICTURE]: to(inside) } })
      expect(await fetchPicture(PICTURE)).toEqual({ ok: false, why: 'refused' })
      expect(asked).toHaveLength(1)
    }
  })

  test('[AV3] a name that points inside only after a redirect is not asked either', async () => {
    const second = 'https://p19.tiktokcdn-us.com/b.webp'
    const { fetchPicture, asked } = begin({ answers: { [PICTURE]: to(second) }, names: { 'p19.tiktokcdn-us.com': ['127.0.0.1'] } })
    expect(await fetchPicture(PICTURE)).toEqual({ ok: false, why: 'refused' })
    expect(asked).toHaveLength(1)
  })

  test('[AV9] what TikTok does not have is missing; what it cannot hand out now has failed', async () => {
    const why = async (answer: Download) => {
      const fetched = await begin({ answers: { [PICTURE]: answer } }).fetchPicture(PICTURE)
      return fetched.ok ? 'ok' : fetched.why
    }
    expect(await why({ status: 404, location: null, bytes: null })).toBe('missing')
    expect(await why({ status: 403, location: null, bytes: null })).toBe('missing')
    expect(await why({ status: 200, location: null, bytes: null })).toBe('missing')
    expect(await why({ status: 503, location: null, bytes: null })).toBe('failed')
    expect(await why({ status: 429, location: null, bytes: null })).toBe('failed')
    const away = createPictureSource({ resolve: () => Promise.reject(new Error('ENOTFOUND')), get: async () => ok, trusted: () => [] })
    expect(await away(PICTURE)).toEqual({ ok: false, why: 'failed' })
  })

  test('[AV5] a configured TikTok or the demo serves its own pictures; TikTok itself is no such one', async () => {
    const origins = pictureOrigins({ webUrl: 'http://127.0.0.1:9/base', webcastUrl: 'https://webcast.tiktok.com' })
    expect(origins).toEqual(['http://127.0.0.1:9'])
    expect(pictureOrigins({ webUrl: 'https://www.tiktok.com', webcastUrl: 'https://tiktok.com' })).toEqual([])
    const { fetchPicture, asked } = begin({ trusted: origins })
    expect(await fetchPicture('http://127.0.0.1:9/p.png')).toMatchObject({ ok: true })
    expect(await fetchPicture('http://127.0.0.1:10/p.png')).toEqual({ ok: false, why: 'refused' })
    expect(await fetchPicture('http://localhost:9/p.png')).toEqual({ ok: false, why: 'refused' })
    expect(asked).toEqual(['http://127.0.0.1:9/p.png @ 127.0.0.1'])
  })
})

import { isIP } from 'node:net'
import type { Resolve } from '../network/names.ts'
import type { Upstream } from '../sources/tiktok/upstream.ts'
import { isPublicAddress } from './public-address.ts'

export interface Download {
  status: number
  /** Where it sends us instead, as it came; null if it does not. */
  location: string | null
  /** Null: more than was allowed. */
  bytes: Uint8Array | null
}

/** Asks `url` of just this IP address. Rejects when nothing comes of it in time. */
export type Get = (url: URL, address: string) => Promise<Download>

/** refused: none of ours to fetch. missing: there is no such picture. failed: it could not be had now. */
export type Fetched = { ok: true; bytes: Uint8Array } | { ok: false; why: 'refused' | 'missing' | 'failed' }

export interface PictureSourceOptions {
  resolve: Resolve
  get: Get
  /** Origins besides TikTok's that pictures may come from, wherever they are: a simulator's, or a proxy's. */
  trusted: () => readonly string[]
  /** A proxy is asked for everything, and looks names up itself. */
  isProxied?: boolean
}

const MAX_REDIRECTS = 2

/** Where TikTok keeps pictures: one of these names, or one below it. */
const PICTURE_HOSTS = [
  'tiktokcdn.com',
  'tiktokcdn-us.com',
  'tiktokcdn-eu.com',
  'tiktokcdn-in.com',
  'ttwstatic.com',
  'ibyteimg.com',
  'byteimg.com',
  'muscdn.com',
]

/** The origins of a TikTok that is not TikTok's own: the demo's, a simulator's, a proxy's. Its pictures come from there. */
export function pictureOrigins({ webUrl, webcastUrl }: Pick<Upstream, 'webUrl' | 'webcastUrl'>): string[] {
  return [webUrl, webcastUrl].map((address) => new URL(address)).flatMap((url) => (isBelow(url.hostname, 'tiktok.com') ? [] : [url.origin]))
}

/** Fetches a picture of a viewer, from TikTok's picture hosts only and never from this computer's own network. */
export function createPictureSource({
  resolve,
  get,
  trusted,
  isProxied = false,
}: PictureSourceOptions): (address: string) => Promise<Fetched> {
  /** The IP address to ask; null if the URL is none of ours to fetch. Throws if the name cannot be resolved. */
  async function allowedAddress(url: URL): Promise<string | null> {
    const isTrusted = trusted().includes(url.origin)
    if (!isTrusted && !isTikTokPicture(url)) return null
    if (isProxied && !isTrusted) return url.hostname
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const addresses = isIP(host) === 0 ? await resolve(host) : [host]
    // One address that points inside is enough: a name is not asked again until it gives a better answer.
    if (!isTrusted && !addresses.every(isPublicAddress)) return null
    return addresses[0] ?? null
  }

  return async (address) => {
    let url = URL.parse(address)
    try {
      for (let hop = 0; url !== null && hop <= MAX_REDIRECTS; hop += 1) {
        const ip = await allowedAddress(url)
        if (ip === null) return { ok: false, why: 'refused' }
        const { status, location, bytes } = await get(url, ip)
        if (status >= 300 && status < 400 && location !== null) {
          url = URL.parse(location, url)
          continue
        }
        if (status === 200 && bytes !== null) return { ok: true, bytes }
        return { ok: false, why: status >= 500 || status === 429 ? 'failed' : 'missing' }
      }
      return { ok: false, why: 'refused' }
    } catch {
      return { ok: false, why: 'failed' }
    }
  }
}

function isTikTokPicture({ protocol, hostname, port, username, password }: URL): boolean {
  const isPlain = protocol === 'https:' && port === '' && username === '' && password === ''
  return isPlain && PICTURE_HOSTS.some((known) => isBelow(hostname, known))
}

function isBelow(hostname: string, known: string): boolean {
  return hostname === known || hostname.endsWith(`.${known}`)
}

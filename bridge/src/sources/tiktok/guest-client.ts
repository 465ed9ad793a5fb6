import type * as Library from 'tiktok-live-connector'
import type { SignClient } from './sign-client.ts'
import type { Upstream } from './upstream.ts'

export interface GuestClientOptions {
  upstream: Upstream
  /** Before every socket. Throws `AttemptFailed` when there is no budget for it. */
  spend: () => void
  /** The cookie that TikTok gives a guest. */
  cookie: () => Promise<string>
}

/** Where TikTok's own player opens its socket. */
const TIKTOK_PUSH_HOST = 'webcast-ws.tiktok.com'
const PUSH_PATH = '/webcast/im/ws_proxy/ws_reuse_supplement/'
/** The library takes an answer without one for broken. A guest has no position in the room yet. */
const FIRST_CURSOR = '0'

/**
 * Stands in the sign service's place for an attempt as a guest: it asks nobody, signs nothing, and names TikTok's own socket and the cookie that
 * TikTok's page gave. Whether TikTok lets such a guest in is TikTok's to decide.
 */
export function guestClientOf(library: typeof Library): (options: GuestClientOptions) => SignClient {
  const Client = library.createEulerClient().constructor as new (config: object) => SignClient
  return ({ upstream, spend, cookie }) => {
    const client = new Client({ basePath: 'http://nobody.invalid' })
    const answer = async (): Promise<unknown> => {
      spend()
      const headers = { 'x-set-tt-cookie': `${await cookie()}; Path=/` }
      const { ProtoMessageFetchResult: codec } = await import('tiktok-live-proto/v3')
      const none = codec.decode(new Uint8Array(0))
      const data = codec.encode({ ...none, cursor: FIRST_CURSOR, pushServer: guestPushServer(upstream.webcastUrl) }).finish()
      return { status: 200, headers, data }
    }
    client.rooms.fetchWebcastURL = answer as typeof client.rooms.fetchWebcastURL
    return client
  }
}

/** At TikTok it has a host of its own; a configured address serves everything. */
export function guestPushServer(webcastUrl: string): string {
  const { protocol, host, hostname, pathname } = new URL(webcastUrl)
  if (hostname === 'tiktok.com' || hostname.endsWith('.tiktok.com')) return `wss://${TIKTOK_PUSH_HOST}${PUSH_PATH}`
  return `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}${pathname.replace(/\/+$/, '')}${PUSH_PATH}`
}

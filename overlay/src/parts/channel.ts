import { CHANNEL_QUERY } from '@standby/shared/protocol.ts'

/** The channel that this page belongs to, as its address says: `/overlay?channel=anna`. Null: the first one. */
export function channelIn({ pathname, search }: Pick<Location, 'pathname' | 'search'>): string | null {
  return pathname === '/' || pathname === '/channels' ? null : new URLSearchParams(search).get(CHANNEL_QUERY)
}

/** A path of the bridge, for this channel. */
export function pathFor(channel: string | null, path: string): string {
  return channel === null ? path : `${path}${path.includes('?') ? '&' : '?'}${CHANNEL_QUERY}=${encodeURIComponent(channel)}`
}

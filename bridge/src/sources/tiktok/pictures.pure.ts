import { webAddress } from './text.ts'

/** Addresses of one picture that are looked at, and that are kept. */
const MOST_LISTED = 10
const MOST_ADDRESSES = 3

/**
 * The addresses of one of TikTok's pictures, to be tried in turn: TikTok lists several. What it calls shrunk is a small stand-in, and the
 * last resort.
 */
export function picturesOf(image: unknown): string[] {
  const listed = typeof image === 'object' && image !== null && 'urlList' in image ? image.urlList : null
  const addresses = (Array.isArray(listed) ? listed.slice(0, MOST_LISTED) : []).map(webAddress).filter((address) => address !== null)
  const isStandIn = (address: string): boolean => address.includes('shrink')
  const inTurn = [...addresses.filter((one) => !isStandIn(one)), ...addresses.filter(isStandIn)]
  return [...new Set(inTurn)].slice(0, MOST_ADDRESSES)
}

/** The first address to be tried, or null. */
export function pictureOf(image: unknown): string | null {
  return picturesOf(image)[0] ?? null
}

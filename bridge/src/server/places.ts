import { networkOf } from './network-of.ts'

/** The other end of a socket. */
export interface Peer {
  address: string
  isThisComputer: boolean
}

export interface PlaceLimits {
  /** For programs and pages on this computer. */
  here: number
  /** For all other computers together. */
  elsewhere: number
  /** For one other computer; one IPv6 network counts as one. */
  each: number
}

/** Places for sockets. Other computers have their own, so that they never shut out the pages on this one. */
export interface Places {
  /** Takes a place: returns how to give it back, or null if there is none left for this peer. */
  take(peer: Peer): (() => void) | null
}

export function createPlaces({ here, elsewhere, each }: PlaceLimits): Places {
  const byNetwork = new Map<string, number>()
  let [hereCount, elsewhereCount] = [0, 0]

  function takeHere(): (() => void) | null {
    if (hereCount >= here) return null
    hereCount += 1
    return () => void (hereCount -= 1)
  }

  function takeElsewhere(network: string): (() => void) | null {
    const count = byNetwork.get(network) ?? 0
    if (elsewhereCount >= elsewhere || count >= each) return null
    elsewhereCount += 1
    byNetwork.set(network, count + 1)
    return () => {
      elsewhereCount -= 1
      const left = (byNetwork.get(network) ?? 0) - 1
      if (left > 0) byNetwork.set(network, left)
      else byNetwork.delete(network)
    }
  }

  return { take: ({ address, isThisComputer }) => (isThisComputer ? takeHere() : takeElsewhere(networkOf(address))) }
}

import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'

/** The addresses of a name, best first. Rejects with an error that carries a `code`. It cannot be cancelled. */
export type Resolve = (host: string) => Promise<readonly string[]>

/** The operating system's own way, which is the connector's too: hosts file, VPN and all. */
export const systemResolve: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address)

/**
 * Name lookups that may hang. One takes a thread of Node's small pool until the system's resolver gives up, 30 s and more, and nothing can
 * call it back; so there is never a second one for the same name, and what was once found is remembered.
 */
export interface Names {
  /** What was found last, one address of each family; null when nothing was yet. */
  known(host: string): readonly string[] | null
  /** Looks the name up, or joins the lookup that is out. The failure of an older lookup is not taken for today's: it is asked once more. */
  ask(host: string, signal: AbortSignal): Promise<readonly string[]>
  /** Lookups that have not come back. */
  outCount(): number
}

export function createNames(resolve: Resolve): Names {
  const found = new Map<string, readonly string[]>()
  const out = new Map<string, Promise<readonly string[]>>()

  async function look(host: string): Promise<readonly string[]> {
    try {
      const addresses = oneOfEachFamily(await resolve(host))
      if (addresses.length === 0) throw Object.assign(new Error(`no address for ${host}`), { code: 'ENODATA' })
      found.set(host, addresses)
      return addresses
    } finally {
      out.delete(host)
    }
  }

  function lookOnce(host: string): Promise<readonly string[]> {
    const running = out.get(host) ?? look(host)
    out.set(host, running)
    return running
  }

  return {
    known: (host) => found.get(host) ?? null,
    async ask(host, signal) {
      const isOlder = out.has(host)
      try {
        return await lookOnce(host)
      } catch (error) {
        if (!isOlder || signal.aborted) throw error
        return lookOnce(host)
      }
    },
    outCount: () => out.size,
  }
}

function oneOfEachFamily(addresses: readonly string[]): string[] {
  return [4, 6].flatMap((family) => addresses.find((address) => isIP(address) === family) ?? [])
}

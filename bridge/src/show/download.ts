import * as http from 'node:http'
import * as https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { agentsThrough } from '../network/proxy.ts'
import type { Proxy } from '../sources/tiktok/upstream.ts'
import type { Resolve } from '../network/names.ts'
import type { Get } from './picture-source.ts'

/**
 * Looks names up one after the other, the same name once, and gives each `timeoutMs`. A lookup that hangs takes a thread of Node's small
 * pool, which pages are served with too: viewers' pictures may take one of them, not all.
 */
export function createResolve(resolve: Resolve, timeoutMs: number): Resolve {
  const out = new Map<string, Promise<readonly string[]>>()
  let last: Promise<unknown> = Promise.resolve()

  function inTurn(host: string): Promise<readonly string[]> {
    const turn = last.then(() => resolve(host)).finally(() => out.delete(host))
    last = turn.catch(() => undefined)
    out.set(host, turn)
    return turn
  }

  return (host) =>
    new Promise((found, failed) => {
      const late = setTimeout(() => failed(new Error(`no answer about ${host}`)), timeoutMs)
      const done = (settle: () => void): void => {
        clearTimeout(late)
        settle()
      }
      ;(out.get(host) ?? inTurn(host)).then(
        (addresses) => done(() => found(addresses)),
        (error: unknown) => done(() => failed(error instanceof Error ? error : new Error(String(error)))),
      )
    })
}

/**
 * One GET, over in `timeoutMs` whatever happens. It goes to the given IP address, so what was checked is what is asked, whatever the name
 * stands for by then. It carries no cookie, no referrer and nothing of the creator; at most `maxBytes` of the answer are taken.
 */
export function createGet({ timeoutMs, maxBytes, proxy }: { timeoutMs: number; maxBytes: number; proxy?: Proxy | undefined }): Get {
  return (url, address) =>
    new Promise((resolve, reject) => {
      const pinned: LookupFunction = (_host, { all }, done) => {
        const family = isIP(address)
        if (all === true) done(null, [{ address, family }])
        else done(null, address, family)
      }
      const { get } = url.protocol === 'https:' ? https : http
      const request = get(
        url,
        {
          // A proxy looks names up itself; it is the creator's, and asked for TikTok's hosts alone.
          ...(proxy === undefined ? { lookup: pinned, agent: false } : { agent: through(proxy, url) }),
          signal: AbortSignal.timeout(timeoutMs),
          headers: { accept: 'image/webp,image/avif,image/png,image/jpeg,image/gif', 'user-agent': 'Mozilla/5.0' },
        },
        (response) => {
          const { statusCode: status = 0, headers } = response
          const answer = (bytes: Uint8Array | null): void => {
            resolve({ status, location: headers.location ?? null, bytes })
            request.destroy()
          }
          if (status !== 200) return answer(null)
          const chunks: Buffer[] = []
          let size = 0
          response.on('data', (chunk: Buffer) => {
            size += chunk.length
            if (size > maxBytes) answer(null)
            else chunks.push(chunk)
          })
          response.on('end', () => answer(Buffer.concat(chunks)))
          response.on('error', reject)
          response.on('close', () => reject(new Error('the picture broke off')))
        },
      )
      request.on('error', reject)
    })
}

function through(proxy: Proxy, { protocol }: URL): http.Agent | https.Agent {
  const agents = agentsThrough(proxy)
  return protocol === 'https:' ? agents.https : agents.http
}

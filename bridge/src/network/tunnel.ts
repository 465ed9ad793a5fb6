import { Agent as HttpAgent, request as httpRequest, type AgentOptions } from 'node:http'
import { request as httpsRequest, type Agent as HttpsAgent } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Proxy } from '../sources/tiktok/upstream.ts'
import { agentsThrough, isDirect } from './proxy.ts'

const PATIENCE_MS = 10_000

/**
 * What a WebSocket goes through, as `ws` takes it: `ws` passes by the agents that count for every other request. Undefined: it connects
 * directly.
 */
export function socketAgent(proxy: Proxy | undefined, address: string | URL): HttpAgent | HttpsAgent | undefined {
  if (proxy === undefined) return undefined
  const { protocol, hostname } = new URL(address)
  if (protocol === 'wss:') return agentsThrough(proxy).https
  return isDirect(hostname, proxy) ? undefined : new PlainTunnel(proxy)
}

/** An unencrypted socket needs a tunnel too: a proxy would answer its upgrade itself. */
class PlainTunnel extends HttpAgent {
  readonly #proxy: Proxy

  constructor(proxy: Proxy) {
    super()
    this.#proxy = proxy
  }

  override createConnection(options: AgentOptions, callback?: (error: Error | null, stream: Duplex) => void): undefined {
    const { host = '', port = 80 } = options as { host?: string; port?: number }
    const ended = (error: Error): void => (callback as ((error: Error) => void) | undefined)?.(error)
    tunnelTo({ host, port, proxy: this.#proxy }).then((stream) => callback?.(null, stream), ended)
  }
}

/** A proxy's refusal, with Node's own code for it. */
export class TunnelRefused extends Error {
  readonly code = 'ERR_PROXY_TUNNEL'
  /** What the proxy answered. */
  readonly status: number

  constructor(proxy: Proxy, status: number) {
    super(`the proxy ${proxy.shown} answers with ${status}`)
    this.status = status
  }
}

/** A connection to `host` through the proxy. Rejects with Node's error if the proxy is not reached, or with `TunnelRefused`. */
export function tunnelTo({ host, port, proxy }: { host: string; port: number; proxy: Proxy }): Promise<Duplex> {
  const { protocol, hostname, port: proxyPort, username, password } = new URL(proxy.url)
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const ask = protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const asked = ask({
      host: hostname.replace(/^\[|\]$/g, ''),
      ...(proxyPort !== '' && { port: proxyPort }),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...(username !== '' && { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }) },
      agent: false,
      timeout: PATIENCE_MS,
    })
    asked.once('connect', (response, stream: Socket, head) => {
      if (response.statusCode === 200) {
        // The patience was for the proxy alone. What came right behind its answer is the host's.
        stream.setTimeout(0)
        if (head.length > 0) stream.unshift(head)
        return resolve(stream)
      }
      stream.destroy()
      reject(new TunnelRefused(proxy, response.statusCode ?? 0))
    })
    asked.once('response', (response) => {
      response.destroy()
      reject(new TunnelRefused(proxy, response.statusCode ?? 0))
    })
    asked.once('timeout', () => asked.destroy(Object.assign(new Error('the proxy says nothing'), { code: 'ETIMEDOUT' })))
    asked.once('error', reject)
    asked.end()
  })
}

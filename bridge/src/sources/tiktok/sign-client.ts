import type { Agent as HttpAgent } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import type * as Library from 'tiktok-live-connector'
import { plainHeaders, type RawAnswer } from './failure.ts'
import { MAX_FRAME_BYTES } from './frame.ts'
import type { Upstream } from './upstream.ts'

const SIGN_TIMEOUT_MS = 15_000
/** Enough of an answer's body for its message and label. */
const BODY_KEPT = 2000

export interface Agents {
  http: HttpAgent
  https: HttpsAgent
}

export type SignClient = InstanceType<typeof Library.TikTokLiveConnection>['apiClient']

export interface SignClientOptions {
  upstream: Upstream
  signal: AbortSignal
  agents: Agents
  watch: {
    stage(stage: 'sign'): void
    /** Before every request. Throws `AttemptFailed` when there is no budget for it. */
    spendSign(): void | Promise<void>
    /** The answer as it came, or what was thrown in its place. */
    signed(answer: RawAnswer | null, error: unknown): void
  }
}

/**
 * Makes sign clients, one for each attempt: the library's own is one for the whole process, keeps the first key it saw and waits for ever.
 * The class comes out of the library, so it is the one this very version uses; it is not exported.
 */
export function signClientOf(library: typeof Library): (options: SignClientOptions) => SignClient {
  const Client = library.createEulerClient().constructor as new (config: object) => SignClient

  return ({ upstream, signal, agents, watch }) => {
    const client = new Client({
      basePath: upstream.signUrl.replace(/\/+$/, ''),
      ...(upstream.signApiKey !== null && { apiKey: upstream.signApiKey }),
      baseOptions: {
        headers: { ...(library.SignConfig.baseOptions as { headers?: Record<string, string> } | undefined)?.headers },
        validateStatus: () => true,
        timeout: SIGN_TIMEOUT_MS,
        signal,
        httpAgent: agents.http,
        httpsAgent: agents.https,
        maxContentLength: MAX_FRAME_BYTES,
        // A redirect would carry the API key to wherever it points.
        maxRedirects: 0,
        // axios would go by HTTP_PROXY on its own. If there is a proxy the agents know it, and `false` would take it from them.
        ...(upstream.proxy === undefined && { proxy: false as const }),
      },
    })
    const fetchWebcastURL = client.rooms.fetchWebcastURL.bind(client.rooms)
    client.rooms.fetchWebcastURL = async (...args) => {
      watch.stage('sign')
      await watch.spendSign()
      try {
        const response = await fetchWebcastURL(...args)
        const body = Buffer.from(response.data as ArrayBuffer).toString('utf8', 0, BODY_KEPT)
        watch.signed({ status: response.status, headers: plainHeaders(response.headers), body }, null)
        return response
      } catch (error) {
        watch.signed(null, error)
        throw error
      }
    }
    return client
  }
}

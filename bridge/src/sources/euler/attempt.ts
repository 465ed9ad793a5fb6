import type { Clock } from '@standby/shared/clock.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'
import type { WayProblem } from '@standby/shared/connection/way.ts'
import type { Logger } from 'pino'
import { WebSocket, type RawData } from 'ws'
import { socketAgent } from '../../network/tunnel.ts'
import type { TikTokLink, TikTokLinkCallbacks } from '../link.ts'
import { linkEnd, TOO_LONG } from '../link-end.ts'
import { keepPinging } from '../pings.ts'
import { redact } from '../redact.ts'
import { endOfStream, eventTypeOf, normalize } from '../tiktok/normalize.pure.ts'
import type { Proxy } from '../tiktok/upstream.ts'
import { closedBy, LIFETIME_OVER, readFrame, roomOf } from './read.pure.ts'

export interface EulerSource {
  /** `wss://ws.eulerstream.com` */
  url: string
  /** The creator's own. The service takes it in the address of the socket and nowhere else, so no address is logged or shown. Null: there is none. */
  apiKey: string | null
  /** What the socket goes through; left out: it connects directly. */
  proxy?: Proxy | undefined
  /** Without the @. */
  username: string
  roomId: () => string | null
  clock: Clock
  log: Pick<Logger, 'debug' | 'error'>
  /** Spends one request to the service: null, or when one may be spent next. */
  spend: () => number | null | Promise<number | null>
  onProblem: (problem: WayProblem) => void
}

const HANDSHAKE_MS = 10_000
const FIRST_MESSAGE_MS = 20_000
const MAX_FRAME_BYTES = 8 * 1024 * 1024

/**
 * The sign service's managed socket: it connects to TikTok itself and sends the messages as JSON. Ends with exactly one `closed`, which never
 * comes from within another callback or `close()`. A socket whose lifetime is over is replaced without a word.
 */
export function openEuler(source: EulerSource, callbacks: TikTokLinkCallbacks): TikTokLink {
  const { url, apiKey, username, clock, log, onProblem } = source
  const { host } = new URL(url)
  const { isOver, report, finish: endOnce } = linkEnd('managed socket', callbacks, log)
  let isOpen = false
  let socket: WebSocket | null = null
  let cancelWait = (): void => undefined
  const cancelPing = keepPinging(clock, () => socket)

  function finish(cause: Cause): void {
    endOnce(() => {
      cancelWait()
      cancelPing()
      socket?.terminate()
      log.debug({ cause }, 'managed socket closed')
      return cause
    })
  }

  async function connect(key: string): Promise<void> {
    const retryAt = await source.spend()
    if (isOver()) return
    if (retryAt !== null) return finish({ kind: 'rate-limited', detail: 'our own limit of requests is reached; nobody was asked', retryAt })
    const address = new URL(url)
    address.searchParams.set('uniqueId', username)
    address.searchParams.set('apiKey', key)
    const agent = socketAgent(source.proxy, address)
    const mine = new WebSocket(address, {
      ...(agent !== undefined && { agent }),
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
      // A redirect would carry the key to wherever it points.
      followRedirects: false,
    })
    socket = mine
    mine.on('message', (data, isBinary) => {
      if (socket === mine) received(data, isBinary)
    })
    mine.on('pong', () => {
      if (isOpen && !isOver()) report(() => callbacks.frame(0))
    })
    mine.on('unexpected-response', (_, response) => {
      response.destroy()
      const status = response.statusCode ?? 0
      if (status === 401 || status === 403) return end(status === 401 ? 4401 : 4403, key)
      finish({ kind: 'sign', detail: `${host} refused the socket: ${status}`, reason: 'answered' })
    })
    mine.on('error', (error: Error & { code?: string }) => {
      if (error.code === TOO_LONG) {
        onProblem('too-long')
        return finish({ kind: 'sign', detail: `${host} sent more than ${MAX_FRAME_BYTES} bytes in one frame`, reason: 'answered' })
      }
      finish({ kind: 'sign', detail: redact(`${host}: ${error.code ?? error.message}`, [key]), reason: 'unreachable' })
    })
    mine.on('close', (code: number) => {
      if (socket === mine) end(code, key)
    })
  }

  function end(code: number, key: string): void {
    if (isOver()) return
    if (code === LIFETIME_OVER && isOpen) return void connect(key)
    const { cause, problem } = closedBy(code, clock.now())
    if (problem !== null) onProblem(problem)
    finish(cause)
  }

  function received(data: RawData, isBinary: boolean): void {
    if (isOver()) return
    const messages = isBinary ? null : readFrame((data as Buffer).toString('utf8'))
    if (messages === null) return report(() => callbacks.undecoded('euler:frame'))
    if (!isOpen) {
      isOpen = true
      cancelWait()
      const roomId = messages.map(roomOf).find((room) => room !== null) ?? source.roomId() ?? `euler-${clock.now()}`
      report(() => callbacks.opened({ roomId, server: { host, party: 'sign' } }))
    }
    if (isOver()) return
    report(() => callbacks.frame(messages.length))
    const unnamed = messages.filter(({ method, msgId }) => msgId === '' && eventTypeOf(method) !== null)
    for (const { method } of unnamed) report(() => callbacks.undecoded(method))
    const inputs = messages.filter((message) => !unnamed.includes(message)).flatMap((message) => normalize(message, clock.now()))
    if (inputs.length > 0 && !isOver()) report(() => callbacks.inputs(inputs, false))
    if (messages.some((message) => endOfStream(message) !== null)) finish({ kind: 'ended', detail: 'the LIVE was ended' })
  }

  cancelWait = clock.after(HANDSHAKE_MS + FIRST_MESSAGE_MS, () =>
    finish({ kind: 'sign', detail: `${host} sent no message`, reason: 'timed-out' }),
  )
  if (apiKey === null) {
    onProblem('no-credentials')
    finish({ kind: 'auth', detail: 'the managed socket needs a key of your own, and none was entered' })
  } else void connect(apiKey)
  return { close: () => finish({ kind: 'sign', detail: 'closed by the bridge', reason: 'cancelled' }) }
}

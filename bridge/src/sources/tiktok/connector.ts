import type { Duplex } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import type * as Library from 'tiktok-live-connector'
import { AttemptFailed, plainHeaders, type Failure, type PushServer, type RawAnswer, type Stage } from './failure.ts'
import { decodedMessages, decodeFrame, MAX_FRAME_BYTES, type Frame } from './frame.ts'
import { MAX_PAGE_BYTES, requestWithin } from './page-limit.ts'
import { isRefusal } from './classify.pure.ts'
import { findRoomId } from './room-id.ts'
import { pushParty, pushServerProblem, routeRequest, WEB_HOST, WEBCAST_HOST } from './route.ts'
import { guestClientOf } from './guest-client.ts'
import { signClientOf, type Agents } from './sign-client.ts'
import { agentsThrough } from '../../network/proxy.ts'
import { socketAgent } from '../../network/tunnel.ts'
import type { Upstream } from './upstream.ts'

/** The version everything here was read from and tested with; tests/bridge/sources/tiktok/contract.test.ts holds what is leaned on. */
export const CONNECTOR_VERSION = '2.5.0'

const HANDSHAKE_TIMEOUT_MS = 10_000
const OPEN = 1
const COOKIE_RETRIES = 3
const COOKIE_RETRY_MS = 750
const SETTLED = Promise.resolve()

type Library = typeof Library
type ConnectionOptions = Library.TikTokLiveConstructorConnectionOptions
type SocketParams = Library.WebSocketDynamicParams

/** What an attempt tells its owner, in order. None of these may throw. */
export interface AttemptWatch {
  stage(stage: Stage): void
  /** The room's own status, before anything else is known of it, and the whole answer it is from. */
  roomStatus(status: 'live' | 'paused', answer: unknown): void
  /** The room's own status was refused, but TikTok's page says that it is live: whether the socket is to be tried all the same. */
  mayJoinUnasked(roomId: string): boolean
  /** The attempt is going to fail with this, whatever the library makes of it. */
  failed(failure: Failure): void
  /** The socket is about to be opened there. */
  dialling(server: PushServer): void
  initial(frame: Pick<Frame, 'messages' | 'undecoded'>): void
  /** Before every request to the sign service. Throws `AttemptFailed` when there is no budget for it. */
  spendSign(): void | Promise<void>
  signed(answer: RawAnswer | null, error: unknown): void
  refused(answer: RawAnswer): void
  opened(roomId: string): void
  /** A frame came; `frame` is called once it is decoded and acknowledged. */
  frame(frame: Frame): void
  /** The socket is gone. `error` is what it complained of, if it did. */
  socketClosed(code: number, reason: string, error: unknown): void
}

export interface AttemptOptions {
  username: string
  upstream: Upstream
  userAgent?: string
  /** As a guest: no sign service is asked, and nothing is signed. */
  guest?: boolean
  watch: AttemptWatch
}

export interface Attempt {
  /** Resolves when the library is done connecting, rejects with whatever it threw. `watch` has heard the rest. */
  connect(): Promise<void>
  /** Only asks whether the room is live: rejects with `AttemptFailed` if it is not, or if nobody knows. Opens no socket. */
  ask(): Promise<void>
  /** Ends everything at once, at whatever stage: requests, timers, sockets. */
  release(): void
}

export interface Connector {
  version: string
  attempt(options: AttemptOptions): Attempt
}

let loading: Promise<Connector> | null = null

/** The library costs some 200 ms and 30 MB, so it is loaded at the first attempt. A failed load is tried again at the next. */
export function loadConnector(): Promise<Connector> {
  loading ??= import('tiktok-live-connector').then(harden)
  loading.catch(() => {
    loading = null
  })
  return loading
}

/** The library with its weak places overridden, in subclasses and per attempt: no prototype and no shared state of it is changed. */
export function harden(library: Library): Connector {
  const settings = (userAgent: string | undefined): ReturnType<Library['getRandomPresets']> => {
    const presets = library.getRandomPresets()
    return userAgent === undefined ? presets : { ...presets, device: library.userAgentToDevicePreset(userAgent) }
  }

  class Socket extends library.WebcastWebSocketClient {
    readonly #watch: AttemptWatch
    #stream: Duplex | null = null
    #isHeldBack = false

    constructor(config: Library.WebcastWebSocketConfig, options: ConnectionOptions['wsClientOptions'], watch: AttemptWatch) {
      super(config, options)
      this.#watch = watch
      let error: unknown = null
      // Our listeners come before the library's, and stay when it takes its own away.
      this.once('open', () => watch.opened(config.roomId))
      // The library switches the automatic pong off.
      this.on('ping', (data: Buffer) => {
        if (this.readyState === OPEN) this.pong(data)
      })
      this.on('error', (thrown: Error) => {
        error ??= thrown
      })
      this.once('upgrade', (response) => {
        this.#stream = response.socket
        // ws keeps the socket's own error (reset, timed out) to itself.
        response.socket.once('error', (thrown) => {
          error ??= thrown
        })
      })
      this.once('unexpected-response', (_, response) =>
        watch.refused({ status: response.statusCode ?? 0, headers: plainHeaders(response.headers), body: '' }),
      )
      this.once('close', (code: number, reason: Buffer) => watch.socketClosed(code, reason.toString(), error))
    }

    /** Synchronous where the library awaits: order is kept, and nothing is pending when the socket closes. */
    protected override onMessage(message: Buffer): Promise<void> {
      const frame = decodeFrame(library, message)
      const result = frame.push?.protoMessageFetchResult
      if (frame.push && result?.needAck === true && result.internalExt !== '') {
        this.#holdBack()
        this.sendAck(frame.push)
      }
      this.#watch.frame(frame)
      return SETTLED
    }

    /** What answers the frames of one read goes out in one write, when the last of them is decoded. */
    #holdBack(): void {
      if (this.#isHeldBack) return
      this.#isHeldBack = true
      this.#stream?.cork()
      process.nextTick(() => this.letGo())
    }

    letGo(): void {
      if (!this.#isHeldBack) return
      this.#isHeldBack = false
      this.#stream?.uncork()
    }
  }

  class Connection extends library.TikTokLiveConnection {
    readonly #watch: AttemptWatch
    readonly #upstream: Upstream
    readonly #signal: AbortSignal
    #socket: Socket | null = null
    readonly #isGuest: boolean
    #isLiveByPage = false
    #pushUrl = ''

    constructor(options: ConnectionOptions, { username, watch, upstream, guest = false }: AttemptOptions, signal: AbortSignal) {
      super(username, options)
      this.#isGuest = guest
      this.#watch = watch
      this.#upstream = upstream
      this.#signal = signal
      const config = { ...library.getWebSocketConfigDefaults(this._devicePresets), ...options.wsConfigOverrides }
      this._wsClientProvider = (params: SocketParams) => {
        signal.throwIfAborted()
        const agent = socketAgent(upstream.proxy, this.#pushUrl)
        this.#socket = new Socket({ ...config, ...params }, { ...options.wsClientOptions, ...(agent !== undefined && { agent }) }, watch)
        return this.#socket
      }
    }

    override async fetchRoomId(uniqueId = this.uniqueId): Promise<string> {
      this.#watch.stage('room')
      const { webClient, apiClient } = this
      const { roomId, isLive } = await findRoomId(library, {
        uniqueId,
        webClient,
        apiClient,
        signal: this.#signal,
        spendSign: this.#isGuest ? null : () => this.#watch.spendSign(),
      })
      this.#isLiveByPage = isLive
      return (webClient.roomId = roomId)
    }

    /**
     * Only a room that is live or paused is joined. Without a status the library would mostly connect and hear nothing; but TikTok also
     * refuses to tell the status of rooms whose socket opens, so where its page says that the room is live the socket is tried once.
     */
    override async fetchRoomInfo(roomId = this.roomId): Promise<unknown> {
      this.#watch.stage('room-info')
      const answer: unknown = await super.fetchRoomInfo(roomId)
      const status = (answer as { data?: { status?: unknown } } | null)?.data?.status
      if (status === 4) throw new AttemptFailed({ at: 'offline', detail: 'TikTok says the LIVE is over' })
      if (status !== 2 && status !== 3) {
        if (isRefusal(answer) && this.#isLiveByPage && this.#watch.mayJoinUnasked(roomId)) return answer
        throw new AttemptFailed({ at: 'room-info', error: null, answer })
      }
      this.#watch.roomStatus(status === 2 ? 'live' : 'paused', answer)
      return answer
    }

    /** Reached only by the batch in the sign service's answer: the socket's frames go straight to the watch. */
    protected override processProtoMessageFetchResult(result: Library.ProtoMessageFetchResult): Promise<void> {
      this.#watch.initial(decodedMessages(result))
      this.#signal.throwIfAborted()
      return SETTLED
    }

    protected override setupWebsocket(wsUrl: string, wsParams: Library.WebSocketParams, roomId: string): Promise<void> {
      const problem = pushServerProblem(wsUrl, this.#upstream)
      if (problem !== null) throw new AttemptFailed({ at: 'push-server', detail: problem })
      this.#watch.dialling({ host: new URL(wsUrl).host, party: pushParty(wsUrl, this.#upstream) })
      this.#watch.stage('upgrade')
      this.#pushUrl = wsUrl
      return super.setupWebsocket(wsUrl, wsParams, roomId)
    }

    /** The cookie that TikTok's page gives everybody. It is sometimes missing, so the page is asked again. */
    async guestCookie(): Promise<string> {
      for (let asked = 0; ; asked += 1) {
        const cookie = /(?:^|; )(ttwid=[^;]+)/.exec(await this.webClient.cookieJar.getAnonymousCookieString())?.[1]
        if (cookie !== undefined) return cookie
        if (asked === COOKIE_RETRIES) {
          const failure: Failure = { at: 'room', lookups: [{ source: 'page', error: new Error('TikTok gave no guest cookie') }] }
          this.#watch.failed(failure)
          throw new AttemptFailed(failure)
        }
        await setTimeout(COOKIE_RETRY_MS, undefined, { signal: this.#signal })
        await library.RouteConfig.fetchRoomInfoFromHtml({ webClient: this.webClient, uniqueId: this.uniqueId }).catch(() => undefined)
        this.#signal.throwIfAborted()
      }
    }

    /** Says goodbye if that is possible and closes for good: a refused upgrade would otherwise keep its TCP connection. */
    release(): void {
      if (this.#socket?.readyState === OPEN) this.#socket.close(1000)
      this.#socket?.letGo()
      this.#socket?.terminate()
    }
  }

  const openSignClient = signClientOf(library)
  const openGuestClient = guestClientOf(library)

  return {
    version: library.VERSION,
    attempt(options) {
      const { upstream, userAgent, watch, guest = false } = options
      const abort = new AbortController()
      const { signal } = abort
      const agents: Agents = agentsThrough(upstream.proxy, { keepAlive: true })
      const connection: Connection = new Connection(
        {
          clientPresets: settings(userAgent),
          processInitialData: true,
          fetchRoomInfoOnConnect: true,
          enableExtendedGiftInfo: false,
          eulerApiInstance: guest
            ? openGuestClient({ upstream, spend: () => void watch.spendSign(), cookie: () => connection.guestCookie() })
            : openSignClient({ upstream, signal, agents, watch }),
          webConfigOverrides: { TIKTOK_HOST_WEB: WEB_HOST, TIKTOK_HOST_WEBCAST: WEBCAST_HOST },
          webClientOptions: webOptions(upstream, signal, agents),
          // Node's http takes the signal; the types of ws do not know it.
          wsClientOptions: {
            ...{ signal },
            handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
            maxPayload: MAX_FRAME_BYTES,
          },
        },
        options,
        signal,
      )
      return {
        connect: async () => {
          await connection.connect()
          // Nothing is asked over HTTP any more.
          agents.http.destroy()
          agents.https.destroy()
        },
        async ask() {
          await connection.fetchRoomInfo(await connection.fetchRoomId())
        },
        release() {
          abort.abort()
          connection.release()
          agents.http.destroy()
          agents.https.destroy()
        },
      }
    },
  }
}

type WebOptions = NonNullable<ConnectionOptions['webClientOptions']>

/** Options of `got`. The type asks for a cookie jar, which the library itself puts in afterwards. */
function webOptions(upstream: Upstream, signal: AbortSignal, agents: Agents): WebOptions {
  const options: Omit<WebOptions, 'cookieJar'> = {
    request: requestWithin(MAX_PAGE_BYTES),
    signal,
    agent: agents,
    retry: { limit: 0 },
    hooks: {
      beforeRequest: [
        (request) => {
          if (request.url === undefined) throw new Error('request without an address')
          request.url = routeRequest(new URL(request.url), upstream)
        },
      ],
    },
  }
  return options as WebOptions
}

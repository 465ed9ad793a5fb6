import { EventSubscription, OBSWebSocket, OBSWebSocketError, type OBSEventTypes, type OBSRequestTypes } from 'obs-websocket-js/json'
import type { Logger } from 'pino'
import type * as z from 'zod'
import type { Clock } from '@standby/shared/clock.ts'
import { classifyClose, classifyFailure } from './classify.ts'
import type { ObsCause } from './policy.ts'

/** What OBS tells by itself, cut down to what matters here. */
export type ObsEvent =
  | { type: 'scenes-changed' } // anything about scenes, preview or studio mode
  | { type: 'program-changed' } // a transition has ended
  | { type: 'scene-renamed'; from: string; to: string }
  /** `name`: the scene collection that OBS leaves. */
  | { type: 'collection-changing'; name: string }
  /** `name`: the one that it has gone to. */
  | { type: 'collection-changed'; name: string }
  | { type: 'exiting' }
  | { type: 'canvases-changed' }
  | { type: 'stream-changed'; isStarting: boolean } // the rest of what it says is misleading: "not active" while it reconnects
  | { type: 'recording-changed'; active: boolean }
  | { type: 'virtual-camera-changed'; active: boolean }

/** A request that failed. `code` is OBS's own (207 not ready, 600 no such scene …), null for `timeout`, `closed` and `nonsense`. */
export class ObsRequestError extends Error {
  readonly kind: 'refused' | 'timeout' | 'closed' | 'nonsense'
  readonly code: number | null
  constructor(kind: ObsRequestError['kind'], message: string, code: number | null = null) {
    super(message)
    this.name = 'ObsRequestError'
    this.kind = kind
    this.code = code
  }
}

/** OBS while it loads, or changes its scene collection. */
export const NOT_READY = 207

type RequestData = Readonly<Record<string, unknown>>

export interface ObsSession {
  /** Always settles: with what `answer` makes of it, or an `ObsRequestError`. */
  request<Answer>(type: keyof OBSRequestTypes, answer: z.ZodType<Answer>, data?: RequestData): Promise<Answer>
}

export interface ObsLinkOptions {
  url: string
  password: string | null
  clock: Clock
  log: Logger
  callTimeoutMs: number
  onOpened: (session: ObsSession) => void
  onEvent: (event: ObsEvent) => void
  /** Whenever OBS says anything. */
  onSignOfLife: () => void
  /** Once, unless `close` came first. */
  onClosed: (cause: ObsCause) => void
}

// Not Transitions: with those OBS's answer to a switch takes 42 ms more (its events go first, and wait for an acknowledgement).
const SUBSCRIPTIONS =
  EventSubscription.General |
  EventSubscription.Config |
  EventSubscription.Scenes |
  EventSubscription.SceneItems |
  EventSubscription.Outputs |
  EventSubscription.Ui |
  EventSubscription.Canvases

const SCENE_EVENTS = [
  'SceneCreated',
  'SceneRemoved',
  'SceneListChanged',
  'CurrentPreviewSceneChanged',
  'StudioModeStateChanged',
  'SceneItemCreated',
  'SceneItemRemoved',
  'SceneItemEnableStateChanged',
] as const satisfies (keyof OBSEventTypes)[]

/** The library's `disconnect` waits up to 30 s for an OBS that hangs; this does not wait at all. */
class AbruptSocket extends OBSWebSocket {
  terminate(): void {
    // In Node the socket is one of the package ws, whatever the library's types say.
    const socket = this.socket as { terminate?: () => void } | undefined
    socket?.terminate?.()
  }
}

/** One attempt and, if it succeeds, the connection it leads to. Never throws; `close` ends it at any time, at once. */
export function openObs(options: ObsLinkOptions): { close(): void } {
  const { clock, log } = options
  const obs = new AbruptSocket()
  const pending = new Set<(error: ObsRequestError) => void>()
  let over = false
  let opened = false

  /** Ends it once; after this nothing is reported any more. */
  function end(cause: ObsCause | null): void {
    if (over) return
    over = true
    const error = new ObsRequestError('closed', 'The connection to OBS has ended.')
    for (const reject of [...pending]) reject(error)
    pending.clear()
    obs.removeAllListeners()
    obs.terminate()
    if (cause !== null) options.onClosed(cause)
  }

  /** The library swallows what a listener throws, and skips the listeners after it. */
  function tell(report: () => void): void {
    if (over) return
    try {
      report()
    } catch (error) {
      log.error({ err: error }, 'OBS: an event could not be handled')
    }
  }

  function listen<Type extends keyof OBSEventTypes>(type: Type, toEvent: (data: OBSEventTypes[Type]) => ObsEvent): void {
    const listener = (data: OBSEventTypes[Type]): void =>
      tell(() => {
        options.onSignOfLife()
        options.onEvent(toEvent(data))
      })
    obs.on(type, listener as never)
  }

  function request<Answer>(type: keyof OBSRequestTypes, answer: z.ZodType<Answer>, data?: RequestData): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (over) return reject(new ObsRequestError('closed', 'The connection to OBS has ended.'))
      const fail = (error: ObsRequestError): void => {
        cancelTimeout()
        pending.delete(fail)
        reject(error)
      }
      const cancelTimeout = clock.after(options.callTimeoutMs, () =>
        fail(new ObsRequestError('timeout', `OBS did not answer ${type} within ${options.callTimeoutMs} ms.`)),
      )
      pending.add(fail)
      obs.call(type, data as never).then(
        (response: unknown) => {
          if (!pending.delete(fail)) return
          cancelTimeout()
          tell(options.onSignOfLife)
          const parsed = answer.safeParse(response)
          if (parsed.success) resolve(parsed.data)
          else reject(new ObsRequestError('nonsense', `OBS answered ${type} with something else: ${parsed.error.message}`))
        },
        (error: unknown) => {
          const code = error instanceof OBSWebSocketError ? error.code : null
          if (code !== null) tell(options.onSignOfLife)
          fail(new ObsRequestError('refused', `OBS refused ${type}: ${error instanceof Error ? error.message : String(error)}`, code))
        },
      )
    })
  }

  for (const type of SCENE_EVENTS) listen(type, () => ({ type: 'scenes-changed' }))
  listen('CurrentProgramSceneChanged', () => ({ type: 'program-changed' }))
  listen('SceneNameChanged', ({ oldSceneName, sceneName }) => ({ type: 'scene-renamed', from: oldSceneName, to: sceneName }))
  listen('CurrentSceneCollectionChanging', ({ sceneCollectionName: name }) => ({ type: 'collection-changing', name }))
  listen('CurrentSceneCollectionChanged', ({ sceneCollectionName: name }) => ({ type: 'collection-changed', name }))
  listen('ExitStarted', () => ({ type: 'exiting' }))
  for (const type of ['CanvasCreated', 'CanvasRemoved', 'CanvasNameChanged'] as const) listen(type, () => ({ type: 'canvases-changed' }))
  listen('StreamStateChanged', ({ outputState }) => ({
    type: 'stream-changed',
    isStarting: outputState === 'OBS_WEBSOCKET_OUTPUT_STARTING',
  }))
  listen('RecordStateChanged', ({ outputActive }) => ({ type: 'recording-changed', active: outputActive }))
  listen('VirtualcamStateChanged', ({ outputActive }) => ({ type: 'virtual-camera-changed', active: outputActive }))
  // Before it is open a close also rejects `connect`, with more to say.
  obs.on('ConnectionClosed', ({ code, message }) => {
    if (opened) tell(() => end(classifyClose(code, message)))
  })

  obs.connect(options.url, options.password ?? undefined, { eventSubscriptions: SUBSCRIPTIONS }).then(
    () => {
      opened = true
      tell(() => options.onOpened({ request }))
    },
    (error: unknown) => {
      const cause = classifyFailure(error)
      tell(() => end(cause))
    },
  )

  return { close: () => end(null) }
}

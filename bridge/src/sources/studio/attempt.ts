import type { Clock } from '@standby/shared/clock.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'
import type { WayProblem } from '@standby/shared/connection/way.ts'
import type { Logger } from 'pino'
import { WebSocket, type RawData } from 'ws'
import type { TikTokLink, TikTokLinkCallbacks } from '../link.ts'
import { linkEnd, TOO_LONG } from '../link-end.ts'
import { keepPinging } from '../pings.ts'
import { normalize } from '../tiktok/normalize.pure.ts'
import type { StudioCredentials } from './credentials.pure.ts'
import { readFrame, type StudioFrame } from './read.pure.ts'

export interface StudioSource {
  /** Null: the creator has given none, and nobody is asked. */
  credentials: StudioCredentials | null
  /** `ws://127.0.0.1:30000/v1/third-party` and the fifteen ports after it. */
  urls: readonly string[]
  /** The room that a connection of this LIVE was lost in; null if none was. */
  roomId: () => string | null
  clock: Clock
  log: Pick<Logger, 'debug' | 'error'>
  onProblem: (problem: WayProblem) => void
}

const PROTOCOL = '1.0.0'
const GREETING_MS = 1_500
const AUTH_MS = 5_000
/** A LIVE that is not known to be on has to show itself by an event. */
const FIRST_EVENT_MS = 30_000
const MAX_FRAME_BYTES = 512 * 1024

/** The addresses at which LIVE Studio may listen. */
export const STUDIO_URLS: readonly string[] = Array.from({ length: 16 }, (_, index) => `ws://127.0.0.1:${30_000 + index}/v1/third-party`)

/**
 * One connection to TikTok LIVE Studio on this computer. The credentials are sent only to a program that greets as LIVE Studio does. Ends with
 * exactly one `closed`, which never comes from within another callback or `close()`.
 */
export function openStudio(source: StudioSource, callbacks: TikTokLinkCallbacks): TikTokLink {
  const { credentials, urls, clock, log, onProblem } = source
  const { isOver, report, finish: endOnce } = linkEnd('LIVE Studio link', callbacks, log)
  let isOpen = false
  let joined: string | null = null
  let socket: WebSocket | null = null
  let strangers = 0
  let cancelWait = (): void => undefined
  let cancelPing = (): void => undefined

  function finish(cause: Cause): void {
    endOnce(() => {
      cancelWait()
      cancelPing()
      socket?.terminate()
      log.debug({ cause }, 'LIVE Studio link closed')
      return cause
    })
  }

  const local = (detail: string, reason: NonNullable<Cause['reason']>): Cause => ({
    kind: 'local',
    detail: `LIVE Studio: ${detail}`,
    reason,
  })

  function refuse(problem: WayProblem, detail: string): void {
    if (isOver()) return
    onProblem(problem)
    finish(local(detail, 'answered'))
  }

  /** Sends no greeting: the program at the port has to speak first, as LIVE Studio does. */
  function tryPort(shown: StudioCredentials, index: number): void {
    const url = urls[index]
    if (url === undefined) {
      if (strangers > 0) return refuse('not-its-program', 'another program answers at its ports')
      return finish(local('nothing answers at its ports', 'unreachable'))
    }
    const mine = new WebSocket(url, { handshakeTimeout: GREETING_MS, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false })
    socket = mine
    let isStudio = false
    const next = (isThere: boolean): void => {
      if (isOver() || isStudio || socket !== mine) return
      if (isThere) strangers += 1
      cancelWait()
      socket = null
      mine.terminate()
      tryPort(shown, index + 1)
    }
    cancelWait = clock.after(2 * GREETING_MS, () => next(true))
    mine.on('error', (error: Error & { code?: string }) => {
      if (!isStudio || socket !== mine) return next(error.code !== 'ECONNREFUSED')
      if (error.code === TOO_LONG) return refuse('too-long', `sent more than ${MAX_FRAME_BYTES} bytes in one frame`)
      finish(local(error.code ?? error.message, 'unreachable'))
    })
    mine.on('close', (code: number) => {
      if (isStudio && socket === mine) finish(local(`closed with ${code}`, 'closed'))
      else next(true)
    })
    for (const sign of ['ping', 'pong'] as const) {
      mine.on(sign, () => {
        if (isOpen && !isOver()) report(() => callbacks.frame(0))
      })
    }
    mine.on('message', (data, isBinary) => {
      if (isOver() || socket !== mine) return
      const frame = read(data, isBinary)
      if (isStudio) return received(frame)
      if (frame.type !== 'hello' || !frame.isStudio) return next(true)
      isStudio = true
      cancelWait()
      cancelWait = clock.after(AUTH_MS, () => finish(local('no answer to the credentials', 'timed-out')))
      const { appId, keyId, secret } = shown
      mine.send(JSON.stringify({ type: 'AUTH', app_id: appId, key_id: keyId, secret, version: PROTOCOL }))
    })
  }

  function open(roomId: string): void {
    isOpen = true
    joined = roomId
    cancelWait()
    const host = socket === null ? '127.0.0.1' : new URL(socket.url).host
    report(() => callbacks.opened({ roomId, server: { host, party: 'local', isSparse: true } }))
  }

  function authorised(): void {
    cancelWait()
    cancelPing = keepPinging(clock, () => socket)
    const roomId = source.roomId()
    if (roomId !== null) open(roomId)
    else cancelWait = clock.after(FIRST_EVENT_MS, () => refuse('silent', 'sent no event'))
  }

  function received(frame: StudioFrame): void {
    switch (frame.type) {
      case 'auth':
        if (frame.success) return authorised()
        return frame.refused === null ? finish(local(frame.code, 'answered')) : refuse(frame.refused, frame.code)
      case 'disconnect':
        return frame.refused === null
          ? finish(local(`disconnected (${frame.code})`, 'closed'))
          : refuse(frame.refused, `disconnected (${frame.code})`)
      case 'undecoded':
        return report(() => callbacks.undecoded(frame.name))
      case 'unusable':
        return report(() => callbacks.undecoded('studio:frame'))
      case 'hello':
        return
      case 'event': {
        if (!isOpen) open(frame.roomId ?? `studio-${clock.now()}`)
        // Another LIVE than the one that was lost: it is joined as a new one.
        else if (frame.roomId !== null && frame.roomId !== joined)
          return finish({ kind: 'ended', detail: 'LIVE Studio is in another LIVE' })
        if (isOver()) return
        report(() => callbacks.frame(1))
        const inputs = normalize(frame.message, clock.now())
        if (inputs.length > 0 && !isOver()) report(() => callbacks.inputs(inputs, false))
      }
    }
  }

  if (credentials === null) refuse('no-credentials', 'no credentials were entered')
  else tryPort(credentials, 0)
  return { close: () => finish(local('closed by the bridge', 'cancelled')) }
}

function read(data: RawData, isBinary: boolean): StudioFrame {
  return isBinary ? { type: 'unusable' } : readFrame((data as Buffer).toString('utf8'))
}

import type { Clock } from '@standby/shared/clock.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'
import type { WayProblem } from '@standby/shared/connection/way.ts'
import type { LiveInput } from '@standby/shared/live/event.ts'
import type { Logger } from 'pino'
import { WebSocket, type RawData } from 'ws'
import type { TikTokLink, TikTokLinkCallbacks } from '../link.ts'
import { linkEnd, TOO_LONG } from '../link-end.ts'
import { keepPinging } from '../pings.ts'
import { normalize } from '../tiktok/normalize.pure.ts'
import { readFrame, type TikFinityFrame } from './read.pure.ts'

/** A room that is live says something within seconds, its viewers at least. */
export const FIRST_EVENT_MS = 8_000
const HANDSHAKE_MS = 3_000
/** The biggest real frames are some kilobytes. */
const MAX_FRAME_BYTES = 512 * 1024
/** Events from before the feed said whose they are. */
const MAX_HELD = 200

export interface TikFinitySource {
  /** `ws://127.0.0.1:21213` */
  url: string
  /** The creator's name, without the @. */
  username: string
  /** The room that a connection of this LIVE was lost in, if one was: the feed may not say it. */
  roomId: () => string | null
  clock: Clock
  log: Pick<Logger, 'debug' | 'error'>
  /** What is wrong with the feed, so that it is not tried again at once. */
  onProblem: (problem: WayProblem) => void
}

/**
 * One connection to the feed of a TikFinity app. It counts as open with the first event that is from the creator's own LIVE: a port that
 * answers says nothing about the line behind it. Ends with exactly one `closed`, which never comes from within another callback or `close()`.
 */
export function openTikFinity(source: TikFinitySource, callbacks: TikTokLinkCallbacks): TikTokLink {
  const { url, username, clock, log, onProblem } = source
  const { host } = new URL(url)
  const socket = new WebSocket(url, {
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    followRedirects: false,
  })
  const { isOver, report, finish: endOnce } = linkEnd('TikFinity feed', callbacks, log)
  let isOpen = false
  let held: LiveInput[] = []
  let roomId: string | null = null
  let cancelPing = (): void => undefined

  function finish(cause: Cause): void {
    endOnce(() => {
      cancelFirst()
      cancelPing()
      socket.terminate()
      log.debug({ cause }, 'TikFinity feed closed')
      return cause
    })
  }

  function refuse(problem: WayProblem, detail: string): void {
    if (isOver()) return
    onProblem(problem)
    finish({ kind: 'local', detail: `${host} ${detail}`, reason: 'answered' })
  }

  const cancelFirst = clock.after(HANDSHAKE_MS + FIRST_EVENT_MS, () =>
    held.length > 0 ? refuse('no-creator', 'does not say whose LIVE it is') : refuse('silent', 'sent no event'),
  )

  function open(): void {
    isOpen = true
    cancelFirst()
    const joined = roomId ?? source.roomId() ?? `tikfinity-${clock.now()}`
    report(() => callbacks.opened({ roomId: joined, server: { host, party: 'local' } }))
  }

  function take(frame: Extract<TikFinityFrame, { type: 'event' }>): void {
    if (frame.host !== null && frame.host !== username.toLowerCase()) return refuse('other-creator', 'is logged in to another account')
    roomId ??= frame.roomId
    const inputs = frame.message === null ? [] : normalize(frame.message, clock.now())
    if (!isOpen && frame.host === null) {
      held.push(...inputs.slice(0, MAX_HELD - held.length))
      return
    }
    if (!isOpen) open()
    if (isOver()) return
    report(() => callbacks.frame(1))
    const all = [...held, ...inputs]
    held = []
    if (all.length > 0 && !isOver()) report(() => callbacks.inputs(all, false))
  }

  function received(data: RawData, isBinary: boolean): void {
    if (isOver()) return
    const frame: TikFinityFrame = isBinary ? { type: 'unusable', problem: 'not-its-program' } : readFrame((data as Buffer).toString('utf8'))
    switch (frame.type) {
      case 'config':
        if (frame.isStandby) refuse('is-standby', 'is the feed of a Standby, not of TikFinity')
        return
      case 'end':
        return finish({ kind: 'ended', detail: 'TikFinity says that the LIVE ended' })
      case 'undecoded':
        return report(() => callbacks.undecoded(frame.name))
      case 'unusable':
        // A feed that has proved itself is not given up for one frame.
        if (isOpen) return report(() => callbacks.undecoded('tikfinity:frame'))
        return refuse(frame.problem, 'does not speak as TikFinity does')
      case 'event':
        return take(frame)
    }
  }

  socket.on('open', () => {
    cancelPing = keepPinging(clock, () => socket)
  })
  socket.on('message', received)
  socket.on('pong', () => {
    if (!isOver() && isOpen) report(() => callbacks.frame(0))
  })
  socket.on('unexpected-response', (_, response) => {
    response.destroy()
    refuse('not-its-program', `answered ${response.statusCode ?? 0}`)
  })
  socket.on('error', (error: Error & { code?: string }) => {
    if (error.code === TOO_LONG) return refuse('too-long', `sent more than ${MAX_FRAME_BYTES} bytes in one frame`)
    if (error.code?.startsWith('WS_ERR_') === true || error.code?.startsWith('HPE_') === true)
      return refuse('not-its-program', 'speaks no WebSocket')
    finish({ kind: 'local', detail: `${host}: ${error.code ?? error.message}`, reason: 'unreachable' })
  })
  socket.on('close', (code: number) => finish({ kind: 'local', detail: `${host} closed with ${code}`, reason: 'closed' }))

  return { close: () => finish({ kind: 'local', detail: 'closed by the bridge', reason: 'cancelled' }) }
}

import type { Clock } from '@standby/shared/clock.ts'
import { WebSocket } from 'ws'

/** What a program on this computer says first, without being asked anything. */
export type FirstFrame =
  | { from: 'nobody' }
  /** It speaks no WebSocket, or hangs up. */
  | { from: 'stranger' }
  /** It took the connection, and said nothing in time. */
  | { from: 'silent' }
  /** Null: not text. */
  | { from: 'program'; text: string | null }

/** The programs that are asked about say their first word at once. */
const FIRST_FRAME_MS = 1_500
const MAX_FRAME_BYTES = 512 * 1024

/** Listens at an address of this computer for the first frame. Sends nothing, and hangs up. Never rejects. */
export function firstFrame(url: string, clock: Clock): Promise<FirstFrame> {
  const { promise, resolve } = Promise.withResolvers<FirstFrame>()
  const socket = new WebSocket(url, { handshakeTimeout: FIRST_FRAME_MS, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false })
  let cancel = (): void => undefined
  const answer = (found: FirstFrame): void => {
    cancel()
    resolve(found)
    socket.terminate()
  }
  socket.on('open', () => {
    cancel = clock.after(FIRST_FRAME_MS, () => answer({ from: 'silent' }))
  })
  socket.on('message', (data: Buffer, isBinary) => answer({ from: 'program', text: isBinary ? null : data.toString('utf8') }))
  socket.on('close', () => answer({ from: 'stranger' }))
  socket.on('error', (error: NodeJS.ErrnoException) => answer({ from: isNobody(error.code) ? 'nobody' : 'stranger' }))
  return promise
}

/** Listens, and asks each address once, however often it is wanted. */
export function listenOnce(clock: Clock): (url: string) => Promise<FirstFrame> {
  const heard = new Map<string, Promise<FirstFrame>>()
  return (url) => {
    const { href } = new URL(url)
    const found = heard.get(href) ?? firstFrame(href, clock)
    heard.set(href, found)
    return found
  }
}

/** Nobody listens, or this computer has no such address. */
function isNobody(code: string | undefined): boolean {
  return code === 'ECONNREFUSED' || code === 'EADDRNOTAVAIL' || code === 'ENETUNREACH' || code === 'EAFNOSUPPORT'
}

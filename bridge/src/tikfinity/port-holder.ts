import type { PortHolder } from '@standby/shared/tikfinity.ts'
import { WebSocket } from 'ws'
import * as z from 'zod'

/** TikFinity says its first word at once; anything that has not by then says nothing. */
const FIRST_FRAME_MS = 1_500
const MAX_FRAME_BYTES = 1_000_000

const config = z.object({ event: z.literal('config'), data: z.object({ standby: z.string().optional() }) })

/** Both addresses of this computer: some clients look up `localhost` and take ::1 first. */
export const ADDRESSES = ['127.0.0.1', '::1'] as const

/**
 * Who listens on a port of this computer, by the first frame; null if nobody does. The port is asked before it is taken, because some
 * systems let two programs have one port, and only one of them then gets the clients.
 */
export async function portHolder(port: number): Promise<PortHolder | null> {
  const holders = await Promise.all(ADDRESSES.map((address) => holderAt(address, port)))
  return holders.find((holder) => holder !== null && holder !== 'other') ?? holders.find((holder) => holder !== null) ?? null
}

function holderAt(address: (typeof ADDRESSES)[number], port: number): Promise<PortHolder | null> {
  const { promise, resolve } = Promise.withResolvers<PortHolder | null>()
  const host = address.includes(':') ? `[${address}]` : address
  const socket = new WebSocket(`ws://${host}:${port}/`, { handshakeTimeout: FIRST_FRAME_MS, maxPayload: MAX_FRAME_BYTES })
  let timer: ReturnType<typeof setTimeout> | undefined
  const answer = (holder: PortHolder | null): void => {
    clearTimeout(timer)
    resolve(holder)
    socket.terminate()
  }
  socket.on('open', () => (timer = setTimeout(() => answer('other'), FIRST_FRAME_MS)))
  socket.on('message', (data: Buffer) => answer(byFirstFrame(data.toString())))
  socket.on('close', () => answer('other'))
  socket.on('error', (error: NodeJS.ErrnoException) => answer(isNobody(error.code) ? null : 'other'))
  return promise
}

/** Nobody listens, or this computer has no such address. */
function isNobody(code: string | undefined): boolean {
  return code === 'ECONNREFUSED' || code === 'EADDRNOTAVAIL' || code === 'ENETUNREACH' || code === 'EAFNOSUPPORT'
}

function byFirstFrame(text: string): PortHolder {
  let frame: unknown
  try {
    frame = JSON.parse(text)
  } catch {
    return 'other'
  }
  const parsed = config.safeParse(frame)
  if (!parsed.success) return 'other'
  return parsed.data.data.standby === undefined ? 'tikfinity' : 'standby'
}

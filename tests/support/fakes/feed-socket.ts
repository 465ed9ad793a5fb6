import type { ServerMessage } from '@standby/shared/protocol.ts'
import type { WebSocket } from 'ws'

/** Both ends of a WebSocket without a network: what the server sends waits until the client reads it, and can be lost on the way. */
export interface FeedSocketModel {
  /** The server's end. */
  ws: WebSocket
  /** The next message, and the server learns that it is out; null while there is none. */
  read(): ServerMessage | null
  /** Neither end hears from the other again; what was on its way is lost. */
  cut(): void
  isOpen(): boolean
  /** The most that ever waited when something was put behind it. */
  peakBytes(): number
}

/** `onFirst` is called as the server sends its first message. */
export function feedSocket(onFirst: () => void = () => undefined): FeedSocketModel {
  const listeners = new Map<string, ((argument?: unknown) => void)[]>()
  let waiting: { text: string; out: ((error?: Error) => void) | undefined }[] = []
  let bytes = 0
  let peak = 0
  let closing = false
  let open = true
  let begun = false

  function end(): void {
    if (!open) return
    open = false
    const lost = waiting
    waiting = []
    bytes = 0
    for (const { out } of lost) out?.(new Error('the socket closed'))
    for (const listener of listeners.get('close') ?? []) listener()
  }

  const ws = {
    get bufferedAmount() {
      return bytes
    },
    on(event: string, listener: (argument?: unknown) => void) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener])
      return ws
    },
    send(data: string | Buffer, ...more: (object | ((error?: Error) => void) | undefined)[]) {
      const last = more.at(-1)
      const out = typeof last === 'function' ? (last as (error?: Error) => void) : undefined
      if (!open || closing) return out?.(new Error('not open'))
      if (!begun) onFirst()
      begun = true
      peak = Math.max(peak, bytes)
      const text = data.toString()
      waiting.push({ text, out })
      bytes += text.length
    },
    close() {
      // The close frame comes behind what waits.
      closing = true
      if (waiting.length === 0) end()
    },
    terminate: end,
  }

  return {
    ws: ws as unknown as WebSocket,
    read() {
      const next = waiting.shift()
      if (next === undefined) return null
      bytes -= next.text.length
      next.out?.()
      if (closing && waiting.length === 0) end()
      return JSON.parse(next.text) as ServerMessage
    },
    cut: end,
    isOpen: () => open,
    peakBytes: () => peak,
  }
}

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '@standby/shared/clock.ts'

export interface OneRequestLimits {
  /** Nothing of a response was read for so long: nobody reads it. */
  unreadMs: number
  /** Requests of one socket that may wait. Browsers send none before they have the answer to the last. */
  waitingCount: number
}

export interface OneRequest {
  listener: RequestListener
  /** Whether a request of this socket is being answered. */
  isBusy(socket: object): boolean
}

/** How often a response is looked at. */
const LOOK_EVERY_MS = 5_000

interface Line {
  isBusy: boolean
  waiting: [IncomingMessage, ServerResponse][]
}

/**
 * Answers the requests of each socket one after the other: the next is begun when the response to the last is out. A client may send
 * hundreds in one go and read nothing. Each would open its file at once, and Node tells only the first of the responses that the socket
 * has closed; the others would keep their files for ever. A socket that sends too many, or reads nothing, is ended, and with it the one
 * response that there is.
 */
export function oneRequest(answer: RequestListener, clock: Clock, { unreadMs, waitingCount }: OneRequestLimits): OneRequest {
  const lines = new WeakMap<object, Line>()

  function begin(line: Line, request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request
    line.isBusy = true
    const stopLooking = whenUnread(socket, clock, unreadMs, () => socket.destroy())
    // Comes when all of it is out, and when the socket closes.
    response.once('close', () => {
      stopLooking()
      // When all others know of it too, and have closed what they had open.
      queueMicrotask(() => {
        line.isBusy = false
        const next = line.waiting.shift()
        if (next !== undefined && !socket.destroyed) begin(line, ...next)
      })
    })
    answer(request, response)
  }

  return {
    listener(request, response) {
      const { socket } = request
      const line = lines.get(socket) ?? { isBusy: false, waiting: [] }
      lines.set(socket, line)
      // The rest of what came in one go with the one that was too many. Over at once, it costs less than what Node makes of each.
      if (socket.destroyed) request.destroy()
      else if (!line.isBusy) begin(line, request, response)
      else if (line.waiting.length < waitingCount) line.waiting.push([request, response])
      else socket.destroy()
    },
    isBusy: (socket) => lines.get(socket)?.isBusy ?? false,
  }
}

/**
 * Calls back once something has waited to be sent for so long without getting any shorter. What is written in one piece counts as taken
 * when all of it is: the largest pieces here are some hundred kilobytes. Returns how to stop looking.
 */
export function whenUnread(
  socket: Pick<Socket, 'bytesWritten' | 'writableLength'>,
  clock: Clock,
  unreadMs: number,
  onUnread: () => void,
): () => void {
  /** What the system has taken of all that was written. */
  const takenBytes = (): number => socket.bytesWritten - socket.writableLength
  let taken = takenBytes()
  let since = clock.now()
  let cancel = clock.after(LOOK_EVERY_MS, look)

  function look(): void {
    const now = takenBytes()
    if (socket.writableLength === 0 || now !== taken) since = clock.now()
    else if (clock.now() - since >= unreadMs) return onUnread()
    taken = now
    cancel = clock.after(LOOK_EVERY_MS, look)
  }

  return () => cancel()
}

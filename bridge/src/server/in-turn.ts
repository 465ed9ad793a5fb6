import type { Server, Socket } from 'node:net'
import type { Turns } from '../turns.ts'

/**
 * Node makes a parser for each connection and reads it as soon as it is there. Hundreds at once would take tenths of a second of which the
 * live feed gets nothing. `admit` runs at once, the rest in its turn.
 */
export function inTurn(server: Server, turns: Turns, admit: (socket: Socket) => void): void {
  const begin = server.listeners('connection')
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    // A socket that fails while it waits is closed, and nobody has asked anything yet.
    const ignore = (): void => undefined
    socket.on('error', ignore)
    admit(socket)
    turns.take(() => {
      if (socket.destroyed) return
      socket.off('error', ignore)
      for (const listener of begin) listener.call(server, socket)
    })
  })
}

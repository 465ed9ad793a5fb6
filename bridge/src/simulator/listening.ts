import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { LOOPBACK_ADDRESS } from '@standby/shared/loopback.ts'

/** A server that can leave the network and come back on the same port. */
export interface Listening {
  readonly port: number
  /** Off: every connection is destroyed and new ones are refused. Calls follow each other in order. */
  switch(on: boolean): Promise<void>
}

/** Listens on 127.0.0.1 only. Rejects when the port is taken. */
export async function listening(server: Server, wantedPort: number): Promise<Listening> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    // A client may go at any moment; its errors are no news here, but unheard they would end the process.
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })

  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, LOOPBACK_ADDRESS, () => {
        server.off('error', reject)
        resolve()
      })
    })
  const leave = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })

  await listen(wantedPort)
  const { port } = server.address() as AddressInfo
  let turn: Promise<void> = Promise.resolve()

  return {
    port,
    switch(on) {
      const next = turn.then(() => (on === server.listening ? undefined : on ? listen(port) : leave()))
      turn = next.catch(() => undefined)
      return next
    },
  }
}

import { connect } from 'node:net'

/** A TCP handshake with an address. Rejects with an error that carries a `code`, or with the signal's reason. Leaves no socket. */
export type Dial = (address: string, port: number, signal: AbortSignal) => Promise<void>

/** Hangs up as soon as the handshake is made. Not a byte is sent. */
export const systemDial: Dial = (address, port, signal) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const socket = connect({ host: address, port })
    const end = (settle: () => void) => (): void => {
      signal.removeEventListener('abort', abort)
      socket.destroy()
      settle()
    }
    const abort = end(() => reject(signal.reason as Error))
    signal.addEventListener('abort', abort)
    socket.once('connect', end(resolve))
    socket.on('error', (error) => end(() => reject(error))())
  })

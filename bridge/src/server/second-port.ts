import type { Server } from 'node:http'
import { LOOPBACK_ADDRESS } from '@standby/shared/loopback.ts'
import { codeOf } from '../network/error-code.ts'

/** A second port of the same server, which can be opened and closed while it runs. */
export interface SecondPort {
  /** Opens this port, and closes another one that was open. 0: any free one. Rejects only for reasons that no person can do anything about. */
  open(port: number): Promise<'open' | 'taken' | 'not-allowed'>
  close(): Promise<void>
  /** Null: closed. */
  port(): number | null
}

/** `serve` makes a server that does not listen yet. Only this computer reaches the port, whatever Standby's own host is. */
export function createSecondPort(serve: () => Server): SecondPort {
  let server: Server | null = null
  let current: number | null = null

  async function close(): Promise<void> {
    const closing = server
    server = null
    current = null
    if (closing === null) return
    await new Promise<void>((resolve) => {
      closing.close(() => resolve())
      closing.closeAllConnections()
    })
  }

  return {
    async open(port) {
      await close()
      const opening = serve()
      try {
        await new Promise<void>((resolve, reject) => {
          opening.once('error', reject)
          opening.listen(port, LOOPBACK_ADDRESS, resolve)
        })
      } catch (error) {
        const code = codeOf(error)
        if (code === 'EADDRINUSE') return 'taken'
        // Windows says so too if another program has taken the port for itself alone.
        if (code === 'EACCES' || code === 'EPERM') return 'not-allowed'
        throw error
      }
      const address = opening.address()
      server = opening
      current = address !== null && typeof address === 'object' ? address.port : port
      return 'open'
    },
    close,
    port: () => current,
  }
}

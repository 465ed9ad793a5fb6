import type { Clock } from '@standby/shared/clock.ts'
import { WebSocket } from 'ws'

/** A pong is the sign of life of a feed that has nothing to say. */
const PING_EVERY_MS = 10_000

/** Pings the socket that there is then, again and again. Returns how to stop. */
export function keepPinging(clock: Clock, socket: () => WebSocket | null): () => void {
  let cancel = (): void => undefined

  function wait(): void {
    cancel = clock.after(PING_EVERY_MS, () => {
      const current = socket()
      if (current?.readyState === WebSocket.OPEN) current.ping()
      wait()
    })
  }

  wait()
  return () => cancel()
}

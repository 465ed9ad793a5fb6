import { connect } from 'node:net'
import type { Clock } from '@standby/shared/clock.ts'

const TIMEOUT_MS = 1_000

/** Whether a program listens at the address of a local feed. Nothing is sent to it. Never rejects. */
export function portAnswers(url: string, clock: Clock): Promise<boolean> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 80 : Number(port) })
    const end = (answers: boolean): void => {
      cancel()
      socket.destroy()
      resolve(answers)
    }
    const cancel = clock.after(TIMEOUT_MS, () => end(false))
    socket.once('connect', () => end(true))
    socket.on('error', () => end(false))
  })
}

import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { LiveActions } from '@standby/bridge/live/routes.ts'
import { chat } from '../support/fixtures/events.ts'
import { startFeedServer } from '../support/peers/feed-server.ts'
import { waitFor } from '../support/wait.ts'

// Node's own timers end these, and nobody can put them forward: it waits in full, and costs nothing meanwhile.

/** A request that is begun, and goes on by some bytes a second. */
function slowRequest(port: number, start: string, drop: string) {
  const socket = connect(port, '127.0.0.1')
  const state = { closed: false, answer: '' }
  const drops = setInterval(() => socket.write(drop), 1_000)
  socket.on('data', (chunk) => (state.answer += chunk.toString()))
  socket.on('close', () => {
    clearInterval(drops)
    state.closed = true
  })
  socket.on('error', () => undefined)
  socket.on('connect', () => void socket.write(start))
  return state
}

describe('Limits and attackers', () => {
  test('[SC5] a request sent drop by drop ends after 10 s of headers or 20 s of body, delaying nobody', async () => {
    let disconnects = 0
    const server = await startFeedServer({ actions: { disconnect: () => void (disconnects += 1) } as LiveActions })
    try {
      const fields = ['Content-Type: application/json', 'Content-Length: 100', '', '{']
      const body = ['POST /api/tiktok/disconnect HTTP/1.1', `Host: 127.0.0.1:${server.port}`, ...fields].join('\r\n')
      const begunAt = performance.now()
      const headers = Array.from({ length: 100 }, () => slowRequest(server.port, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n', 'X-A: b\r\n'))
      const bodies = Array.from({ length: 100 }, () => slowRequest(server.port, body, ' '))
      await waitFor(() => headers.every(({ closed }) => closed), { what: 'the slow headers to be ended', timeoutMs: 16_000 })
      expect(performance.now() - begunAt).toBeGreaterThan(9_900)
      expect(headers[0]?.answer).toContain('408')
      const witness = await server.client()
      server.add([chat('1')])
      await waitFor(() => witness.events().length === 1, { what: 'the feed to go on' })
      await waitFor(() => bodies.every(({ closed }) => closed), { what: 'the slow bodies to be ended', timeoutMs: 16_000 })
      expect(performance.now() - begunAt).toBeGreaterThan(19_900)
      expect(disconnects).toBe(0)
      witness.socket.terminate()
    } finally {
      await server.close()
    }
  })
})

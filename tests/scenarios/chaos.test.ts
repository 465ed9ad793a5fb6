import { connect } from 'node:net'
import { expect, test } from 'vitest'
import type { ApiActions } from '@standby/bridge/server/api.ts'
import { fillDisk, smallDisk } from '../lab/chaos/disk.ts'
import { FAULTS, RUSH } from '../lab/chaos/faults.ts'
import { runChaos } from '../lab/chaos/run.ts'
import { startStage } from '../lab/chaos/stage.ts'
import { chat } from '../support/fixtures/events.ts'
import { startFeedServer } from '../support/peers/feed-server.ts'
import { stays, waitFor } from '../support/wait.ts'

// Shows with nothing in common, side by side: they wait most of the time.

test.concurrent(
  '[KA1][KA2][KA3] through faults of every quick kind each client is given all that TikTok could be heard to say, once',
  async () => {
    const seed = Number(process.env['FC_SEED'] ?? 1)
    const findings = await runChaos({ seed, minutes: 0, faults: FAULTS.filter(({ long }) => !long) })
    expect(findings.complaints, `seed ${seed}: ${JSON.stringify(findings.faults)}`).toEqual([])
    expect(findings.lost).toEqual([])
    expect(findings.mostSockets).toBe(1)
    expect(findings.clients).toHaveLength(3)
    for (const { events, due } of findings.clients) {
      expect(events).toBe(due)
      // The rush alone is more, and TikTok can be heard all through it.
      expect(due).toBeGreaterThan(RUSH)
    }
  },
  240_000,
)

test.concurrent(
  '[WK6] a process that stood still goes on where it was: its connection is asked and kept, and nothing is lost',
  async () => {
    const stage = await startStage({ random: Math.random, clientCount: 1 })
    try {
      await stage.recovered(30_000)
      const heard = (): number => stage.watchers[0]!.events().length
      const upgrades = stage.sim.requests.counts.upgrade
      const before = { heard: heard(), sent: stage.sentAt.length }
      const isTheSame = (): boolean => stage.sim.requests.counts.upgrade === upgrades
      process.kill(stage.bridge().pid, 'SIGSTOP')
      // By 10 s too late for its next look at the clocks, which comes within 2 s: that counts as a sleep.
      await stays(isTheSame, { that: 'nothing connects', forMs: 12_500 })
      process.kill(stage.bridge().pid, 'SIGCONT')
      await stage.recovered(10_000)
      // Longer than it is given for a proof of life.
      await stays(isTheSame, { that: 'the connection is the same', forMs: 5_000 })
      await waitFor(() => heard() - before.heard >= stage.sentAt.length - before.sent - 5, { what: 'all that was said meanwhile' })
      expect(stage.watchers[0]!.complaints()).toEqual([])
    } finally {
      await stage.end()
    }
  },
  90_000,
)

test.concurrent(
  '[KA4] when the disk is full the show goes on, every client with it, and it is said',
  async (context) => {
    const disk = smallDisk()
    if (disk === null) return context.skip('needs a small file system, which only root on Linux can mount here')
    try {
      expect(await fillDisk(disk.dir), 'given twice').toEqual([])
    } finally {
      disk.remove()
    }
  },
  120_000,
)

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

test.concurrent(
  '[SC5] a request that is sent drop by drop is ended, headers after 10 s and body after 20 s, and nobody waits for it',
  async () => {
    let disconnects = 0
    const server = await startFeedServer({ actions: { disconnect: () => void (disconnects += 1) } as ApiActions })
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
  },
  90_000,
)

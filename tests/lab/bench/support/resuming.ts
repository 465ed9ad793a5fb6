import { spawnSync } from 'node:child_process'
import { platform, setPriority } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import WebSocket from 'ws'

// Clients that come back from far behind, as a program of their own: `node resuming.ts`. They all come at once. When each has all that is
// there they hang up and come again, so that it never ends. They note nothing but how long it took.

export interface ResumingQuestion {
  type: 'resume'
  /** Of the feed, without a position. */
  address: string
  epoch: string
  clientCount: number
  /** How far behind they are, in offsets; null: from the beginning. */
  behind: number | null
  head: number
  forMs: number
}

export interface ResumingReport {
  type: 'resumed'
  /** Clients that got all there was, or were told that it was too far. */
  servedCount: number
  tooFarCount: number
  /** The bridge closed or refused them. */
  failedCount: number
  megabytes: number
  /** From opening a socket to being where everybody is. */
  levelMs: number[]
}

// They must not take the processor from those who are measured. On Linux the lowest priority still gets slices of some milliseconds, and
// covers one thread only: there all threads run only when nothing else wants the core.
setPriority(19)
if (platform() === 'linux') spawnSync('chrt', ['--all-tasks', '--idle', '--pid', '0', String(process.pid)])

const START = /^\{"type":"(snapshot|update)",(?:"epoch":"[^"]*",)?"offset":(\d+)(?:,"recovered":(true|false))?/

async function resume({ address, epoch, clientCount, behind, head, forMs }: ResumingQuestion): Promise<ResumingReport> {
  const report: ResumingReport = { type: 'resumed', servedCount: 0, tooFarCount: 0, failedCount: 0, megabytes: 0, levelMs: [] }
  const until = performance.now() + forMs
  let newest = head
  let isOver = false
  const sockets = new Set<WebSocket>()
  void pause(forMs).then(() => {
    isOver = true
    for (const socket of sockets) socket.terminate()
  })

  const one = (): Promise<void> =>
    new Promise((resolve) => {
      const from = behind === null ? 0 : newest - behind
      const target = newest
      const startedAt = performance.now()
      const socket = new WebSocket(`${address}?epoch=${encodeURIComponent(epoch)}&offset=${from}`, { perMessageDeflate: false })
      let served = false
      sockets.add(socket)
      socket.on('message', (data: Buffer) => {
        report.megabytes += data.length / 2 ** 20
        const [, , offset, recovered] = START.exec(data.toString('latin1', 0, 200)) ?? []
        newest = Math.max(newest, recovered === 'false' ? Number(offset) : 0)
        if (served || (recovered !== 'false' && Number(offset ?? 0) < target)) return
        served = true
        report.servedCount += 1
        if (recovered === 'false') report.tooFarCount += 1
        report.levelMs.push(performance.now() - startedAt)
        socket.terminate()
      })
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        if (!served && !isOver) report.failedCount += 1
        resolve()
      })
    })

  while (!isOver && performance.now() < until) {
    await Promise.all(Array.from({ length: clientCount }, one))
    // The bridge hears of each end a moment later, and counts its clients.
    await pause(20)
  }
  return report
}

process.on('message', (question: ResumingQuestion | { type: '' }) => {
  if (question.type === 'resume') void resume(question).then((report) => process.send?.(report))
})

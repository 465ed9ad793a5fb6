import { describe, expect, test } from 'vitest'
import { fillDisk, smallDisk } from '../lab/chaos/disk.ts'
import { startStage } from '../lab/chaos/stage.ts'
import { stays, waitFor } from '../support/wait.ts'

// Shows with nothing in common, side by side: they wait most of the time.

describe('Sleep and clocks', () => {
  test.concurrent('[WK6] a stopped process goes on where it was: its connection is asked and kept, nothing is lost', async () => {
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
  })
})

describe('Chaos', () => {
  test.concurrent('[KA4] when the disk is full the show goes on, every client with it, and it is said', async (context) => {
    const disk = smallDisk()
    if (disk === null) return context.skip('needs a small file system, which only root on Linux can mount here')
    try {
      expect(await fillDisk(disk.dir), 'given twice').toEqual([])
    } finally {
      disk.remove()
    }
  })
})

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runChaos } from '../chaos/run.ts'
import { startStage } from '../chaos/stage.ts'
import { waitFor } from '../support/wait.ts'

test('[KA1][KA2][KA3] through faults of every quick kind each client is given all that TikTok could be heard to say, once', async () => {
  const seed = Number(process.env['FC_SEED'] ?? 1)
  const findings = await runChaos({ seed, minutes: 0, long: false })
  expect(findings.complaints, `seed ${seed}: ${JSON.stringify(findings.faults)}`).toEqual([])
  expect(findings.lost).toEqual([])
  expect(findings.mostSockets).toBe(1)
  expect(findings.clients).toHaveLength(3)
  for (const { events } of findings.clients) expect(events).toBeGreaterThan(1_000)
}, 240_000)

test('[WK6] a process that stood still goes on where it was: its connection is asked and kept, and nothing is lost', async () => {
  const stage = await startStage({ random: Math.random, clientCount: 1 })
  try {
    await stage.recovered(30_000)
    const heard = (): number => stage.watchers[0]!.events().length
    const upgrades = stage.sim.requests.counts.upgrade
    const before = { heard: heard(), sent: stage.sentAt.length }
    process.kill(stage.bridge().pid, 'SIGSTOP')
    const since = performance.now()
    await waitFor(() => performance.now() - since > 14_000, { what: 'time', timeoutMs: 20_000 })
    process.kill(stage.bridge().pid, 'SIGCONT')
    await stage.recovered(10_000)
    // Longer than it is given for a proof of life.
    const after = performance.now()
    await waitFor(() => performance.now() - after > 5_000, { what: 'time', timeoutMs: 10_000 })
    expect(stage.sim.requests.counts.upgrade).toBe(upgrades)
    await waitFor(() => heard() - before.heard >= stage.sentAt.length - before.sent - 5, { what: 'all that was said meanwhile' })
    expect(stage.watchers[0]!.complaints()).toEqual([])
  } finally {
    await stage.end()
  }
}, 90_000)

/** A file system of a few megabytes, where this computer lets us make one. */
function smallDisk(): { dir: string; remove: () => void } | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null
  const dir = mkdtempSync(join(tmpdir(), 'standby-small-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', dir], { stdio: 'ignore' })
  } catch {
    rmSync(dir, { recursive: true })
    return null
  }
  return {
    dir,
    remove() {
      execFileSync('umount', ['-l', dir])
      rmSync(dir, { recursive: true })
    },
  }
}

test('[KA4] when the disk is full the show goes on, every client with it, and it is said', async (context) => {
  const disk = smallDisk()
  if (disk === null) return context.skip('needs a small file system, which only root on Linux can mount here')
  const dataDir = join(disk.dir, 'data')
  mkdirSync(dataDir)
  const stage = await startStage({ random: Math.random, dataDir })
  try {
    await stage.recovered(30_000)
    for (const watcher of stage.watchers) watcher.mayRestart()
    const { bavail, bsize } = statfsSync(disk.dir)
    writeFileSync(join(disk.dir, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - 64 * 1024)))
    await stage.burst(2_000)
    await waitFor(async () => (await stage.healthz())['storage'] !== 'ok', { what: 'the full disk to be noticed', timeoutMs: 20_000 })
    const from = stage.sentAt.length
    await stage.recovered(20_000)
    await stage.burst(500)
    for (const watcher of stage.watchers) {
      const numbers = () => new Set(watcher.events().map((event) => (event.type === 'chat' ? Number(/^#(\d+)/.exec(event.text)?.[1]) : -1)))
      const expected = Array.from({ length: 500 }, (_, index) => from + index)
      await waitFor(() => expected.every((number) => numbers().has(number)), { what: 'what was said with a full disk', timeoutMs: 20_000 })
      expect(watcher.events().length, 'each once').toBe(new Set(watcher.events().map(({ id }) => id)).size)
    }
  } finally {
    await stage.end()
    disk.remove()
  }
}, 120_000)

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitFor } from '../../support/wait.ts'
import { startStage } from './stage.ts'

/** A file system of a few megabytes, where this computer lets us make one. */
export function smallDisk(): { dir: string; remove: () => void } | null {
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

/** What was said after it was noticed that the disk is full. */
const SAID_AFTERWARDS = 500

/**
 * Fills the disk under a show on the air. Throws where the bridge does not notice, or a client misses what is said afterwards. Returns
 * what clients were given twice.
 */
export async function fillDisk(dir: string): Promise<string[]> {
  const dataDir = join(dir, 'data')
  mkdirSync(dataDir)
  const stage = await startStage({ random: Math.random, dataDir })
  try {
    await stage.recovered(30_000)
    for (const watcher of stage.watchers) watcher.mayRestart()
    const { bavail, bsize } = statfsSync(dir)
    writeFileSync(join(dir, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - 64 * 1024)))
    await stage.burst(2_000)
    await waitFor(async () => (await stage.healthz())['storage'] !== 'ok', { what: 'the full disk to be noticed', timeoutMs: 20_000 })
    const from = stage.sentAt.length
    await stage.recovered(20_000)
    await stage.burst(SAID_AFTERWARDS)
    for (const watcher of stage.watchers) {
      const numbers = () => new Set(watcher.events().map((event) => (event.type === 'chat' ? Number(/^#(\d+)/.exec(event.text)?.[1]) : -1)))
      const expected = Array.from({ length: SAID_AFTERWARDS }, (_, index) => from + index)
      await waitFor(() => expected.every((number) => numbers().has(number)), { what: 'what was said with a full disk', timeoutMs: 20_000 })
    }
    return stage.watchers.flatMap((watcher) => {
      const ids = watcher.events().map(({ id }) => id)
      return ids.filter((id, index) => ids.indexOf(id) !== index)
    })
  } finally {
    await stage.end()
  }
}

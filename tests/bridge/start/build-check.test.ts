import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { BuildFailed, ensureBuilt, isBuilt } from '@standby/bridge/start/build-check.ts'
import viteConfig from '../../../vite.config.ts'
import { waitFor } from '../../support/wait.ts'

const roots: string[] = []
afterEach(() => roots.splice(0).forEach((root) => rmSync(root, { recursive: true, force: true })))

const HOUR_S = 3_600
const STAMP = 'bridge/dist/built'
const nowS = (): number => Date.now() / 1_000

/** File systems tell times apart by some milliseconds: until what is written gets a later one than the last build has. */
async function ofLater(root: string): Promise<void> {
  const probe = join(root, 'probe')
  const writtenAt = (): number => (writeFileSync(probe, 'x'), statSync(probe).mtimeMs)
  const builtAt = statSync(join(root, STAMP)).mtimeMs
  await waitFor(() => writtenAt() > builtAt, { what: 'a later time of the file system', everyMs: 1 })
}

/** A project with one source, and a build that does what the real one does last. */
function project(): { root: string; source: string; builds: () => number; build: (root: string) => Promise<void> } {
  const root = mkdtempSync(join(tmpdir(), 'standby-built-'))
  roots.push(root)
  const source = join(root, 'bridge/src/store/journal.ts')
  mkdirSync(dirname(source), { recursive: true })
  mkdirSync(join(root, 'node_modules'))
  writeFileSync(source, '')
  let count = 0
  const build = async (): Promise<void> => {
    count += 1
    await turn()
    mkdirSync(join(root, 'bridge/dist'), { recursive: true })
    writeFileSync(join(root, STAMP), '')
  }
  return { root, source, builds: () => count, build }
}

describe('Bridge', () => {
  describe('what a start runs', () => {
    test('[BR18] a build is for a show, whatever NODE_ENV says', async () => {
      vi.stubEnv('NODE_ENV', 'test')
      await viteConfig({ command: 'build', mode: 'production' })
      expect(process.env['NODE_ENV']).toBe('production')
      vi.unstubAllEnvs()
    })

    test('[BR18] it builds if the build is missing or older than a source, and not if nothing changed', async () => {
      const { root, source, builds, build } = project()
      const said: number[] = []
      const ensure = (): Promise<void> => ensureBuilt(() => said.push(builds()), { root, build })
      expect(isBuilt(root)).toBe(false)
      await ensure()
      await ensure()
      expect([builds(), said]).toEqual([1, [0]])
      // As an archive does that is unpacked over it.
      await ofLater(root)
      writeFileSync(source, 'export {}')
      utimesSync(source, nowS() - HOUR_S, nowS() - HOUR_S)
      await ensure()
      expect([builds(), said]).toEqual([2, [0, 1]])
    })

    test.each(['#', '?'])('[BR21] a folder with %s in its name is refused before any build, in one sentence', async (odd) => {
      const { root, builds, build } = project()
      const inside = join(root, `my ${odd}1 stream`)
      mkdirSync(inside)
      await expect(ensureBuilt(() => undefined, { root: inside, build })).rejects.toThrow(
        `Standby cannot be built in ${inside}, because of the character ${odd} in a folder’s name.`,
      )
      expect(builds()).toBe(0)
    })

    test('[BR21] a folder that fails is told in one sentence too', async () => {
      const { root, build } = project()
      rmSync(join(root, 'node_modules'), { recursive: true })
      writeFileSync(join(root, 'node_modules'), 'a file')
      await expect(ensureBuilt(() => undefined, { root, build })).rejects.toThrow(BuildFailed)
    })

    test('[BR18] is built again if a source was removed, or a build was broken off', async () => {
      const { root, source, builds, build } = project()
      await ensureBuilt(() => undefined, { root, build })
      await ofLater(root)
      rmSync(source)
      await ensureBuilt(() => undefined, { root, build })
      expect(builds()).toBe(2)
      const brokenOff = (): Promise<void> => {
        rmSync(join(root, 'bridge/dist'), { recursive: true })
        return Promise.reject(new BuildFailed('no room'))
      }
      await ofLater(root)
      writeFileSync(source, '')
      await expect(ensureBuilt(() => undefined, { root, build: brokenOff })).rejects.toThrow('no room')
      await ensureBuilt(() => undefined, { root, build })
      expect([builds(), isBuilt(root)]).toEqual([3, true])
    })

    test('[BR18] several starts build once, and a killed builder blocks nobody', async () => {
      const { root, builds, build } = project()
      const lock = join(root, 'node_modules/.standby-building')
      mkdirSync(lock)
      utimesSync(lock, nowS() - HOUR_S, nowS() - HOUR_S)
      await Promise.all([1, 2, 3].map(() => ensureBuilt(() => undefined, { root, build })))
      expect(builds()).toBe(1)
      expect(existsSync(lock)).toBe(false)
    })
  })
})

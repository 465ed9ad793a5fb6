import { describe, expect, test } from 'vitest'
import { createLogSync } from '@standby/bridge/store/log-sync.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'
import { waitFor } from '../../support/wait.ts'

function rig() {
  const clock = fakeClock()
  const running: PromiseWithResolvers<undefined>[] = []
  const sync = (): Promise<undefined> => {
    const one = Promise.withResolvers<undefined>()
    running.push(one)
    return one.promise
  }
  const warnings: unknown[] = []
  const log = { ...silentLog, warn: (what: unknown) => void warnings.push(what) } as typeof silentLog
  /** The disk answers the last that it was asked, `how`. */
  const answer = async (how: (last: PromiseWithResolvers<undefined>) => void): Promise<void> => {
    how(running.at(-1)!)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { clock, running, warnings, answer, logSync: createLogSync({ file: 'standby.db-wal', clock, log, sync }) }
}

const done = (last: PromiseWithResolvers<undefined>): void => last.resolve(undefined)
const refused = (last: PromiseWithResolvers<undefined>): void => last.reject(new Error('EIO'))

describe('Storage', () => {
  test('[ST12] commits are flushed to disk a second later, once for many, and never for none', async () => {
    const { clock, running, answer, logSync } = rig()
    clock.advanceBy(10_000)
    expect(running).toHaveLength(0)
    for (let commit = 0; commit < 100; commit++) logSync.written()
    clock.advanceBy(1_000)
    expect(running).toHaveLength(1)
    await answer(done)
    clock.advanceBy(10_000)
    expect(running).toHaveLength(1)
    logSync.written()
    clock.advanceBy(1_000)
    expect(running).toHaveLength(2)
  })

  test('[ST12] a slow disk is flushed again only after it answered, then for all that arrived meanwhile', async () => {
    const { clock, running, answer, logSync } = rig()
    logSync.written()
    clock.advanceBy(1_000)
    logSync.written()
    clock.advanceBy(30_000)
    expect(running).toHaveLength(1)
    await answer(done)
    clock.advanceBy(1_000)
    expect(running).toHaveLength(2)
  })

  test('[ST12] a disk that refuses is said once and asked on; after the end nothing is', async () => {
    const { clock, running, warnings, answer, logSync } = rig()
    for (let round = 1; round <= 3; round++) {
      logSync.written()
      clock.advanceBy(1_000)
      expect(running).toHaveLength(round)
      await answer(refused)
    }
    expect(warnings).toHaveLength(1)
    logSync.written()
    logSync.stop()
    logSync.written()
    clock.advanceBy(10_000)
    expect(running).toHaveLength(3)
  })

  // A device that cannot be synced refuses it, where a file would say nothing of it.
  test.skipIf(process.platform !== 'linux')('[ST12] the disk is asked for the file itself', async () => {
    const { clock, warnings } = rig()
    const log = { ...silentLog, warn: (what: unknown) => void warnings.push(what) } as typeof silentLog
    createLogSync({ file: '/dev/null', clock, log }).written()
    clock.advanceBy(1_000)
    await waitFor(() => warnings.length === 1, { what: 'the refusal' })
    expect(warnings).toMatchObject([{ file: '/dev/null', err: { code: 'EINVAL', syscall: 'fdatasync' } }])
  })
})

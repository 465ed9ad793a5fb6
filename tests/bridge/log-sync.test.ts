import { expect, test } from 'vitest'
import { createLogSync } from '@standby/bridge/store/log-sync.ts'
import { fakeClock } from '../support/fake-clock.ts'
import { silentLog } from '../support/silent-log.ts'

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
  return { clock, running, warnings, logSync: createLogSync({ file: 'standby.db-wal', clock, log, sync }) }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('[ST12] the disk is asked for what was committed a second later, once however much it was, and not where nothing came', async () => {
  const { clock, running, logSync } = rig()
  clock.advanceBy(10_000)
  expect(running).toHaveLength(0)
  for (let commit = 0; commit < 100; commit++) logSync.written()
  clock.advanceBy(1_000)
  expect(running).toHaveLength(1)
  running[0]?.resolve(undefined)
  await settled()
  clock.advanceBy(10_000)
  expect(running).toHaveLength(1)
  logSync.written()
  clock.advanceBy(1_000)
  expect(running).toHaveLength(2)
})

test('[ST12] a slow disk is asked again only when it has answered, and then for all that came meanwhile', async () => {
  const { clock, running, logSync } = rig()
  logSync.written()
  clock.advanceBy(1_000)
  logSync.written()
  clock.advanceBy(30_000)
  expect(running).toHaveLength(1)
  running[0]?.resolve(undefined)
  await settled()
  clock.advanceBy(1_000)
  expect(running).toHaveLength(2)
})

test('[ST12] a disk that refuses is said once and asked on; after the end nothing is', async () => {
  const { clock, running, warnings, logSync } = rig()
  for (let round = 1; round <= 3; round++) {
    logSync.written()
    clock.advanceBy(1_000)
    running.at(-1)?.reject(new Error('EIO'))
    await settled()
    expect(running).toHaveLength(round)
  }
  expect(warnings).toHaveLength(1)
  logSync.written()
  logSync.stop()
  logSync.written()
  clock.advanceBy(10_000)
  expect(running).toHaveLength(3)
})

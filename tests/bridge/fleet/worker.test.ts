import { LEASE_TIMES } from '@standby/bridge/fleet/lease.pure.ts'
import { createWorker, type Worker } from '@standby/bridge/fleet/worker.ts'
import { describe, expect, test } from 'vitest'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'
import { singleFleet } from '../../support/fakes/single-fleet.ts'

const NAMES = ['anna', 'ben', 'cleo', 'dora', 'eva']

describe('Fleet', () => {
  test('[FL8] workers connect as many channels as the key allows, also if one of them dies', async () => {
    const clock = fakeClock()
    const fleet = singleFleet(() => ({ windows: [], sockets: 3 }), clock)
    const opened = new Map<string, Set<string>>()
    let most = 0

    async function join(name: string): Promise<Worker> {
      const own = new Set<string>()
      opened.set(name, own)
      const worker = createWorker({
        name,
        capacity: 10,
        url: () => name,
        leases: fleet.leases,
        slots: (count, live) => fleet.budget.hold('key', name, count, live),
        times: LEASE_TIMES,
        open(channel) {
          own.add(channel)
          most = Math.max(most, total())
          return { close: async () => void own.delete(channel) }
        },
        monotonic: clock.now,
        clock,
        log: silentLog,
      })
      await worker.start()
      return worker
    }
    const total = (): number => [...opened.values()].reduce((sum, own) => sum + own.size, 0)
    async function pass(ms: number): Promise<void> {
      for (const until = clock.now() + ms; clock.now() < until;) {
        clock.advanceTo(clock.now() + 100)
        for (let turn = 0; turn < 6; turn += 1) await Promise.resolve()
      }
    }

    for (const name of NAMES) await fleet.leases.want(name, { since: 0 })
    const [first, second] = [await join('w1'), await join('w2')]
    await pass(12_000)
    expect(total()).toBe(3)
    expect(first.owned().length + second.owned().length).toBe(3)

    // Its process is gone, and its connections with it.
    first.stop()
    opened.get('w1')!.clear()
    await pass(15_000)
    expect(opened.get('w2')!.size).toBe(3)
    expect(most).toBe(3)

    second.stop()
  })
})

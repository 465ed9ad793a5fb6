import { describe, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { eulerSource } from '@standby/bridge/sources/euler/source.ts'
import type { Source, SourceAttempt } from '@standby/bridge/sources/source.ts'
import type { StudioCredentials } from '@standby/bridge/sources/studio/credentials.pure.ts'
import { studioSource } from '@standby/bridge/sources/studio/source.ts'
import { createWays } from '@standby/bridge/sources/ways.ts'
import { WAY_PROBLEMS, type Way, type WayProblem } from '@standby/shared/connection/way.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'
import { wayListener } from '../../support/fakes/way-listener.ts'
import { waitFor } from '../../support/wait.ts'

/** A way that is refused as a test wants it. */
function refusable() {
  const clock = fakeClock()
  let attempt: SourceAttempt | null = null
  const source: Source = {
    way: 'euler',
    urls: [],
    hasKey: null,
    open(made) {
      attempt = made
      return { close: () => undefined }
    },
  }
  const ways = createWays({ sources: [source], order: () => ['euler'], isOwnPort: () => false, clock })
  const refuse = (problem: WayProblem): void => {
    ways.open('euler', wayListener().callbacks, null)
    attempt?.onProblem(problem)
  }
  return { clock, ways, refuse, seen: () => [ways.isReady('euler'), ways.view()[0]?.problem] }
}

describe('Ladder', () => {
  test('[LD25] what was refused rests for a minute, or until the creator changes something', () => {
    for (const problem of WAY_PROBLEMS) {
      const { clock, ways, refuse, seen } = refusable()
      refuse(problem)
      expect(seen()[1], problem).toBe(problem)
      clock.advanceBy(60_000)
      const needsPerson = problem === 'credentials' || problem === 'access-disabled'
      expect(seen()[0], problem).toBe(!needsPerson)
      clock.advanceBy(24 * 3_600_000)
      expect(seen()[0], problem).toBe(!needsPerson)
      ways.forgive()
      expect(seen(), problem).toEqual([true, null])
    }
  })

  test('[LD26] a way without its key is not ready, says so if it is on, and asks nobody if it is tried', async () => {
    let credentials: StudioCredentials | null = null
    let key: string | null = null
    let order: readonly Way[] = ['studio', 'euler']
    const common = { clock: systemClock, log: silentLog }
    // An address that would refuse the connection: nobody is to be asked.
    const nobody = 'ws://127.0.0.1:1'
    const ways = createWays({
      sources: [
        studioSource({ ...common, urls: [], credentials: () => credentials }),
        eulerSource({ ...common, url: nobody, username: 'ada', apiKey: () => key, spend: () => expect.fail('a request was spent') }),
      ],
      order: () => order,
      isOwnPort: () => false,
      clock: systemClock,
    })
    const view = () => ways.view().map(({ way, ready, problem, hasKey }) => [way, ready, problem, hasKey])
    expect(view()).toEqual([
      ['studio', false, 'no-credentials', false],
      ['euler', false, 'no-credentials', false],
    ])
    for (const way of order) {
      const { seen, callbacks } = wayListener()
      ways.open(way, callbacks, null)
      await waitFor(() => seen.closed.length === 1, { what: 'the end' })
      expect(seen.closed[0]).toMatchObject({
        kind: way === 'euler' ? 'auth' : 'local',
        detail: expect.stringContaining('entered') as unknown,
      })
    }
    ways.forgive()
    order = []
    expect(view().map(([, , problem]) => problem)).toEqual([null, null])
    order = ['studio', 'euler']
    credentials = { appId: 'a', keyId: 'k', secret: 's' }
    key = 'a-key'
    expect(view()).toEqual([
      ['studio', true, null, true],
      ['euler', true, null, true],
    ])
  })
})

import { describe, expect, test } from 'vitest'
import { emptyReplica } from '@standby/shared/feed/replica.ts'
import { leaveForReload, takeFromReload } from '../../../overlay/src/parts/reload.ts'
import { fakeFeed } from '../../support/fakes/fake-feed.ts'
import { event } from '../../support/fixtures/show.ts'

const chat = (offset: number): ReturnType<typeof event> => event(offset, { type: 'chat', text: `message ${offset}` })
const storage = (): Storage => sessionStorage
const nowhere = (): Storage => {
  throw new DOMException('The operation is insecure.', 'SecurityError')
}

describe("A page's link to the bridge", () => {
  test('[PL10] a reloaded page goes on from where the one before it stopped', () => {
    const first = fakeFeed('overlay')
    first.snapshot({ epoch: 'e', offset: 2, history: [chat(1), chat(2)] })
    first.update([chat(3)])
    first.say({ type: 'test', events: [{ ...chat(0), id: 'test-1' }] })
    leaveForReload(storage, first.bridge.replica, 1_000)
    first.bridge.dispose()

    const second = fakeFeed('overlay', { begin: takeFromReload(storage, 61_000) })
    const fresh: number[] = []
    second.bridge.onFresh((events) => fresh.push(...events.map(({ offset }) => offset)))
    expect(second.opened).toEqual(['/ws?page=overlay&epoch=e&offset=3'])
    second.snapshot({ epoch: 'e', recovered: true, offset: 5, events: [chat(4), chat(5)] })
    expect(fresh).toEqual([4, 5])
    expect(second.bridge.recent.map(({ offset }) => offset)).toEqual([1, 2, 3, 4, 5])
    expect(takeFromReload(storage, 61_000)).toEqual(emptyReplica())
  })

  test('[PL10] an old, invalid or missing state, or one from a clock that jumped, is not used', () => {
    const left = { ...emptyReplica(), epoch: 'e', offset: 3 }
    for (const now of [61_001, -59_001]) {
      leaveForReload(storage, left, 1_000)
      expect(takeFromReload(storage, now)).toEqual(emptyReplica())
    }
    for (const nonsense of ['{', '7', '{"at":1000,"epoch":"e","offset":3}']) {
      sessionStorage.setItem('standby.feed', nonsense)
      expect(takeFromReload(storage, 1_000)).toEqual(emptyReplica())
    }
    leaveForReload(storage, emptyReplica(), 1_000)
    expect(sessionStorage).toHaveLength(0)
    leaveForReload(nowhere, left, 1_000)
    expect(takeFromReload(nowhere, 1_000)).toEqual(emptyReplica())
  })
})

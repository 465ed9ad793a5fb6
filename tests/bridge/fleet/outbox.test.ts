import { createFence, createOutbox, offsetOf, RECORD_EVENTS, sequenceOf } from '@standby/bridge/fleet/outbox.pure.ts'
import { describe, expect, test } from 'vitest'

describe('Fleet', () => {
  test('[FL2] an owner begins with a record of its epoch, and each record names the one before it', () => {
    const outbox = createOutbox<string>('anna', 3, { epoch: 2, id: 'anna:2:9', sequence: 40 })
    outbox.add(['one'])
    expect(outbox.next()).toEqual({ record: { epoch: 3, id: 'anna:3:0', events: [] }, after: 40 })
    // The owner before wrote once more, just before.
    expect(outbox.sent({ stale: { epoch: 2, id: 'anna:2:10', sequence: 44 } })).toBe('go-on')
    expect(outbox.next()?.after).toBe(44)
    expect(outbox.sent({ sequence: 50 })).toBe('go-on')
    expect(outbox.next()).toEqual({ record: { epoch: 3, id: 'anna:3:1', events: ['one'] }, after: 50 })
  })

  test('[FL9] a record without an answer is sent again as it was, under the same id', () => {
    const outbox = createOutbox<string>('anna', 1, null)
    outbox.sent({ sequence: 1 })
    outbox.add(['one'])
    const first = outbox.next()
    outbox.add(['two'])
    outbox.sent('unknown')
    expect(outbox.next()).toEqual(first)
    expect(outbox.sent({ duplicate: 7 })).toBe('check-lease')
    expect(outbox.next()).toEqual({ record: { epoch: 1, id: 'anna:1:2', events: ['two'] }, after: 7 })
    // Its own record again, too old for the stream to know its id.
    expect(outbox.sent({ stale: { epoch: 1, id: 'anna:1:2', sequence: 9 } })).toBe('go-on')
    expect([outbox.next(), outbox.waitingCount()]).toEqual([null, 0])
  })

  test('[FL2] an owner of before writes nothing once another one has begun', () => {
    const outbox = createOutbox<string>('anna', 1, null)
    outbox.add(['late'])
    expect(outbox.sent({ stale: { epoch: 2, id: 'anna:2:0', sequence: 9 } })).toBe('fenced')
    expect(outbox.next()).toBeNull()
    const counts = createFence()
    expect([{ epoch: 1 }, { epoch: 2 }, { epoch: 1 }, { epoch: 2 }].map(counts)).toEqual([true, true, false, true])
  })

  test('[FL9] many events are several records, and each event has an offset of its own', () => {
    const outbox = createOutbox<number>('anna', 1, null)
    outbox.sent({ sequence: 1 })
    outbox.add(Array.from({ length: RECORD_EVENTS + 5 }, (_, index) => index))
    expect(outbox.next()?.record.events).toHaveLength(RECORD_EVENTS)
    outbox.sent({ sequence: 2 })
    expect(outbox.next()?.record.events).toEqual([100, 101, 102, 103, 104])
    expect(offsetOf(2, RECORD_EVENTS - 1)).toBeLessThan(offsetOf(3, 0))
    expect(sequenceOf(offsetOf(3, 5))).toBe(3)
  })
})

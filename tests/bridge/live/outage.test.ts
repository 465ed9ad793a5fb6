import { describe, expect, test } from 'vitest'
import { outageAfter } from '@standby/bridge/live/outage.ts'
import { initialConnection, transition, type ConnectionEvent, type ConnectionState } from '@standby/shared/connection/connection.ts'
import { DEFAULT_RECONNECTION, tiktokPolicy } from '@standby/shared/connection/policy.ts'

const policy = tiktokPolicy(DEFAULT_RECONNECTION)

/** Plays events at their times and keeps the outage up to date; `heardAt` is when the last message came. */
function played(steps: readonly [number, ConnectionEvent][], heardAt = 0, unproved = false) {
  let state: ConnectionState = initialConnection(policy, 0)
  let outage: ReturnType<typeof outageAfter> = null
  for (const [now, event] of steps) {
    const previous = state
    state = transition(state, event, { now, random: 0.5 }, policy).state
    outage = outageAfter(outage, { previous, state, roomId: 'room', heardAt, unproved, now })
  }
  return { outage }
}

const up: [number, ConnectionEvent][] = [
  [0, { type: 'connect' }],
  [1_000, { type: 'opened', generation: 1 }],
]
const closed = (kind: 'tiktok' | 'stalled', at: number): [number, ConnectionEvent] => [
  at,
  { type: 'closed', generation: 1, cause: { kind, detail: '' } },
]

describe('Gaps', () => {
  test('[GP16] an outage begins at the drop, at the last frame if late, at the last message if silent', () => {
    expect(played([...up, closed('tiktok', 9_000)]).outage).toMatchObject({ lastHeardAt: 9_000, cause: 'tiktok' })
    expect(played([...up, [5_000, { type: 'frame', generation: 1 }], [40_000, { type: 'wake' }]]).outage).toMatchObject({
      lastHeardAt: 5_000,
      cause: 'stalled',
    })
    const beats: [number, ConnectionEvent][] = [11_000, 21_000, 31_000, 41_000].map((at) => [at, { type: 'frame', generation: 1 }])
    expect(played([...up, ...beats, closed('stalled', 45_000)], 12_500).outage).toMatchObject({ lastHeardAt: 12_500, cause: 'stalled' })
    // After a sleep, before anything came: whatever ended it, it was gone for longer than that.
    expect(played([...up, ...beats, closed('tiktok', 45_000)], 12_500, true).outage).toMatchObject({ lastHeardAt: 12_500, cause: 'tiktok' })
    // Nothing was heard at all: not before there was a connection.
    expect(played([...up, ...beats, closed('stalled', 45_000)], 0).outage).toMatchObject({ lastHeardAt: 1_000 })
  })

  test('[GP17] before an attempt a better cause replaces the first; a stop in an outage keeps its cause', () => {
    const dropped: [number, ConnectionEvent][] = [...up, closed('tiktok', 9_000)]
    const explained: [number, ConnectionEvent] = [9_500, { type: 'explained', generation: 1, cause: { kind: 'network', detail: '' } }]
    expect(played([...dropped, explained]).outage).toMatchObject({ lastHeardAt: 9_000, cause: 'network' })
    const { outage } = played([
      ...dropped,
      [14_000, { type: 'connect', force: true }],
      [15_000, { type: 'closed', generation: 2, cause: { kind: 'sign', detail: '' } }],
    ])
    expect(outage).toMatchObject({ lastHeardAt: 9_000, cause: 'tiktok' })
    expect(outage).toMatchObject({ attempts: 1 })
    expect(played([...dropped, [10_000, { type: 'disconnect' }]]).outage).toMatchObject({ lastHeardAt: 9_000, cause: 'tiktok' })
    expect(played([...up, [10_000, { type: 'disconnect' }]]).outage).toMatchObject({
      lastHeardAt: 10_000,
      cause: 'stopped',
      correlationId: null,
    })
    expect(played([...dropped, [10_000, { type: 'connect', force: true }], [11_000, { type: 'opened', generation: 2 }]]).outage).toBeNull()
  })
})

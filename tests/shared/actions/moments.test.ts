import { describe, expect, test } from 'vitest'
import { NOTHING_WATCHED, watch, type Watched } from '@standby/shared/actions/moments.ts'
import type { TikTokStatus } from '@standby/shared/protocol.ts'

type Status = Parameters<typeof watch>[1]

const LIVE: Status = {
  username: 'ada',
  demo: false,
  roomId: '7',
  reconnectionState: 'CONNECTED',
  health: 'live',
  cause: null,
  lostAt: null,
  correlationId: null,
  since: 1_000,
}
const cause = (kind: NonNullable<TikTokStatus['cause']>['kind']): TikTokStatus['cause'] => ({ kind, at: 0, detail: '' })
const lost = (at: number, more: Partial<Status> = {}): Status => ({
  ...LIVE,
  reconnectionState: 'RECONNECTING',
  health: 'reconnecting',
  cause: cause('tiktok'),
  lostAt: at,
  correlationId: `o${at}`,
  since: at,
  ...more,
})
const back = (since: number): Status => ({ ...LIVE, since })

/** Follows a story, and tells which moments it had. */
function story(steps: [number, Status][], from: Watched = NOTHING_WATCHED): { told: string[]; watched: Watched; wakes: (number | null)[] } {
  let watched = from
  const told: string[] = []
  const wakes: (number | null)[] = []
  for (const [now, status] of steps) {
    const step = watch(watched, status, now)
    watched = JSON.parse(JSON.stringify(step.watched)) as Watched
    told.push(...step.moments.map(({ type, awayMs }) => (awayMs === 0 ? type : `${type} ${awayMs}`)))
    wakes.push(step.wakeAt)
  }
  return { told, watched, wakes }
}

describe('Actions', () => {
  test('[AN1] a LIVE begins, TikTok drops, stays away, is back, and the LIVE ends: each once', () => {
    const ended: Status = { ...LIVE, reconnectionState: 'WAITING_FOR_LIVE', health: 'offline', cause: cause('ended') }
    const { told, wakes } = story([
      [1_000, LIVE],
      [1_500, LIVE],
      [5_000, lost(5_000)],
      [6_000, lost(5_000)],
      [15_000, lost(5_000, { health: 'degraded' })],
      [16_000, lost(5_000, { health: 'degraded' })],
      [20_000, back(20_000)],
      [23_000, back(20_000)],
      [30_000, back(20_000)],
      [40_000, ended],
      [41_000, ended],
    ])
    expect(told).toEqual(['live-begins', 'drop', 'degraded 10000', 'back 15000', 'live-ends'])
    expect(wakes[6]).toBe(23_000)
  })

  test('[AN2] TikTok is back when it has stayed 3 s: a link that flaps drops once and is back once', () => {
    const { told } = story([
      [0, LIVE],
      [5_000, lost(5_000)],
      [6_000, back(6_000)],
      [7_000, lost(7_000)],
      [8_000, back(8_000)],
      [9_000, lost(9_000)],
      [20_000, lost(9_000, { health: 'degraded' })],
      [21_000, back(21_000)],
      [24_000, back(21_000)],
      [30_000, lost(30_000)],
    ])
    expect(told).toEqual(['live-begins', 'drop', 'degraded 15000', 'back 16000', 'drop'])
  })

  test('[AN2] a drop that an earlier run announced is followed by a return, if it is the same LIVE', () => {
    const { watched } = story([
      [0, LIVE],
      [5_000, lost(5_000)],
    ])
    const starting: Status = { ...LIVE, reconnectionState: 'CONNECTING', health: 'offline', roomId: null, lostAt: null }
    const again: [number, Status][] = [
      [60_000, starting],
      [61_000, back(61_000)],
      [64_000, back(61_000)],
    ]
    expect(story(again, watched).told).toEqual(['back 56000'])
    const over: Status = { ...LIVE, reconnectionState: 'WAITING_FOR_LIVE', health: 'offline', cause: cause('offline') }
    expect(story([[90_000_000, over]], { ...watched, isSeen: false }).told).toEqual([])
    expect(story([[90_000, over]], watched).told).toEqual(['live-ends'])
    const other = again.map(([now, status]): [number, Status] => [now, { ...status, roomId: status.roomId === null ? null : '8' }])
    expect(story(other, watched).told).toEqual(['live-begins'])
  })

  test('[AN8] the demo, a stop by hand and another creator are no moments', () => {
    const demo = { username: null, demo: true }
    expect(
      story([
        [0, { ...LIVE, ...demo }],
        [5_000, { ...lost(5_000), ...demo }],
      ]).told,
    ).toEqual([])
    const stopped: Status = { ...LIVE, reconnectionState: 'STOPPED', health: 'offline' }
    expect(
      story([
        [0, LIVE],
        [5_000, lost(5_000)],
        [6_000, stopped],
        [60_000, back(60_000)],
        [70_000, back(60_000)],
      ]).told,
    ).toEqual(['live-begins', 'drop'])
    const other: Status = { ...LIVE, username: 'bob', roomId: '9', since: 10_000 }
    expect(
      story([
        [0, LIVE],
        [5_000, lost(5_000)],
        [20_000, other],
        [30_000, other],
      ]).told,
    ).toEqual(['live-begins', 'drop', 'live-begins'])
  })
})

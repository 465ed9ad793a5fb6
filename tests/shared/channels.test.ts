import { describe, expect, test } from 'vitest'
import type { Alert } from '@standby/shared/alert.ts'
import { CHANNEL_ORDERS, channelState, shownChannels, type ChannelView } from '@standby/shared/channels.ts'

const view = (username: string, more: Partial<ChannelView> = {}): ChannelView => ({
  username,
  first: false,
  health: 'offline',
  reconnectionState: 'WAITING_FOR_LIVE',
  since: 0,
  liveSince: null,
  cause: null,
  nextAttemptAt: null,
  alerts: [],
  viewers: 0,
  diamonds: 0,
  ...more,
})
const live = (username: string, more: Partial<ChannelView> = {}): ChannelView =>
  view(username, { health: 'live', reconnectionState: 'CONNECTED', ...more })

const STORAGE: Alert = { id: 'storage', severity: 'critical', raisedAt: 0, clearedAt: null, params: {} }

describe('Several channels', () => {
  test.each([
    [live('a'), 'live'],
    [live('a', { alerts: [STORAGE] }), 'trouble'],
    [view('a', { health: 'reconnecting', reconnectionState: 'RECONNECTING' }), 'away'],
    [view('a', { health: 'degraded', reconnectionState: 'RECONNECTING' }), 'away'],
    [view('a', { reconnectionState: 'FAILED' }), 'trouble'],
    [view('a'), 'offline'],
  ] as const)('[CL9] %# is shown as it is', (channel, state) => {
    expect(channelState(channel)).toBe(state)
  })

  const all = [
    view('gone'),
    live('big', { viewers: 900, diamonds: 3, liveSince: 50 }),
    live('rich', { viewers: 20, diamonds: 800, liveSince: 10 }),
    view('away', { health: 'degraded', reconnectionState: 'RECONNECTING', liveSince: 30 }),
    live('broken', { alerts: [STORAGE], viewers: 5, liveSince: 70 }),
  ]
  test.each([
    ['problems', ['broken', 'away', 'big', 'rich', 'gone']],
    ['name', ['away', 'big', 'broken', 'gone', 'rich']],
    ['viewers', ['big', 'rich', 'broken', 'away', 'gone']],
    ['diamonds', ['rich', 'big', 'away', 'broken', 'gone']],
    ['since', ['rich', 'away', 'big', 'broken', 'gone']],
  ] as const)('[CL9] ordered by %s', (order, names) => {
    expect(shownChannels(all, order, '').map(({ username }) => username)).toEqual(names)
  })

  test('[CL9] the search looks within names, with or without the @, and changes nothing in the list', () => {
    const before = [...all]
    expect(shownChannels(all, 'name', ' @BI').map(({ username }) => username)).toEqual(['big'])
    expect(shownChannels(all, 'name', 'zzz')).toEqual([])
    expect(all).toEqual(before)
    expect(CHANNEL_ORDERS).toHaveLength(5)
  })
})

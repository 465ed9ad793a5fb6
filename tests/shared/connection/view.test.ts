import { describe, expect, test } from 'vitest'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import { initialConnection, transition, type ConnectionEvent, type ConnectionState } from '@standby/shared/connection/connection.ts'
import { DEFAULT_RECONNECTION, tiktokPolicy } from '@standby/shared/connection/policy.ts'
import { announcement, attemptNumber, reconnectionState } from '@standby/shared/connection/view.ts'
import type { ReconnectionMessage } from '@standby/shared/protocol.ts'
import { healthDeadline, healthOf } from '@standby/shared/connection/health.ts'

const policy = tiktokPolicy({ ...DEFAULT_RECONNECTION, maxAttempts: 2 })
const T0 = 1_700_000_000_000
const at = (ms: number | null): number | null => (ms === null ? null : T0 + ms)

function run(events: readonly (readonly [number, ConnectionEvent['type'], CauseKind?])[]) {
  let state: ConnectionState = initialConnection(policy, T0)
  const said: string[] = []
  const messages: ReconnectionMessage[] = []
  for (const [after, type, kind] of events) {
    const previous = state
    const event = { type, generation: state.generation, cause: { kind: kind ?? 'tiktok', detail: '' } } as ConnectionEvent
    state = transition(state, event, { now: T0 + after, random: 0.5 }, policy).state
    const message = announcement(previous, state, T0 + after)
    if (message === null) continue
    messages.push(message)
    said.push(`${message.type.split(':')[2]} ${message.cause} ${message.awayMs} ${message.attempt}`)
  }
  return { state, said, messages }
}

describe('Connection', () => {
  test('[CN18] a drop is announced once as started, then each attempt, one success, or a lost cycle', () => {
    const { said, messages } = run([
      [0, 'connect'],
      [1_000, 'opened'],
      [60_000, 'closed', 'tiktok'],
      [65_000, 'wake'],
      [66_000, 'closed', 'sign'],
      [76_000, 'wake'],
      [77_000, 'closed', 'sign'],
      [377_000, 'wake'],
      [378_000, 'closed', 'sign'],
      [678_000, 'wake'],
      [679_000, 'opened'],
    ])
    expect(said).toEqual([
      'started tiktok 0 0',
      'attempt tiktok 5000 1',
      'attempt sign 16000 2',
      'failed sign 17000 2',
      'attempt sign 317000 3',
      'attempt sign 618000 4',
      'success sign 619000 4',
    ])
    expect(messages.map(({ nextAttemptAt }) => nextAttemptAt)).toEqual([65_000, null, null, 377_000, null, null, null].map(at))
    expect(new Set(messages.map(({ correlationId }) => correlationId))).toEqual(new Set([`${(T0 + 60_000).toString(36)}-i0000`]))
  })

  test.each<[string, boolean, CauseKind | null, string | null]>([
    ['the first refusal', false, null, 'failed'],
    ['one after another way was refused like this', false, 'auth', 'failed'],
    ['one that was looked at again and is the same', true, 'auth', null],
    ['one for another reason than before', true, 'not-found', 'failed'],
    ['one after a wait without a cause', true, null, 'failed'],
  ])('[CN18] of refusals, %s is announced if it is news', (_, exhausted, kind, announced) => {
    const trying = run([[0, 'connect']]).state
    if (trying.phase !== 'connecting') throw new Error('It does not try.')
    const previous: ConnectionState = { ...trying, exhausted, cause: kind === null ? null : { kind, detail: '' } }
    const event = { type: 'closed', generation: trying.generation, cause: { kind: 'auth', detail: '' } } as const
    const { state } = transition(previous, event, { now: T0 + 5, random: 0.5 }, policy)
    expect(announcement(previous, state, T0 + 5)?.type.split(':')[2] ?? null).toBe(announced)
    // A stop is no refusal.
    const stopped = transition(previous, { type: 'disconnect' }, { now: T0 + 5, random: 0.5 }, policy).state
    expect(announcement(previous, stopped, T0 + 5)).toBeNull()
  })

  test('[CN18] what is no drop, attempt, recovery or end of a cycle is not announced', () => {
    const { said, state } = run([
      [0, 'connect'],
      [1_000, 'opened'],
      [60_000, 'closed', 'tiktok'],
      [61_000, 'explained', 'stalled'],
      [66_000, 'wake'],
      // While an attempt runs there is no other.
      [66_500, 'connect'],
      [67_000, 'closed', 'auth'],
      // Nothing more is said of a refusal that was announced.
      [68_000, 'frame'],
    ])
    expect(said).toEqual(['started tiktok 0 0', 'attempt stalled 6000 1', 'failed auth 7000 0'])
    expect(attemptNumber(state)).toBe(0)
    const stopped = run([
      [0, 'connect'],
      [1_000, 'opened'],
      [60_000, 'closed', 'tiktok'],
      [61_000, 'disconnect'],
    ])
    expect(stopped.said).toEqual(['started tiktok 0 0'])
  })

  test('[CN18] a drop that nobody gave a cause or a name is announced without', () => {
    const { state } = run([
      [0, 'connect'],
      [1_000, 'opened'],
      [60_000, 'closed', 'tiktok'],
    ])
    const connected = run([
      [0, 'connect'],
      [1_000, 'opened'],
    ]).state
    expect(announcement(connected, { ...state, cause: null, correlationId: null }, T0)).toMatchObject({ cause: null, correlationId: '' })
  })

  test('[CN18] a LIVE that ends is not announced as a drop', () => {
    expect(
      run([
        [0, 'connect'],
        [1_000, 'opened'],
        [60_000, 'closed', 'ended'],
        [100_000, 'wake'],
        [101_000, 'opened'],
      ]).said,
    ).toEqual([])
  })

  test('[CN18] a refusal that needs a person is announced as failed', () => {
    expect(
      run([
        [0, 'connect'],
        [1_000, 'closed', 'auth'],
      ]).said,
    ).toEqual(['failed auth 0 0'])
  })
})

describe('Health', () => {
  test('[HE1] a lost connection is reconnecting, and degraded once it has been away for the set time', () => {
    const { state } = run([
      [0, 'connect'],
      [1_000, 'opened'],
      [60_000, 'closed', 'tiktok'],
    ])
    expect(healthOf(state, T0 + 60_000, 10_000)).toBe('reconnecting')
    expect(healthDeadline(state, T0 + 60_000, 10_000)).toBe(T0 + 70_000)
    expect(healthOf(state, T0 + 69_999, 10_000)).toBe('reconnecting')
    expect(healthOf(state, T0 + 70_000, 10_000)).toBe('degraded')
    expect(healthDeadline(state, T0 + 70_000, 10_000)).toBeNull()
    const connected = run([
      [0, 'connect'],
      [1_000, 'opened'],
    ]).state
    expect(healthOf(connected, T0 + 3_600_000, 10_000)).toBe('live')
    expect(healthDeadline({ ...connected, lostAt: T0 }, T0, 10_000)).toBeNull()
    expect(healthDeadline(run([]).state, -20_000, 10_000)).toBeNull()
  })

  test('[HE2] it is offline, not degraded, if nothing was lost: before a connect, after an end or stop', () => {
    const cases = [
      run([]),
      run([[0, 'connect']]),
      run([
        [0, 'connect'],
        [1_000, 'closed', 'tiktok'],
      ]),
      run([
        [0, 'connect'],
        [1_000, 'opened'],
        [2_000, 'closed', 'ended'],
      ]),
      run([
        [0, 'connect'],
        [1_000, 'opened'],
        [2_000, 'closed', 'tiktok'],
        [3_000, 'disconnect'],
      ]),
    ]
    for (const { state } of cases) expect(healthOf(state, T0 + 3_600_000, 10_000)).toBe('offline')
    expect(cases.map(({ state }) => reconnectionState(state))).toEqual([
      'IDLE',
      'CONNECTING',
      'RECONNECTING',
      'WAITING_FOR_LIVE',
      'STOPPED',
    ])
  })

  test('[HE3] a lost connection that needs a person stays degraded: the show goes on without TikTok', () => {
    const { state } = run([
      [0, 'connect'],
      [1_000, 'opened'],
      [2_000, 'closed', 'tiktok'],
      [7_000, 'wake'],
      [8_000, 'closed', 'auth'],
    ])
    expect(reconnectionState(state)).toBe('FAILED')
    expect(healthOf(state, T0 + 60_000, 10_000)).toBe('degraded')
  })
})

import { describe, expect, test } from 'vitest'
import { initialConnection, transition, type ConnectionState } from '@standby/shared/connection/connection.ts'
import { factsOf, newConnectionHistory, observe, sessions, summary } from '@standby/bridge/metrics/observe.pure.ts'
import { fact, HOUR, MINUTE, outages, past, policy, T0, type Step } from './past.ts'

const START: readonly Step[] = [
  [0, 'connect'],
  [2_000, 'opened'],
]
/** Lost at 10 min, back 6 s later with the second attempt. */
const DROP: readonly Step[] = [
  ...START,
  [10 * MINUTE, 'closed', 'tiktok'],
  [10 * MINUTE + 5_000, 'wake'],
  [10 * MINUTE + 5_500, 'closed', 'sign'],
  [10 * MINUTE + 15_500, 'wake'],
  [10 * MINUTE + 16_000, 'opened'],
]

describe('Metrics', () => {
  test('[MT1] uptime counts the time connected over the time connected or lost', () => {
    const { total } = past(DROP).at(20 * MINUTE)
    expect(total).toMatchObject({ wantedMs: 20 * MINUTE - 2_000, downMs: 16_000, connectedMs: 20 * MINUTE - 18_000 })
    expect(total.uptimePercent).toBeCloseTo((100 * (20 * MINUTE - 18_000)) / (20 * MINUTE - 2_000), 10)
  })

  test.each<[string, Step[]]>([
    [
      'the first connection',
      [
        [0, 'connect'],
        [HOUR, 'closed', 'sign'],
        [HOUR + 20_000, 'wake'],
        [2 * HOUR, 'opened'],
      ],
    ],
    [
      'waiting for a LIVE',
      [...START, [2_000, 'closed', 'ended'], [HOUR, 'wake'], [HOUR, 'closed', 'offline'], [HOUR + MINUTE, 'wake'], [2 * HOUR, 'opened']],
    ],
    ['a manual stop', [...START, [2_000, 'disconnect'], [2 * HOUR, 'connect'], [2 * HOUR, 'opened']]],
  ])('[MT17] %s counts neither for nor against', (_what, steps) => {
    const { total, outages: list } = past(steps).at(2 * HOUR + MINUTE)
    expect(total).toMatchObject({ wantedMs: MINUTE, connectedMs: MINUTE, uptimePercent: 100, drops: 0, score: 100 })
    expect(list).toEqual([])
  })

  test('[MT1] nothing wanted yet is no figure, not 0 and not 100', () => {
    const { total, session } = summary(newConnectionHistory(T0), T0 + HOUR)
    expect(total).toMatchObject({
      uptimePercent: null,
      dropsPerHour: null,
      score: null,
      objectiveMet: null,
      recoveryP95Ms: null,
      byCause: {},
    })
    expect(session).toBeNull()
  })

  test('[MT18] a loss that only a person can fix is time lost until the person does', () => {
    const { total } = past([...START, [MINUTE, 'closed', 'auth']]).at(3 * MINUTE)
    expect(total.downMs).toBe(2 * MINUTE)
  })

  test('[MT2] an outage has its id, its times, its first and last cause, its attempts and its outcome', () => {
    const { facts, at } = past(DROP)
    const record = at(20 * MINUTE).outages
    expect(record).toEqual([
      {
        correlationId: facts.find(({ standing }) => standing === 'down')!.correlationId,
        roomId: 'room-1',
        from: T0 + 10 * MINUTE,
        to: T0 + 10 * MINUTE + 16_000,
        firstCause: 'tiktok',
        lastCause: 'sign',
        attempts: 2,
        failedAt: null,
        outcome: 'recovered',
        ways: ['connector'],
      },
    ])
    expect(record[0]!.correlationId).toMatch(/./)
  })

  test.each<[string, Step[], object]>([
    ['open', [], { to: null, outcome: 'open', attempts: 1 }],
    ['stopped', [[2 * MINUTE, 'disconnect']], { to: T0 + 2 * MINUTE, outcome: 'stopped' }],
    ['ended', [[2 * MINUTE, 'closed', 'offline']], { to: T0 + 2 * MINUTE, outcome: 'ended' }],
  ])('[MT2] an outage can be %s', (_outcome, steps, expected) => {
    const { outages: list } = past([...START, [MINUTE, 'closed', 'tiktok'], [MINUTE + 5_000, 'wake'], ...steps]).at(HOUR)
    expect(list).toEqual([expect.objectContaining({ from: T0 + MINUTE, ...expected })])
  })

  test('[MT2] the newest outage comes first, and an open one before all', () => {
    const { history, now } = outages([{ lastedMs: 1_000 }, { lastedMs: 2_000 }])
    const open = observe(history, fact(now + 5_000, 'down', { cause: 'network', generation: 3 }))
    expect(summary(open, now + 6_000).outages.map(({ to, from }) => (to ?? now + 6_000) - from)).toEqual([1_000, 2_000, 1_000])
    expect(summary(open, now + 6_000).outages[0]!.outcome).toBe('open')
  })

  test('[MT3] drops per hour are counted over at least an hour', () => {
    expect(past(DROP).at(20 * MINUTE).total.dropsPerHour).toBe(1)
    const { history, now } = outages([{ lastedMs: 1_000 }, { lastedMs: 1_000 }, { lastedMs: 1_000 }])
    expect(summary(history, now + 3 * HOUR - 3_000).total.dropsPerHour).toBe(0.5)
  })

  test('[MT4] mean and p95 of the time to recover; p95 is a time that did occur', () => {
    const { history, now } = outages(Array.from({ length: 20 }, (_, index) => ({ lastedMs: (index + 1) * 1_000 })))
    expect(summary(history, now).total).toMatchObject({ recoveries: 20, recoveryMeanMs: 10_500, recoveryP95Ms: 19_000 })
    expect(summary(outages([{ lastedMs: 7_000 }]).history, T0).total.recoveryP95Ms).toBe(7_000)
  })

  test('[MT4] the mean is of all outages, the p95 of the last 200', () => {
    const long = Array.from({ length: 100 }, () => ({ lastedMs: 100_000 }))
    const short = Array.from({ length: 200 }, () => ({ lastedMs: 10_000 }))
    const { history, now } = outages([...long, ...short])
    expect(summary(history, now).total).toMatchObject({ recoveries: 300, recoveryMeanMs: 40_000, recoveryP95Ms: 10_000 })
  })

  test('[MT5] attempts per recovery counts every attempt between drop and recovery, and no other', () => {
    const { history } = past([...DROP, [30 * MINUTE, 'closed', 'tiktok'], [30 * MINUTE + 5_000, 'wake'], [30 * MINUTE + 6_000, 'opened']])
    expect(summary(history, T0 + HOUR).total.attemptsPerRecovery).toBe(1.5)
    // The first was made while TikTok was to blame, the next one for the sign service; then one for TikTok again.
    expect(history.attempts).toEqual({ tiktok: 2, sign: 1 })
  })

  test('[MT6] a cycle succeeds with the recovery, and is lost once when it is given up', () => {
    const lost: Step[] = [
      ...DROP,
      [HOUR, 'closed', 'sign'],
      [HOUR + 5_000, 'wake'],
      [HOUR + 6_000, 'closed', 'sign'],
      [HOUR + 20_000, 'wake'],
      [HOUR + 21_000, 'closed', 'sign'],
      [HOUR + 10 * MINUTE, 'wake'],
      [HOUR + 10 * MINUTE + 1_000, 'closed', 'sign'],
    ]
    const before = past(lost)
    expect(before.at(2 * HOUR).total).toMatchObject({ cyclesSucceeded: 1, cyclesFailed: 1, cycleSuccessPercent: 50, objectiveMet: false })
    expect(before.history).toMatchObject({ cycles: [true, false], failedInARow: 1 })
    const recovered = past([...lost, [2 * HOUR, 'wake'], [2 * HOUR, 'opened']])
    expect(recovered.at(2 * HOUR).total).toMatchObject({ recoveries: 2, cyclesSucceeded: 1, cyclesFailed: 1 })
    expect(recovered.at(2 * HOUR).outages[0]).toMatchObject({ outcome: 'recovered', failedAt: T0 + HOUR + 21_000 })
  })

  test('[MT6] a loss that only a person can fix is a lost cycle', () => {
    expect(past([...START, [MINUTE, 'closed', 'auth']]).history).toMatchObject({ cycles: [false], failedInARow: 1 })
  })

  test('[MT6] a stop or the end of the LIVE ends an outage without a verdict', () => {
    for (const last of [[2 * MINUTE, 'disconnect'] as const, [2 * MINUTE, 'closed', 'ended'] as const]) {
      const { total } = past([...START, [MINUTE, 'closed', 'tiktok'], [MINUTE + 5_000, 'wake'], last]).at(HOUR)
      expect(total).toMatchObject({ drops: 1, cyclesSucceeded: 0, cyclesFailed: 0, cycleSuccessPercent: null, objectiveMet: null })
    }
  })

  test('[MT6] the objective is met from 95 %', () => {
    const cycles = (failed: number, of: number) => {
      const { history, now } = outages(Array.from({ length: of }, (_, index) => ({ lastedMs: 1_000, failed: index < failed })))
      return summary(history, now).total.objectiveMet
    }
    expect([cycles(1, 20), cycles(1, 19), cycles(2, 20)]).toEqual([true, false, false])
  })

  test('[MT6] three lost cycles in a row count as three until one succeeds', () => {
    const failed = { lastedMs: 1_000, failed: true }
    expect(outages([failed, failed, failed]).history.failedInARow).toBe(3)
    expect(outages([failed, failed, { lastedMs: 1_000 }]).history.failedInARow).toBe(0)
  })

  test('[MT7] figures by cause are filed under what the connection was lost by', () => {
    const { history, now } = outages([{ lastedMs: 6_000 }, { lastedMs: 240_000, cause: 'network', failed: true }, { lastedMs: 8_000 }])
    const { byCause, wantedMs } = summary(history, now).total
    expect(Object.keys(byCause)).toEqual(['network', 'tiktok'])
    expect(byCause.tiktok).toMatchObject({
      drops: 2,
      downMs: 14_000,
      recoveryMeanMs: 7_000,
      recoveryP95Ms: 8_000,
      cycleSuccessPercent: 100,
    })
    expect(byCause.network).toMatchObject({ drops: 1, downMs: 240_000, recoveryP95Ms: 240_000, cyclesFailed: 1, cycleSuccessPercent: 0 })
    expect(byCause.tiktok!.uptimePercent).toBeCloseTo(100 * (1 - 14_000 / wantedMs), 10)
    expect(byCause.tiktok!.score).toBeGreaterThan(byCause.network!.score!)
  })

  test('[MT7] what an outage went through later does not change its group', () => {
    const { byCause } = past(DROP).at(20 * MINUTE).total
    expect(Object.keys(byCause)).toEqual(['tiktok'])
    expect(byCause.tiktok).toMatchObject({ downMs: 16_000, recoveryMeanMs: 16_000, recoveryP95Ms: 16_000, attemptsPerRecovery: 2 })
  })

  test('[MT7] until something was tried, a better explanation replaces the first cause', () => {
    const explained: Step[] = [...START, [MINUTE, 'closed', 'tiktok'], [MINUTE + 50, 'explained', 'stalled']]
    expect(past(explained).history.open).toMatchObject({ lostAt: T0 + MINUTE, cause: 'stalled', lastCause: 'stalled', attempts: 0 })
    const { history } = past([
      ...explained,
      [MINUTE + 6_000, 'wake'],
      [MINUTE + 7_000, 'closed', 'sign'],
      [MINUTE + 7_050, 'explained', 'protocol'],
    ])
    expect(history.open).toMatchObject({ lostAt: T0 + MINUTE, cause: 'stalled', lastCause: 'protocol', attempts: 1 })
  })

  test('[MT7] a loss that proves to be the end of the LIVE before anything was tried was none', () => {
    const { at } = past([...START, [MINUTE + 2_000, 'closed', 'tiktok'], [MINUTE + 2_500, 'explained', 'ended']])
    expect(at(HOUR)).toMatchObject({ outages: [], total: { drops: 0, downMs: 0, connectedMs: MINUTE, score: 100 } })
  })

  test('[MT8] each LIVE has its own figures; the sum over them goes on', () => {
    const { history, at } = past([
      ...DROP,
      [HOUR, 'closed', 'ended'],
      [2 * HOUR, 'wake'],
      [2 * HOUR, 'opened', 'room-2'],
      [3 * HOUR, 'closed', 'stalled'],
    ])
    const [session, ...pastSessions] = sessions(history, T0 + 3 * HOUR + 30_000)
    expect(session).toMatchObject({
      roomId: 'room-2',
      since: T0 + 2 * HOUR,
      connectedMs: HOUR,
      downMs: 30_000,
      drops: 1,
      recoveryP95Ms: null,
    })
    expect(pastSessions).toHaveLength(1)
    expect(pastSessions[0]).toMatchObject({
      roomId: 'room-1',
      since: T0 + 2_000,
      drops: 1,
      downMs: 16_000,
      recoveryP95Ms: 16_000,
      cyclesSucceeded: 1,
    })
    expect(at(3 * HOUR + 30_000).session).toEqual(session)
    expect(at(3 * HOUR + 30_000).total).toMatchObject({ since: T0, drops: 2, downMs: 46_000, connectedMs: 2 * HOUR - 18_000 })
  })

  test('[MT8] the same room after a drop is the same LIVE', () => {
    expect(sessions(past(DROP).history, T0 + HOUR).map(({ since }) => since)).toEqual([T0 + 2_000])
    expect(sessions(newConnectionHistory(T0), T0)).toEqual([])
  })

  test('[MT8] an outage that ends in another LIVE belongs to the one it began in', () => {
    const { history, now } = outages([{ lastedMs: 10_000, roomId: 'room-2' }])
    const [session, ...pastSessions] = sessions(history, now + 1_000)
    expect(session).toMatchObject({ roomId: 'room-2', drops: 0, downMs: 0, connectedMs: 1_000 })
    expect(pastSessions[0]).toMatchObject({ drops: 1, downMs: 10_000, recoveryMeanMs: 10_000 })
  })

  test('[MT10] frames and a settling connection are no facts', () => {
    const connected = past([...START]).history
    let state: ConnectionState = initialConnection(policy, T0)
    state = transition(state, { type: 'connect' }, { now: T0, random: 0 }, policy).state
    state = transition(state, { type: 'opened', generation: 1 }, { now: T0 + 2_000, random: 0 }, policy).state
    const next = transition(state, { type: 'frame', generation: 1 }, { now: T0 + 9_000, random: 0 }, policy).state
    expect(next).not.toEqual(state)
    expect(factsOf(state, next, T0 + 9_000, 'room-1')).toBeNull()
    expect(connected.upSince).toBe(T0 + 2_000)
  })

  test('[MT20] a clock that is set back makes no negative time', () => {
    const history = [fact(T0 + MINUTE, 'up'), fact(T0, 'down', { cause: 'tiktok' }), fact(T0 - MINUTE, 'up', { generation: 2 })].reduce(
      observe,
      newConnectionHistory(T0),
    )
    expect(summary(history, T0 - HOUR).total).toMatchObject({ connectedMs: 0, downMs: 0, recoveryMeanMs: 0, uptimePercent: null })
  })
})

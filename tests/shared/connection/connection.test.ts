import { describe, expect, test } from 'vitest'
import { breakerAfterFailure, breakerState, closedBreaker } from '@standby/shared/connection/breaker.ts'
import { deadline, transition, type ConnectionEvent } from '@standby/shared/connection/connection.ts'
import { attemptNumber, reconnectionState } from '@standby/shared/connection/view.ts'
import { MIDDLE, policy, settled, walk } from '../../support/fixtures/walk-connection.ts'

describe('Connection', () => {
  describe('connection', () => {
    test.each([
      [0, 4_500],
      [0.5, 5_000],
      [0.999999, 5_500],
    ])('[CN1] the first attempt comes 5 s after a drop, give or take 10 % (random %f)', (random, delayMs) => {
      expect(settled(random).close('tiktok').waitMs()).toBeCloseTo(delayMs, -1)
    })

    test('[CN2] delays grow by the multiplier up to the cap', () => {
      const walked = settled().close('stalled')
      const delays: number[] = []
      for (let attempt = 0; attempt < 9; attempt += 1) {
        delays.push(walked.waitMs())
        walked.due().close('stalled')
      }
      expect(delays).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000])
    })

    test('[CN22] a captcha or a blocked address is left alone for minutes, growing to 30', () => {
      const walked = settled().close('blocked')
      const delays: number[] = []
      for (let attempt = 0; attempt < 6; attempt += 1) {
        delays.push(walked.waitMs() / 60_000)
        walked.due().close('blocked')
      }
      expect(delays).toEqual([2, 4, 8, 16, 30, 30])
      expect(walked.state().breaker.consecutiveFailures).toBe(0)
    })

    test('[CN3] a flapping link keeps backing off; one that held 30 s starts again', () => {
      const walked = settled().close('tiktok')
      const delays: number[] = []
      for (let flap = 0; flap < 4; flap += 1) {
        delays.push(walked.waitMs())
        walked.due().open().later(29_000).close('tiktok')
      }
      expect(delays).toEqual([5_000, 10_000, 20_000, 40_000])
      walked.due().open().later(20_000).frame().later(10_000).close('tiktok')
      expect(walked.waitMs()).toBe(5_000)
    })

    test('[CN3] it is looked at again when it has held for 30 s, and then has nothing left to forget', () => {
      const walked = settled().close('tiktok').due().open()
      expect(walked.state().attempts).toBe(1)
      expect(attemptNumber(walked.state())).toBe(1)
      expect(walked.waitMs()).toBe(30_000)
      walked.due()
      expect(walked.state().attempts).toBe(0)
      expect(walked.waitMs()).toBe(5_000)
    })

    test('[CN3] an attempt that takes 30 s and fails is no connection that held', () => {
      const walked = settled().close('tiktok').due().close('tiktok').due().later(31_000).close('network')
      expect(walked.state().attempts).toBe(1)
    })

    test('[CN4] after the last attempt of a cycle it is FAILED and goes on at the longest delay', () => {
      const walked = settled().close('stalled')
      for (let attempt = 0; attempt < policy.maxAttempts; attempt += 1) walked.due().close('stalled')
      expect(reconnectionState(walked.state())).toBe('FAILED')
      for (let probe = 0; probe < 50; probe += 1) {
        expect(walked.waitMs()).toBe(300_000)
        walked.due()
        expect(reconnectionState(walked.state())).toBe('FAILED')
        walked.close('stalled')
      }
      walked.due().open()
      expect(reconnectionState(walked.state())).toBe('CONNECTED')
    })

    test('[CN5] no caller can start a second attempt while one runs', () => {
      const walked = walk().connect()
      expect(walked.opened).toHaveLength(1)
      walked.connect().connect(true).wake()
      expect(walked.opened).toHaveLength(1)
      walked.open().connect(true)
      expect(walked.opened).toHaveLength(1)
    })

    test.each([
      ['a person asks for', walk().connect(), { automatic: false, probed: false, exhausted: false }],
      ['the bridge makes when it starts', walk().start(), { automatic: false, probed: false, exhausted: false }],
      ['comes when its delay is over', settled().close('tiktok').due(), { automatic: true, probed: false, exhausted: false }],
    ])('[CN7] an attempt that %s says how it came about', (_, walked, how) => {
      expect(walked.state()).toMatchObject({ phase: 'connecting', ...how })
    })

    test('[CN6] a manual stop stops, and nothing but a person starts it again', () => {
      for (const walked of [settled(), settled().close('tiktok'), settled().close('tiktok').due()]) {
        walked.disconnect()
        expect(reconnectionState(walked.state())).toBe('STOPPED')
        expect(walked.waitMs()).toBe(Infinity)
        walked.later(3_600_000).wake().open().close('tiktok')
        expect(reconnectionState(walked.state())).toBe('STOPPED')
        expect(walked.state().lostAt).toBeNull()
        walked.connect()
        expect(reconnectionState(walked.state())).toBe('CONNECTING')
        expect(attemptNumber(walked.state())).toBe(0)
      }
    })

    test('[CN6] a second stop changes nothing', () => {
      const walked = settled().disconnect()
      const { since, ignored } = walked.state()
      walked.later(1_000).disconnect()
      expect(walked.state()).toMatchObject({ phase: 'disconnected', since, ignored: ignored + 1 })
    })

    test.each<[string, ReturnType<typeof walk>, ConnectionEvent['type'], number]>([
      ['a frame of an earlier connection', settled(), 'frame', 1],
      ['a frame before the connection is open', walk().connect(), 'frame', 0],
      ['the answer to an earlier probe', settled().close('network').due(), 'probed', 1],
      ['what explains the end of an earlier connection', settled().close('tiktok'), 'explained', 1],
      ['an explanation that says what is known already', settled().close('network'), 'explained', 0],
    ])('[CN8] %s is counted and changes nothing', (_, walked, type, behind) => {
      const state = walked.later(10_000).state()
      const event = {
        type,
        generation: state.generation - behind,
        reachable: true,
        cause: { kind: 'network', detail: '' },
      } as ConnectionEvent
      const result = transition(state, event, { now: walked.now(), random: MIDDLE }, policy)
      expect(result).toEqual({ state: { ...state, ignored: state.ignored + 1 }, effects: [] })
    })

    test('[CN7] a manual reconnect tries at once and does not make the next delay shorter', () => {
      const walked = settled().close('tiktok').due().close('tiktok')
      expect(walked.waitMs()).toBe(10_000)
      walked.later(1_000).connect()
      expect(walked.opened.at(-1)).toBe(walked.now())
      walked.close('tiktok')
      expect(walked.waitMs()).toBe(10_000)
    })

    test('[CN8] an attempt that never ends is ended, and the next one waits its turn', () => {
      const walked = settled().close('tiktok').due()
      const begun = walked.now()
      const generation = walked.state().generation
      walked.due()
      expect(walked.now() - begun).toBe(45_000)
      expect(walked.state().phase).toBe('waiting')
      expect(walked.state().cause?.kind).toBe('tiktok')
      // What the ended attempt says later is of another generation.
      walked.due()
      const late = transition(walked.state(), { type: 'opened', generation }, { now: walked.now(), random: MIDDLE }, policy)
      expect(late.state.phase).toBe('connecting')
      expect(late.state.ignored).toBe(walked.state().ignored + 1)
    })

    test('[CN9] a connection without a frame for 35 s is taken for dead; frames keep it', () => {
      const walked = settled()
      for (let beat = 0; beat < 20; beat += 1) walked.later(34_000).wake().frame()
      expect(walked.state().phase).toBe('connected')
      walked.later(34_999).wake()
      expect(walked.state().phase).toBe('connected')
      walked.later(1).wake()
      expect(walked.state()).toMatchObject({ phase: 'waiting', cause: { kind: 'stalled', detail: 'no frame for 35000 ms' } })
    })

    test('[CN9] frames closer together than a quarter of a second are one', () => {
      const walked = settled()
      const before = walked.state()
      expect(walked.later(249).frame().state()).toBe(before)
      expect(walked.later(1).frame().state()).toEqual({ ...before, lastFrameAt: walked.now() })
    })

    test('[CN9] if silence is normal, a connection is never called dead, and stays once it has held', () => {
      const silent = { ...policy, staleAfterMs: null }
      const { state } = settled().close('tiktok').due().open()
      const opened = state()
      expect(deadline(opened, silent)).toBe(opened.since + 30_000)
      const woken = transition(opened, { type: 'wake' }, { now: opened.since + 30_000, random: MIDDLE }, silent).state
      expect(woken).toEqual({ ...opened, attempts: 0 })
      expect(deadline(woken, silent)).toBeNull()
      expect(transition(woken, { type: 'wake' }, { now: opened.since + 3_600_000, random: MIDDLE }, silent).state).toBe(woken)
    })

    test('[CN10] not being live is no failure: asked again every 30 to 60 s, nothing counted', () => {
      for (const random of [0, 0.5, 0.999]) {
        const walked = settled(random).close('ended')
        expect(reconnectionState(walked.state())).toBe('WAITING_FOR_LIVE')
        expect(walked.state().lostAt).toBeNull()
        for (let poll = 0; poll < 30; poll += 1) {
          expect(walked.waitMs()).toBeGreaterThanOrEqual(30_000)
          expect(walked.waitMs()).toBeLessThanOrEqual(60_000)
          walked.due()
          expect(reconnectionState(walked.state())).toBe('WAITING_FOR_LIVE')
          expect(attemptNumber(walked.state())).toBe(0)
          walked.close('offline')
        }
        expect(reconnectionState(settled(random).close('paused').state())).toBe('WAITING_FOR_LIVE')
        expect(attemptNumber(walked.state())).toBe(0)
        expect(breakerState(walked.state().breaker, walked.now())).toBe('closed')
        walked.due().open().later(1_000).close('tiktok')
        expect(walked.waitMs()).toBe(Math.round(5_000 * (1 + 0.1 * (2 * random - 1))))
      }
    })

    test.each(['auth', 'not-found'] as const)('[CN11] %s needs a person; one attempt in 30 min asks again', (kind) => {
      for (const random of [0, 0.999]) {
        const walked = walk(random).connect().close(kind)
        for (let looks = 2; looks < 5; looks += 1) {
          expect(reconnectionState(walked.state())).toBe('FAILED')
          expect(walked.waitMs()).toBe(Math.round(1_800_000 * (1 + 0.1 * random)))
          walked.due()
          expect(walked.opened).toHaveLength(looks)
          expect(walked.state()).toMatchObject({ phase: 'connecting', automatic: true })
          expect(reconnectionState(walked.state())).toBe('FAILED')
          walked.close(kind)
        }
        walked.later(1_000).connect()
        expect(walked.opened).toHaveLength(5)
      }
    })

    test('[CN11] a refusal that no rule has looked at again waits for a person alone', () => {
      const strict = { ...policy, retry: { ...policy.retry, auth: { type: 'never' } } } as const
      const state = walk().connect().state()
      const cause = { kind: 'auth', detail: '' } as const
      const closed = transition(state, { type: 'closed', generation: state.generation, cause }, { now: 5, random: MIDDLE }, strict).state
      expect(closed).toMatchObject({ phase: 'disconnected', why: 'needs-help', again: null })
      expect(deadline(closed, strict)).toBeNull()
    })

    test('[CN26] a name that TikTok knew is asked for after 2 min, growing to 30, and never given up', () => {
      const walked = settled().close('vanished')
      const waits: number[] = []
      for (let failure = 0; failure < 14; failure += 1) {
        waits.push(walked.waitMs())
        walked.due().close('vanished')
      }
      expect(waits.slice(0, 6)).toEqual([120_000, 240_000, 480_000, 960_000, 1_800_000, 1_800_000])
      expect(waits.at(-1)).toBe(1_800_000)
      expect(breakerState(walked.state().breaker, walked.now())).toBe('closed')
    })

    test('[CN27] two silent connections of the sign service in a row: minutes of rest, growing to 30', () => {
      const walked = settled()
      const waits: number[] = []
      for (let silence = 0; silence < 6; silence += 1) {
        walked.close('crowded')
        waits.push(walked.waitMs())
        walked.due().open().later(90_000)
      }
      expect(waits).toEqual([5_000, 180_000, 360_000, 720_000, 1_440_000, 1_800_000])
      // A failed attempt in between says nothing; a connection that was lost otherwise does.
      expect(walked.close('crowded').due().close('sign').waitMs()).toBe(10_000)
      walked.due().open().later(90_000).close('crowded')
      expect(walked.waitMs()).toBe(1_800_000)
      walked.due().open().later(90_000).close('tiktok').due().open().later(90_000).close('crowded')
      expect(walked.waitMs()).toBe(5_000)
    })

    test('[CN12] never before the time the other side asked for', () => {
      for (const random of [0, 0.5, 0.999]) {
        const walked = settled(random)
        const retryAt = walked.now() + 1_551_000
        walked.close('rate-limited', retryAt)
        expect(walked.now() + walked.waitMs()).toBeGreaterThanOrEqual(retryAt)
        expect(walked.waitMs()).toBe(1_551_000 + Math.round(155_100 * random))
        // It is an outage all the same.
        expect(walked.state().lostAt).toBe(walked.now())
      }
    })

    test('[CN13] the breaker opens after 5 failures on their side, tests one attempt, doubles its rest', () => {
      const walked = settled().close('sign')
      for (let failure = 0; failure < 5; failure += 1) {
        expect(breakerState(walked.state().breaker, walked.now())).toBe('closed')
        walked.due().close('sign')
      }
      expect(breakerState(walked.state().breaker, walked.now())).toBe('open')
      const before = walked.opened.length
      walked.later(1_000).connect()
      expect(walked.opened).toHaveLength(before)
      walked.connect(true)
      expect(walked.opened).toHaveLength(before + 1)
      const openedAt = walked.now()
      walked.close('sign')
      expect((walked.state().breaker.openUntil ?? 0) - openedAt).toBe(120_000)
      walked.due()
      expect(breakerState(walked.state().breaker, walked.now())).toBe('half-open')
      walked.open()
      expect(walked.state().breaker).toEqual({ consecutiveFailures: 0, openUntil: null, cooldownMs: 60_000 })
    })

    test('[CN13] a breaker is open until its time, and one that was open opens again, whatever it counted', () => {
      const open = { ...closedBreaker(policy.breaker), openUntil: 1_000 }
      expect([999, 1_000].map((now) => breakerState(open, now))).toEqual(['open', 'half-open'])
      expect(breakerAfterFailure(open, policy.breaker, 1_000)).toEqual({ consecutiveFailures: 1, openUntil: 61_000, cooldownMs: 120_000 })
    })

    test('[CN15] one correlation id from the drop to the recovery, another for the next drop', () => {
      const walked = settled(0.1).close('tiktok')
      const first = walked.state().correlationId
      expect(first).toMatch(/^[0-9a-z]+-[0-9a-z]{5}$/)
      walked.due().close('sign').due()
      expect(walked.state().correlationId).toBe(first)
      walked.open()
      expect(walked.state().correlationId).toBeNull()
      walked.later(40_000).close('tiktok')
      expect(walked.state().correlationId).not.toBe(first)
    })

    test.each([
      [0, '00000'],
      [0.5, 'i0000'],
      [0.999_999_999, 'zzzzz'],
    ])('[CN15] a correlation id is its time and five letters of chance (random %f)', (random, chance) => {
      const walked = settled(random).close('tiktok')
      expect(walked.state().correlationId).toBe(`${walked.now().toString(36)}-${chance}`)
    })
  })
})

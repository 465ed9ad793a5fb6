import { describe, expect, test } from 'vitest'
import { breakerState } from '@standby/shared/connection/breaker.ts'
import { transition } from '@standby/shared/connection/connection.ts'
import { attemptNumber, reconnectionState } from '@standby/shared/connection/view.ts'
import { MIDDLE, policy, settled, walk } from '../../support/fixtures/walk-connection.ts'

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

  test('[CN5] there is never a second attempt while one runs, whoever asks', () => {
    const walked = walk().connect()
    expect(walked.opened).toHaveLength(1)
    walked.connect().connect(true).wake()
    expect(walked.opened).toHaveLength(1)
    walked.open().connect(true)
    expect(walked.opened).toHaveLength(1)
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
    }
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
    expect(walked.state()).toMatchObject({ phase: 'waiting', cause: { kind: 'stalled' } })
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
        walked.close('offline')
      }
      expect(attemptNumber(walked.state())).toBe(0)
      expect(breakerState(walked.state().breaker, walked.now())).toBe('closed')
      walked.due().open().later(1_000).close('tiktok')
      expect(walked.waitMs()).toBe(Math.round(5_000 * (1 + 0.1 * (2 * random - 1))))
    }
  })

  test.each(['auth', 'not-found'] as const)('[CN11] %s stops until somebody changes something', (kind) => {
    const walked = walk().connect().close(kind)
    expect(reconnectionState(walked.state())).toBe('FAILED')
    expect(walked.waitMs()).toBe(Infinity)
    walked.connect()
    expect(walked.opened).toHaveLength(2)
  })

  test('[CN12] never before the time the other side asked for', () => {
    for (const random of [0, 0.5, 0.999]) {
      const walked = settled(random)
      const retryAt = walked.now() + 1_551_000
      walked.close('rate-limited', retryAt)
      expect(walked.now() + walked.waitMs()).toBeGreaterThanOrEqual(retryAt)
      expect(walked.waitMs()).toBeLessThanOrEqual(1_551_000 * 1.1)
    }
  })

  test('[CN13] the breaker opens after 5 failures of their side, lets one attempt find out, and doubles its rest', () => {
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
})

import { describe, expect, test } from 'vitest'
import { initialConnection, transition } from '@standby/shared/connection/connection.ts'
import { reconnectionState } from '@standby/shared/connection/view.ts'
import { MIDDLE, policy, settled, T0, walk } from '../../support/fixtures/walk-connection.ts'

describe('Connection', () => {
  describe('connection: the network, causes found out later, earlier runs', () => {
    test('[CN14] a local network failure costs no attempts, leaves the breaker, and is retried on return', () => {
      const walked = settled().close('network')
      for (let probe = 0; probe < 140; probe += 1) {
        expect(walked.waitMs()).toBe(2_000)
        walked.due().probed(false)
      }
      expect(walked.state()).toMatchObject({ phase: 'waiting', attempts: 0, breaker: { consecutiveFailures: 0, openUntil: null } })
      expect(walked.state().lostAt).not.toBeNull()
      expect(walked.opened).toHaveLength(1)
      walked.due().probed(true)
      expect(walked.opened.at(-1)).toBe(walked.now())
      walked.open().later(40_000).close('tiktok')
      expect(walked.waitMs()).toBe(5_000)
    })

    test('[CN23] if no probe gets through for the longest delay, one attempt is made all the same', () => {
      const walked = settled().close('network')
      const lostAt = walked.now()
      while (walked.opened.length < 4) {
        if (walked.state().phase === 'connecting') walked.later(1_000).close('network')
        else walked.due().probed(false)
      }
      expect(walked.opened.slice(1).map((at) => Math.round((at - lostAt) / 60_000))).toEqual([5, 10, 15])
      walked.close('network').due().probed(true)
      // Those attempts were no waste: the line was away. Once it is back it is tried at once.
      expect(walked.opened).toHaveLength(5)
    })

    test('[CN24] a network that is back at once is still given the 5 s of a first attempt', () => {
      const walked = settled().close('network').due().probed(true)
      expect(walked.opened).toHaveLength(1)
      expect(walked.waitMs()).toBe(3_000)
      walked.due()
      expect(walked.state().phase).toBe('connecting')
    })

    test('[CN14] while the network is looked at one probe is under way or comes next', () => {
      const walked = settled().close('network')
      expect(walked.state()).toMatchObject({ phase: 'waiting', next: 'probe' })
      const { generation } = walked.state()
      const { effects } = transition(walked.state(), { type: 'wake' }, { now: walked.now() + 2_000, random: MIDDLE }, policy)
      expect(effects).toEqual([{ type: 'probe', generation }])
      expect(walked.due().state()).toMatchObject({ phase: 'waiting', next: 'answer' })
      expect(walked.probed(false).state()).toMatchObject({ phase: 'waiting', next: 'probe' })
    })

    test.each([
      ['before a probe is made', settled().close('network')],
      ['while an attempt is waited for', settled().close('tiktok')],
      ['while one runs', settled().close('tiktok').due()],
    ])('[CN14] an answer that comes %s is of no probe, and changes nothing', (_, walked) => {
      const before = walked.later(10_000).state()
      for (const reachable of [true, false]) walked.probed(reachable)
      expect(walked.state()).toEqual({ ...before, ignored: before.ignored + 2 })
    })

    test('[CN14] an answer that comes with the first moment of an attempt starts it at once', () => {
      const walked = settled().close('network').due().later(3_000).probed(true)
      expect(walked.state()).toMatchObject({ phase: 'connecting', automatic: true, probed: true })
    })

    test('[CN12][CN14] no probe and no length of an outage brings an attempt before the time that was asked for', () => {
      const asked = (afterMs: number) => {
        const walked = settled(0)
        const lostAt = walked.now()
        walked.close('network', lostAt + afterMs)
        while (walked.now() < lostAt + 298_000) walked.due().probed(false)
        return walked
          .due()
          .later(lostAt + 300_000 - walked.now())
          .probed(false)
      }
      expect(asked(300_001).state()).toMatchObject({ phase: 'waiting' })
      expect(asked(300_000).state()).toMatchObject({ phase: 'connecting', automatic: true, probed: false })
    })

    test('[CN25] if the probe gets through and the attempt does not, attempts back off', () => {
      const walked = settled().close('network').due().probed(true).due()
      const delays: number[] = []
      for (let attempt = 0; attempt < 6; attempt += 1) {
        const failedAt = walked.now()
        const before = walked.opened.length
        walked.close('network')
        while (walked.opened.length === before) walked.due().probed(true)
        delays.push(walked.now() - failedAt)
      }
      expect(delays).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000])
      expect(walked.state().attempts).toBe(0)
    })

    test('[CN19] a cause found out later replaces the first guess, as if it had been known at once', () => {
      const walked = settled().close('tiktok').due().close('tiktok')
      expect(walked.state()).toMatchObject({ attempts: 1, breaker: { consecutiveFailures: 1 } })
      const { lostAt, correlationId } = walked.state()
      walked.later(1_000).explain('network')
      expect(walked.state()).toMatchObject({
        phase: 'waiting',
        cause: { kind: 'network' },
        attempts: 0,
        breaker: { consecutiveFailures: 0 },
      })
      expect(walked.state()).toMatchObject({ lostAt, correlationId })
      walked.due().probed(false).explain('tiktok')
      expect(walked.state()).toMatchObject({ cause: { kind: 'tiktok' }, attempts: 1, breaker: { consecutiveFailures: 1 }, lostAt })
      walked.due().explain('network')
      expect(walked.state()).toMatchObject({ phase: 'connecting', cause: { kind: 'tiktok' } })
    })

    test('[CN20] a wait that an earlier run was given is kept after a restart', () => {
      const first = settled()
      first.close('rate-limited', first.now() + 1_551_000).later(10_000)
      const second = walk(MIDDLE, first).start()
      expect(reconnectionState(second.state())).toBe('RECONNECTING')
      expect(second.now() + second.waitMs()).toBe(first.state().askedUntil)
      expect(second.opened).toHaveLength(0)
      second.due()
      expect(second.opened).toHaveLength(1)
      const third = walk(MIDDLE, settled()).start()
      expect(third.opened).toHaveLength(1)
    })

    test('[CN20] what an earlier run knew is known: the cause, since when, and that the next one counts', () => {
      const { breaker } = walk().state()
      const cause = { kind: 'sign', detail: 'down' } as const
      const saved = { breaker, askedUntil: T0 + 60_000, cause, causeAt: T0 - 1_000 }
      expect(initialConnection(policy, T0, saved)).toMatchObject(saved)
      const unexplained = walk(MIDDLE, { now: () => T0, state: () => ({ ...walk().state(), askedUntil: T0 + 60_000 }) }).start()
      expect(unexplained.due().open().state()).toMatchObject({ phase: 'connected', attempts: 1 })
    })

    test('[CN20] a crash loop does not get around the breaker', () => {
      let run = walk().start()
      for (let crash = 0; crash < 5; crash += 1) run = walk(MIDDLE, run.close('sign')).start()
      expect(run.opened).toHaveLength(0)
      expect(run.waitMs()).toBe(60_000)
    })

    test('[CN21] stopping and starting is no way around a time that was asked for; force is', () => {
      const walked = settled()
      walked
        .close('rate-limited', walked.now() + 600_000)
        .disconnect()
        .connect()
      expect(reconnectionState(walked.state())).toBe('STOPPED')
      expect(walked.opened).toHaveLength(1)
      walked.connect(true)
      expect(walked.opened).toHaveLength(2)
    })
  })
})

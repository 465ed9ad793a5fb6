import { describe, expect, test } from 'vitest'
import { DEFAULT_OBS_RULES } from '@standby/bridge/obs/scenes/desired.pure.ts'
import { INITIAL_STATE } from '@standby/bridge/obs/scenes/state.ts'
import { NO_OUTPUT } from '@standby/bridge/obs/link/output.ts'
import { decide, type Situation } from '@standby/bridge/obs/scenes/decide.pure.ts'
import { DEFAULT_OBS_AUTOMATION } from '@standby/shared/settings/obs-settings.ts'
import { byName, observed, onStandby, START } from './show.ts'
import { thinkingShow, type ThinkingShow } from './deciding-show.ts'

const sent = (show: ThinkingShow): string[] => show.sent.map(({ what }) => what)

describe('OBS and its scenes', () => {
  describe('OBS’s own stream', () => {
    const lost = { streaming: true, active: true, reconnecting: true }

    test('[OB32] trouble counts as degraded after 5 s if the creator wants it, and ends 3 s after it', () => {
      const show = thinkingShow({ countOutputAsDegraded: true })
      show.setOutput({ ...lost, troubledSince: show.now })
      show.pass(4_999)
      expect(sent(show)).toEqual([])
      show.pass(1)
      expect(show.program()).toBe('Standby')
      expect(show.actions.at(-1)?.why.code).toBe('output-troubled')
      expect(show.outlook.next).toMatchObject({ code: 'next-back-once-held' })
      show.pass(10_000)
      show.setOutput({ reconnecting: false, troubledSince: null, soundSince: show.now })
      show.pass(2_999)
      expect(show.program()).toBe('Standby')
      show.pass(1)
      expect(show.program()).toBe('Gameplay')
      expect(show.actions.at(-1)?.why).toMatchObject({ code: 'output-sound', params: { seconds: 3 } })
    })

    test('[OB32] what TikTok itself does is reported as that, whatever the stream has done', () => {
      const show = thinkingShow({ countOutputAsDegraded: true })
      show.setOutput({ ...lost, soundSince: show.now - 3_600_000 })
      show.setHealth('degraded')
      show.setOutput({ ...lost, troubledSince: show.now - 60_000 })
      expect(show.actions.map(({ why }) => why.code)).toEqual(['tiktok-away'])
      show.pass(20_000)
      // The stream was sound again before TikTok was back: nobody goes back before TikTok has held.
      show.setOutput({ reconnecting: false, troubledSince: null, soundSince: show.now })
      show.setHealth('reconnecting')
      show.pass(60_000)
      expect(show.program()).toBe('Standby')
      show.setHealth('live')
      show.setOutput({ soundSince: show.now })
      show.pass(2_999)
      expect(show.program()).toBe('Standby')
      show.pass(1)
      expect(show.program()).toBe('Gameplay')
      expect(show.actions.at(-1)?.why.code).toBe('tiktok-back')
    })

    test('[OB32][OB35] trouble that does not count yet plans nothing, and leaves TikTok’s plan as it is', () => {
      const show = thinkingShow({ countOutputAsDegraded: true })
      show.setOutput({ ...lost, troubledSince: show.now })
      expect(show.outlook).toMatchObject({ next: { code: 'next-standby-if-away-for' }, nextAt: null })
      show.pass(1_000)
      show.setHealth('reconnecting')
      expect(show.outlook).toMatchObject({ next: { code: 'next-standby-if-away' }, nextAt: show.now + 10_000 })
    })

    test('[OB32] counts for nothing otherwise, nor while nobody is live', () => {
      const off = thinkingShow()
      off.setOutput({ ...lost, troubledSince: off.now })
      off.pass(60_000)
      const offline = thinkingShow({ countOutputAsDegraded: true })
      offline.setHealth('offline')
      offline.setOutput({ ...lost, troubledSince: offline.now })
      offline.pass(60_000)
      expect([...sent(off), ...sent(offline)]).toEqual([])
    })

    test('[OB32] TikTok back while the stream is still in trouble: standby stays', () => {
      const show = thinkingShow({ countOutputAsDegraded: true })
      show.setOutput({ ...lost, troubledSince: show.now })
      show.setHealth('reconnecting')
      show.pass(10_000)
      show.setHealth('degraded')
      show.pass(10_000)
      show.setHealth('live')
      show.pass(60_000)
      expect(show.program()).toBe('Standby')
    })
  })

  describe('OBS’s own stream at the moment of the return', () => {
    test('[OB32] its trouble keeps standby on, also before it counts', () => {
      const show = thinkingShow({ countOutputAsDegraded: true })
      show.setHealth('degraded')
      show.pass(20_000)
      show.setHealth('live')
      show.pass(2_000)
      show.setOutput({ streaming: true, active: true, reconnecting: true, troubledSince: show.now })
      show.pass(60_000)
      expect(sent(show)).toEqual(['Standby'])
    })
  })

  test('[OB32] TikTok that is away or doubtful is what counts, whatever the stream says of itself', () => {
    const settings = { ...DEFAULT_OBS_AUTOMATION, countOutputAsDegraded: true }
    const rules = { ...DEFAULT_OBS_RULES, standbyScene: 'Standby' }
    const common = { rehearsal: false, order: null, settings, rules }
    const troubled = { ...NO_OUTPUT.view, troubledSince: START - 60_000 }
    const away = decide(
      INITIAL_STATE,
      observed('Gameplay'),
      { ...common, tiktok: { health: 'degraded', since: START }, output: troubled },
      START,
    )
    expect(away.action?.why.code).toBe('tiktok-away')
    const sound = { ...NO_OUTPUT.view, soundSince: START - 5_000 }
    const doubtful: Situation = { ...common, tiktok: { health: 'reconnecting', since: START - 10_000 }, output: sound }
    expect(decide({ ...INITIAL_STATE, memory: onStandby() }, observed('Standby'), doubtful, START).switchTo).toBeNull()
  })

  test('[OB10] [OB41] standby is left on if the scene to go back to is gone', () => {
    const situation: Situation = {
      tiktok: { health: 'live', since: START },
      rehearsal: false,
      output: NO_OUTPUT.view,
      order: null,
      settings: DEFAULT_OBS_AUTOMATION,
      rules: { ...DEFAULT_OBS_RULES, standbyScene: 'Standby' },
    }
    const leftOn = (returnTo: string) =>
      decide({ ...INITIAL_STATE, memory: { ...onStandby(), returnTo: byName(returnTo) } }, observed('Standby'), situation, START).leftOn
    expect([leftOn('Chat'), leftOn('Gone')]).toEqual([null, 'scene'])
  })

  test('[OB33] an order is kept only while something has to end first', () => {
    const situation: Situation = {
      tiktok: { health: 'live', since: START },
      rehearsal: false,
      output: NO_OUTPUT.view,
      order: 'standby',
      settings: DEFAULT_OBS_AUTOMATION,
      rules: { ...DEFAULT_OBS_RULES, standbyScene: 'Standby' },
    }
    const waits = (program: string, transitioning: boolean, change: Partial<Situation> = {}) => {
      const { orderWaits, wakeAt } = decide(INITIAL_STATE, observed(program, { transitioning }), { ...situation, ...change }, START)
      return { orderWaits, wakeAt }
    }
    expect(waits('Gameplay', true)).toEqual({ orderWaits: true, wakeAt: START + 100 })
    expect(waits('Gameplay', false)).toEqual({ orderWaits: false, wakeAt: null })
    expect(waits('Standby', true)).toEqual({ orderWaits: false, wakeAt: null })
    const degraded = { order: null, tiktok: { health: 'degraded', since: START } } as const
    expect(waits('Gameplay', true, degraded)).toEqual({ orderWaits: false, wakeAt: START + 100 })
    // It is decided again when the first of two things is due.
    const settings = { ...DEFAULT_OBS_AUTOMATION, countOutputAsDegraded: true }
    for (const inMs of [50, 150]) {
      const output = { ...NO_OUTPUT.view, troubledSince: START - 5_000 + inMs }
      expect(waits('Gameplay', true, { settings, output })).toEqual({ orderWaits: true, wakeAt: START + Math.min(100, inMs) })
    }
  })

  test("[OB50] in a stream's first five seconds no scene is switched, by itself or by hand", () => {
    const common = { rehearsal: false, settings: DEFAULT_OBS_AUTOMATION, rules: { ...DEFAULT_OBS_RULES, standbyScene: 'Standby' } }
    const degraded = { ...common, order: null, tiktok: { health: 'degraded', since: START } } as const
    const byHand = { ...common, order: 'standby', tiktok: { health: 'live', since: START } } as const
    const after = (situation: Omit<Situation, 'output'>, ms: number) =>
      decide(INITIAL_STATE, observed('Gameplay'), { ...situation, output: { ...NO_OUTPUT.view, streamingSince: START - ms } }, START)
    for (const situation of [degraded, byHand]) {
      for (const ms of [0, 4_999]) {
        expect(after(situation, ms)).toMatchObject({
          switchTo: null,
          wakeAt: Math.max(START - ms + 5_000, START + 100),
          orderWaits: situation.order !== null,
        })
        expect(after(situation, ms).state.memory).toEqual(INITIAL_STATE.memory)
      }
      expect(after(situation, 5_000)).toMatchObject({ switchTo: { name: 'Standby' }, wakeAt: null })
      // With nothing to do there is nothing to wait for.
      const live = { ...situation, order: null, tiktok: { health: 'live', since: START - 60_000 } } as const
      expect(after(live, 1_000)).toMatchObject({ switchTo: null, wakeAt: null, orderWaits: false })
      // A clock that was set back holds up nothing.
      expect(after(situation, -60_000).switchTo).toMatchObject({ name: 'Standby' })
    }
    const back: Situation = {
      ...degraded,
      tiktok: { health: 'live', since: START - 60_000 },
      output: { ...NO_OUTPUT.view, streamingSince: START - 1_000 },
    }
    const onIt = { ...INITIAL_STATE, memory: onStandby() }
    expect(decide(onIt, observed('Standby'), back, START)).toMatchObject({ switchTo: null, wakeAt: START + 4_000 })
    expect(decide(onIt, observed('Standby'), back, START + 4_000).switchTo).not.toBeNull()
  })
})

import { describe, expect, test } from 'vitest'
import { NO_FLAPS } from '@standby/bridge/obs/scenes/flaps.pure.ts'
import { duration } from '@standby/shared/words/duration.ts'
import { inWords } from '../../../support/fixtures/words.ts'
import { thinkingShow, outage, type ThinkingShow } from './deciding-show.ts'

const sent = (show: ThinkingShow): string[] => show.sent.map(({ what }) => what)

describe('OBS and its scenes', () => {
  describe('what the creator allows', () => {
    test('[OB27] switched off, nothing is done, and it says so', () => {
      const show = thinkingShow({ mode: 'off' })
      outage(show, 60_000, 60_000)
      expect(sent(show)).toEqual([])
      expect(show.outlook.holding?.text).toContain('automation is off')
    })

    test('[OB29] a hands-off scene is never left by itself, and a switch away from it by hand is respected', () => {
      const show = thinkingShow()
      show.click('Privacy')
      show.pass(1_000)
      expect(show.outlook).toMatchObject({
        next: null,
        holding: { text: 'You chose “Privacy” as a scene that Standby never leaves.' },
      })
      show.setHealth('degraded')
      show.pass(60_000)
      expect(sent(show)).toEqual([])
      expect(inWords(show.actions.at(-1))).toEqual({ command: 'leave OBS alone', why: '“Privacy” is a scene that Standby never leaves' })
      show.click('Chat')
      show.pass(60_000)
      expect(show.program()).toBe('Chat')
      show.setHealth('live')
      show.setHealth('degraded')
      show.pass(1_000)
      expect(show.program()).toBe('Standby')
    })

    test('[OB29] nor is it when OBS comes up on it during standby', () => {
      const show = thinkingShow()
      show.setHealth('degraded')
      show.pass(8_000)
      show.restart('Privacy')
      show.pass(60_000)
      show.setHealth('live')
      show.pass(60_000)
      expect(show.program()).toBe('Privacy')
    })

    test('[OB29] the standby scene itself cannot be one', () => {
      const show = thinkingShow({ handsOffScenes: ['Standby'] })
      outage(show, 20_000, 10_000)
      expect(sent(show)).toEqual(['Standby', 'Gameplay'])
    })

    test('[OB30] only with an output, if that is wanted; the way back is always open', () => {
      const show = thinkingShow({ onlyWhenOutputActive: true })
      outage(show, 20_000, 10_000)
      expect(sent(show)).toEqual([])
      expect(show.outlook.holding?.text).toContain('OBS sends nothing out')
      show.setHealth('degraded')
      show.setOutput({ active: true, recording: true })
      expect(show.program()).toBe('Standby')
      show.pass(8_000)
      show.setOutput({ active: false, recording: false })
      show.setHealth('live')
      show.pass(10_000)
      expect(show.program()).toBe('Gameplay')
    })

    test('[OB30] by default no output is needed', () => {
      const show = thinkingShow()
      outage(show, 20_000, 10_000)
      expect(sent(show)).toEqual(['Standby', 'Gameplay'])
    })
  })

  describe('a link that flaps', () => {
    test('[OB28] the fifth round trip in 5 minutes waits for a link that held 15 s, the next 30 s, etc.', () => {
      const show = thinkingShow()
      for (let trip = 0; trip < 4; trip++) outage(show, 8_000, 5_000)
      expect(sent(show)).toHaveLength(8)
      for (const holdMs of [15_000, 30_000, 60_000, 120_000, 120_000]) {
        outage(show, 8_000, holdMs - 1)
        expect(show.program()).toBe('Standby')
        expect(show.outlook.holding?.text).toContain(`held for ${duration(holdMs)}`)
        show.pass(1)
        expect(show.program()).toBe('Gameplay')
        show.pass(1_000)
      }
    })

    test('[OB28] it is forgiven, one step for every 5 minutes without another', () => {
      const show = thinkingShow()
      for (let trip = 0; trip < 5; trip++) outage(show, 8_000, 16_000)
      show.pass(5 * 60_000)
      outage(show, 8_000, 3_000)
      expect(show.program()).toBe('Gameplay')
    })

    test('[OB28] four in 5 minutes are none too many', () => {
      const show = thinkingShow()
      for (let trip = 0; trip < 12; trip++) {
        outage(show, 8_000, 3_000)
        expect(show.program()).toBe('Gameplay')
        show.pass(60_000)
      }
    })
  })

  describe('by hand', () => {
    test('[OB33] standby by hand stays until it is taken off by hand', () => {
      const show = thinkingShow()
      show.click('Chat')
      show.order('standby')
      expect(show.program()).toBe('Chat')
      show.pass(1_000)
      expect(show.program()).toBe('Standby')
      show.pass(60_000)
      outage(show, 20_000, 60_000)
      expect(show.program()).toBe('Standby')
      expect(show.outlook.holding?.text).toContain('by hand')
      show.order('back')
      show.pass(1_000)
      expect(show.program()).toBe('Chat')
      expect(show.mind.memory.state).toBe('idle')
      expect(inWords(show.actions.at(-1))).toEqual({ command: 'back to “Chat”', why: 'you asked for it' })
    })

    test('[OB33] back by hand in the middle of an outage is respected until TikTok has been live', () => {
      const show = thinkingShow()
      show.setHealth('degraded')
      show.pass(3_000)
      show.order('back')
      show.pass(120_000)
      expect(sent(show)).toEqual(['Standby', 'Gameplay'])
      show.setHealth('live')
      show.pass(5_000)
      show.setHealth('degraded')
      expect(show.program()).toBe('Standby')
    })

    test('[OB33] also from a hands-off scene, and if automation is off or paused', () => {
      const show = thinkingShow({ mode: 'off' })
      show.click('Privacy')
      show.pass(1_000)
      show.pause(true)
      show.order('standby')
      show.pass(1_000)
      show.order('back')
      expect(sent(show)).toEqual(['Standby', 'Privacy'])
    })

    test('[OB33] the source too', () => {
      const show = thinkingShow({ mode: 'source' })
      show.order('standby')
      show.pass(60_000)
      expect(show.shows('Gameplay')).toBe(true)
      show.order('back')
      show.pass(1_000)
      expect(show.shows('Gameplay')).toBe(false)
      expect(show.mind.memory.state).toBe('idle')
    })

    test('[OB33][OB28] standby by hand is no round trip', () => {
      const show = thinkingShow()
      for (let time = 0; time < 6; time++) {
        show.order('standby')
        show.pass(6_000)
        show.order('back')
        show.pass(6_000)
      }
      expect(sent(show)).toHaveLength(12)
      expect(show.mind.flaps).toEqual(NO_FLAPS)
    })

    test('[OB34] while paused nothing switches by itself in either direction; then it goes on from there', () => {
      const show = thinkingShow()
      show.pause(true)
      outage(show, 20_000, 60_000)
      expect(sent(show)).toEqual([])
      show.pause(false)
      show.setHealth('degraded')
      show.pass(8_000)
      show.pause(true)
      show.setHealth('live')
      show.pass(60_000)
      expect(show.program()).toBe('Standby')
      expect(show.outlook.holding?.text).toContain('Paused')
      show.pause(false)
      expect(show.program()).toBe('Gameplay')
    })
  })

  describe('what comes next', () => {
    test('[OB35] is said in words, with the moment if there is one', () => {
      const show = thinkingShow()
      show.pass(1_000)
      show.setHealth('live')
      expect(show.outlook).toMatchObject({ next: { text: 'to “Standby”, if TikTok is away for 10 s' }, nextAt: null, holding: null })
      show.setHealth('reconnecting')
      expect(show.outlook).toMatchObject({ next: { text: 'to “Standby”, if TikTok stays away' }, nextAt: show.now + 10_000, holding: null })
      show.setHealth('degraded')
      show.pass(20_000)
      expect(show.outlook.next?.text).toBe('back to “Gameplay”, once the connection has held for 3 s')
      show.setHealth('live')
      expect(show.outlook).toMatchObject({ next: { text: 'back to “Gameplay”' }, nextAt: show.now + 3_000, holding: null })
      show.click('Chat')
      show.setHealth('offline')
      expect(show.outlook.next).toBeNull()
    })
  })
})

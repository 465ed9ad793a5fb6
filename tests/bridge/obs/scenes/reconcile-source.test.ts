import { describe, expect, test } from 'vitest'
import { inWords } from '../../../support/fixtures/words.ts'
import { thinkingShow, outage, type ThinkingShow } from './deciding-show.ts'

const sent = (show: ThinkingShow): string[] => show.sent.map(({ what }) => what)

describe('OBS and its scenes', () => {
  describe('mode source', () => {
    test('[OB26] the source is shown in the scene that is on, and hidden again; no scene is switched', () => {
      const show = thinkingShow({ mode: 'source', sourceName: 'Card' })
      show.click('Chat')
      show.pass(1_000)
      show.setHealth('degraded')
      expect([show.shows('Chat'), show.shows('Gameplay')]).toEqual([true, false])
      expect(inWords(show.actions.at(-1))).toEqual({ command: 'show “Card”', why: 'TikTok had been away for 10 s' })
      show.pass(20_000)
      show.setHealth('live')
      show.pass(2_999)
      expect(show.shows('Chat')).toBe(true)
      show.pass(1)
      expect(show.shows('Chat')).toBe(false)
      expect(sent(show)).toEqual(['show', 'hide'])
      expect(show.mind.memory.state).toBe('idle')
      expect(inWords(show.actions.at(-1))).toEqual({ command: 'hide “Card”', why: 'TikTok had been back for 3 s' })
    })

    test('[OB26] if the creator switches meanwhile, it follows no further, and is hidden all the same', () => {
      const show = thinkingShow({ mode: 'source' })
      show.setHealth('degraded')
      show.pass(1_000)
      show.click('Chat')
      show.pass(20_000)
      expect([show.shows('Gameplay'), show.shows('Chat')]).toEqual([true, false])
      show.setHealth('live')
      show.pass(10_000)
      expect(show.shows('Gameplay')).toBe(false)
      expect(show.program()).toBe('Chat')
    })

    test('[OB26] a source that is shown is hidden even if the mode was changed meanwhile', () => {
      const show = thinkingShow({ mode: 'source' })
      show.setHealth('degraded')
      show.pass(10_000)
      show.set({ mode: 'scene' })
      expect(show.mind.memory.state).toBe('showing')
      show.set({ mode: 'source' })
      show.setHealth('live')
      show.pass(10_000)
      expect(sent(show)).toEqual(['show', 'hide'])
    })

    test('[OB3] a source hidden by hand is not shown again in this outage', () => {
      const show = thinkingShow({ mode: 'source' })
      show.setHealth('degraded')
      show.toggle('Gameplay', false)
      show.pass(60_000)
      expect(sent(show)).toEqual(['show'])
      expect(show.actions.at(-1)?.why.text).toBe('you hid “Standby” by hand')
      outage(show, 10_000, 10_000)
      expect(sent(show)).toEqual(['show'])
      outage(show, 10_000, 10_000)
      expect(sent(show)).toEqual(['show', 'show', 'hide'])
    })

    test('[OB4] a source that was shown by hand is not hidden', () => {
      const show = thinkingShow({ mode: 'source' })
      show.toggle('Gameplay', true)
      outage(show, 20_000, 60_000)
      expect(show.shows('Gameplay')).toBe(true)
      show.setHealth('degraded')
      show.toggle('Gameplay', false)
      expect(sent(show)).toEqual([])
    })

    test('[OB7] an OBS that lost the change shows the source again when it starts, and hides it later', () => {
      const show = thinkingShow({ mode: 'source' })
      show.setHealth('degraded')
      show.pass(8_000)
      show.restart('Chat', true)
      expect([show.shows('Gameplay'), show.shows('Chat')]).toEqual([false, true])
      show.setHealth('live')
      show.pass(10_000)
      expect(show.shows('Chat')).toBe(false)
      expect(show.mind.memory.state).toBe('idle')
    })

    test('[OB7] one that has not shows it no second time, and hides it at the end', () => {
      const show = thinkingShow({ mode: 'source' })
      show.setHealth('degraded')
      show.pass(8_000)
      show.restart('Gameplay')
      show.setHealth('live')
      show.pass(10_000)
      expect(sent(show)).toEqual(['show', 'hide'])
      expect(show.shows('Gameplay')).toBe(false)
    })

    test('[OB26] a change of the mode in the middle of standby finishes what was begun', () => {
      const show = thinkingShow()
      show.setHealth('degraded')
      show.pass(8_000)
      show.set({ mode: 'source' })
      show.setHealth('live')
      show.pass(10_000)
      expect(sent(show)).toEqual(['Standby', 'Gameplay'])
    })
  })
})

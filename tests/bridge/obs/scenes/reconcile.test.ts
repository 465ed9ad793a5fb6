import { describe, expect, test } from 'vitest'
import { IDLE, YIELDED } from '@standby/bridge/obs/scenes/way-back.ts'
import { DEFAULT_OBS_RULES, returnAt } from '@standby/bridge/obs/scenes/desired.pure.ts'
import { reconcile } from '@standby/bridge/obs/scenes/reconcile.pure.ts'
import { inWords } from '../../../support/fixtures/words.ts'
import { byName, observed, onStandby, RULES, show, START } from './show.ts'

describe('OBS and its scenes', () => {
  describe('to standby and back', () => {
    test('[OB1] degraded puts the standby scene on, reconnecting alone does not', () => {
      const played = show()
      played.setHealth('reconnecting')
      played.pass(9_999)
      expect(played.switches).toEqual([])
      played.setHealth('degraded')
      expect(played.switches).toEqual(['Standby'])
      expect(played.actions.map(inWords)).toEqual([{ command: 'to “Standby”', why: 'TikTok had been away for 10 s' }])
    })

    test('[OB2] the scene that was on comes back once TikTok has been live for 3 s', () => {
      const played = show()
      played.setHealth('degraded')
      played.pass(20_000)
      played.setHealth('live')
      played.pass(2_999)
      expect(played.switches).toEqual(['Standby'])
      played.pass(1)
      expect(played.switches).toEqual(['Standby', 'Gameplay'])
      expect(played.memory).toEqual(IDLE)
      expect(inWords(played.actions.at(-1))).toEqual({ command: 'back to “Gameplay”', why: 'TikTok had been back for 3 s' })
    })

    test('[OB2] the standby scene stays at least 5 s', () => {
      const played = show()
      played.setHealth('degraded')
      played.pass(500)
      played.setHealth('live')
      played.pass(4_499)
      expect(played.switches).toEqual(['Standby'])
      played.pass(1)
      expect(played.switches).toEqual(['Standby', 'Gameplay'])
    })

    test('[OB2] a return that does not hold for 3 s takes nothing off, and the 3 s begin again', () => {
      const played = show()
      played.setHealth('degraded')
      played.pass(20_000)
      played.setHealth('live')
      played.pass(2_000)
      played.setHealth('reconnecting')
      played.pass(5_000)
      played.setHealth('live')
      played.pass(2_999)
      expect(played.switches).toEqual(['Standby'])
      played.pass(1)
      expect(played.switches).toEqual(['Standby', 'Gameplay'])
    })

    test('[OB2] a clock that was set back does not hold the show on standby', () => {
      const memory = { ...onStandby(), standbySince: START + 3_600_000 }
      const { switchTo } = reconcile(memory, observed('Standby'), { health: 'live', since: START - 5_000 }, RULES, START + 5_000)
      const first = reconcile(memory, observed('Standby'), { health: 'live', since: START + 3_600_000 }, RULES, START)
      expect(switchTo).toBeNull()
      expect(first.wakeAt).toBe(START + 5_000)
    })

    test('[OB38] the scene chosen while live is the one that comes back', () => {
      const played = show()
      played.click('Chat')
      played.setHealth('degraded')
      played.pass(20_000)
      played.setHealth('live')
      played.pass(3_000)
      expect(played.switches).toEqual(['Standby', 'Chat'])
    })
  })

  describe('the creator wins', () => {
    test('[OB3] a switch away from standby ends the automation for this outage, and only for this one', () => {
      const played = show()
      played.setHealth('degraded')
      played.click('Chat')
      expect(played.memory).toEqual(YIELDED)
      expect(inWords(played.actions.at(-1))).toEqual({ command: 'leave OBS alone', why: 'you switched to “Chat” by hand' })
      played.setHealth('reconnecting')
      played.setHealth('degraded')
      played.pass(60_000)
      expect(played.switches).toEqual(['Standby'])
      played.setHealth('live')
      played.pass(10_000)
      expect(played.switches).toEqual(['Standby'])
      played.setHealth('degraded')
      expect(played.switches).toEqual(['Standby', 'Standby'])
    })

    test('[OB3] also a switch back to the very scene it came from', () => {
      const played = show()
      played.setHealth('degraded')
      played.pass(1_000)
      played.click('Gameplay')
      expect(played.memory).toEqual(YIELDED)
      expect(played.switches).toEqual(['Standby'])
    })

    test('[OB3] a switch away in the seconds before the return leaves the creator there', () => {
      const played = show()
      played.setHealth('degraded')
      played.pass(20_000)
      played.setHealth('live')
      played.pass(1_000)
      played.click('Chat')
      played.pass(60_000)
      expect(played.switches).toEqual(['Standby'])
      expect(played.memory).toEqual(IDLE)
    })

    test('[OB4] a standby scene that was put on by hand is not taken off', () => {
      const played = show()
      played.click('Standby')
      played.setHealth('degraded')
      expect(played.memory).toEqual(YIELDED)
      expect(inWords(played.actions.at(-1))).toEqual({ command: 'leave OBS alone', why: 'you put “Standby” on by hand' })
      played.pass(20_000)
      played.setHealth('live')
      played.pass(60_000)
      expect(played.switches).toEqual([])
    })

    test('[OB3] a switch back by hand counts as one also while TikTok is only doubtful', () => {
      const decision = reconcile(onStandby(), observed('Chat'), { health: 'reconnecting', since: START }, RULES, START)
      expect(decision.memory).toEqual(YIELDED)
      expect(inWords(decision.action)).toEqual({ command: 'leave OBS alone', why: 'you switched to “Chat” by hand' })
    })

    test('[OB3] another standby scene chosen in the midst of standby is for the next time', () => {
      const rules = { ...RULES, standbyScene: 'Gameplay' }
      const decision = reconcile(onStandby(), observed('Standby'), { health: 'degraded', since: START }, rules, START)
      expect(decision).toMatchObject({ switchTo: null, memory: { state: 'standby', standby: byName('Standby') } })
    })

    test('[OB4] nor is one that was left and put on again by hand', () => {
      const played = show()
      played.setHealth('degraded')
      played.click('Chat')
      played.click('Standby')
      played.setHealth('live')
      played.pass(60_000)
      expect(played.switches).toEqual(['Standby'])
    })
  })

  describe('offline', () => {
    test('[OB5] nobody live, nothing switched', () => {
      const played = show()
      played.setHealth('offline')
      played.pass(600_000)
      expect(played.switches).toEqual([])
    })

    test('[OB5] standby stays when the LIVE is given up during it, and goes once live again', () => {
      const played = show()
      played.setHealth('degraded')
      played.pass(20_000)
      played.setHealth('offline')
      played.pass(600_000)
      expect(played.switches).toEqual(['Standby'])
      played.setHealth('live')
      played.pass(3_000)
      expect(played.switches).toEqual(['Standby', 'Gameplay'])
    })
  })

  describe('transitions', () => {
    test('[OB6] nothing is switched while a transition runs', () => {
      const fading = observed('Gameplay', { transitioning: true })
      const decision = reconcile(IDLE, fading, { health: 'degraded', since: START }, RULES, START)
      expect(decision.switchTo).toBeNull()
      expect(decision.wakeAt).toBe(START + 100)
      expect(reconcile(IDLE, observed('Gameplay'), { health: 'degraded', since: START }, RULES, START + 100).switchTo).toEqual(
        byName('Standby'),
      )
    })
  })

  describe('OBS starts again during standby', () => {
    test('[OB7] on another scene, still degraded: to standby again, and back to the scene from before', () => {
      const played = show()
      played.click('Chat')
      played.setHealth('degraded')
      played.pass(8_000)
      played.restart('Gameplay')
      expect(played.switches).toEqual(['Standby', 'Standby'])
      played.setHealth('live')
      played.pass(10_000)
      expect(played.switches).toEqual(['Standby', 'Standby', 'Chat'])
    })

    test('[OB7] on another scene, TikTok back meanwhile: to the scene from before', () => {
      const played = show()
      played.click('Chat')
      played.setHealth('degraded')
      played.pass(8_000)
      played.health = { health: 'live', since: played.now }
      played.restart('Gameplay')
      played.pass(3_000)
      expect(played.switches).toEqual(['Standby', 'Chat'])
    })

    test('[OB7] on the standby scene it had saved: only back', () => {
      const played = show()
      played.setHealth('degraded')
      played.pass(8_000)
      played.restart('Standby')
      played.setHealth('live')
      played.pass(3_000)
      expect(played.switches).toEqual(['Standby', 'Gameplay'])
    })

    test('[OB7] a switch by hand after the restart is still a hand', () => {
      const played = show()
      played.click('Chat')
      played.setHealth('degraded')
      played.pass(8_000)
      played.setHealth('reconnecting')
      played.restart('Gameplay')
      played.click('Chat')
      played.click('Gameplay')
      played.setHealth('degraded')
      expect(played.switches.length).toBe(2)
    })

    test('[OB4] a standby scene put on by hand after the restart is not taken off', () => {
      const played = show()
      played.setHealth('degraded')
      played.pass(8_000)
      played.setHealth('live')
      played.restart('Chat')
      played.click('Standby')
      played.pass(60_000)
      expect(played.switches).toEqual(['Standby'])
      expect(played.memory).toEqual(IDLE)
    })

    test('[OB24] by default nothing is hands-off, and 10 minutes later it is still the same show', () => {
      const times = { stableMs: 3_000, minStandbyMs: 5_000, degradedAfterMs: 10_000, forgetAfterMs: 600_000 }
      expect(DEFAULT_OBS_RULES).toEqual({ handsOffScenes: [], may: { standby: true, back: true }, ...times })
      const played = show()
      played.click('Chat')
      played.setHealth('degraded')
      played.setHealth('offline')
      played.apart(10 * 60_000)
      played.restart('Gameplay')
      expect(played.memory).toMatchObject({ state: 'standby', returnTo: byName('Chat') })
      expect(returnAt({ standbySince: null, manual: false }, 0, RULES, 0)).toBe(3_000)
    })

    test('[OB24] later than 10 minutes it is another show: nothing is restored into it', () => {
      const played = show()
      played.click('Chat')
      played.setHealth('degraded')
      played.setHealth('offline')
      played.apart(10 * 60_000 + 1)
      played.restart('Gameplay')
      expect(played.memory).toEqual(IDLE)
      played.setHealth('live')
      played.pass(60_000)
      expect(played.switches).toEqual(['Standby'])
    })
  })
})

import { describe, expect, test } from 'vitest'
import { reconcileSource, reconcileSourceOrder } from '@standby/bridge/obs/scenes/reconcile-source.ts'
import type { HealthView, ObsRules } from '@standby/bridge/obs/scenes/desired.pure.ts'
import type { ItemRef, Observed, SourceItem } from '@standby/bridge/obs/scenes/scene.ts'
import { IDLE, YIELDED, type ShowingMemory, type WayBack } from '@standby/bridge/obs/scenes/way-back.ts'
import { inWords } from '../../../support/fixtures/words.ts'
import { byName, observed, RULES, START } from './show.ts'

// One decision at a time: what it remembers, shows or hides, and says. `reconcile-source.test.ts` plays whole shows.

const ref = (name: string, itemId: number): ItemRef => ({ scene: byName(name), itemId })
const item = (name: string, itemId: number, enabled: boolean, place: SourceItem['place'] = 'program'): SourceItem => ({
  ...ref(name, itemId),
  enabled,
  place,
})
const seeing = (items: SourceItem[] | null, more: Partial<Observed> = {}): Observed => observed('Chat', { items, ...more })
const SHOWING: ShowingMemory = {
  state: 'showing',
  source: 'Card',
  items: [ref('Chat', 1)],
  leaving: false,
  standbySince: START - 20_000,
  manual: false,
  frameCount: 900,
  seenAt: START - 1_000,
}
const LIVE: HealthView = { health: 'live', since: START - 60_000 }
const DEGRADED: HealthView = { health: 'degraded', since: START - 5_000 }
const HELD = { ...SHOWING, frameCount: 1_000, seenAt: START }
const HIDDEN = item('Chat', 1, false)
const SHOWN = item('Chat', 1, true)

type Said = ReturnType<typeof reconcileSource>
const plain = ({ action, ...rest }: Said) => ({ ...rest, action: inWords(action) })
const nothing = (memory: WayBack) => ({ memory, switchTo: null, toggle: null, wakeAt: null, action: null })
const byItself = (memory: WayBack, seen: Observed, view: HealthView, rules: Partial<ObsRules> = {}) =>
  plain(reconcileSource(memory, seen, view, { ...RULES, ...rules }, START))
const ordered = (memory: WayBack, order: 'standby' | 'back', seen: Observed, view: HealthView = LIVE) =>
  plain(reconcileSourceOrder(memory, order, seen, view, RULES, START))

describe('OBS and its scenes', () => {
  describe('mode source, decision by decision', () => {
    test('[OB26] it shows what is hidden on program and on other canvases, and remembers just that', () => {
      const items = [HIDDEN, item('Gameplay', 2, false, 'elsewhere'), item('Wide', 3, false, 'canvas'), item('Tall', 4, true, 'canvas')]
      const shown = [ref('Chat', 1), ref('Wide', 3)]
      expect(byItself(IDLE, seeing(items), DEGRADED)).toEqual({
        memory: { ...HELD, items: shown, standbySince: null },
        switchTo: null,
        toggle: { items: shown, enabled: true },
        wakeAt: null,
        action: { command: 'show “Card”', why: 'TikTok had been away for 15 s' },
      })
      expect(byItself(IDLE, seeing(items, { transitioning: true }), DEGRADED)).toEqual({ ...nothing(IDLE), wakeAt: START + 100 })
      expect(byItself(IDLE, seeing([item('Gameplay', 2, false, 'elsewhere')]), DEGRADED)).toEqual(nothing(IDLE))
      expect(byItself(IDLE, seeing(null), DEGRADED)).toEqual(nothing(IDLE))
      expect(byItself(IDLE, seeing(items), LIVE)).toEqual(nothing(IDLE))
    })

    test('[OB3] [OB4] what was shown by hand, and what the creator took over, is left alone', () => {
      expect(byItself(IDLE, seeing([SHOWN]), DEGRADED)).toEqual({
        ...nothing(YIELDED),
        action: { command: 'leave OBS alone', why: 'you showed “Card” by hand' },
      })
      expect(byItself(YIELDED, seeing([HIDDEN]), DEGRADED)).toEqual(nothing(YIELDED))
      expect(byItself(YIELDED, seeing([HIDDEN]), LIVE)).toEqual(nothing(IDLE))
    })

    test('[OB29] a hands-off scene is not covered, unless the source was there before', () => {
      const rules = { handsOffScenes: ['Chat'] }
      expect(byItself(IDLE, seeing([HIDDEN]), DEGRADED, rules)).toEqual({
        ...nothing(YIELDED),
        action: { command: 'leave OBS alone', why: '“Chat” is a scene that Standby never leaves' },
      })
      expect(byItself({ ...SHOWING, standbySince: null }, seeing([HIDDEN]), DEGRADED, rules).toggle).toEqual({
        items: [ref('Chat', 1)],
        enabled: true,
      })
    })

    test('[OB26] a command that did nothing is sent again, and what it was to show before is not forgotten', () => {
      const memory = { ...SHOWING, items: [ref('Gameplay', 2), ref('Chat', 1)], standbySince: null, manual: true }
      const again = byItself(memory, seeing([HIDDEN, item('Gameplay', 2, false, 'elsewhere')]), DEGRADED)
      expect(again).toMatchObject({
        memory: { items: [ref('Gameplay', 2), ref('Chat', 1)], manual: true, standbySince: null },
        toggle: { items: [ref('Chat', 1)], enabled: true },
      })
      const both = byItself({ ...SHOWING, standbySince: null }, seeing([HIDDEN, item('Wide', 3, false, 'canvas')]), DEGRADED)
      expect(both.memory).toMatchObject({ items: [ref('Chat', 1), ref('Wide', 3)] })
      // Where it is shown by hand there is nothing to do, and it is no reason to stop.
      const elsewhere = { ...SHOWING, items: [ref('Gameplay', 2)], standbySince: null }
      const byHand = byItself(elsewhere, seeing([SHOWN, item('Gameplay', 2, false, 'elsewhere')]), DEGRADED)
      expect(byHand).toEqual(nothing({ ...HELD, items: [ref('Gameplay', 2)], standbySince: null }))
      expect(byItself({ ...SHOWING, standbySince: null }, seeing([HIDDEN]), LIVE)).toEqual(nothing(IDLE))
    })

    test('[OB26] once it is seen it counts as shown from then on, and nothing more is sent', () => {
      expect(byItself({ ...SHOWING, standbySince: null }, seeing([SHOWN]), DEGRADED)).toEqual(nothing({ ...HELD, standbySince: START }))
      expect(byItself({ ...SHOWING, leaving: true }, seeing([SHOWN]), DEGRADED)).toEqual(nothing(HELD))
      expect(byItself(SHOWING, seeing(null), DEGRADED)).toEqual(nothing(SHOWING))
      // In the scene that is on now it was never shown.
      expect(byItself(SHOWING, seeing([item('Gameplay', 2, false), item('Chat', 1, true, 'elsewhere')]), DEGRADED)).toEqual(nothing(HELD))
    })

    test('[OB3] what was hidden by hand in one of two places is forgotten, and in all of them ends it', () => {
      const both = { ...SHOWING, items: [ref('Chat', 1), ref('Wide', 3)] }
      const one = [SHOWN, item('Wide', 3, false, 'canvas')]
      expect(byItself(both, seeing(one), DEGRADED).memory).toEqual(HELD)
      expect(byItself({ ...both, standbySince: null }, seeing(one), DEGRADED).memory).toEqual({
        ...HELD,
        items: both.items,
        standbySince: START,
      })
      expect(byItself(both, seeing(one, { frameCount: 899 }), DEGRADED).memory).toMatchObject({ items: both.items, frameCount: 899 })
      const hid = { command: 'leave OBS alone', why: 'you hid “Card” by hand' }
      expect(byItself(SHOWING, seeing([HIDDEN]), DEGRADED)).toEqual({ ...nothing(YIELDED), action: hid })
      expect(byItself(SHOWING, seeing([HIDDEN]), LIVE)).toEqual({ ...nothing(IDLE), action: hid })
    })

    test('[OB7] an OBS that was started again and shows nothing shows it again in a drop alone', () => {
      const restarted = { frameCount: 899 }
      expect(byItself(SHOWING, seeing([HIDDEN], restarted), DEGRADED)).toMatchObject({
        memory: { state: 'showing', standbySince: null, frameCount: 899 },
        toggle: { enabled: true },
      })
      expect(byItself(SHOWING, seeing([HIDDEN], restarted), LIVE)).toEqual(nothing(IDLE))
      expect(byItself(SHOWING, seeing([HIDDEN], { frameCount: 900 }), DEGRADED).memory).toEqual(YIELDED)
    })

    test('[OB26] when TikTok has been back, it hides what it showed, and is done once that is seen', () => {
      const back = byItself(SHOWING, seeing([SHOWN]), LIVE)
      expect(back).toEqual({
        memory: { ...HELD, leaving: true },
        switchTo: null,
        toggle: { items: [ref('Chat', 1)], enabled: false },
        wakeAt: null,
        action: { command: 'hide “Card”', why: 'TikTok had been back for 1 min' },
      })
      expect(byItself(SHOWING, seeing([SHOWN], { transitioning: true }), LIVE)).toEqual({ ...nothing(HELD), wakeAt: START + 100 })
      expect(byItself(back.memory, seeing([HIDDEN]), LIVE)).toEqual(nothing(IDLE))
      expect(byItself(back.memory, seeing([HIDDEN]), { health: 'offline', since: START })).toEqual(nothing(IDLE))
      const soon = { health: 'live', since: START - 1_000 } as const
      expect(byItself(SHOWING, seeing([SHOWN]), soon)).toEqual({ ...nothing(HELD), wakeAt: START + 2_000 })
    })

    test('[OB33] by hand it is shown and hidden at once, and ends the automation for that outage', () => {
      const on = ordered(IDLE, 'standby', seeing([HIDDEN]))
      expect(on).toEqual({
        memory: { ...HELD, standbySince: null, manual: true },
        switchTo: null,
        toggle: { items: [ref('Chat', 1)], enabled: true },
        wakeAt: null,
        action: { command: 'show “Card”', why: 'you asked for it' },
      })
      expect(ordered(IDLE, 'standby', seeing([SHOWN]))).toEqual(nothing(IDLE))
      expect(ordered(SHOWING, 'standby', seeing([SHOWN]))).toEqual(nothing({ ...HELD, manual: true }))
      expect(ordered(IDLE, 'standby', seeing([HIDDEN], { transitioning: true }))).toEqual({ ...nothing(IDLE), wakeAt: START + 100 })
      const off = ordered(SHOWING, 'back', seeing([SHOWN]), DEGRADED)
      expect(off).toMatchObject({
        memory: { manual: true, leaving: true },
        toggle: { items: [ref('Chat', 1)], enabled: false },
        action: { command: 'hide “Card”', why: 'you asked for it' },
      })
      expect(byItself(off.memory, seeing([HIDDEN]), DEGRADED)).toEqual(nothing(YIELDED))
      expect(byItself(off.memory, seeing([HIDDEN]), LIVE)).toEqual(nothing(IDLE))
    })

    test('[OB42] by hand a source that nothing of ours showed is hidden where viewers see it', () => {
      const items = [SHOWN, item('Wide', 3, false, 'canvas'), item('Gameplay', 2, true, 'elsewhere'), item('Tall', 4, true, 'canvas')]
      expect(ordered(IDLE, 'back', seeing(items))).toEqual({
        ...nothing(IDLE),
        toggle: { items: [ref('Chat', 1), ref('Tall', 4)], enabled: false },
        action: { command: 'hide “Card”', why: 'you asked for it' },
      })
      expect(ordered(IDLE, 'back', seeing(items, { transitioning: true }))).toEqual({ ...nothing(IDLE), wakeAt: START + 100 })
      expect(ordered(IDLE, 'back', seeing([HIDDEN]))).toEqual(nothing(IDLE))
      expect(ordered(IDLE, 'back', seeing([HIDDEN], { transitioning: true }))).toEqual(nothing(IDLE))
    })
  })
})

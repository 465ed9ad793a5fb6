import { describe, expect, test } from 'vitest'
import { nextAction, NO_NEXT_ACTION, type Block } from '@standby/bridge/obs/scenes/next-action.ts'
import type { HealthView, ObsRules } from '@standby/bridge/obs/scenes/desired.pure.ts'
import type { Observed } from '@standby/bridge/obs/scenes/scene.ts'
import { INITIAL_STATE, type AutomationState } from '@standby/bridge/obs/scenes/state.ts'
import { IDLE, YIELDED, type ShowingMemory, type WayBack } from '@standby/bridge/obs/scenes/way-back.ts'
import { byName, observed, onStandby, RULES, START } from './show.ts'

const SHOWING: ShowingMemory = {
  state: 'showing',
  source: 'Card',
  items: [{ scene: byName('Chat'), itemId: 1 }],
  leaving: false,
  standbySince: START - 20_000,
  manual: false,
  frameCount: 900,
  seenAt: START,
}

interface Given {
  memory?: WayBack
  flaps?: AutomationState['flaps']
  seen?: Observed
  view?: Partial<HealthView>
  rules?: Partial<ObsRules>
  blocked?: Block | null
}

/** What is said: the plan, when it comes, and what holds it. */
function said({ memory = IDLE, flaps = INITIAL_STATE.flaps, seen = observed('Chat'), view = {}, rules = {}, blocked = null }: Given) {
  const state = { ...INITIAL_STATE, memory, flaps }
  const { next, nextAt, holding } = nextAction(
    state,
    seen,
    { health: 'live', since: START - 1_000, ...view },
    { ...RULES, ...rules },
    blocked,
    START,
  )
  return [next?.text ?? null, nextAt === null ? null : nextAt - START, holding?.text ?? null]
}

const withItems = observed('Chat', { items: [] })

describe('OBS and its scenes', () => {
  test.each<[string, Given, [string | null, number | null, string | null]]>([
    ['the LIVE is on', {}, ['to “Standby”, if TikTok is away for 10 s', null, null]],
    ['TikTok has gone', { view: { health: 'reconnecting' } }, ['to “Standby”, if TikTok stays away', 9_000, null]],
    [
      "OBS's own stream is in trouble",
      { view: { health: 'reconnecting', because: 'output' } },
      ['to “Standby”, if TikTok is away for 10 s', null, null],
    ],
    ['TikTok is away', { view: { health: 'degraded' } }, ['to “Standby”, if TikTok is away for 10 s', null, null]],
    ['nobody is live', { view: { health: 'offline' } }, [null, null, null]],
    ['a source is shown', { seen: withItems }, ['shows “Card”, if TikTok is away for 10 s', null, null]],
    [
      'a source is shown and TikTok has gone',
      { seen: withItems, view: { health: 'reconnecting' } },
      ['shows “Card”, if TikTok stays away', 9_000, null],
    ],
    ['seconds are rounded', { rules: { degradedAfterMs: 10_499 } }, ['to “Standby”, if TikTok is away for 10 s', null, null]],
  ])('[OB35] before standby, if %s', (_, given, expected) => expect(said(given)).toEqual(expected))

  test.each<[string, Given, string]>([
    ['it is off', { blocked: 'off', memory: onStandby() }, 'The automation is off: Standby leaves OBS alone.'],
    ['it is paused', { blocked: 'paused', memory: onStandby() }, 'Paused for this show: Standby switches nothing by itself.'],
    [
      'the creator took over',
      { memory: YIELDED, blocked: 'no-output' },
      'You switched by hand, so Standby changes nothing until TikTok is back.',
    ],
    [
      'OBS sends nothing out',
      { blocked: 'no-output', rules: { handsOffScenes: ['Chat'] } },
      'OBS sends nothing out (no stream, recording or virtual camera), so nothing is switched.',
    ],
    ['the scene is hands-off', { rules: { handsOffScenes: ['Chat'] } }, 'You chose “Chat” as a scene that Standby never leaves.'],
    ['standby is on by hand', { memory: { ...onStandby(), manual: true } }, 'You put standby on by hand, so only you take it off.'],
  ])('[OB35] nothing comes, with the reason, if %s', (_, given, reason) => expect(said(given)).toEqual([null, null, reason]))

  test.each<[string, Given, [string | null, number | null, string | null]]>([
    ['live', { memory: onStandby() }, ['back to “Chat”', 2_000, null]],
    ['live, and OBS sends nothing out', { memory: onStandby(), blocked: 'no-output' }, ['back to “Chat”', 2_000, null]],
    [
      'degraded',
      { memory: onStandby(), view: { health: 'degraded' } },
      ['back to “Chat”, once the connection has held for 3 s', null, null],
    ],
    ['offline', { memory: onStandby(), view: { health: 'offline' } }, ['back to “Chat”, once you are live again', null, null]],
    ['live, with a source', { memory: SHOWING }, ['hides the source', 2_000, null]],
    [
      'reconnecting, with a source',
      { memory: SHOWING, view: { health: 'reconnecting' } },
      ['hides the source, once the connection has held for 3 s', null, null],
    ],
    ['offline, with a source', { memory: SHOWING, view: { health: 'offline' } }, ['hides the source, once you are live again', null, null]],
    [
      'without the scene to go back to',
      { memory: onStandby(), seen: observed('Standby', { scenes: [byName('Standby')] }) },
      [null, null, null],
    ],
    [
      'after many round trips',
      { memory: onStandby(), flaps: { tripsAt: [], level: 1, levelAt: START }, rules: { stableMs: 15_000 } },
      ['back to “Chat”', 14_000, 'OBS went back and forth too often, so standby stays on until the connection has held for 15 s.'],
    ],
  ])('[OB35] on standby and %s', (_, given, expected) => expect(said(given)).toEqual(expected))

  test('[OB35] before anything was looked at, nothing is said', () => {
    expect(NO_NEXT_ACTION).toEqual({ next: null, nextAt: null, holding: null })
  })
})

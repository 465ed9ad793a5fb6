import { describe, expect, test } from 'vitest'
import { agreementJudge, shownJudge, unexcused, type AgreementJudge } from '../lab/chaos/page-judge.ts'
import type { PageView } from '../lab/chaos/page-recorder.ts'

const EMPTY: PageView = { life: 1, ours: true, rows: [], alerts: [], says: null, viewers: null }

/** Complaints of a page that showed this, one after the other. */
function shown(...views: Partial<PageView>[]): readonly string[] {
  const judge = shownJudge('the page')
  for (const view of views) judge.see({ ...EMPTY, ...view })
  return judge.complaints()
}

describe('Chaos', () => {
  test('[KA8] the observer of pages complains about a row that is there twice or again, nothing else', () => {
    expect(shown({ rows: ['#2', '#1'] }, { rows: ['#3', '#2'] }, { rows: ['#3', '#2'] })).toEqual([])
    expect(shown({ rows: ['#2', '#1', '#2'] })).toEqual(['the page shows #2 twice'])
    expect(shown({ rows: ['#1'] }, { rows: ['#2'] }, { rows: ['#2', '#1'] })).toEqual(['the page shows #1 again after it had gone'])
    // Loaded anew it begins with what it showed.
    expect(shown({ rows: ['#2', '#1'] }, { rows: ['#3', '#2'] }, { life: 2, rows: ['#3', '#2', '#1'] })).toEqual([])
  })

  test('[KA8] it complains of a gift that is announced again, whether the page was reloaded or not', () => {
    expect(shown({ alerts: ['giver.1'] }, { alerts: ['giver.1', 'giver.2'] }, { alerts: ['giver.2'] })).toEqual([])
    expect(shown({ alerts: ['giver.1'] }, {}, { alerts: ['giver.1'] })).toEqual(['the page announces giver.1 again'])
    expect(shown({ alerts: ['giver.1'] }, { life: 2, alerts: ['giver.1'] })).toEqual(['the page announces giver.1 again'])
  })
})

const LIVE = { reconnectionState: 'CONNECTED', health: 'live', paused: false } as const
const AWAY = { reconnectionState: 'RECONNECTING', health: 'reconnecting', paused: false } as const
const says = (overlay: string | null, standby: string, dock: string): Parameters<AgreementJudge['see']>[2] => ({
  overlay: { ...EMPTY, says: overlay },
  standby: { ...EMPTY, says: standby },
  dock: { ...EMPTY, says: dock },
})
const WELL = says(null, 'Short break', 'Live')

describe('Chaos', () => {
  test('[KA7] it complains once about a page that contradicts the bridge for longer than allowed', () => {
    const judge = agreementJudge(1_000)
    judge.see(0, LIVE, WELL)
    judge.see(500, AWAY, WELL)
    judge.see(1_400, AWAY, says('One moment…', 'Back in a moment', 'Reconnecting'))
    judge.see(2_000, LIVE, WELL)
    expect(judge.complaints()).toEqual([])
    const stuck = { ...WELL, dock: { ...EMPTY, says: 'Standby is not running' }, overlay: { ...EMPTY, ours: false } }
    for (let at = 3_000; at < 6_000; at += 500) judge.see(at, LIVE, stuck)
    expect(judge.complaints()).toEqual([
      'the overlay page says nothing 2 s after CONNECTED live',
      'the dock page says "Standby is not running" 2 s after CONNECTED live',
    ])
  })

  test('[KA7] nothing is asked of a page while the bridge does not answer, or something is done to it', () => {
    const judge = agreementJudge(1_000)
    for (let at = 0; at < 9_000; at += 500) judge.see(at, null, says(null, 'Short break', 'Standby is not running'))
    for (let at = 9_000; at < 18_000; at += 500) judge.see(at, LIVE, { overlay: 'busy', standby: 'busy', dock: 'busy' })
    expect(judge.complaints()).toEqual([])
  })

  test('[KA8] refused connections are excused while the bridge is away, and nothing else is', () => {
    const refused = 'console: WebSocket connection failed: net::ERR_CONNECTION_REFUSED'
    const away = [{ from: 1_000, to: 2_000 }]
    const errors = [
      { at: 1_500, text: refused },
      { at: 2_400, text: refused },
      { at: 1_500, text: 'uncaught: x is not defined' },
      { at: 9_000, text: `late ${refused}` },
    ]
    expect(unexcused(errors, away, 500)).toEqual(['uncaught: x is not defined', `late ${refused}`])
  })
})

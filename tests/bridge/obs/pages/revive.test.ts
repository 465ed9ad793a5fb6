import { describe, expect, test } from 'vitest'
import {
  APPEAR_MS,
  restartRevival,
  decideRevival,
  doneByHand,
  LIMIT_MS,
  SILENT_MS,
  type OwnSource,
  type RevivalHistory,
} from '@standby/bridge/obs/pages/revive.pure.ts'
import type { ConnectedPage } from '@standby/shared/obs-setup.ts'

const NOW = 1_700_000_000_000
const overlay: OwnSource = { inputName: 'Overlay', uuid: null, page: 'overlay', source: 'Overlay', shutdown: false, showing: true }
const page: ConnectedPage = { id: 1, page: 'overlay', source: 'Overlay', inObs: true, visible: null, connectedAt: NOW, lastSignAt: NOW }

/** Decides at each of these times, and tells what was done when. */
function over(sources: OwnSource[], times: number[], pages: (at: number) => ConnectedPage[] = () => [], start: RevivalHistory = {}) {
  let history = start
  const done: string[] = []
  let last = decideRevival([], [], {}, NOW)
  for (const at of times) {
    last = decideRevival(sources, pages(at), history, NOW + at)
    history = last.history
    for (const { how, inputName } of last.actions) done.push(`${at} ${how} ${inputName}`)
  }
  return { done, history, states: last.states, wakeAt: last.wakeAt }
}

describe('Setup in OBS, and our own pages there', () => {
  describe('a source whose page is missing', () => {
    test('[OS11] is refreshed after 7 s, its address is swapped after 7 s more, and then it is given up', () => {
      const { done, states, wakeAt } = over([overlay], [0, 6_999, 7_000, 7_001, 13_999, 14_000, 21_000, 60_000, LIMIT_MS * 3])
      expect(done).toEqual(['7000 refresh Overlay', '14000 swap Overlay'])
      expect(states).toEqual({ Overlay: 'dead' })
      expect(wakeAt).toBeNull()
    })

    test('[OS11] is decided about again just when something is due', () => {
      expect(over([overlay], [0])).toMatchObject({ wakeAt: NOW + APPEAR_MS, states: { Overlay: 'loading' } })
      expect(over([overlay], [0, APPEAR_MS])).toMatchObject({ wakeAt: NOW + 2 * APPEAR_MS, states: { Overlay: 'loading' } })
      expect(over([overlay], [0], () => [page])).toMatchObject({ wakeAt: NOW + SILENT_MS + 1, states: { Overlay: 'alive' } })
      const swapped = over([overlay], [0, APPEAR_MS, 2 * APPEAR_MS])
      expect(swapped).toMatchObject({ wakeAt: NOW + 3 * APPEAR_MS, states: { Overlay: 'loading' } })
      expect(swapped.history['Overlay']?.tries).toEqual(['refresh', 'swap'])
      expect(over([overlay], [0, APPEAR_MS, 2 * APPEAR_MS, 2 * APPEAR_MS + 1]).states).toEqual({ Overlay: 'loading' })
    })

    test('[OS11] is decided about when the first of several sources is due', () => {
      const second: OwnSource = { ...overlay, inputName: 'Second', source: 'Second' }
      const due = (...sources: OwnSource[]) => over(sources, [0], () => [page]).wakeAt
      expect([due(overlay, second), due(second, overlay)]).toEqual([NOW + APPEAR_MS, NOW + APPEAR_MS])
      // One that was given up asks for nothing.
      const given = { Second: { missingSince: NOW, tries: ['refresh', 'swap'] as const, refreshedAt: NOW, swappedAt: NOW } }
      const dead = over([overlay, second], [60_000], () => [{ ...page, lastSignAt: NOW + 50_000 }], given)
      expect(dead).toMatchObject({ states: { Second: 'dead' }, wakeAt: NOW + 50_000 + SILENT_MS + 1 })
      const older = { ...page, id: 2, lastSignAt: NOW - 9_000 }
      expect(over([overlay], [0], () => [page, older]).wakeAt).toBe(NOW - 9_000 + SILENT_MS + 1)
    })

    test('[OS11] one that was never tried is tried at any hour, and a clock set back does not delay it', () => {
      const never = { Overlay: { missingSince: 0, tries: [], refreshedAt: null, swappedAt: null } }
      expect(decideRevival([overlay], [], never, APPEAR_MS).actions).toEqual([{ how: 'refresh', inputName: 'Overlay' }])
      const ahead = { Overlay: { missingSince: null, tries: [], refreshedAt: NOW + 3_600_000, swappedAt: null } }
      expect(over([overlay], [0, APPEAR_MS], undefined, ahead).done).toEqual([`${APPEAR_MS} swap Overlay`])
    })

    test('[OS20] is tried again when OBS or the bridge has restarted, but not within ten minutes', () => {
      const { history } = over([overlay], [0, 7_000, 14_000])
      const restarted = restartRevival(history)
      expect(over([overlay], [20_000, 27_000, 40_000, LIMIT_MS], undefined, restarted).done).toEqual([])
      expect(over([overlay], [20_000, 40_000], undefined, restarted).wakeAt).toBe(NOW + 7_000 + LIMIT_MS)
      const later = over([overlay], [20_000, LIMIT_MS + 7_000, LIMIT_MS + 14_000], undefined, restarted)
      expect(later.done).toEqual([`${LIMIT_MS + 7_000} refresh Overlay`, `${LIMIT_MS + 14_000} swap Overlay`])
    })

    test('[OS12] that keeps coming and going is refreshed and swapped once each in ten minutes', () => {
      const times = Array.from({ length: 60 }, (_, index) => index * 10_000)
      const { done } = over([overlay], times, (at) => (at % 40_000 === 0 ? [{ ...page, lastSignAt: NOW + at }] : []))
      expect(done).toEqual(['20000 refresh Overlay', '30000 swap Overlay'])
    })

    test('[OS12] that went away with its scene collection has its limits still when it is back', () => {
      const { history } = over([overlay], [0, 7_000, 14_000])
      const away = decideRevival([], [], history, NOW + 20_000).history
      expect(over([overlay], [30_000, 40_000, 50_000], undefined, away).done).toEqual([])
      const limits = { Overlay: { missingSince: null, tries: [], refreshedAt: NOW + 7_000, swappedAt: NOW + 14_000 } }
      expect(decideRevival([], [], history, NOW + 13_999 + LIMIT_MS).history).toEqual(limits)
      expect(decideRevival([], [], history, NOW + 14_000 + LIMIT_MS).history).toEqual({})
    })

    test('[OS16] that was reloaded by hand has had its refresh', () => {
      const history = doneByHand({}, 'Overlay', 'refresh', NOW)
      expect(over([overlay], [1_000, 8_000, 20_000], undefined, history).done).toEqual(['8000 swap Overlay'])
      const swapped = doneByHand({}, 'Overlay', 'swap', NOW)
      expect(swapped).toEqual({ Overlay: { missingSince: null, tries: [], refreshedAt: null, swappedAt: NOW } })
      expect(over([overlay], [1_000, 8_000, 20_000], undefined, swapped).done).toEqual(['8000 refresh Overlay'])
    })

    test('[OS11] is known by its uuid if OBS gives one, so that a rename wins no second try', () => {
      const source = { ...overlay, uuid: 'u1' }
      const { history } = over([source], [0, 7_000, 14_000])
      expect(over([{ ...source, inputName: 'Renamed' }], [30_000, 60_000], undefined, history).done).toEqual([])
    })
  })

  describe('a page that shows life', () => {
    test('[OS13] keeps its source from being touched, until it has been silent for 45 s', () => {
      const times = [0, 10_000, SILENT_MS, SILENT_MS + 1, SILENT_MS + APPEAR_MS + 1]
      expect(over([overlay], times, () => [page]).done).toEqual([`${SILENT_MS + APPEAR_MS + 1} refresh Overlay`])
      expect(over([overlay], [SILENT_MS], () => [page]).states).toEqual({ Overlay: 'alive' })
    })

    test.each([
      ['a page in a browser’s tab', { ...page, inObs: false }],
      ['another page', { ...page, page: 'standby' }],
      ['the page of another source', { ...page, source: 'Other' }],
    ])('[OS13] %s is not its page', (_, other) => {
      expect(over([overlay], [0, 7_000], () => [other]).done).toEqual(['7000 refresh Overlay'])
    })

    test('[OS13] if sources share an address and pages are missing, none is touched and it says so', () => {
      const second = { ...overlay, inputName: 'Overlay copy' }
      const times = [0, 7_000, 14_000, 30_000]
      const one = over([overlay, second], times, () => [page])
      expect(one).toMatchObject({ done: [], states: { Overlay: 'unclear', 'Overlay copy': 'unclear' } })
      const both = over([overlay, second], times, () => [page, { ...page, id: 2 }])
      expect(both).toMatchObject({ done: [], states: { Overlay: 'alive', 'Overlay copy': 'alive' } })
      expect(over([overlay, second], [0, 7_000]).done).toEqual(['7000 refresh Overlay', '7000 refresh Overlay copy'])
    })

    test('[OS13] one source with its page does not hide that the other, with its own address, has none', () => {
      const card: OwnSource = { ...overlay, inputName: 'Card', page: 'standby', source: 'Card' }
      const more: OwnSource = { ...overlay, inputName: 'Second', source: 'Second' }
      const { done, states } = over([overlay, card, more], [0, 7_000], () => [page])
      expect(done).toEqual(['7000 refresh Card', '7000 refresh Second'])
      expect(states['Overlay']).toBe('alive')
      // The same name on another page is another address.
      expect(over([overlay, { ...card, source: 'Overlay' }], [0], () => [page]).states).toEqual({ Overlay: 'alive', Card: 'loading' })
    })
  })

  describe('a source that OBS shuts down while it is hidden', () => {
    const hidden = { ...overlay, shutdown: true, showing: false }

    test('[OS14] is left alone while hidden, and is given time when it is shown', () => {
      expect(over([hidden], [0, 7_000, 60_000])).toMatchObject({ done: [], states: { Overlay: 'unloaded' }, wakeAt: null })
      const { history } = over([hidden], [0, 60_000])
      expect(over([{ ...hidden, showing: true }], [61_000, 67_999, 68_000], undefined, history).done).toEqual(['68000 refresh Overlay'])
    })

    test('[OS14] one that stays loaded is revived hidden too', () => {
      expect(over([{ ...overlay, showing: false }], [0, 7_000]).done).toEqual(['7000 refresh Overlay'])
    })

    test('[OS14] does not count among those whose pages should be there', () => {
      expect(over([overlay, { ...hidden, inputName: 'Hidden' }], [0], () => [page]).states).toEqual({
        Overlay: 'alive',
        Hidden: 'unloaded',
      })
    })
  })
})

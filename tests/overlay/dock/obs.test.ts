import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { say as sentence } from '@standby/bridge/obs/words.ts'
import { DEFAULT_OBS_AUTOMATION } from '@standby/shared/settings/obs-settings.ts'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { translate } from '../../../overlay/src/i18n/translate.ts'
import { openDock, regionText, tap, textOf, type OpenDock } from '../../support/browser/dock.ts'
import { apiError, slowPost } from '../../support/fakes/fake-post.ts'
import type { FixtureName } from '../../support/fixtures/states.ts'

const PARAMS = {
  scene: 'Sofa <b>',
  source: 'Card',
  front: 'Camera',
  seconds: 10,
  url: 'ws://127.0.0.1:4455',
  meant: 'Sofa',
  canvases: ['Vertical', 'Square'],
}

describe('Dock', () => {
  test.each([en, fr])('[DK25] every sentence about OBS is written in $language, with its names and times', (catalogue) => {
    for (const [code, write] of Object.entries(catalogue.obs.words)) {
      const words = (write as (params: typeof PARAMS) => string)(PARAMS)
      expect(words, code).toMatch(/^\S.*\S$/)
      expect(words, code).not.toMatch(/undefined|\bnull\b|NaN|\[object/)
    }
    const away = sentence('next-standby-if-away-for', { scene: 'Sofa', seconds: 150 })
    expect(translate(away, catalogue.obs.words)).toMatch(/Sofa.*2 min 30 s/)
  })

  test('[DK25] a sentence of a newer bridge stays in the bridge’s own words', () => {
    const strange = { code: 'toString', params: {}, text: 'Something new.' } as unknown as ReturnType<typeof sentence<'dry-run'>>
    expect(translate(strange, fr.obs.words)).toBe('Something new.')
  })

  test.each<[FixtureName, string[]]>([
    ['obs-connecting', ['Connecting']],
    ['obs-kicked', ['Stopped', 'ended in OBS', 'Try again now']],
    ['obs-misspelt', ['Did you mean “Standby”?', 'Stand by (missing)']],
    ['obs-source', ['Studio mode', 'Source Standby card', 'only says', 'Would have done', 'In studio mode OBS may']],
    ['obs-flapping', ['Next: back to “Face”, in 26 s', 'back and forth too often', 'held for 48 s']],
  ])('[DK25] OBS while %s: what would come next, and why the last thing was done', (name, words) => {
    openDock({ show: name })
    for (const word of words) expect(regionText('OBS')).toContain(word)
  })

  test('[DK25] the same in French', () => {
    openDock({ show: 'obs-flapping', catalogue: fr })
    expect(textOf('obs-next')).toBe('Ensuite : retour à « Face » , dans 26 s'.replace(' : ', ': ').replace('» ,', '»,'))
    expect(textOf('obs-last')).toContain('vers « Standby » – TikTok était absent depuis 10 s')
  })

  test('[DK26] standby by hand and back take one tap each; a refusal is translated', async () => {
    const { feed, api } = openDock({ show: 'live', catalogue: fr })
    const refusal = sentence('obs-not-connected')
    api.answer(apiError({ code: 'not-now', message: refusal.text, sentence: refusal }))
    await tap('Scène Standby')
    await api.settle()
    expect(api.sent).toEqual([{ path: '/api/obs/standby', body: {} }])
    expect(screen.getByRole('alert').textContent).toContain('OBS n’est pas connecté.')
    api.answer(null)
    feed.show('degraded')
    await tap('Retour au show')
    expect(api.sent.at(-1)).toEqual({ path: '/api/obs/back', body: {} })
  })

  test('[DK26] if OBS is away, or is to be left alone, there is nothing to switch', () => {
    const { feed } = openDock({ show: 'obs-waiting' })
    expect(screen.queryByRole('button', { name: 'Standby scene now' })).toBeNull()
    feed.show('live')
    const { obs } = feed.bridge.state!
    feed.update([], { obs: { ...obs, settings: { ...obs.settings, mode: 'off' } } })
    expect(screen.queryByRole('button', { name: 'Standby scene now' })).toBeNull()
    expect(screen.queryByRole('switch', { name: /Pause/ })).toBeNull()
  })

  test('[DK27] the standby scene is picked from those OBS has; a refusal puts the picker back', async () => {
    const { api } = openDock({ show: 'live' })
    const picker = screen.getByLabelText<HTMLSelectElement>('Standby scene')
    expect([...picker.options].map(({ text }) => text)).toEqual(['Painting, top camera', 'Face', 'Standby'])
    await fireEvent.change(picker, { target: { value: 'Face' } })
    await api.settle()
    expect(api.sent).toEqual([{ path: '/api/obs/connect', body: { standbyScene: 'Face' } }])
    api.answer(apiError({ code: 'fixed-by-environment', field: 'standbyScene', message: 'An environment variable sets this.' }))
    await fireEvent.change(picker, { target: { value: 'Face' } })
    await api.settle()
    expect(picker.value).toBe('Standby')
    expect(screen.getByRole('alert').textContent).toContain('An environment variable sets this.')
  })

  function settings(): OpenDock {
    return openDock({ show: 'tended', open: ['obs-settings'] })
  }

  test('[DK28] mode and source of the automation', async () => {
    const { feed, api } = settings()
    const mode = screen.getByLabelText('When TikTok drops')
    await fireEvent.change(mode, { target: { value: 'source' } })
    await api.settle()
    const { obs } = feed.bridge.state!
    feed.update([], { obs: { ...obs, settings: { ...DEFAULT_OBS_AUTOMATION, mode: 'source' } } })
    await fireEvent.input(screen.getByLabelText('Source'), { target: { value: ' My card ' } })
    await fireEvent.submit(screen.getByLabelText<HTMLInputElement>('Source').form!)
    expect(api.sent).toEqual([
      { path: '/api/obs/connect', body: { mode: 'source' } },
      { path: '/api/obs/connect', body: { sourceName: 'My card' } },
    ])
  })

  test('[DK28] hands-off scenes are ticked; one of another scene collection is not lost', async () => {
    const { feed, api } = settings()
    const { obs } = feed.bridge.state!
    feed.update([], { obs: { ...obs, settings: { ...obs.settings, handsOffScenes: ['Face', 'Ending, other collection'] } } })
    const box = (name: string): HTMLInputElement => screen.getByRole('checkbox', { name })
    expect(box('Face').checked).toBe(true)
    expect(box('Ending, other collection').checked).toBe(true)
    await fireEvent.click(box('Painting, top camera'))
    await api.settle()
    expect(api.sent).toEqual([
      { path: '/api/obs/connect', body: { handsOffScenes: ['Face', 'Ending, other collection', 'Painting, top camera'] } },
    ])
    api.answer(apiError({ message: 'no' }))
    await fireEvent.click(box('Face'))
    await api.settle()
    expect(api.sent.at(-1)?.body).toEqual({ handsOffScenes: ['Ending, other collection'] })
    expect(box('Face').checked).toBe(true)
  })

  test.each([
    ['Only while OBS streams, records or runs its camera', { onlyWhenOutputActive: true }],
    ['Trouble with OBS’s own stream counts too', { countOutputAsDegraded: true }],
    ['Always cut, without the transition', { cutTransitions: false }],
    ['Practice: say what it would do, and change nothing', { dryRun: true }],
  ])('[DK28] %s', async (name, body) => {
    const { api } = settings()
    await fireEvent.click(screen.getByRole('switch', { name }))
    expect(api.sent).toEqual([{ path: '/api/obs/connect', body }])
  })

  test('[DK48] scenes ticked one after the other are all kept, and the focus stays in place', async () => {
    const api = slowPost()
    const { feed } = openDock({ show: 'live', open: ['obs-settings'], post: api.post })
    const { obs } = feed.bridge.state!
    feed.update([], { obs: { ...obs, scenes: ['Face', 'Sofa'], settings: { ...obs.settings, handsOffScenes: [] } } })
    const [face, sofa] = ['Face', 'Sofa'].map((name) => screen.getByRole<HTMLInputElement>('checkbox', { name }))
    face!.focus()
    await fireEvent.click(face!)
    await fireEvent.click(sofa!)
    expect(document.activeElement).toBe(face)
    await api.answer(null)
    await api.answer(apiError({ message: 'no' }))
    expect(api.sent.map(({ body }) => body)).toEqual([{ handsOffScenes: ['Face'] }, { handsOffScenes: ['Face', 'Sofa'] }])
    expect(sofa!.checked).toBe(false)
  })
})

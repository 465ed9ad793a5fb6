import { fireEvent, screen } from '@testing-library/svelte'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { DEFAULT_CARD, type CardSettings } from '@standby/shared/settings/card-settings.ts'
import { openDock, tap, type OpenDock } from '../../support/browser/dock.ts'
import { apiError } from '../../support/fakes/fake-post.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'

const SETTINGS = '/api/card/settings'
const PICTURE = { id: 'p1', name: 'sea.png', type: 'image/png', bytes: 1_250_000 }

beforeEach(() => {
  // Its size is measured, which jsdom cannot.
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  )
})

const withCard = (card: Partial<CardSettings> = {}): OpenDock => {
  const dock = openDock({ show: 'live', open: ['card'] })
  dock.feed.update([], { card: { ...DEFAULT_CARD, ...card } })
  return dock
}

describe('Dock', () => {
  test('[DK64] every state of the card can be looked at, upright and wide, in the page’s language', async () => {
    openDock({ show: 'live', open: ['card'], catalogue: fr })
    const address = (): string | null => document.querySelector('iframe')!.getAttribute('src')
    expect(address()).toBe('/standby?preview=reconnecting&lang=fr')
    for (const [name, preview] of Object.entries({ '15 s': '15s', '5 min': '5min', Retour: 'welcome', Pause: 'break' })) {
      await fireEvent.click(screen.getByRole('button', { name }))
      expect(address()).toBe(`/standby?preview=${preview}&lang=fr`)
    }
    await tap('Large')
    expect(document.querySelector('iframe')!.style.width).toBe('1280px')
  })

  test.each([
    ['Name of your show', ' Maya paints ', { title: 'Maya paints' }],
    ['Name of your show', ' ', { title: null }],
    ['Line at the bottom', '@maya', { line: '@maya' }],
    ['Accent color', '#ff8800', { accent: '#ff8800' }],
  ])('[DK65] %s: "%s" changes just that, at once', async (label, value, body) => {
    const { api } = withCard({ title: 'Before' })
    await fireEvent.change(screen.getByLabelText(label), { target: { value } })
    expect(api.sent).toEqual([{ path: SETTINGS, body }])
  })

  test('[DK65] each part of the card has a switch, and the ring is off', async () => {
    const { api } = withCard()
    await fireEvent.click(screen.getByRole('switch', { name: 'Countdown to the next try' }))
    await api.settle()
    await fireEvent.click(screen.getByRole('switch', { name: 'Goals' }))
    expect(api.sent.map(({ body }) => body)).toEqual([{ shows: { ring: true } }, { shows: { goals: false } }])
  })

  test('[DK65] own words are saved for one state and language, and leave the others', async () => {
    const texts = { fr: { away: { title: 'Thé', line: '' } }, en: { break: { title: 'Tea', line: 'Soon' } } }
    const { api } = withCard({ texts })
    await fireEvent.change(screen.getByLabelText('During a drop: title'), { target: { value: 'Hold on' } })
    expect(api.sent).toEqual([{ path: SETTINGS, body: { texts: { ...texts, en: { ...texts.en, away: { title: 'Hold on', line: '' } } } } }])
  })

  test('[DK65] after a refusal the field shows the words in force', async () => {
    const { api } = withCard({ title: 'Maya paints' })
    api.answer(apiError({ field: 'title', message: 'title: too long' }))
    const field = screen.getByLabelText<HTMLInputElement>('Name of your show')
    await fireEvent.change(field, { target: { value: 'x' } })
    await vi.waitFor(() => expect(field.value).toBe('Maya paints'))
  })

  test('[DK66] a file is sent as it is; one in use has its name and size, and can be removed', async () => {
    const { api } = withCard({ backdrop: PICTURE })
    expect(screen.getByText('sea.png')).toBeTruthy()
    expect(screen.getByText('1.3 MB')).toBeTruthy()
    await tap('Remove')
    expect(api.sent).toEqual([{ path: '/api/card/remove', body: { slot: 'backdrop' } }])
  })

  test('[DK66] a chosen file goes to its slot under its name, and a refusal says what to do', async () => {
    const sent: { path: string; type: string | undefined; size: number }[] = []
    const refuse = (path: string, init: RequestInit): Promise<Response> => {
      sent.push({ path, type: (init.headers as Record<string, string>)['content-type'], size: (init.body as Blob).size })
      return Promise.resolve(Response.json({ error: 'card-file-type', message: 'no' }, { status: 415 }))
    }
    const dock = openDock({ show: 'live', open: ['card'], fetch: refuse as typeof globalThis.fetch })
    dock.feed.update([], { card: DEFAULT_CARD })
    const input = document.querySelector<HTMLInputElement>('input[type="file"][accept="audio/*"]')!
    Object.defineProperty(input, 'files', { value: [new File(['abcd'], 'my song.mid', { type: 'audio/midi' })] })
    await fireEvent.change(input)
    await vi.waitFor(() => expect(screen.getByText(/cannot show or play this kind of file/)).toBeTruthy())
    expect(sent).toEqual([{ path: '/api/card/file/music?name=my%20song.mid', type: 'application/octet-stream', size: 4 }])
  })
})

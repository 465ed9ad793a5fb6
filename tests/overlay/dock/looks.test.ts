import { fireEvent, screen } from '@testing-library/svelte'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { DEFAULT_LOOK, type LookExport, type LookSettings, type SavedLook } from '@standby/shared/settings/look-settings.ts'
import { SHIPPED_LOOKS } from '@standby/shared/settings/shipped-looks.ts'
import { DEFAULT_OVERLAY } from '@standby/shared/settings/overlay-settings.ts'
import { openDock, tap, type OpenDock } from '../../support/browser/dock.ts'
import { apiError } from '../../support/fakes/fake-post.ts'
import { fakeSend } from '../../support/fakes/fake-send.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'

const SETTINGS = '/api/look/settings'
const FONT = { id: 'f1', name: 'brush.ttf', type: 'font/ttf', bytes: 1_250_000 }
const MINE: SavedLook = { ...DEFAULT_LOOK, title: 'Mine', theme: 'solid' }

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

type Options = Parameters<typeof openDock>[0]

function withLook(look: Partial<LookSettings> = {}, looks: SavedLook[] = [], options: Options = {}): OpenDock {
  const dock = openDock({ show: 'live', open: ['looks'], ...options })
  dock.feed.update([], { look: { ...DEFAULT_LOOK, ...look }, looks })
  return dock
}
async function choose(accept: string, chosen: File): Promise<void> {
  const input = document.querySelector<HTMLInputElement>(`input[type="file"][accept="${accept}"]`)!
  Object.defineProperty(input, 'files', { value: [chosen], configurable: true })
  await fireEvent.change(input)
}

describe('Dock', () => {
  test.each([
    ['Accent color', '#ff8800', { accent: '#ff8800' }],
    ['Background color', '#102030', { ground: '#102030' }],
    ['Font', 'oswald', { font: 'oswald' }],
    ['Corners', '0.7', { radius: 0.7 }],
    ['Gift alerts from (diamonds)', '20', { alertFrom: 20 }],
    ['Sound from (diamonds)', '', { soundFrom: 0 }],
  ])('[DK70] %s: "%s" changes just that, at once', async (label, value, body) => {
    const { api } = withLook({ soundFrom: 7 })
    await fireEvent.change(screen.getByLabelText(label), { target: { value } })
    expect(api.sent).toEqual([{ path: SETTINGS, body }])
  })

  test('[DK70] a color and the corners can be left to the theme again', async () => {
    const { api } = withLook({ accent: '#ff8800', radius: 1 })
    await tap('Theme’s color')
    await api.settle()
    await tap('Theme’s corners')
    expect(api.sent.map(({ body }) => body)).toEqual([{ accent: null }, { radius: null }])
  })

  test('[DK70] after a refusal the field shows the value in force', async () => {
    const { api } = withLook({ alertFrom: 3 })
    api.answer(apiError({ field: 'alertFrom', message: 'alertFrom must be at most 1000000' }))
    const field = screen.getByLabelText<HTMLInputElement>('Gift alerts from (diamonds)')
    await fireEvent.change(field, { target: { value: '2000000' } })
    await vi.waitFor(() => expect(field.value).toBe('3'))
  })

  test('[DK71] each of ten looks is one tap and marked while it is in force, and so is the way back', async () => {
    const { theme, ...style } = SHIPPED_LOOKS.paper
    const { api, feed } = withLook()
    await tap('Paper')
    await api.settle()
    feed.update([], { look: { ...DEFAULT_LOOK, ...style }, overlay: { ...DEFAULT_OVERLAY, theme } })
    expect(screen.getByRole('button', { name: 'Paper' }).getAttribute('aria-pressed')).toBe('true')
    expect(screen.getAllByRole('button', { pressed: true }).map((one) => one.textContent.trim())).toContain('Paper')
    await tap('Undo')
    await api.settle()
    await tap('Standby’s own')
    expect(api.sent).toEqual([
      { path: '/api/look/use', body: { shipped: 'paper' } },
      { path: '/api/look/undo', body: {} },
      { path: '/api/look/use', body: {} },
    ])
  })

  test('[DK72] an own font has its name and size, is one of the fonts, and can be removed', async () => {
    const { api } = withLook({ font: 'own', ownFont: FONT })
    expect(screen.getByText('brush.ttf')).toBeTruthy()
    expect(screen.getByLabelText<HTMLSelectElement>('Font').value).toBe('own')
    await tap('Remove')
    expect(api.sent).toEqual([{ path: '/api/look/remove', body: { slot: 'font' } }])
  })

  test('[DK72] a font that the browser cannot read is not sent, and without one none is offered', async () => {
    const sent: string[] = []
    const take = (path: string): Promise<Response> => {
      sent.push(path)
      return Promise.resolve(Response.json({}))
    }
    vi.stubGlobal(
      'FontFace',
      class {
        load(): Promise<never> {
          return Promise.reject(new Error('no font'))
        }
      },
    )
    withLook({}, [], { fetch: take as typeof globalThis.fetch })
    expect(screen.queryByRole('option', { name: 'Your own font' })).toBeNull()
    await choose('.woff2,.woff,.ttf,.otf,font/*', new File(['abcd'], 'evil.ttf'))
    await vi.waitFor(() => expect(screen.getByText(/cannot read this font/)).toBeTruthy())
    expect(sent).toEqual([])
    await choose('audio/*', new File(['abcd'], 'pling 1.mp3'))
    await vi.waitFor(() => expect(sent).toEqual(['/api/look/file/sound?name=pling%201.mp3']))
  })

  test('[DK72] while sound is off, the dock says so beside an own sound, and switches it on', async () => {
    const { api } = withLook({ sound: { ...FONT, id: 's', name: 'pling.mp3' } })
    await tap('Switch sound on')
    expect(api.sent).toEqual([{ path: '/api/overlay/settings', body: { sound: { on: true } } }])
  })

  test('[DK73] a look is kept under a title, used, and deleted after a second tap', async () => {
    const { api } = withLook({}, [MINE])
    await fireEvent.input(screen.getByLabelText('Title'), { target: { value: ' Evening ' } })
    await tap('Save this look')
    await api.settle()
    expect(screen.getByText('Evening is saved.')).toBeTruthy()
    await tap('Use Mine')
    await api.settle()
    await tap('Delete Mine')
    expect(api.sent).toHaveLength(2)
    await tap('Delete it?')
    expect(api.sent).toEqual([
      { path: '/api/look/save', body: { title: 'Evening' } },
      { path: '/api/look/use', body: { title: 'Mine' } },
      { path: '/api/look/delete', body: { title: 'Mine' } },
    ])
  })

  test('[DK73] no look, half a look and one that is too large are said to be that, and not sent', async () => {
    const { send, sent } = fakeSend()
    withLook({}, [], { send })
    await choose('application/json,.json', new File(['{"standby":"lo'], 'look.json'))
    await vi.waitFor(() => expect(screen.getByText(/not a look of Standby, or only a part/)).toBeTruthy())
    await choose('application/json,.json', new File([new Uint8Array(6_000_001)], 'look.json'))
    await vi.waitFor(() => expect(screen.getByText(/too large for a look/)).toBeTruthy())
    expect(sent).toEqual([])
  })

  test('[DK73] an imported look is among the creator’s, under the title that it got', async () => {
    const look: LookExport = {
      standby: 'look',
      version: 1,
      title: 'Mine',
      look: { ...SHIPPED_LOOKS.sky, alertFrom: 0, soundFrom: 0 },
      files: {},
    }
    const commands = fakeSend()
    commands.answer({ '/api/look/import': { title: 'Mine 2' } })
    withLook({}, [MINE], { send: commands.send })
    await choose('application/json,.json', new File([JSON.stringify(look)], 'look.json'))
    await vi.waitFor(() => expect(screen.getByText(/^Mine 2 is among your looks now/)).toBeTruthy())
    expect(commands.sent).toEqual([{ path: '/api/look/import', body: look }])
  })

  test('[DK74] overlay and card are previewed, over dark and bright video, in the page’s language', async () => {
    withLook({}, [], { catalogue: fr })
    const address = (): string | null => document.querySelector('iframe')!.getAttribute('src')
    expect(address()).toBe('/overlay?preview=look&sound=off&lang=fr')
    await tap('Vidéo claire')
    expect(document.querySelector('.frame')!.classList.contains('bright')).toBe(true)
    await tap('Carte')
    expect(address()).toBe('/standby?preview=15s&sound=off&lang=fr')
  })
})

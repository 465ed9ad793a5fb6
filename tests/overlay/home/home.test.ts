import type { ObsStatus } from '@standby/shared/protocol.ts'
import { cleanup, fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, test, vi } from 'vitest'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { apiError } from '../../support/fakes/fake-post.ts'
import { MADE_UP_SETUP, madeUpSettings } from '../../support/fixtures/setup.ts'
import { OBS_ON } from '../../support/fixtures/show.ts'
import { home, settle } from '../../support/browser/home.ts'

const UNNAMED = { '/api/settings': madeUpSettings(null) }

const field = (name: string): HTMLInputElement => screen.getByRole('textbox', { name })
const password = (): HTMLInputElement => document.querySelector('input[type=password]')!
const step = (name: string): HTMLElement => screen.getByRole('region', { name })

async function submit(input: HTMLInputElement): Promise<void> {
  await fireEvent.submit(input.form!)
  await settle()
}

/** Opens a step that is not the next one. */
async function open(number: number): Promise<void> {
  const button = screen.getByRole('button', { name: new RegExp(`^${number}\\. `) })
  if (button.getAttribute('aria-expanded') === 'false') await fireEvent.click(button)
  await settle()
}

describe('Home page and setup', () => {
  test.each(['@maya.paints', 'https://www.tiktok.com/@maya.paints/live', ' maya.paints '])(
    '[HM1] %s is checked as typed, then used',
    async (typed) => {
      const { commands } = await home('demo', UNNAMED)
      commands.answer({ '/api/tiktok/check': { username: 'maya.paints', verdict: 'live', cause: null } })
      await fireEvent.input(field('TikTok name'), { target: { value: typed } })
      await submit(field('TikTok name'))
      expect(commands.sent).toEqual([
        { path: '/api/tiktok/check', body: { username: typed.trim() } },
        { path: '/api/tiktok/connect', body: { username: 'maya.paints' } },
      ])
      expect(step('Your TikTok name').textContent).toContain('@maya.paints is live now')
    },
  )

  test('[HM1] an empty name goes back to the demo', async () => {
    const { commands } = await home('live')
    await fireEvent.click(screen.getByRole('button', { name: /1\. Your TikTok name/ }))
    expect(field('TikTok name').value).toBe('@maya.paints')
    await fireEvent.input(field('TikTok name'), { target: { value: '' } })
    expect(screen.getByRole('button', { name: 'Use the demo' })).toBeTruthy()
    await submit(field('TikTok name'))
    expect(commands.sent).toEqual([{ path: '/api/tiktok/connect', body: { username: null } }])
  })

  test('[HM13] a name that TikTok does not know is not taken over, and stays to be corrected', async () => {
    const { commands } = await home('demo', UNNAMED)
    commands.answer({ '/api/tiktok/check': { username: 'maya.pants', verdict: 'no-account', cause: null } })
    await fireEvent.input(field('TikTok name'), { target: { value: '@maya.pants' } })
    await submit(field('TikTok name'))
    expect(commands.sent.map(({ path }) => path)).toEqual(['/api/tiktok/check'])
    expect(step('Your TikTok name').textContent).toContain('no account @maya.pants')
    expect(field('TikTok name').value).toBe('@maya.pants')
  })

  test('[HM9] a name that cannot be checked now is used all the same, and the page says why', async () => {
    const { commands } = await home('demo', UNNAMED)
    commands.answer({ '/api/tiktok/check': { username: 'maya.paints', verdict: 'unknown', cause: 'network' } })
    await fireEvent.input(field('TikTok name'), { target: { value: 'maya.paints' } })
    await submit(field('TikTok name'))
    expect(commands.sent).toHaveLength(2)
    expect(step('Your TikTok name').textContent).toContain('could not ask TikTok: there is no internet connection.')
  })

  test('[HM34] a name that TikTok could not be asked about is not checked, in its step too', async () => {
    const { feed, settle: settled } = await home('live')
    const state = feed.bridge.state!
    const tiktok = { ...state.tiktok, health: 'offline', reconnectionState: 'CONNECTING', roomId: null, lostAt: null } as const
    const shows = (): string => screen.getByRole('button', { name: /^1\. / }).getAttribute('aria-label') ?? ''
    feed.update([], { tiktok: { ...tiktok, cause: { kind: 'network', at: 0, detail: '' } } })
    await settled()
    expect(shows()).toContain('Not checked')
    await open(1)
    expect(step('Your TikTok name').textContent).toContain('@maya.paints is saved, but not checked.')
    feed.update([], { tiktok: { ...tiktok, reconnectionState: 'WAITING_FOR_LIVE', cause: { kind: 'offline', at: 0, detail: '' } } })
    await settled()
    expect(shows()).toContain('Done')
    expect(step('Your TikTok name').textContent).not.toContain('not checked')
    feed.update([], { tiktok: { ...tiktok, cause: null } })
    await settled()
    expect(shows()).toContain('Done')
  })

  test('[HM33] “Save and connect” says when OBS was tried, what came of it, and when it is tried again', async () => {
    const { feed, settle: settled } = await home('demo')
    const status = (): string => screen.getByTestId('obs-phase').textContent.replace(/\s+/g, ' ').trim()
    const now = feed.clock.now()
    const problem = { code: 'obs-not-running', params: { url: 'ws://127.0.0.1:4455' }, text: '' } as never
    const waiting = (nextAttemptAt: number): Partial<ObsStatus> => ({ phase: 'waiting', problem, nextAttemptAt })
    feed.update([], { obs: { ...OBS_ON, ...waiting(now + 4_000) } })
    await settled()
    expect(status()).not.toContain('Tried at')
    await submit(password())
    const time = (at: number): string => new Intl.DateTimeFormat('en', { timeStyle: 'medium' }).format(at)
    expect(status()).toContain(`Tried at ${time(now)}. OBS does not answer at ws://127.0.0.1:4455.`)
    expect(status()).toContain('Trying again in 4 s')
    feed.advanceBy(5_000)
    feed.update([], { obs: { ...OBS_ON, ...waiting(now + 15_000) } })
    await settled()
    expect(status()).toContain(`Tried at ${time(now + 5_000)}.`)
    feed.update([], { obs: OBS_ON })
    await settled()
    expect(status()).toMatch(/^Tried at .*Connected to OBS/)
  })

  test('[HM2] a refusal of the API is at its step, names its field, and what was typed stays', async () => {
    const { commands } = await home('demo', UNNAMED)
    commands.answer({
      '/api/tiktok/check': apiError({ field: 'username', message: 'username: has letters, digits, dots and underscores only' }),
    })
    await fireEvent.input(field('TikTok name'), { target: { value: 'maya paints' } })
    await submit(field('TikTok name'))
    expect(within(step('Your TikTok name')).getByRole('alert').textContent).toContain('letters, digits')
    expect(field('TikTok name').getAttribute('aria-invalid')).toBe('true')
    expect(field('TikTok name').value).toBe('maya paints')
  })

  test('[HM3] the OBS step sends what was typed and nothing else', async () => {
    const { api } = await home('obs-wrong-password')
    await fireEvent.input(document.querySelector('input[name=standbyScene]')!, { target: { value: 'Be right back' } })
    await submit(password())
    await fireEvent.input(password(), { target: { value: 'hunter2' } })
    await submit(password())
    expect(api.sent.map(({ body }) => body)).toEqual([{ standbyScene: 'Be right back' }, { password: 'hunter2' }])
  })

  test('[HM4] the password is never shown and does not stay on the page', async () => {
    await home('obs-wrong-password')
    await fireEvent.input(password(), { target: { value: 'hunter2' } })
    await submit(password())
    expect(password().value).toBe('')
    expect(document.documentElement.innerHTML).not.toContain('hunter2')
    expect(location.href + document.cookie + JSON.stringify([localStorage, sessionStorage])).not.toContain('hunter2')
  })

  test('[HM5] what OBS needs is said beside the place to fix it', async () => {
    await home('obs-wrong-password')
    expect(step('Connect OBS').textContent).toContain('OBS refuses the password.')
    expect(step('Connect OBS').textContent).toContain('Needs you')
  })

  test('[HM5] it is said in the language of the page', async () => {
    await home('obs-wrong-password', {}, fr)
    expect(step('Connecter OBS').textContent).toContain(fr.obs.words['password-wrong']({}))
  })

  test('[HM6] without OBS the addresses are there with their place in OBS and size, and can be copied', async () => {
    const { settle: settled } = await home('demo', { ...UNNAMED, '/api/obs/pages': { sources: [], pages: [] } })
    for (const number of [3, 4]) await open(number)
    for (const [title, path, size] of [
      ['Overlay', '/overlay', '1080'],
      ['Standby card', '/standby', '1920'],
      ['Dock', '/dock', null],
    ] as const) {
      expect(field(title).value).toBe(`http://127.0.0.1:4747${path}`)
      expect(field(title).readOnly).toBe(true)
      if (size !== null) expect(field(title).closest('.address')?.textContent).toContain(size)
    }
    await fireEvent.click(screen.getByRole('button', { name: 'Copy: Overlay' }))
    await settled()
    // No clipboard here: the address is selected instead.
    expect(screen.getByText('Select and copy it')).toBeTruthy()
    expect(field('Overlay').selectionEnd).toBe('http://127.0.0.1:4747/overlay'.length)
  })

  test('[HM17] with OBS, what one click would make is said before it is made, and after it what was made', async () => {
    const { commands, asks, settle: settled } = await home('live')
    const add = step('Add to OBS')
    expect(add.textContent).toContain('The source "Standby overlay" in the scene "Studio".')
    const after = { ...MADE_UP_SETUP, will: [], there: MADE_UP_SETUP.will, made: MADE_UP_SETUP.will }
    commands.answer({ '/api/obs/setup': { made: MADE_UP_SETUP.will, problem: null, setup: after } })
    asks.answer({ '/api/obs/setup': after })
    await fireEvent.click(within(add).getByRole('button', { name: 'Add to OBS' }))
    await settled()
    expect(commands.sent).toEqual([{ path: '/api/obs/setup', body: {} }])
    expect(add.textContent).toContain('Everything is in OBS.')
    expect(within(add).queryByRole('button', { name: 'Add to OBS' })).toBeNull()
    const remove = within(add).getByRole('button', { name: 'Remove Standby from OBS' })
    await fireEvent.click(remove)
    expect(commands.sent).toHaveLength(1)
    commands.answer({ '/api/obs/setup/remove': { removed: MADE_UP_SETUP.will, kept: [], problem: null } })
    await fireEvent.click(remove)
    await settled()
    expect(commands.sent.at(-1)?.path).toBe('/api/obs/setup/remove')
    expect(add.textContent).toContain('Removed:')
  })

  test('[HM17] the scene of the overlay and the standby scene are chosen here', async () => {
    const { commands, asks } = await home('live')
    const add = step('Add to OBS')
    const scenes = within(add).getByRole('combobox', { name: 'Overlay goes into' })
    const scene = within(scenes).getAllByRole('option').at(-1)!.textContent
    await fireEvent.change(scenes, { target: { value: scene } })
    await fireEvent.input(within(add).getByRole('textbox', { name: 'Name of the standby scene' }), { target: { value: 'Back soon' } })
    await settle()
    expect(decodeURIComponent(asks.asked.at(-1) ?? '').replaceAll('+', ' ')).toBe(
      `/api/obs/setup?overlayScene=${scene}&standbyScene=Back soon`,
    )
    commands.answer({ '/api/obs/setup': { made: [], problem: null, setup: null } })
    await fireEvent.click(within(add).getByRole('button', { name: 'Add to OBS' }))
    expect(commands.sent.at(-1)?.body).toEqual({ overlayScene: scene, standbyScene: 'Back soon' })
  })

  test('[HM18] an OBS on another computer gets no sources with an address that is right on this one only', async () => {
    const { feed } = await home('live')
    feed.update([], { obs: { ...feed.bridge.state!.obs, url: 'ws://192.168.1.9:4455' } })
    expect(within(step('Add to OBS')).queryByRole('button', { name: 'Add to OBS' })).toBeNull()
    expect(step('Add to OBS').textContent).toContain('another computer')
  })

  test('[HM19] the dock step knows of a dock that is open, in OBS or elsewhere', async () => {
    await home('live', { '/api/obs/pages': { sources: [], pages: [] } })
    expect(step('The dock in OBS').textContent).toContain('Optional')
    const page = { id: 1, page: 'dock', source: null, inObs: true, visible: true, connectedAt: 0, lastSignAt: 0 }
    await home('live', { '/api/obs/pages': { sources: [], pages: [page] } })
    expect(screen.getAllByRole('button', { name: /4\. The dock in OBS, .*Done/ })).toHaveLength(1)
  })

  test('[HM25] the card is set on the home page too, and nothing of it is loaded before it is opened', async () => {
    vi.stubGlobal(
      'ResizeObserver',
      class {
        observe(): void {}
        unobserve(): void {}
        disconnect(): void {}
      },
    )
    await home('live')
    expect(screen.queryByTitle(/^The standby card: /)).toBeNull()
    const details = screen.getByRole('heading', { name: 'Standby card', level: 2 }).closest('details')!
    details.open = true
    await fireEvent(details, new Event('toggle'))
    await settle()
    expect(screen.getByTitle('The standby card: Drop').getAttribute('src')).toBe('/standby?preview=reconnecting&lang=en')
    expect(screen.getByLabelText('Name of your show')).toBeTruthy()
  })

  test('[HM14] what the environment fixes is named by its variable and cannot be typed', async () => {
    const fixed = [
      { field: 'tiktokUsername', variable: 'TIKTOK_USERNAME' },
      { field: 'obs.password', variable: 'OBS_WEBSOCKET_PASSWORD' },
    ]
    await home('obs-wrong-password', { '/api/settings': madeUpSettings('maya.paints', fixed) })
    await fireEvent.click(screen.getByRole('button', { name: /1\. Your TikTok name/ }))
    expect(field('TikTok name').disabled).toBe(true)
    expect(step('Your TikTok name').textContent).toContain('TIKTOK_USERNAME')
    expect(password().disabled).toBe(true)
    expect(step('Connect OBS').textContent).toContain('OBS_WEBSOCKET_PASSWORD')
  })

  test('[HM26] in trouble no step opens by itself, and in the demo’s own drop one does', async () => {
    const openSteps = (): number =>
      screen.getAllByRole('button', { name: /^\d\. / }).filter((one) => one.getAttribute('aria-expanded') === 'true').length
    await home('failed', UNNAMED)
    expect(openSteps()).toBe(0)
    cleanup()
    await home('demo-drop', UNNAMED)
    expect(openSteps()).toBe(1)
  })

  test('[HM26] the first step that is not done is open, and the others have one line', async () => {
    const { feed } = await home('live', { '/api/settings': madeUpSettings(null), '/api/obs/pages': { sources: [], pages: [] } })
    const open = (): (string | null)[] =>
      [1, 2, 3, 4, 5].map((number) => screen.getByRole('button', { name: new RegExp(`^${number}\\. `) }).getAttribute('aria-expanded'))
    expect(open()).toEqual(['true', 'false', 'false', 'false', 'false'])
    feed.show('obs-waiting')
    expect(step('Connect OBS').textContent).toContain('Recommended')
  })

  test('[HM20] a step that is done is folded up with what it came to, and one that gets done stays open', async () => {
    const { feed } = await home('live')
    const name = screen.getByRole('button', { name: /1\. Your TikTok name, .*Done/ })
    expect([name.getAttribute('aria-expanded'), name.textContent]).toEqual(['false', expect.stringContaining('@maya.paints')])
    feed.show('obs-waiting')
    const again = await home('obs-waiting')
    const obs = screen.getAllByRole('button', { name: /2\. Connect OBS/ }).at(-1)!
    expect(obs.getAttribute('aria-expanded')).toBe('true')
    again.feed.show('live')
    expect(obs.getAttribute('aria-label')).toContain('Done')
    expect(obs.getAttribute('aria-expanded')).toBe('true')
  })

  test.each([en, fr])('[HM22] on another computer only the dock’s address carries this page’s token ($language)', async (catalogue) => {
    const hash = '#token=made-up-control-token-0123456789'
    await home('demo', { ...UNNAMED, '/api/obs/pages': { sources: [], pages: [] } }, catalogue, hash)
    for (const number of [3, 4]) await open(number)
    expect(field(catalogue.home.dock.address).value).toBe(`http://127.0.0.1:4747/dock${hash}`)
    expect(screen.queryByRole('textbox', { name: catalogue.home.add.overlayTitle })).toBeNull()
    expect(step(catalogue.home.add.title).textContent).toContain(catalogue.home.remoteAccess.tokenNeededTodo)
    expect(step(catalogue.home.add.title).innerHTML).not.toContain('token=')
    const picture = screen.getByRole('img', { name: catalogue.home.dock.picture })
    expect(picture.textContent).toContain('/dock')
    expect(picture.textContent).not.toContain('token')
  })
})

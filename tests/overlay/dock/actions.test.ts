import { fireEvent, screen, within } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { describe, expect, test } from 'vitest'
import { PROGRAM_ADDRESSES } from '@standby/shared/actions/action.ts'
import type { ActionsView } from '@standby/shared/actions/view.ts'
import { flat, openDock, regionText, tap, type OpenDock } from '../../support/browser/dock.ts'
import { fakeSend } from '../../support/fakes/fake-send.ts'
import { madeUpActions, madeUpOffers } from '../../support/fixtures/answers.ts'

const TITLE = 'Actions in other programs'

async function card(answers: Record<string, object> = {}, change: (view: ActionsView) => Partial<ActionsView> = () => ({})) {
  const commands = fakeSend()
  const dock = openDock({ show: 'live', send: commands.send })
  const view = madeUpActions(dock.feed.bridge.now())
  dock.asks.answer({ '/api/actions': { ...view, ...change(view) }, ...answers })
  await tap(TITLE)
  await dock.api.settle()
  return { ...dock, commands }
}

const rows = (): string[] =>
  within(screen.getByRole('region', { name: TITLE }))
    .getAllByRole('listitem')
    .map((item) => flat(item.textContent))
const pick = async (label: string, value: string): Promise<void> => {
  await fireEvent.change(screen.getByLabelText(label), { target: { value } })
  flushSync()
}
const type = async (label: string, value: string): Promise<void> => {
  await fireEvent.input(screen.getByLabelText(label), { target: { value } })
  flushSync()
}
async function opened(dock: OpenDock, deed: string): Promise<void> {
  await tap('New action')
  await pick('Then', deed)
  await dock.api.settle()
}

describe('Actions', () => {
  test('[AN24] each action says when, what, and how it went last; a test and a switch are one click', async () => {
    const { api, commands } = await card()
    expect(rows().map((row) => row.replace(/ Test Edit.*$/, ''))).toEqual([
      'When TikTok drops Streamer.bot: Confetti Last: Done. 3 min ago',
      'When a gift of 1,000 or more diamonds comes Mix It Up: Fireworks Last: Mix It Up does not answer at its address. Start it, and switch on its Developer API (Services › Developer API). 40 s ago',
      'When a chat begins with “!light” POST 127.0.0.1:9000 Not run since Standby was started.',
    ])
    await tap('Test: When TikTok drops, Streamer.bot: Confetti')
    await api.settle()
    expect(commands.sent).toEqual([{ path: '/api/actions/test', body: { id: 'a-1' } }])
    screen.getByRole('switch', { name: 'When TikTok drops' }).click()
    await api.settle()
    expect(api.sent[0]).toMatchObject({ path: '/api/actions', body: { action: { id: 'a-1', on: false } } })
    expect(api.sent[0]?.body['action']).not.toHaveProperty('last')
  })

  test('[AN24] what a program offers is picked from its list, and saved', async () => {
    const dock = await card({ '/api/actions/offers/mixitup-command': madeUpOffers() })
    await opened(dock, 'mixitup-command')
    await pick('When', 'gift')
    await type('Diamonds at least, for the whole streak', '500')
    await pick('Which one', 'c-2')
    await tap('Save')
    await dock.api.settle()
    expect(dock.api.sent).toEqual([
      {
        path: '/api/actions',
        body: {
          action: {
            on: true,
            when: { type: 'gift', diamonds: 500 },
            deed: { type: 'mixitup-command', id: 'c-2', name: 'Rain' },
            caughtUp: false,
          },
        },
      },
    ])
  })

  test('[AN24] a request has its headers, body and secret; what the bridge complains of is said', async () => {
    const dock = await card()
    await opened(dock, 'http-request')
    await type('Address', 'http://127.0.0.1:9000/{user}')
    await type('Headers, one on each line: Name: value', 'X-A: b\nAuthorization: Bearer {secret}')
    await type('Secret, for {secret}', 'hush')
    dock.api.answer({ type: 'api-error', code: 'invalid-request', message: 'body is no JSON', field: 'body', retryAt: null })
    await tap('Save')
    await dock.api.settle()
    expect(dock.api.sent[0]?.body).toMatchObject({
      secret: 'hush',
      action: {
        deed: {
          url: 'http://127.0.0.1:9000/{user}',
          headers: [
            { name: 'X-A', value: 'b' },
            { name: 'Authorization', value: 'Bearer {secret}' },
          ],
        },
      },
    })
    expect(screen.getByRole('alert').textContent).toContain('body is no JSON')
    expect(screen.getByLabelText<HTMLInputElement>('Secret, for {secret}').type).toBe('password')
  })

  test('[AN24] if a program does not answer, it says why, and Streamer.bot takes a name all the same', async () => {
    const problem = { code: 'not-running', params: { program: 'streamerbot' }, text: 'no' }
    const dock = await card({ '/api/actions/offers/streamerbot-action': { offers: [], problem } })
    await opened(dock, 'streamerbot-action')
    expect(regionText(TITLE)).toContain('Streamer.bot does not answer at its address. Start it, and switch on its WebSocket server')
    await type('Name, exactly as it is there', 'Confetti')
    await tap('Where Streamer.bot is')
    await type('Password', 'hunter2')
    await tap('Save address')
    await dock.api.settle()
    expect(dock.api.sent).toEqual([
      { path: '/api/actions/programs', body: { program: 'streamerbot', address: PROGRAM_ADDRESSES.streamerbot, password: 'hunter2' } },
    ])
    await tap('Save')
    await dock.api.settle()
    expect(dock.api.sent[1]?.body).toMatchObject({ action: { deed: { type: 'streamerbot-action', id: '', name: 'Confetti' } } })
  })

  test('[AN24] OBS: a source is picked in its scene, and a locked store and the demo are said', async () => {
    const offers = { scenes: [{ name: 'Main', sources: ['Cam', 'Card'] }], filters: [{ source: 'Cam', filters: ['Blur'] }], problem: null }
    const dock = await card({ '/api/actions/offers/obs': offers }, () => ({ isLocked: true }))
    expect(regionText(TITLE)).toContain('The password store of this computer is locked.')
    await opened(dock, 'obs-source')
    await pick('Scene', 'Main')
    await pick('Source', 'Card')
    screen.getByRole('switch', { name: 'Switch it on' }).click()
    flushSync()
    await tap('Save')
    await dock.api.settle()
    expect(dock.api.sent[0]?.body).toMatchObject({ action: { deed: { type: 'obs-source', scene: 'Main', source: 'Card', show: false } } })
  })
})

import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { DEFAULT_OVERLAY } from '@standby/shared/settings/overlay-settings.ts'
import { openDock, tap, type OpenDock } from '../../support/browser/dock.ts'
import { apiError, slowPost } from '../../support/fakes/fake-post.ts'

const look = (show: 'live' | 'tended' = 'tended'): OpenDock => openDock({ show, open: ['look'] })
const SETTINGS = '/api/overlay/settings'

describe('Dock', () => {
  test.each([
    ['Theme', 'minimal', { theme: 'minimal' }],
    ['Language', 'auto', { language: null }],
    ['Language', 'en', { language: 'en' }],
    ['Corner of Chat', 'top-right', { parts: { chat: { corner: 'top-right' } } }],
  ])('[DK37] %s: %s changes just that, at once', async (label, value, body) => {
    const { api } = look()
    await fireEvent.change(screen.getByLabelText(label), { target: { value } })
    expect(api.sent).toEqual([{ path: SETTINGS, body }])
  })

  test.each([
    ['Keep clear of TikTok’s own buttons', { safeZones: false }],
    ['Mirror all texts', { mirrored: true }],
    ['Pictures of viewers', { avatars: false }],
    ['Pictures of gifts', { giftPictures: true }],
    ['Battle (only during one)', { parts: { battle: { on: true } } }],
    ['Gifts to guests (never counted as yours)', { guestGifts: false }],
    ['Show web addresses in chat', { links: true }],
    ['Tell viewers what was missed in a drop', { outageFigures: true }],
    ['Ask for follows, likes and gifts', { callsToAction: true }],
    ['Top supporters', { parts: { supporters: { on: false } } }],
    ['Sound', { sound: { on: false } }],
  ])('[DK37][DK58] the switch "%s"', async (name, body) => {
    const { api } = look()
    await fireEvent.click(screen.getByRole('switch', { name }))
    expect(api.sent).toEqual([{ path: SETTINGS, body }])
  })

  test('[DK37] size and volume are sent when they are let go, and follow the bridge', async () => {
    const { feed, api } = look()
    const [size, volume] = [
      screen.getByRole<HTMLInputElement>('slider', { name: /^Size/ }),
      screen.getByRole('slider', { name: /^Volume/ }),
    ]
    await fireEvent.input(size, { target: { value: '1.5' } })
    expect(api.sent).toEqual([])
    await fireEvent.change(size, { target: { value: '1.5' } })
    await api.settle()
    await fireEvent.change(volume, { target: { value: '0.8' } })
    expect(api.sent).toEqual([
      { path: SETTINGS, body: { scale: 1.5 } },
      { path: SETTINGS, body: { sound: { volume: 0.8 } } },
    ])
    feed.update([], { overlay: { ...DEFAULT_OVERLAY, scale: 0.75 } })
    expect(size.value).toBe('0.75')
    expect(screen.queryByRole('slider', { name: /^Volume/ })).toBeNull()
  })

  test('[DK37] a refusal of the API is shown, and the field shows the value that holds', async () => {
    const { api } = look()
    api.answer(apiError({ field: 'theme', message: 'theme: must be one of glass, solid, minimal' }))
    const theme = screen.getByLabelText<HTMLSelectElement>('Theme')
    await fireEvent.change(theme, { target: { value: 'minimal' } })
    await api.settle()
    expect(theme.value).toBe('solid')
    expect(screen.getByRole('alert').textContent).toContain('must be one of')
  })

  test('[DK38] goals: made, put on air, changed, removed and put back, four at most', async () => {
    const { feed, api } = look('live')
    await tap('Add a goal')
    await fireEvent.change(screen.getByLabelText('New goal: title'), { target: { value: ' ' } })
    await api.settle()
    // It goes on air when the creator says so.
    expect(api.sent).toEqual([])
    await tap('Put on air')
    await api.settle()
    expect(screen.queryByLabelText('New goal: title')).toBeNull()
    expect(api.sent).toEqual([{ path: SETTINGS, body: { goals: [{ kind: 'likes', title: '', target: 10_000, current: 0 }] } }])
    feed.show('tended')
    await fireEvent.change(screen.getByLabelText('Goal 1: target'), { target: { value: '250000' } })
    await api.settle()
    await fireEvent.change(screen.getByLabelText('Goal 2: title'), { target: { value: ' Squats ' } })
    await api.settle()
    await tap('Remove goal 1')
    await api.settle()
    const [likes, pushUps] = feed.bridge.state!.overlay.goals
    expect(api.sent.slice(1).map(({ body }) => body['goals'])).toEqual([
      [{ ...likes, target: 250_000 }, pushUps],
      [likes, { ...pushUps, title: 'Squats' }],
      [pushUps],
    ])
    const { overlay } = feed.bridge.state!
    feed.update([], { overlay: { ...overlay, goals: [pushUps!] } })
    await tap('Undo')
    await api.settle()
    expect(api.sent.at(-1)?.body['goals']).toEqual([likes, pushUps])
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
    feed.update([], { overlay: { ...overlay, goals: [likes!, likes!, likes!, pushUps!] } })
    expect(screen.queryByRole('button', { name: 'Add a goal' })).toBeNull()
  })

  test('[DK38] a custom goal is counted by hand, the others by the show', async () => {
    const { api } = look()
    expect(screen.getByText('48.3K of 100K')).toBeTruthy()
    expect(screen.getByText('12 of 50')).toBeTruthy()
    await tap('One more')
    await api.settle()
    await tap('One less')
    expect(api.sent).toEqual([
      { path: '/api/overlay/goal', body: { index: 1, add: 1 } },
      { path: '/api/overlay/goal', body: { index: 1, add: -1 } },
    ])
  })

  test('[DK39] test events of every kind that the overlay shows, and what was sent', async () => {
    const { api } = openDock({ show: 'live', open: ['try'] })
    for (const kind of ['Chat', 'Gift', 'Follow', 'Share', 'Join', 'Subscription', 'Back again']) {
      await tap(`Test: ${kind}`)
      await api.settle()
      expect(screen.getByText(`Sent: ${kind}`)).toBeTruthy()
    }
    expect(api.sent.map(({ body }) => body['type'])).toEqual(['chat', 'gift', 'follow', 'share', 'join', 'subscribe', 'recovery'])
    expect(new Set(api.sent.map(({ path }) => path))).toEqual(new Set(['/api/test/event']))
  })

  test('[DK48] while a setting is saved, the focus stays in place, and the next one waits its turn', async () => {
    const api = slowPost()
    openDock({ show: 'tended', open: ['look'], post: api.post })
    const [theme, mirror] = [screen.getByLabelText<HTMLSelectElement>('Theme'), screen.getByRole('switch', { name: 'Mirror all texts' })]
    theme.focus()
    await fireEvent.change(theme, { target: { value: 'minimal' } })
    expect([document.activeElement, theme.disabled]).toEqual([theme, false])
    mirror.focus()
    await fireEvent.click(mirror)
    expect(document.activeElement).toBe(mirror)
    expect(api.sent.map(({ body }) => body)).toEqual([{ theme: 'minimal' }])
    await api.answer(apiError({ field: 'theme', message: 'theme: must be one of glass, solid, minimal' }))
    expect(theme.value).toBe('solid')
    expect(api.sent.map(({ body }) => body)).toEqual([{ theme: 'minimal' }, { mirrored: true }])
    await api.answer(null)
    // What was refused stays told, although another thing was accepted after it.
    expect(screen.getByRole('alert').textContent).toContain('must be one of')
    expect(document.activeElement).toBe(mirror)
  })

  test('[DK48] each change of the goals is made to what the one before it left', async () => {
    const api = slowPost()
    const { feed } = openDock({ show: 'tended', open: ['look'], post: api.post })
    const [likes, pushUps] = feed.bridge.state!.overlay.goals
    const target = screen.getByLabelText('Goal 1: target')
    target.focus()
    await fireEvent.change(target, { target: { value: '250000' } })
    await tap('One more')
    await fireEvent.change(screen.getByLabelText('Goal 2: title'), { target: { value: 'Squats' } })
    await tap('Remove goal 1')
    await tap('Remove goal 1')
    expect(document.activeElement).toBe(target)
    expect(api.sent).toHaveLength(1)
    for (let answers = 0; answers < 4; answers += 1) await api.answer(null)
    const counted = { ...pushUps, current: pushUps!.current + 1 }
    expect(api.sent.map(({ body }) => body)).toEqual([
      { goals: [{ ...likes, target: 250_000 }, pushUps] },
      { index: 1, add: 1 },
      {
        goals: [
          { ...likes, target: 250_000 },
          { ...counted, title: 'Squats' },
        ],
      },
      { goals: [{ ...counted, title: 'Squats' }] },
    ])
  })
})

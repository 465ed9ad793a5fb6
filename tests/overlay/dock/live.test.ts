import { fireEvent, screen, within } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { describe, expect, test } from 'vitest'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import { NO_MODERATION } from '@standby/shared/settings/moderation.ts'
import RecentEvents from '../../../overlay/src/dock/recent-events.svelte'
import { en } from '../../../overlay/src/i18n/en.ts'
import { laterKinds } from '../../support/fixtures/events.ts'
import { event, gift, OBS_ON, viewer } from '../../support/fixtures/show.ts'
import { renderWithin } from '../../support/browser/creator-page.ts'
import { flat, openDock, tap, termsOf, textOf } from '../../support/browser/dock.ts'
import { apiError } from '../../support/fakes/fake-post.ts'

const recent = (): HTMLElement => screen.getByRole('region', { name: 'Recent' })
const rows = (): string[] =>
  within(recent())
    .getAllByRole('listitem')
    .map((item) => flat(item.textContent))

/** What is held still is let go when the pointer leaves. */
async function point(type: 'pointerenter' | 'pointerleave'): Promise<void> {
  const list = within(recent()).getByRole('group')
  await (type === 'pointerenter' ? fireEvent.pointerEnter(list) : fireEvent.pointerLeave(list))
  flushSync()
}

describe('Dock', () => {
  test('[DK33] a message or its sender is hidden from the list of messages, and shown again', async () => {
    const { feed, api } = openDock({ show: 'live' })
    const { id, user } = feed.bridge.recent.at(-1) as { id: string; user: { id: string } }
    await tap('Hide something from Maya')
    await tap('Hide this')
    await api.settle()
    expect(api.sent).toEqual([{ path: '/api/moderation/hide', body: { messageId: id } }])
    feed.update([], { moderation: { ...NO_MODERATION, hiddenMessages: [id] } })
    expect(rows()[0]).toContain('hidden')
    await tap('Hide something from Maya')
    await tap('Show again')
    await api.settle()
    expect(api.sent.at(-1)).toEqual({ path: '/api/moderation/show', body: { messageId: id } })
    feed.update([], { moderation: NO_MODERATION })
    await tap('Hide something from Maya')
    await tap('Hide this viewer')
    await api.settle()
    expect(api.sent.at(-1)).toEqual({ path: '/api/moderation/hide', body: { userId: user.id, name: 'Maya' } })
  })

  test('[DK57] who has no name and what shows nothing has a word, and can be hidden and shown again', async () => {
    const { feed, api } = openDock({ show: 'live' })
    const blank = { id: '77', uniqueId: '', nickname: '\u3164', avatarUrl: null }
    feed.update([event(900, { type: 'chat', text: '\u2800' }, { user: blank })])
    expect(rows()[0]).toContain('Somebody')
    expect(rows()[0]).toContain('(nothing to see)')
    await tap('Hide something from Somebody')
    await tap('Hide this viewer')
    await api.settle()
    // The word is the page's: it is not kept as the name.
    expect(api.sent).toEqual([{ path: '/api/moderation/hide', body: { userId: '77', name: '' } }])
    feed.update([], { moderation: { ...NO_MODERATION, hiddenUsers: [{ id: '77', name: '' }] } })
    await tap(/^Moderation/)
    expect(screen.getByRole('button', { name: 'Show again: Somebody' })).toBeTruthy()
  })

  test('[DK57] of a person without an id only the message can be hidden', async () => {
    const { feed } = openDock({ show: 'live' })
    feed.update([event(900, { type: 'chat', text: 'hi' }, { user: { id: '', uniqueId: '', nickname: 'Nemo', avatarUrl: null } })])
    await tap('Hide something from Nemo')
    expect(screen.queryByRole('button', { name: 'Hide this viewer' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Hide this' })).toBeTruthy()
  })

  test('[DK76] the kinds that came later say in words what happened, and only viewers can be hidden', () => {
    const { feed } = openDock({ show: 'live' })
    const events = laterKinds().map((draft, index): LiveEvent => ({ ...draft, offset: 900 + index }))
    const given: LiveEvent = {
      ...events[3]!,
      id: '9005',
      offset: 950,
      user: { id: '', uniqueId: '', nickname: '', avatarUrl: null },
    } as LiveEvent
    feed.update([...events, given])
    expect(rows().slice(0, 7)).toEqual([
      'Treasure chest 20 diamonds for 5 viewers',
      'LIVE ended',
      'Super fan EVE joined',
      'Treasure chest BOB 20 diamonds for 5 viewers',
      'Question BOB Why the sea?',
      'Poll begins · Tea?',
      'Battle begins · ADA 120 : BOB 80',
    ])
    const withButtons = within(recent())
      .getAllByRole('listitem')
      .slice(0, 7)
      .map((row) => within(row).queryAllByRole('button').length)
    expect(withButtons).toEqual([1, 0, 1, 1, 1, 0, 0])
  })

  test('[DK58] a gift to a guest says to whom', () => {
    const { feed } = openDock({ show: 'live' })
    feed.update([{ ...gift(900, 'g', '', 5, 2, true), receiver: viewer(1) } as LiveEvent])
    expect(rows()[0]).toContain(`a gift ×2 to ${viewer(1).nickname}`)
  })

  test('[DK33] what a blocked word hides is marked, and offers no undo that would not work', async () => {
    openDock({ show: 'tended' })
    const marked = rows().filter((row) => row.includes('hidden'))
    expect(marked.map((row) => row.slice(0, 14))).toEqual(['Chat Anastasia', expect.stringMatching(/^Chat נועה/)])
    await tap('Hide something from נועה')
    expect(screen.queryByRole('button', { name: 'Show again' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Hide this viewer' })).toBeTruthy()
  })

  test('[DK33] a refusal is shown, and the choice stays open', async () => {
    const { api } = openDock({ show: 'live' })
    await tap('Hide something from Maya')
    api.answer(apiError({ code: 'full', message: 'The list of hidden viewers is full.' }))
    await tap('Hide this viewer')
    await api.settle()
    expect(screen.getByRole('alert').textContent).toBe(en.refusals.codes.full)
    expect(screen.getByRole('button', { name: 'Hide this viewer' })).toBeTruthy()
  })

  test('[DK34] while somebody points at the events they hold still, and what comes meanwhile is counted', async () => {
    const { feed } = openDock({ show: 'live' })
    const before = rows()
    await point('pointerenter')
    feed.update([101, 102].map((offset) => event(offset, { type: 'chat', text: `new ${offset}` }, { user: viewer(4) })))
    expect(rows()).toEqual(before)
    expect(recent().textContent).toContain('Holds still · 2 new')
    await point('pointerleave')
    expect(rows()[0]).toContain('new 102')
  })

  test('[DK34] with a choice open they hold still though the pointer has gone', async () => {
    const { feed } = openDock({ show: 'live' })
    await point('pointerenter')
    await tap('Hide something from Maya')
    await point('pointerleave')
    feed.update([event(101, { type: 'chat', text: 'new' })])
    expect(rows()[0]).toContain('goosebumps')
    await tap('Hide something from Maya')
    await point('pointerleave')
    expect(rows()[0]).toContain('new')
  })

  test('[DK35] hidden viewers are listed and can be shown again', async () => {
    const { api } = openDock({ show: 'tended', open: ['moderation'] })
    expect(flat(screen.getByRole('list', { name: 'Hidden viewers' }).textContent)).toBe('Anastasia Show again')
    await tap('Show again: Anastasia')
    expect(api.sent).toEqual([{ path: '/api/moderation/show', body: { userId: viewer(10).id } }])
  })

  test('[DK35] blocked words are one per line; a draft stays until it is saved, also if it is refused', async () => {
    const { feed, api } = openDock({ show: 'tended', open: ['moderation'] })
    const words = screen.getByLabelText<HTMLTextAreaElement>('Blocked words')
    expect(words.value).toBe('cat\nspoiler')
    await fireEvent.input(words, { target: { value: ' Dog \n\nspoiler\n' } })
    api.answer(apiError({ field: 'words', message: 'words: must have at most 60 characters' }))
    await tap('Save words')
    await api.settle()
    expect(api.sent).toEqual([{ path: '/api/moderation/words', body: { words: ['Dog', 'spoiler'] } }])
    expect(words.value).toBe(' Dog \n\nspoiler\n')
    expect(words.getAttribute('aria-invalid')).toBe('true')
    api.answer(null)
    await tap('Save words')
    await api.settle()
    feed.update([], { moderation: { ...NO_MODERATION, blockedWords: ['dog', 'spoiler'] } })
    expect(words.value).toBe('dog\nspoiler')
    expect(screen.getByText('Saved')).toBeTruthy()
  })

  test('[DK36] while degraded it says what works, what does not, the estimate and how much was missed', () => {
    const { feed } = openDock({ show: 'degraded' })
    expect(termsOf(screen.getByTestId('degraded'))).toMatchObject({
      Works: 'history, OBS, moderation',
      'Last values': 'chat, viewers and likes (34 s old)',
      'From before the drop': 'goals, top supporters',
      Waiting: 'alerts, removals by TikTok',
    })
    expect(textOf('estimate')).toBe('Probably back in 12 s to 1 min 10 s.')
    expect(screen.getByTestId('estimate').textContent, 'a time never breaks').toContain('1\u00a0min\u00a010\u00a0s')
    expect(textOf('missed')).toBe('About 31 messages and 2 gifts missed so far.')
    const pass = (ms: number): void => {
      feed.advanceBy(ms)
      feed.update([])
    }
    pass(30_000)
    expect(textOf('estimate')).toBe('Probably back within 40 s.')
    pass(30_000)
    pass(10_000)
    expect(textOf('estimate')).toBe('Nobody can say when TikTok will be back.')
    const icons = [...screen.getByTestId('degraded').querySelectorAll('dt svg')].map((icon) => icon.innerHTML)
    expect(new Set(icons).size).toBe(icons.length)
  })

  test('[DK56] if nothing can be estimated, it says that it is not known', () => {
    const { feed } = openDock({ show: 'degraded-blind' })
    expect(textOf('estimate')).toBe('Nobody can say when TikTok will be back.')
    expect(textOf('missed')).toBe('How much was missed is not known.')
    feed.cut()
    expect(screen.queryByTestId('degraded')).toBeNull()
  })

  test('[DK39] test events are marked among the events, and cannot be moderated', () => {
    const made = (id: string, text: string): LiveEvent => ({ ...event(0, { type: 'chat', text }, { user: viewer(1) }), id })
    const events = [event(7, { type: 'chat', text: 'real' }), made('test-1', 'one'), made('test-2', 'two')]
    renderWithin('dock', RecentEvents, { recent: events, moderation: NO_MODERATION, disabled: false })
    const shown = screen.getAllByRole('listitem').map((item) => flat(item.textContent))
    expect(shown).toEqual(['Chat Jonas K. two test', 'Chat Jonas K. one test', expect.stringMatching(/real$/)])
    expect(screen.getAllByRole('button', { name: /^Hide something from/ })).toHaveLength(1)
  })

  test('[DK49] the followers are among the figures of this LIVE as soon as they are known', () => {
    const { feed } = openDock({ show: 'live' })
    const { counters } = feed.bridge.state!
    const figures = (): Record<string, string> => termsOf(screen.getByText('Viewers').closest('dl')!)
    expect(figures()).toEqual({ Viewers: '1.2K', Likes: '48.3K', Diamonds: '6.2K', Followers: '12.6K' })
    feed.update([], { counters: { ...counters, followers: null } })
    expect(figures()).toEqual({ Viewers: '1.2K', Likes: '48.3K', Diamonds: '6.2K' })
    feed.update([], { counters: { ...counters, followers: 9_998 } })
    expect(figures()).toMatchObject({ Followers: '9.9K' })
  })

  test('[DK59][AL16] standby that was left on air has a button in the alert and in the OBS card', async () => {
    const { feed, api } = openDock({ show: 'live' })
    const problem = { code: 'standby-left-on', params: { scene: 'Standby' }, text: '' } as never
    feed.update([], {
      alerts: [{ id: 'standby-left-on', severity: 'warning', raisedAt: 0, clearedAt: null, params: {} }],
      obs: { ...OBS_ON, problem },
    })
    const buttons = screen.getAllByRole('button', { name: 'Back to the show' })
    expect(buttons).toHaveLength(2)
    expect(screen.getByText(/Viewers see “Standby” although your LIVE is on/)).toBeTruthy()
    for (const button of buttons) {
      await fireEvent.click(button)
      await api.settle()
    }
    expect(api.sent).toEqual([1, 2].map(() => ({ path: '/api/obs/back', body: {} })))
  })
})

import { screen, within } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import { event, gift, liveState, person, talk } from '../../support/fixtures/show.ts'
import { staged } from '../../support/browser/stage.ts'

/** The newest first, as they are laid out from below. */
const rows = (): HTMLElement[] => within(screen.getByRole('list', { name: 'Chat' })).queryAllByRole('listitem')

const EMOTE = { id: '', pictureUrl: null, at: 0, length: 0 }

describe('Overlay and standby card', () => {
  test('[OV1] history fills the chat at once and alerts nothing', () => {
    const feed = staged('overlay')
    feed.snapshot({ offset: 9, history: [...talk(8), gift(9, 's', 'Galaxy', 1000, 1, true)] })
    expect(rows()).toHaveLength(8)
    expect(screen.queryByTestId('gift-alert')).toBeNull()
  })

  test('[OV2] a chat message carries its own direction', () => {
    const feed = staged('overlay')
    feed.snapshot()
    feed.update([event(1, { type: 'chat', text: 'مرحبا' }), event(2, { type: 'chat', text: 'hello' })])
    expect(screen.getByText('مرحبا').getAttribute('dir')).toBe('auto')
    expect(screen.getByText('hello').getAttribute('dir')).toBe('auto')
  })

  test('[OV2] what looks like HTML is text, and no address of a user’s is used', () => {
    const feed = staged('overlay')
    feed.snapshot()
    const user = { ...person(1, '<script>alert(1)</script>'), avatarUrl: 'javascript:alert(1)' }
    feed.update([event(1, { type: 'chat', text: '<img src=x onerror=alert(1)>' }, { user })])
    expect(screen.getByText('<img src=x onerror=alert(1)>')).toBeTruthy()
    expect(screen.getByText('<script>alert(1)</script>')).toBeTruthy()
    expect(document.querySelectorAll('img, script, a, iframe')).toHaveLength(0)
    expect(document.body.innerHTML).not.toContain('javascript:')
  })

  test('[OV2] a thousand messages leave a bounded page', () => {
    const feed = staged('overlay')
    feed.snapshot()
    feed.update(talk(200))
    const before = document.querySelectorAll('*').length
    for (let at = 1; at <= 10; at += 1) feed.update(talk(100, at * 1000))
    expect(rows().length).toBeLessThanOrEqual(10)
    expect(document.querySelectorAll('*').length).toBe(before)
  })

  const GUEST = person(77, 'Guest Two')
  const toGuest = (offset: number, missed = false): LiveEvent =>
    ({ ...gift(offset, `g${offset}`, 'Lion', 29_999, 1, true, { missed }), receiver: GUEST }) as LiveEvent

  test('[OV58] a gift to a guest says to whom, or is not shown at all', () => {
    const feed = staged('overlay')
    feed.snapshot({ offset: 1, history: [toGuest(1, true)] })
    expect(rows()[0]?.textContent).toMatch(/sent Lion ×1\s*to Guest Two/)
    feed.update([toGuest(2)])
    expect(screen.getByTestId('gift-alert').textContent.replace(/\s+/g, ' ')).toContain('Lion to Guest Two')
    feed.set({ guestGifts: false })
    feed.update([toGuest(3)])
    expect(rows()).toHaveLength(0)
    expect(screen.getAllByTestId('gift-alert')).toHaveLength(1)
    feed.update([gift(4, 's', 'Rose', 1, 1, true)])
    expect(screen.getAllByTestId('gift-alert')).toHaveLength(2)
  })

  test('[OV58] what is switched off before it comes is never shown', () => {
    const feed = staged('overlay', '?guests=off')
    feed.snapshot()
    feed.update([toGuest(2)])
    expect(screen.queryByTestId('gift-alert')).toBeNull()
  })

  test('[OV59] nothing that viewers read is blank: names, gifts and emotes', () => {
    const feed = staged('overlay')
    feed.snapshot()
    const blank = { id: '5', uniqueId: '', nickname: '\u3164\u2800', avatarUrl: null }
    const user = { ...blank, id: '6', uniqueId: 'zero_width' }
    feed.update([
      event(1, { type: 'chat', text: '', emotes: [EMOTE, EMOTE] }, { user: blank }),
      event(2, { type: 'chat', text: 'look', emotes: [EMOTE] }, { user }),
      event(3, { type: 'chat', text: '\u200b' }, { user }),
      gift(4, 's', '\u2060', 1, 5, true, { user: blank }),
      event(5, { type: 'follow' }, { user: blank }),
    ])
    expect(rows().map((row) => row.textContent)).toEqual([
      expect.stringMatching(/zero_width\s*look \[emote\]/),
      expect.stringMatching(/Somebody\s*\[emote\] \[emote\]/),
    ])
    expect(screen.getByTestId('gift-alert').textContent.replace(/\s+/g, ' ')).toMatch(/Somebody ?sent a gift/)
    expect(screen.getByTestId('activity').textContent).toContain('Somebody')
  })

  test('[OV60] a repeated message is one row that counts on', () => {
    const feed = staged('overlay')
    feed.snapshot()
    for (let at = 1; at <= 10; at += 1) feed.update([event(at, { type: 'chat', text: 'again' }, { user: GUEST })])
    feed.advanceBy(1_000)
    expect(rows()).toHaveLength(1)
    expect(rows()[0]?.textContent).toContain('×10')
  })

  test('[OV3] a gift’s count grows in one card', () => {
    const feed = staged('overlay')
    feed.snapshot()
    feed.update([gift(1, 's', 'Rose', 5, 1, false)])
    const card = screen.getByTestId('gift-alert')
    expect(card.textContent).not.toContain('×1')
    feed.update([gift(2, 's', 'Rose', 5, 12, false)])
    expect(screen.getAllByTestId('gift-alert')).toEqual([card])
    expect(card.textContent).toContain('×12')
    expect(card.textContent).toContain('60')
  })

  test('[OV4] the card leaves by itself', () => {
    const feed = staged('overlay')
    feed.snapshot()
    feed.update([gift(1, 's', 'Rose', 5, 3, true)])
    feed.advanceBy(3_000)
    expect(screen.queryByTestId('gift-alert')).not.toBeNull()
    feed.advanceBy(2_000)
    expect(screen.queryByTestId('gift-alert')).toBeNull()
  })

  test('[OV6] missed events are in the chat, one row for each streak, and are not alerted', () => {
    const feed = staged('overlay')
    feed.snapshot()
    feed.update([
      event(1, { type: 'chat', text: 'anyone?' }, { missed: true }),
      gift(2, 's', 'Rose', 5, 2, false, { missed: true }),
      gift(3, 's', 'Rose', 5, 3, true, { missed: true }),
      event(4, { type: 'follow' }, { missed: true }),
    ])
    expect(rows().map((row) => row.classList.contains('missed'))).toEqual([true, true])
    expect(rows()[0]?.textContent).toContain('×3')
    expect(screen.queryByTestId('gift-alert')).toBeNull()
    expect(screen.queryByTestId('activity')).toBeNull()
  })

  test('[OV8] the badge shows only while something is wrong, and counts nothing down', () => {
    const feed = staged('overlay')
    feed.show('live')
    expect(screen.queryByTestId('badge')).toBeNull()
    feed.show('reconnecting')
    expect(screen.getByTestId('badge').textContent.trim()).toBe('One moment…')
    feed.advanceBy(2_000)
    expect(screen.getByTestId('badge').textContent.trim()).toBe('One moment…')
    feed.show('live')
    expect(screen.queryByTestId('badge')).toBeNull()
  })

  test('[OV16] the last values stay and look it while the connection or the bridge is away', () => {
    const feed = staged('overlay')
    feed.show('live')
    const page = screen.getByRole('main')
    expect(page.classList.contains('stale')).toBe(false)
    feed.show('degraded')
    expect(page.classList.contains('stale')).toBe(true)
    expect(screen.getByTestId('viewers').textContent).toBe('1.2K')
    feed.show('live')
    expect(page.classList.contains('stale')).toBe(false)
    feed.cut()
    expect(page.classList.contains('stale')).toBe(true)
    expect(screen.getByTestId('likes').textContent).toBe('48.3K')
    expect(rows()).toHaveLength(10)
  })

  test('[OV17] after a recovery it says that gifts still count, and no figure; then it falls quiet', () => {
    const feed = staged('overlay')
    feed.show('degraded')
    feed.show('recovered')
    expect(screen.getByTestId('summary').textContent.trim()).toBe('We’re back! Every gift you sent still counts on TikTok.')
    feed.advanceBy(9_000)
    expect(screen.queryByTestId('summary')).toBeNull()
  })

  test('[OV17] a page that hears of a recovery late says so for as long', () => {
    const feed = staged('overlay')
    feed.show('degraded')
    const recovery = { correlationId: 'x', at: feed.clock.now() - 20_000, awayMs: 5_000, caughtUp: 3 }
    feed.snapshot({ state: { ...liveState(feed.clock.now()), recovery } })
    expect(screen.queryByTestId('summary')).not.toBeNull()
    feed.advanceBy(7_000)
    expect(screen.queryByTestId('summary')).not.toBeNull()
    feed.advanceBy(2_000)
    expect(screen.queryByTestId('summary')).toBeNull()
  })

  test('[OV17] a page loaded long after a recovery does not mention it', () => {
    const feed = staged('overlay')
    const recovery = { correlationId: 'x', at: feed.clock.now() - 60_000, awayMs: 5_000, caughtUp: 3 }
    feed.snapshot({ state: { ...liveState(feed.clock.now()), recovery } })
    expect(screen.queryByTestId('summary')).toBeNull()
  })

  test('[OV18] with nothing going on no timer runs but the link’s own', () => {
    const feed = staged('overlay')
    feed.show('live')
    feed.advanceBy(20_000)
    expect(feed.clock.nextDueAt()! - feed.clock.now()).toBeGreaterThan(5_000)
  })

  test('[OV13] parts that are not asked for are not there', () => {
    const feed = staged('overlay', '?show=counters')
    feed.show('reconnecting')
    feed.update([gift(101, 's', 'Rose', 5, 3, false), event(102, { type: 'share' })])
    expect(screen.getByTestId('viewers')).toBeTruthy()
    for (const id of ['badge', 'gift-alert', 'activity']) expect(screen.queryByTestId(id)).toBeNull()
    expect(screen.queryByRole('list')).toBeNull()
  })
})

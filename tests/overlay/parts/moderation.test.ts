import { screen, within } from '@testing-library/svelte'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NO_MODERATION, type Moderation } from '@standby/shared/settings/moderation.ts'
import { chatRows } from '../../../overlay/src/overlay/chat-rows.ts'
import { withoutLinks } from '../../../overlay/src/parts/links.ts'
import { visibilityFilter } from '../../../overlay/src/parts/moderation.ts'
import { event, gift, person, viewer } from '../../support/fixtures/show.ts'
import { staged } from '../../support/browser/stage.ts'

const rows = (): HTMLElement[] => within(screen.getByRole('list', { name: 'Chat' })).queryAllByRole('listitem')
const blocks = (words: string[], text: string, name = 'Tom'): boolean =>
  visibilityFilter({ ...NO_MODERATION, blockedWords: words }).hides(event(1, { type: 'chat', text }, { user: person(1, name) }))

describe('Overlay and standby card', () => {
  test('[OV37] a hidden message leaves chat and history, and returns when it is shown again', () => {
    const feed = staged('overlay')
    feed.show('live')
    const hidden: Moderation = { ...NO_MODERATION, hiddenMessages: ['9000000012'] }
    expect(rows()[0]?.textContent).toContain('goosebumps')
    feed.update([], { moderation: hidden })
    expect(rows()[0]?.textContent).not.toContain('goosebumps')
    expect(rows()).toHaveLength(10)
    feed.update([], { moderation: NO_MODERATION })
    expect(rows()[0]?.textContent).toContain('goosebumps')
  })

  test('[OV37] a hidden gift takes its whole streak along', () => {
    const streak = [1, 4, 9].map((count, at) => gift(at + 1, 's', 'Rose', 1, count, count === 9, { missed: true }))
    const newest = streak.at(-1)!
    expect(chatRows(streak, visibilityFilter(NO_MODERATION)).map(({ event: { id } }) => id)).toEqual([newest.id])
    expect(chatRows(streak, visibilityFilter({ ...NO_MODERATION, hiddenMessages: [newest.id] }))).toEqual([])
  })

  test('[OV37] a hidden user leaves every part at once, and what comes of them later is not shown', () => {
    const feed = staged('overlay', '?show=chat,alerts,activity,supporters')
    feed.show('live')
    const user = viewer(0)
    feed.update([
      gift(101, 's', 'Rose', 5, 3, false, { user }),
      event(102, { type: 'chat', text: 'look at me' }, { user }),
      event(103, { type: 'share' }, { user }),
    ])
    expect(screen.getByTestId('gift-alert').textContent).toContain('Maya')
    expect(screen.getByTestId('activity').textContent).toContain('Maya')
    expect(screen.getByTestId('supporters').textContent).toContain('Maya')
    feed.update([], { moderation: { ...NO_MODERATION, hiddenUsers: [{ id: user.id, name: 'Maya' }] } })
    feed.update([gift(104, 's', 'Rose', 5, 9, false, { user }), event(105, { type: 'chat', text: 'still here' }, { user })])
    expect(screen.getByRole('main').textContent).not.toMatch(/Maya|look at me|still here/)
    expect(screen.queryByTestId('gift-alert')).toBeNull()
    expect(screen.queryByTestId('activity')).toBeNull()
  })

  test('[OV37] a blocked word hides what has it, and who is called it, in every part', () => {
    const feed = staged('overlay', '?show=chat,alerts,activity,supporters')
    feed.show('live')
    feed.update([], { moderation: { ...NO_MODERATION, blockedWords: ['goosebumps', 'maya'] } })
    feed.update([gift(101, 's', 'Rose', 5, 3, false, { user: viewer(0) })])
    expect(screen.getByRole('main').textContent).not.toMatch(/goosebumps|Maya/)
    expect(rows()).toHaveLength(10)
  })

  test.each<[string, string, boolean]>([
    ['spam', 'this is SPAM!', true],
    ['spam', 'spammer', false],
    ['spam', 'no_spam_here', true],
    ['spam', 'ｓｐａｍ', true],
    ['spam', 's\u200Bp\u200Bam', true],
    ['spam', 's\u0336p\u0336am', true],
    ['free money', 'get FREE   money now', true],
    ['c++', 'I like c++ a lot', true],
    ['a.b', 'axb', false],
    ['été', 'L’été arrive', true],
    ['バカ', '本当にバカだね', true],
    ['نص', 'هذا نص طويل', true],
    ['$$$', 'win $$$ today', true],
  ])('[OV38] with “%s” blocked, “%s” is hidden: %s', (word, text, hidden) => {
    expect(blocks([word], text)).toBe(hidden)
    expect(blocks([word], 'hello', text)).toBe(hidden)
  })

  test('[OV38] any word and any text can be asked without failing, and no words block nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 8 }),
        fc.string({ unit: 'grapheme' }),
        (words, text) => {
          expect(typeof blocks(words, text)).toBe('boolean')
          expect(blocks([], text)).toBe(false)
        },
      ),
    )
    const startedAt = performance.now()
    expect(
      blocks(
        Array.from({ length: 500 }, (_, at) => `word${at}`),
        'x'.repeat(100_000),
      ),
    ).toBe(false)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })

  test.each([
    ['see https://example.com/a?b=c now', 'see [link] now'],
    ['WWW.EXAMPLE.COM', '[link]'],
    ['come to example.com!', 'come to [link]!'],
    ['my-shop.co and t.me/abc', '[link] and [link]'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['3.5 is not 4.0, e.g. this', '3.5 is not 4.0, e.g. this'],
    ['wait...what', 'wait...what'],
    ['me@example.com', 'me@example.com'],
  ])('[OV39] “%s” is shown as “%s”', (text, shown) => {
    expect(withoutLinks(text, '[link]')).toBe(shown)
  })

  test('[OV39] a link is a mark unless links are switched on, and never something to click', () => {
    const feed = staged('overlay')
    feed.show('live')
    feed.update([event(101, { type: 'chat', text: 'go to https://example.com/x' }, { user: person(9, 'www.spam.com') })])
    expect(rows()[0]?.textContent).toMatch(/\[link\].*go to \[link\]/s)
    feed.set({ links: true })
    expect(rows()[0]?.textContent).toMatch(/www\.spam\.com.*https:\/\/example\.com\/x/s)
    expect(document.querySelectorAll('a')).toHaveLength(0)
  })

  test('[OV39] looking for links takes no longer than the text is long', () => {
    const startedAt = performance.now()
    for (const text of ['a.'.repeat(20_000), 'a-'.repeat(20_000), `${'a'.repeat(40_000)}.com`, 'www.'.repeat(10_000)])
      withoutLinks(text, '')
    expect(performance.now() - startedAt).toBeLessThan(3_000)
  })
})

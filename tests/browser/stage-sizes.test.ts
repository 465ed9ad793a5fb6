import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { DEFAULT_CARD } from '@standby/shared/settings/card-settings.ts'
import { DEFAULT_LOOK } from '@standby/shared/settings/look-settings.ts'
import { DEFAULT_OVERLAY, OVERLAY_PARTS, OVERLAY_THEMES, type OverlaySettings } from '@standby/shared/settings/overlay-settings.ts'
import { SHIPPED_LOOKS } from '@standby/shared/settings/shipped-looks.ts'
import type { FeedState } from '@standby/shared/protocol.ts'
import { unpainted } from '../support/browser/situations.ts'
import type { FixtureName } from '../support/fixtures/states.ts'
import { fixtureStage } from '../support/browser/fixture-stage.ts'
import { waitFor } from '../support/wait.ts'

const VERTICAL = { width: 1080, height: 1920 }
const SQUARE = { width: 1080, height: 1080 }
const WIDE = { width: 1920, height: 1080 }
/** On a phone that shows 1080 pixels as 390 points. */
const LEAST_PX = (12 * 1080) / 390

const parts = { ...DEFAULT_OVERLAY.parts }
for (const part of OVERLAY_PARTS) parts[part] = { ...parts[part], on: true }
const ALL: OverlaySettings = {
  ...DEFAULT_OVERLAY,
  parts,
  outageFigures: true,
  goals: [
    { kind: 'likes', title: '', target: 50_000, current: 0 },
    { kind: 'diamonds', title: 'A goal with quite a long title of its own', target: 6_000, current: 0 },
    { kind: 'viewers', title: '', target: 2_000, current: 0 },
    { kind: 'custom', title: 'Postcards', target: 20, current: 7 },
  ],
}
const FULL_CARD = { ...DEFAULT_CARD, title: 'Maya paints', line: 'Every evening at 8', shows: { ...DEFAULT_CARD.shows, ring: true } }
const LONG = { title: 'w'.repeat(20) + ' and so many more words to fit in 60', line: 'Words for viewers, '.repeat(7).slice(0, 120) }
const LONG_TEXTS = { away: LONG, break: LONG, welcome: LONG, soon: LONG, paused: LONG, ended: LONG }
const LONG_CARD = { ...FULL_CARD, title: LONG.title, line: LONG.line, texts: { en: LONG_TEXTS, fr: LONG_TEXTS } }

const stage = fixtureStage()

async function at(path: string, name: FixtureName, change: Partial<FeedState>, viewport = VERTICAL): Promise<Page> {
  const { page } = await stage.shows.at(path, name, { change, viewport, reducedMotion: 'reduce' })
  return page
}

/** Texts that are smaller than `least` as they are drawn, and the size. */
function tooSmall(page: Page, least: number): Promise<string[]> {
  return page.evaluate((px) => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const [text, parent] = [node.textContent?.trim() ?? '', node.parentElement]
      if (text === '' || parent === null || parent.closest('.hidden-text, .avatar') !== null) continue
      let scale = 1
      for (let at: Element | null = parent; at !== null; at = at.parentElement) {
        scale *= new DOMMatrix(getComputedStyle(at).transform).a
      }
      const size = Number.parseFloat(getComputedStyle(parent).fontSize) * Math.abs(scale)
      if (size < px - 0.05) found.push(`${text.slice(0, 30)}: ${size.toFixed(1)}`)
    }
    return found
  }, least)
}

/** Counts and figures that are drawn on more than one line. */
function brokenCounts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      for (const match of (node.textContent ?? '').matchAll(/[×/]?\s?\d[\d.,KM+]*(\s(messages?|gifts?|min|s)\b)?/g)) {
        const range = document.createRange()
        range.setStart(node, match.index)
        range.setEnd(node, match.index + match[0].length)
        const lines = new Set([...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top)))
        if (lines.size > 1) found.push(match[0])
      }
    }
    return found
  })
}

/** How many whole messages of the chat are in sight. */
function chatRows(page: Page): Promise<number> {
  return page.evaluate(() => {
    const list = document.querySelector('ol[aria-label="Chat"]')!.getBoundingClientRect()
    const boxes = [...document.querySelectorAll('ol[aria-label="Chat"] > li')].map((row) => row.getBoundingClientRect())
    return boxes.filter((box) => box.top >= list.top - 1 && box.bottom <= list.bottom + 1 && box.left < list.right - 1).length
  })
}

describe('Overlay and standby card', () => {
  test.each(OVERLAY_THEMES)('[OV65] upright, no text is smaller than 12 pt on a phone: overlay, %s', async (theme) => {
    await unpainted(await at('/overlay', 'live', {}))
    for (const scale of [0.5, 1]) {
      for (const name of ['busy', 'degraded', 'recovered-late', 'scripts'] as const) {
        const page = await at('/overlay', name, { overlay: { ...ALL, theme, scale } })
        expect(await tooSmall(page, LEAST_PX), `${name} ${scale}`).toEqual([])
      }
    }
  })

  test.each(['degraded', 'recovered-late', 'live', 'waiting-for-live', 'ended', 'paused', 'scripts'] as const)(
    '[OV65] upright, no text is smaller than 12 pt on a phone: card, %s',
    async (name) => {
      for (const [card, goals, scale] of [
        [DEFAULT_CARD, [], 1],
        [DEFAULT_CARD, ALL.goals, 1],
        [FULL_CARD, ALL.goals, 1],
        [FULL_CARD, [], 0.5],
        [LONG_CARD, [], 1],
        [LONG_CARD, ALL.goals, 1],
      ] as const) {
        const page = await at('/standby', name, { card, overlay: { ...ALL, goals: [...goals], scale } })
        expect(await tooSmall(page, LEAST_PX), `${card.title} ${goals.length} ${scale}`).toEqual([])
      }
    },
  )

  test.each([VERTICAL, WIDE, SQUARE])('[OV66] with all parts on, the chat keeps three rows: $width × $height', async (viewport) => {
    await unpainted(await at('/overlay', 'live', {}, viewport))
    const page = await at('/overlay', 'busy', { overlay: ALL }, viewport)
    expect(await page.getByTestId('gift-alert').count()).toBe(2)
    expect(await chatRows(page)).toBeGreaterThanOrEqual(3)
    // Small and large, while all is marked as old, and whatever the messages are like.
    for (const scale of [0.5, 1, 1.3]) {
      for (const name of ['degraded', 'recovered-late', 'scripts'] as const) {
        const other = await at('/overlay', name, { overlay: { ...ALL, scale } }, viewport)
        expect(await chatRows(other), `${name} ${scale}`).toBeGreaterThanOrEqual(3)
      }
    }
  })

  test('[OV66] the chat keeps three rows when the font of a look comes, and is wider', async () => {
    const { theme, ...style } = SHIPPED_LOOKS.terminal
    const overlay = { ...ALL, theme }
    const { page } = await stage.shows.at('/overlay', 'live', {
      change: { overlay },
      viewport: VERTICAL,
      reducedMotion: 'reduce',
      fresh: true,
    })
    expect(await chatRows(page)).toBeGreaterThanOrEqual(3)
    await stage.shows.turnTo(page, 'live', { overlay, look: { ...DEFAULT_LOOK, ...style } })
    const hasCome = (): Promise<boolean> =>
      page.evaluate(() => [...document.fonts].some(({ family, status }) => family.includes('jetbrains') && status === 'loaded'))
    await waitFor(hasCome, { what: 'the font' })
    await waitFor(async () => (await chatRows(page)) >= 3, { what: 'three rows in the wide font' })
  })

  test('[OV67] no count is broken across lines, and a goal’s title has its own line', async () => {
    for (const viewport of [VERTICAL, WIDE]) {
      for (const name of ['busy', 'recovered-late', 'scripts'] as const) {
        const page = await at('/overlay', name, { overlay: ALL }, viewport)
        expect(await brokenCounts(page), name).toEqual([])
        const heads = await page.evaluate(() =>
          [...document.querySelectorAll('[data-testid="goal"]')].map((goal) => {
            const bottom = goal.querySelector('.title')!.getBoundingClientRect().bottom
            return goal.querySelector('.figures')!.getBoundingClientRect().top >= bottom - 6
          }),
        )
        expect(heads).toEqual([true, true, true, true])
      }
    }
  })
})

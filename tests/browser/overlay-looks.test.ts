import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import {
  DEFAULT_OVERLAY,
  OVERLAY_CORNERS,
  OVERLAY_PARTS,
  OVERLAY_THEMES,
  type OverlaySettings,
} from '@standby/shared/settings/overlay-settings.ts'
import { type TestPage } from '../support/browser/chromium.ts'
import { faintOverVideo, faintTexts, glyphsOf, still, textBoxes } from '../support/browser/contrast.ts'
import { loadedFonts } from '../support/browser/painted-with.ts'
import { unpainted, type Looks } from '../support/browser/situations.ts'
import { event, person } from '../support/fixtures/show.ts'
import type { FixtureName } from '../support/fixtures/states.ts'
import { waitFor } from '../support/wait.ts'
import { fixtureStage } from '../support/browser/fixture-stage.ts'

const VERTICAL = { width: 1080, height: 1920 }
const WIDE = { width: 1920, height: 1080 }
const GOALS: OverlaySettings['goals'] = [
  { kind: 'likes', title: '', target: 50_000, current: 0 },
  { kind: 'diamonds', title: 'A goal with quite a long title of its own', target: 6_000, current: 0 },
  { kind: 'viewers', title: '', target: 2_000, current: 0 },
  { kind: 'custom', title: 'بطاقات', target: 20, current: 7 },
]

const stage = fixtureStage()

const allOn = (corner?: (at: number) => (typeof OVERLAY_CORNERS)[number]): OverlaySettings['parts'] => {
  const parts = { ...DEFAULT_OVERLAY.parts }
  for (const [at, part] of OVERLAY_PARTS.entries()) parts[part] = { on: true, corner: corner?.(at) ?? parts[part].corner }
  return parts
}

const overlayWith = (settings: Partial<OverlaySettings>): { overlay: OverlaySettings } => ({ overlay: { ...DEFAULT_OVERLAY, ...settings } })

/** The page at this path, which has drawn all of a situation with these settings. */
function at(path: string, name: FixtureName, settings: Partial<OverlaySettings> = {}, looks: Looks = {}): Promise<TestPage> {
  return stage.shows.at(path, name, { change: overlayWith(settings), viewport: VERTICAL, reducedMotion: 'reduce', ...looks })
}

describe('Overlay and standby card', () => {
  test.each(OVERLAY_THEMES)('[OV46] in the theme %s every word stands out over dark, bright and busy video', async (theme) => {
    const { page } = await at('/overlay', 'busy', { theme, goals: GOALS, parts: allOn() }, { fresh: true })
    await still(page)
    expect(await faintOverVideo(page, 13)).toEqual([])
  })

  test('[OV46] words without panel and outline would be found', async () => {
    const { page } = await at('/overlay', 'busy', { theme: 'minimal' }, { fresh: true })
    await still(page)
    await page.addStyleTag({ content: ':root { --standby-text-shadow: none }' })
    const glyphs = await glyphsOf(page)
    await page.addStyleTag({ content: 'html { background: #fff !important }' })
    expect((await faintTexts(page, await textBoxes(page), glyphs)).length).toBeGreaterThan(3)
  })

  test('[OV47] every script and emoji is drawn with a bundled font, and only when it is shown', async () => {
    const { page, complaints } = await at('/overlay?show=chat', 'live')
    const before = (await loadedFonts(page)).join(' ')
    expect(before).not.toMatch(/noto-sans-(thai|kr|sc)/)
    const says = ['สวัสดี', '안녕하세요', '这个颜色真好看，谢谢', '👩🏽‍🚀🏳️‍🌈👨‍👩‍👧‍👦🇫🇷']
    stage.bridge.say({
      type: 'update',
      offset: 110,
      state: {},
      events: says.map((text, at) => event(101 + at, { type: 'chat', text }, { user: person(50 + at, text) })),
    })
    const names = [
      'noto-sans-thai',
      'noto-sans-kr',
      'noto-sans-sc',
      'noto-color-emoji',
      'noto-sans-arabic',
      'noto-sans-hebrew',
      'noto-sans-jp',
    ]
    await waitFor(
      async () => {
        const loaded = (await loadedFonts(page)).join(' ')
        return names.every((name) => loaded.includes(name))
      },
      { what: 'the fonts of what is shown', timeoutMs: 20_000 },
    )
    expect(complaints).toEqual([])
    const faces = PNG.sync.read(
      await page.locator('li', { hasText: '这个颜色真好看' }).locator('xpath=preceding-sibling::li').last().screenshot(),
    )
    const yellow = Array.from({ length: faces.data.length / 4 }, (_, at) => faces.data.subarray(at * 4, at * 4 + 3)).filter(
      ([red = 0, green = 0, blue = 0]) => red > 190 && green > 130 && blue < 110,
    )
    expect(yellow.length).toBeGreaterThan(40)
    // A family, a flag and a skin tone are one character each: as wide as one, not as what they are made of.
    const widths = await page.evaluate(async () => {
      await document.fonts.ready
      const probe = document.createElement('span')
      document.body.append(probe)
      return ['🎨', '👨‍👩‍👧‍👦', '🇫🇷', '👋🏽'].map((text) => {
        probe.textContent = text
        return probe.getBoundingClientRect().width
      })
    })
    for (const width of widths) expect(width).toBeLessThan((widths[0] ?? 0) * 1.5)
  })

  test.each(OVERLAY_THEMES.flatMap((theme) => [VERTICAL, WIDE].map((viewport) => ({ theme, ...viewport }))))(
    '[OV53] all parts together stay inside the safe zones: $theme, $width × $height',
    async ({ theme, ...viewport }) => {
      const { page } = await at('/overlay', 'live', {}, { viewport })
      await unpainted(page)
      const spread = [allOn(), allOn((at) => OVERLAY_CORNERS[at % 4] ?? 'top-left')]
      const crowded = OVERLAY_CORNERS.map((corner) => allOn(() => corner))
      for (const parts of [...spread, ...crowded]) {
        for (const name of ['busy', 'scripts', 'degraded', 'recovered-late', 'battle'] as const) {
          await stage.shows.turnTo(page, name, overlayWith({ theme, goals: GOALS, parts }))
          expect(await outside(page), `${name}, chat ${parts.chat.corner}, counters ${parts.counters.corner}`).toEqual([])
        }
      }
    },
  )

  test('[OV62] a square source keeps room for chat beside two gift alerts', async () => {
    const { page } = await at('/overlay', 'busy', {}, { viewport: { width: 1080, height: 1080 } })
    await waitFor(async () => (await page.locator('article').count()) === 2, { what: 'two gift alerts' })
    await unpainted(page)
    const whole = await page.evaluate(() => {
      const list = document.querySelector('ol')!.getBoundingClientRect()
      const rows = [...document.querySelectorAll('ol li')].map((row) => row.getBoundingClientRect())
      return rows.filter((row) => row.top >= list.top - 1 && row.bottom <= list.bottom + 1 && row.left < list.right).length
    })
    expect(whole).toBeGreaterThanOrEqual(4)
    expect(await outside(page)).toEqual([])
  })

  /** What is drawn beyond the safe zones. */
  function outside(page: Page): Promise<string[]> {
    return page.evaluate(() => {
      // A line of activity moves into its place. Those that move for ever have no end.
      for (const one of document.getAnimations()) if (one.effect?.getComputedTiming().endTime !== Infinity) one.finish()
      const zone = document.querySelector('main')!.getBoundingClientRect()
      const parts = [...document.querySelectorAll('.panel')].filter((part) => part.closest('ol') === null || part.matches('ol'))
      const boxes = [...parts, ...document.querySelectorAll('ol')]
        .map((part) => ({ part, box: part.getBoundingClientRect() }))
        // What has no room is beside its list, which cuts it off.
        .filter(
          ({ part, box }) =>
            box.left < (part.parentElement?.closest('.goals, .whole, .alerts')?.getBoundingClientRect().right ?? Infinity) - 1,
        )
      return boxes
        .filter(
          ({ box }) => box.left < zone.left - 1 || box.right > zone.right + 1 || box.bottom > zone.bottom + 1 || box.top < zone.top - 1,
        )
        .map(({ part }) => part.outerHTML.slice(0, 120))
    })
  }

  test('[OV52] mirrored, every part is on the other side and every word the other way round', async () => {
    const { page } = await at('/overlay', 'live', {}, { fresh: true })
    const left = async (): Promise<number> => (await page.locator('.counters').boundingBox())!.x
    const upright = await left()
    const width = (await page.locator('.counters').boundingBox())!.width
    stage.bridge.show('live', { overlay: { ...DEFAULT_OVERLAY, mirrored: true } })
    await waitFor(async () => (await left()) > VERTICAL.width / 2, { what: 'the counters on the other side' })
    expect(await left()).toBeCloseTo(VERTICAL.width - upright - width, 0)
    expect(await page.evaluate(() => getComputedStyle(document.body).transform)).toBe('matrix(-1, 0, 0, 1, 0, 0)')
  })

  test('[OV42] a picture that the bridge has is shown, one that it has not leaves the drawn initial', async () => {
    const { page } = await at('/overlay?show=chat', 'live', {}, { fresh: true })
    const gone = { ...person(70, 'Gone'), avatarUrl: 'https://pictures.test/gone' }
    stage.bridge.say({ type: 'update', offset: 120, state: {}, events: [event(120, { type: 'chat', text: 'no face' }, { user: gone })] })
    await waitFor(async () => (await page.locator('li img:visible').count()) > 0, { what: 'a picture' })
    const row = page.locator('li', { hasText: 'no face' })
    await waitFor(async () => (await row.count()) === 1 && (await row.locator('img').count()) === 0, { what: 'the initial instead' })
    expect(await row.locator('.avatar').textContent()).toBe('G')
    const sources = await page.evaluate(() =>
      [...document.querySelectorAll('img')].map((image) => new URL(image.src).origin === location.origin),
    )
    expect(sources).not.toContain(false)
  })

  test('[OV2] what is sent to break the page is text, bounded, and inside the safe zones', async () => {
    const { page, complaints } = await at('/overlay', 'live', { goals: GOALS, parts: allOn() })
    const evil = [
      '<img src=x onerror="document.title=1">',
      '"><script>document.title=1</script>',
      'javascript:document.title=1',
      `z${'\u0301\u0337\u0322'.repeat(900)}`,
      'x'.repeat(10_000),
      '\u202e\u2066txet desrever'.repeat(40),
      '﷽'.repeat(400),
      '\n'.repeat(500),
    ]
    const people = evil.map((name, at) => ({ ...person(80 + at, name), uniqueId: name, avatarUrl: name }))
    stage.bridge.say({
      type: 'update',
      offset: 300,
      state: {
        supporters: people.slice(2, 5).map((user) => ({ user, diamonds: 5e15 })),
        overlay: {
          ...DEFAULT_OVERLAY,
          parts: allOn(),
          goals: evil.slice(3, 6).map((title) => ({ kind: 'custom', title, target: 1e300, current: 1e299 })),
        },
      },
      events: people.flatMap((user, at) => [
        event(200 + at * 3, { type: 'chat', text: evil[at] ?? '' }, { user }),
        event(
          201 + at * 3,
          { type: 'gift', giftId: '1', name: evil[at] ?? '', diamondCount: 1e12, count: 1e9, streakId: `e${at}`, final: true },
          { user },
        ),
        event(202 + at * 3, { type: 'follow' }, { user }),
      ]),
    })
    await page.waitForSelector('article')
    await stage.shows.drawn(page)
    expect(await page.title()).toBe('Standby overlay')
    expect(
      await page.evaluate(
        () => document.querySelectorAll('script:not([src], [type="importmap"]), img:not([src^="/avatar?u=https"]), iframe, a').length,
      ),
    ).toBe(0)
    expect(await outside(page)).toEqual([])
    expect(await page.evaluate(() => document.body.textContent.length)).toBeLessThan(12_000)
    expect(complaints).toEqual([])
  })
})

import { screen } from '@testing-library/svelte'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import { DEFAULT_OVERLAY, OVERLAY_PARTS, type OverlaySettings } from '@standby/shared/settings/overlay-settings.ts'
import { settingsWith, wishesOf } from '../../../overlay/src/parts/address.ts'
import { event, gift } from '../../support/fixtures/show.ts'
import { staged } from '../../support/browser/stage.ts'

const settings = (search: string, change: Partial<OverlaySettings> = {}): OverlaySettings =>
  settingsWith({ ...DEFAULT_OVERLAY, ...change }, wishesOf(search))
const partsOn = (search: string): string[] => OVERLAY_PARTS.filter((part) => settings(search).parts[part].on)

describe('Overlay and standby card', () => {
  test('[OV13] the address picks the parts; if it names none, the settings do', () => {
    expect(partsOn('?show=chat,%20Alerts,nonsense')).toEqual(['chat', 'alerts'])
    expect(partsOn('?show=supporters')).toEqual(['supporters'])
    expect(partsOn('')).toEqual(OVERLAY_PARTS.filter((part) => DEFAULT_OVERLAY.parts[part].on))
    expect(partsOn('?show=nothing')).toEqual(partsOn(''))
  })

  test('[OV33] the address wins over every setting that it names, and what makes no sense says nothing', () => {
    const address =
      '?theme=Solid&scale=1.5&safe=off&mirror=1&calls=yes&links=on&avatars=0&gifts=on&sound=on&volume=0.2&at=chat:bottom-right,badge:here'
    expect(settings(address)).toEqual({
      ...DEFAULT_OVERLAY,
      parts: { ...DEFAULT_OVERLAY.parts, chat: { on: true, corner: 'bottom-right' } },
      theme: 'solid',
      scale: 1.5,
      safeZones: false,
      mirrored: true,
      callsToAction: true,
      links: true,
      avatars: false,
      giftPictures: true,
      sound: { on: true, volume: 0.2 },
    })
    expect(settings('?theme=neon&scale=big&safe=perhaps&volume=&at=all:over&sound=loud')).toEqual(DEFAULT_OVERLAY)
    expect(settings('?scale=40&volume=-3')).toMatchObject({ scale: 2, sound: { volume: 0 } })
  })

  test('[OV33] no address breaks the settings', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (search) => {
        const { scale, sound, parts } = settings(`?${search}&scale=${search}&at=${search}&volume=${search}`)
        expect(scale).toBeGreaterThanOrEqual(0.5)
        expect(scale).toBeLessThanOrEqual(2)
        expect(sound.volume).toBeGreaterThanOrEqual(0)
        expect(Object.keys(parts)).toEqual([...OVERLAY_PARTS])
      }),
    )
  })

  test('[OV33] a change of the settings is seen at once: parts, corners, theme, size, safe zones, mirror', () => {
    const feed = staged('overlay')
    feed.show('live')
    const root = document.documentElement
    expect(root.dataset['theme']).toBe('glass')
    const { parts } = DEFAULT_OVERLAY
    feed.set({
      theme: 'minimal',
      scale: 1.25,
      safeZones: false,
      mirrored: true,
      parts: { ...parts, chat: { ...parts.chat, on: false }, supporters: { on: true, corner: 'bottom-right' } },
    })
    expect(root.dataset['theme']).toBe('minimal')
    expect(root.style.getPropertyValue('--standby-setting-scale')).toBe('1.25')
    expect([root.hasAttribute('data-unsafe'), root.hasAttribute('data-mirrored')]).toEqual([true, true])
    expect(screen.queryByRole('list', { name: 'Chat' })).toBeNull()
    const supporters = screen.getByTestId('supporters')
    expect(supporters.closest('.stack')?.classList.contains('right')).toBe(true)
    expect(supporters.closest('.row')?.classList.contains('bottom')).toBe(true)
    feed.set({ theme: 'glass', scale: 1, safeZones: true, mirrored: false, parts })
    expect(root.hasAttribute('data-mirrored')).toBe(false)
    expect(screen.getByRole('list', { name: 'Chat' })).toBeTruthy()
  })

  test('[OV51] the language changes with the setting, while the page is open', async () => {
    const feed = staged('overlay')
    feed.show('degraded')
    expect(screen.getByTestId('badge').textContent).toContain('Back in a moment')
    feed.set({ language: 'fr' })
    await screen.findByText('De retour dans un instant', { exact: false })
    feed.set({ language: 'en' })
    await screen.findByText('Back in a moment', { exact: false })
  })

  test('[OV45] each value that is not current is marked so, even if the badge is off', () => {
    const feed = staged('overlay', '?show=counters,goals,supporters')
    feed.show('live')
    feed.set({ goals: [{ kind: 'likes', title: '', target: 50_000, current: 0 }] })
    expect(screen.queryAllByTestId('stale')).toHaveLength(0)
    feed.show('degraded')
    feed.set({ goals: [{ kind: 'likes', title: '', target: 50_000, current: 0 }] })
    expect(screen.getAllByTestId('stale')).toHaveLength(3)
    expect(screen.getByRole('main').classList.contains('stale')).toBe(true)
    for (const part of [screen.getByTestId('viewers'), screen.getByTestId('goal'), screen.getByTestId('supporters')]) {
      expect(part.closest('.fades')).not.toBeNull()
    }
  })

  test('[OV41] what the creator made up is shown and marked, and passes', () => {
    const feed = staged('overlay')
    feed.show('live')
    const made = [
      { ...event(0, { type: 'chat', text: 'How does this look?' }), id: 'test-1' },
      { ...gift(0, 'test-s', 'Rose', 5, 3, true), id: 'test-2' },
      { ...event(0, { type: 'follow' }), id: 'test-3' },
    ]
    feed.say({ type: 'test', events: made })
    const row = screen.getByText('How does this look?').closest('li')
    for (const shown of [row, screen.getByTestId('gift-alert'), screen.getByTestId('activity')])
      expect(shown?.textContent).toContain('Test')
    feed.advanceBy(16_000)
    expect(screen.queryByText('How does this look?')).toBeNull()
    expect(screen.queryByTestId('gift-alert')).toBeNull()
    expect(screen.queryByTestId('activity')).toBeNull()
    feed.update([event(200, { type: 'follow' })])
    expect(screen.getByTestId('activity').textContent).not.toContain('Test')
  })

  const gapUpTo = (to: number, id: string, offset: number): LiveEvent => ({
    ...{ id, offset, type: 'gap', at: to, missed: false, from: to - 42_000, to, cause: 'tiktok', correlationId: null, attempts: 3 },
    ...{
      caughtUp: { chat: 14, gift: 1 },
      estimatedLost: { chat: 9 },
      overlapped: false,
      caughtUpWhole: true,
      likesAdded: 120,
      followersAdded: null,
    },
  })

  test('[OV41] a recovery that the creator made up is summed up and marked, and passes', () => {
    const feed = staged('overlay')
    feed.show('live')
    feed.update([gapUpTo(feed.clock.now(), 'real', 300)])
    expect(screen.queryByTestId('summary')).toBeNull()
    feed.say({ type: 'test', events: [gapUpTo(feed.clock.now(), 'test-1', 0)] })
    expect(screen.getByTestId('summary').textContent).toContain('We’re back!')
    expect(screen.getByTestId('summary').textContent).toContain('Test')
    feed.set({ outageFigures: true })
    expect(screen.getByTestId('lost').textContent).toContain('about 9\u00a0messages')
    feed.advanceBy(7_000)
    expect(screen.queryByTestId('summary')).not.toBeNull()
    feed.advanceBy(2_000)
    expect(screen.queryByTestId('summary')).toBeNull()
  })

  test('[OV41] a real recovery goes before one that was made up, and bears no mark', () => {
    const feed = staged('overlay')
    feed.show('degraded')
    feed.show('recovered')
    feed.say({ type: 'test', events: [gapUpTo(feed.clock.now(), 'test-1', 0)] })
    expect(screen.getByTestId('summary').textContent).toContain('We’re back!')
    expect(screen.getByTestId('summary').textContent).not.toContain('Test')
  })

  test('[OV41] one that comes twice is there once', () => {
    const feed = staged('overlay')
    feed.show('live')
    const made = { ...event(0, { type: 'chat', text: 'made up' }), id: 'test-1' }
    feed.say({ type: 'test', events: [made] }, { type: 'test', events: [made] })
    expect(screen.getAllByText('made up')).toHaveLength(1)
  })

  test('[OV41] messages that arrive after a test are below it', () => {
    const feed = staged('overlay')
    feed.show('live')
    feed.say({ type: 'test', events: [{ ...event(0, { type: 'chat', text: 'made up' }), id: 'test-1' }] })
    feed.update([event(300, { type: 'chat', text: 'for real' })])
    const [first, second] = screen.getAllByRole('listitem').map((row) => row.textContent)
    expect(first).toContain('for real')
    expect(second).toContain('made up')
  })

  test('[OV43] calls to action appear only if switched on, only while live, and now and then', () => {
    const feed = staged('overlay')
    const seen = (): boolean[] =>
      Array.from({ length: 90 }, () => {
        feed.advanceBy(1_000)
        if (!feed.bridge.link.up) feed.show('live')
        return screen.queryByTestId('call') !== null
      })
    feed.show('live')
    expect(seen()).not.toContain(true)
    feed.set({ callsToAction: true })
    const [shown, quiet] = [true, false].map((what) => seen().filter((call) => call === what).length)
    expect(shown).toBeGreaterThan(4)
    expect(quiet).toBeGreaterThan(shown ?? 0)
    feed.show('degraded')
    feed.set({ callsToAction: true })
    feed.advanceBy(45_000)
    expect(screen.queryByTestId('call')).toBeNull()
  })
})

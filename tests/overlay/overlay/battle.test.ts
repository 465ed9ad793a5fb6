import { screen } from '@testing-library/svelte'
import { describe, expect, test, vi } from 'vitest'
import { DEFAULT_OVERLAY, type OverlaySettings } from '@standby/shared/settings/overlay-settings.ts'
import type { GiftEvent } from '@standby/shared/live/event.ts'
import { NO_ROOM_STATE, type BattleState } from '@standby/shared/live/room-state.ts'
import { NO_MODERATION } from '@standby/shared/settings/moderation.ts'
import { gift, liveState } from '../../support/fixtures/show.ts'
import { staged } from '../../support/browser/stage.ts'
import { waitFor } from '../../support/wait.ts'

const host = (name: string) => ({ id: `id-${name}`, uniqueId: name.toLowerCase(), nickname: name, avatarUrl: null })
const side = (name: string, score: number, own = false): BattleState['sides'][number] => ({
  id: `id-${name}`,
  hosts: [host(name)],
  score,
  own,
})
const battle = (now: number, fields: Partial<BattleState> = {}): BattleState => ({
  battleId: '7',
  startedAt: now - 100_000,
  endsAt: now + 200_000,
  at: now,
  over: false,
  sides: [side('Ada', 1_250, true), side('Bob', 750)],
  ...fields,
})
const room = (one: BattleState | null) => ({ room: { ...NO_ROOM_STATE, battle: one } })
const on: OverlaySettings = { ...DEFAULT_OVERLAY, parts: { ...DEFAULT_OVERLAY.parts, battle: { on: true, corner: 'top-right' } } }
const card = (): HTMLElement | null => screen.queryByTestId('battle')
const text = (): string => (card()?.textContent ?? '').replace(/\s+/g, ' ')

async function shown(fields: Partial<BattleState> = {}, overlay = on) {
  const feed = staged('overlay')
  const now = feed.bridge.now()
  feed.snapshot({ state: { ...liveState(now), overlay, ...room(battle(now, fields)) } })
  if (overlay.parts.battle.on) await waitFor(() => card() !== null, { what: 'the battle' })
  return { feed, now }
}

describe('Overlay and standby card', () => {
  test('[OV78] a battle shows who is in it, their points, and the time that is left', async () => {
    const { feed, now } = await shown()
    expect(text()).toBe('Battle3:20Ada1.3KBob750')
    const shares = [...card()!.querySelectorAll<HTMLElement>('i')].map((one) => one.style.flexGrow)
    expect(shares).toEqual(['625', '375'])
    feed.update([], room(battle(now, { sides: [side('Ada', 1_250, true), side('Bob', 3_750)] })))
    await waitFor(() => text().includes('3.8K'), { what: 'the new points' })
  })

  test('[OV78] the result stays for a while, and then nothing of it does', async () => {
    const sides = [
      { ...side('Ada', 5, true), result: 'win' as const },
      { ...side('Bob', 3), result: 'lose' as const },
    ]
    const { feed, now } = await shown({ over: true, sides })
    expect(text()).toBe('BattleWonAda5Bob3')
    feed.clock.advanceBy(21_000)
    await waitFor(() => card() === null, { what: 'the battle to go' })
    feed.update([], room(battle(now + 30_000)))
    await waitFor(() => card() !== null, { what: 'the next battle' })
    feed.update([], room(null))
    await waitFor(() => card() === null, { what: 'the battle to go' })
  })

  test('[OV78] it is off unless the creator wants it, and who is hidden has no name in it', async () => {
    const { feed } = await shown({}, DEFAULT_OVERLAY)
    expect(document.querySelector('[data-part=battle]')).toBeNull()
    feed.set({ parts: on.parts })
    await waitFor(() => card() !== null, { what: 'the battle' })
    feed.update([], { moderation: { ...NO_MODERATION, hiddenUsers: [{ id: 'id-Bob', name: 'Bob' }] } })
    await waitFor(() => !text().includes('Bob'), { what: 'the name to go' })
    expect(text()).toContain('Ada')
  })

  test('[OV79] the picture of a gift is asked for only if the creator wants pictures of gifts', async () => {
    const feed = staged('overlay')
    feed.snapshot()
    const pictured: GiftEvent = { ...(gift(1, 's', 'Rose', 5, 1, true) as GiftEvent), pictureUrl: 'https://p16.example/rose.png' }
    feed.update([pictured])
    expect(screen.getByTestId('gift-alert').querySelector('.piece svg')).not.toBeNull()
    feed.set({ giftPictures: true })
    const asked: string[] = []
    vi.stubGlobal('Image', function image() {
      return Object.defineProperty(document.createElement('img'), 'src', { set: (address: string) => void asked.push(address) })
    })
    feed.update([{ ...pictured, id: '2', offset: 2, streakId: 's2', giftId: '9', name: 'Lion' }])
    await waitFor(() => asked.length > 0, { what: 'the picture' })
    expect(new Set(asked)).toEqual(new Set([`/avatar?u=${encodeURIComponent('https://p16.example/rose.png')}`]))
    vi.unstubAllGlobals()
  })
})

import type { LiveEvent, LiveUser } from '@standby/shared/live/event.ts'
import type { FeedState } from '@standby/shared/protocol.ts'
import type { Bridge, ViewerFeed } from '../parts/bridge.svelte.ts'

const NAMES = ['Maya', 'Jonas K.', 'Zoé', 'Priya', 'Lou-Anne', 'Noam'] as const
const SAYS = [
  'This song again, yes!!',
  'hello from Lyon 👋',
  'that blue is so good',
  'first time here, hi all',
  'la lumière est parfaite',
] as const
const GIFTS = [
  ['Rose', 1],
  ['Galaxy', 1_000],
  ['Perfume', 20],
] as const

/** Each gift alert stays for about as long. */
const EVERY_MS = 5_000

const user = (at: number): LiveUser => {
  const nickname = NAMES[at % NAMES.length] ?? NAMES[0]
  return { id: `preview-${at % NAMES.length}`, uniqueId: nickname.toLowerCase(), nickname, avatarUrl: null }
}

/**
 * A made-up show in the place of the real one, for the creator to see a look at any time. Settings, goals and the look are the real ones.
 * `after` calls back once, as `setTimeout` does.
 */
export function previewed(
  bridge: Pick<Bridge, 'state' | 'link' | 'now' | 'pace'>,
  after: (callback: () => void, ms: number) => unknown,
): ViewerFeed {
  const listeners = new Set<(events: LiveEvent[]) => void>()
  const begunAt = bridge.now()
  let made = 0

  const moment = (): { id: string; at: number; missed: boolean; offset: number; user: LiveUser } => {
    made += 1
    return { id: String(1_000_000 + made), at: bridge.now(), missed: false, offset: made, user: user(made) }
  }
  const recent = SAYS.map((text): LiveEvent => ({ ...moment(), type: 'chat', text }))

  function gift(): LiveEvent {
    const [name, diamondCount] = GIFTS[made % GIFTS.length] ?? GIFTS[0]
    // Large enough for an alert, whatever the creator asks of one.
    const count = Math.max(1, Math.ceil((bridge.state?.look.alertFrom ?? 0) / diamondCount), diamondCount === 1 ? 12 : 1)
    const head = moment()
    return { ...head, type: 'gift', giftId: name, name, diamondCount, count, streakId: head.id, final: true }
  }

  function step(): void {
    for (const listener of listeners) listener([gift(), { ...moment(), type: 'follow' }])
    after(step, EVERY_MS)
  }
  after(step, 400)

  let real: FeedState | null = null
  let shown: FeedState | null = null
  return {
    get state() {
      const { state } = bridge
      if (state !== real || shown === null) shown = (real = state) === null ? null : madeUp(state, begunAt)
      return shown
    },
    recent,
    beginnings: 0,
    get link() {
      return bridge.link
    },
    now: () => bridge.now(),
    pace: bridge.pace,
    onFresh(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function madeUp(state: FeedState | null, begunAt: number): FeedState | null {
  if (state === null) return null
  return {
    ...state,
    tiktok: { ...state.tiktok, reconnectionState: 'CONNECTED', health: 'live', paused: false, cause: null, since: begunAt, degraded: null },
    counters: { ...state.counters, viewers: 1_248, likes: 48_310, followers: 12_640, diamonds: 6_240 },
    supporters: [2_900, 1_240, 410].map((diamonds, at) => ({ user: user(at), diamonds })),
    recovery: null,
    gaps: [],
    coverage: { ...state.coverage, giftsMayBeIncomplete: false },
  }
}

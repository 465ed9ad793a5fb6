import type { HistoryView, LiveReport, LiveSession } from '@standby/shared/history.ts'
import type { ObsPagesView } from '@standby/shared/obs-setup.ts'
import { setupAnswer } from './fixture-setup.ts'
import { viewer } from './fixture-show.ts'
import { HOUR_MS, MINUTE_MS } from './fixture-situation.ts'

// What the API answers to questions that no feed answers, made up. Commands are accepted with an empty object.

/** The rooms of the made-up LIVEs, the newest first. */
export const ROOMS = ['7412345678901234567', '7409876543210987654', '7401112223334445556'] as const

export function madeUpPages(now: number): ObsPagesView {
  const since = now - 47 * MINUTE_MS
  return {
    sources: [
      { inputName: 'Standby overlay', page: 'overlay', state: 'alive', showing: true, revived: null },
      { inputName: 'Standby card', page: 'standby', state: 'dead', showing: false, revived: { how: 'swap', at: now - 190_000 } },
      { inputName: 'Overlay, vertical', page: 'overlay', state: 'unloaded', showing: false, revived: null },
    ],
    pages: [
      { id: 1, page: 'overlay', source: 'Standby overlay', inObs: true, visible: true, connectedAt: since, lastSignAt: now - 4_000 },
      { id: 2, page: 'dock', source: null, inObs: true, visible: true, connectedAt: since, lastSignAt: now - 2_000 },
      { id: 3, page: 'home', source: null, inObs: false, visible: false, connectedAt: now - 9 * MINUTE_MS, lastSignAt: now - 8_000 },
    ],
  }
}

function session(now: number, at: number, more: Partial<LiveSession>): LiveSession {
  return {
    roomId: ROOMS[at] ?? ROOMS[0],
    startedAt: now - 47 * MINUTE_MS,
    endedAt: now,
    current: at === 0,
    counts: { chat: 902, gift: 131, follow: 44, share: 23, join: 3_102, subscribe: 3 },
    diamonds: 6_240,
    likes: 48_310,
    peakViewers: 1_403,
    totalViewers: 9_820,
    gaps: 0,
    awayMs: 0,
    ...more,
  }
}

export function madeUpHistory(now: number): HistoryView {
  const yesterday = now - 26 * HOUR_MS
  const lastWeek = now - 7.1 * 24 * HOUR_MS
  return {
    sessions: [
      session(now, 0, {}),
      session(now, 1, { startedAt: yesterday, endedAt: yesterday + 2.4 * HOUR_MS, diamonds: 18_400, gaps: 2, awayMs: 96_000 }),
      session(now, 2, { startedAt: lastWeek, endedAt: lastWeek + 38 * MINUTE_MS, diamonds: 310, peakViewers: null, totalViewers: null }),
    ],
    retention: { days: 30, megabytes: 500 },
    bytes: 38_400_000,
  }
}

/** A curve with a lull and a late rise. */
const CURVE = Array.from({ length: 144 }, (_, minute) =>
  Math.max(
    0,
    Math.round(14 + 11 * Math.sin(minute / 11) + (minute > 96 ? 19 : 0) + ((minute * 7) % 9) - (minute > 60 && minute < 68 ? 14 : 0)),
  ),
)

export function madeUpReport(now: number, roomId: string): LiveReport | null {
  const found = madeUpHistory(now).sessions.find((one) => one.roomId === roomId)
  if (found === undefined) return null
  const supporters = found.diamonds < 1_000 ? [] : [2_900, 1_240, 410, 120, 35].map((diamonds, at) => ({ user: viewer(at * 2), diamonds }))
  return {
    ...found,
    supporters,
    gapRecords: [],
    samples: [],
    chatsPerMinute: CURVE.slice(0, Math.ceil((found.endedAt - found.startedAt) / MINUTE_MS)),
    connectedPercent: found.gaps === 0 ? 100 : 98.86,
  }
}

/** Null: nothing special is answered. */
export function madeUpAnswer(path: string, now: number): object | null {
  if (path === '/api/obs/pages') return madeUpPages(now)
  if (path === '/api/history/sessions') return madeUpHistory(now)
  const room = /^\/api\/history\/sessions\/(\w+)$/.exec(path)?.[1]
  return room === undefined ? setupAnswer(path, now) : madeUpReport(now, room)
}

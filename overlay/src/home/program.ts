import type { Health } from '@standby/shared/protocol.ts'

/** What OBS would have on program. Times are on the bridge's clock. */
export interface Program {
  shows: 'overlay' | 'card'
  /** Since when. */
  at: number
  /** Since when the connection is back, while the card is on; else null. */
  backAt: number | null
}

/** As the automation does it (`bridge/src/obs/scenes/timing.ts`): the card stays for so long, and the connection has to hold for so long. */
const LEAST_CARD_MS = 5_000
const HOLDS_MS = 3_000

/** What is on program now: the card from when the connection has been lost for long, until it is back and holds. */
export function nextProgram(program: Program | null, health: Health, now: number): Program {
  const before = program ?? { shows: 'overlay', at: now, backAt: null }
  if (health === 'degraded')
    return before.shows === 'card' && before.backAt === null ? before : { shows: 'card', at: cardSince(before, now), backAt: null }
  if (before.shows === 'overlay') return before
  if (health === 'reconnecting') return before.backAt === null ? before : { ...before, backAt: null }
  const backAt = before.backAt ?? now
  const isOver = health === 'offline' || (now - backAt >= HOLDS_MS && now - before.at >= LEAST_CARD_MS)
  if (isOver) return { shows: 'overlay', at: now, backAt: null }
  return before.backAt === null ? { ...before, backAt } : before
}

const cardSince = ({ shows, at }: Program, now: number): number => (shows === 'card' ? at : now)

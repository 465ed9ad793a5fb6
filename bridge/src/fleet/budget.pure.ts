import type { BudgetWindow } from '@standby/shared/connection/budget.ts'

/** What a request is for. If there are too few for all, a channel that was live and dropped comes first and a probe last. */
export type Priority = 'return' | 'first' | 'probe'

/** The share of each window that is kept for what is more important. */
const KEPT: Readonly<Record<Priority, number>> = { return: 0, first: 0.4, probe: 0.7 }

/** What the fleet keeps of one key. Times are the fleet's: ms since the epoch by the clock of the servers. */
export interface Spending {
  /** By the length of the window: how many were spent in each slot of time, oldest first. */
  windows: Readonly<Record<string, readonly (readonly [slot: number, count: number])[]>>
  /** The service asked to wait until then; 0: it did not. */
  waitUntil: number
}

export const NOTHING_SPENT: Spending = { windows: {}, waitUntil: 0 }

/** A window is counted in slots, so that one of an hour with 100,000 requests takes no more room than one of a minute with five. */
const SLOTS = 60
/**
 * Added to each window: a request reaches the service some time after its token was taken, and two workers know the servers' time each a
 * little differently.
 */
const MARGIN_MS = 1_000

/** Spends one, or says when one may be spent next. A slot counts until all of it has left the window, so that no window ever holds more. */
export function spendOne(
  spending: Spending,
  windows: readonly BudgetWindow[],
  priority: Priority,
  now: number,
): { spending: Spending; retryAt: number | null } {
  const kept: Record<string, readonly (readonly [number, number])[]> = {}
  let retryAt = spending.waitUntil
  for (const { ms, limit } of windows) {
    const slotMs = ms / SLOTS
    const leavesAt = (slot: number): number => (slot + 1) * slotMs + ms + MARGIN_MS
    const slots = (spending.windows[String(ms)] ?? []).filter(([slot]) => leavesAt(slot) > now)
    kept[String(ms)] = slots
    let over = slots.reduce((sum, [, count]) => sum + count, 0) + 1 - Math.max(1, Math.floor(limit * (1 - KEPT[priority])))
    for (const [slot, count] of slots) {
      if (over <= 0) break
      retryAt = Math.max(retryAt, leavesAt(slot))
      over -= count
    }
  }
  const { waitUntil } = spending
  if (retryAt > now) return { spending: { windows: kept, waitUntil }, retryAt }
  const spent = Object.fromEntries(
    windows.map(({ ms }) => {
      const slots = kept[String(ms)] ?? []
      // One whose clock is behind counts with the newest: it must not leave the window before it.
      const slot = Math.max(Math.floor(now / (ms / SLOTS)), slots.at(-1)?.[0] ?? 0)
      const count = slots.at(-1)?.[0] === slot ? (slots.at(-1)?.[1] ?? 0) : 0
      return [String(ms), [...(count > 0 ? slots.slice(0, -1) : slots), [slot, count + 1] as const]]
    }),
  )
  return { spending: { windows: spent, waitUntil }, retryAt: null }
}

/** What is left in each window, for what is most important. */
export function leftOf(spending: Spending, windows: readonly BudgetWindow[], now: number): number[] {
  return windows.map(({ ms, limit }) => {
    const counted = (spending.windows[String(ms)] ?? []).filter(([slot]) => ((slot + 1) * ms) / SLOTS + ms + MARGIN_MS > now)
    return Math.max(0, limit - counted.reduce((sum, [, count]) => sum + count, 0))
  })
}

/** The service refused a request: the whole fleet waits as long as it asked for. A shorter wait never ends a longer one. */
export function refusedUntil(spending: Spending, until: number): Spending {
  return { ...spending, waitUntil: Math.max(spending.waitUntil, until) }
}

/** How many sockets of a key each worker holds. */
export type Slots = Readonly<Record<string, number>>

/** Lets a worker hold as many of `count` as the others leave of the limit. Workers that are gone hold nothing. */
export function withSlots(
  slots: Slots,
  worker: string,
  count: number,
  live: readonly string[],
  limit: number | null,
): { slots: Slots; granted: number } {
  const others = Object.entries(slots).filter(([name]) => name !== worker && live.includes(name))
  const taken = others.reduce((sum, [, held]) => sum + held, 0)
  const granted = limit === null ? count : Math.max(0, Math.min(count, limit - taken))
  return { slots: Object.fromEntries(granted === 0 ? others : [...others, [worker, granted]]), granted }
}

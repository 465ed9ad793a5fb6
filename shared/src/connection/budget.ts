import type { Millis } from '../clock.ts'

/** At most `limit` in any `ms` milliseconds. */
export interface BudgetWindow {
  ms: number
  limit: number
}

/** When something was spent, oldest first; nothing older than the longest window is kept. */
export type Spent = readonly Millis[]

/**
 * Spends one, or says when one can be spent next. `reserved`: the share of each window, from 0 to below 1, that is kept for others; at least
 * one of each can always be spent.
 */
export function spend(spent: Spent, windows: readonly BudgetWindow[], now: Millis, reserved = 0): { spent: Spent; retryAt: Millis | null } {
  const kept = current(spent, windows, now)
  const own = windows.map(({ ms, limit }) => ({ ms, limit: Math.max(1, Math.floor(limit * (1 - reserved))) }))
  const retryAt = Math.max(0, ...own.map(({ ms, limit }) => (within(kept, ms, now) < limit ? 0 : (kept.at(-limit) ?? now) + ms)))
  return retryAt > now ? { spent: kept, retryAt } : { spent: [...kept, now], retryAt: null }
}

/** What is left in each window now, in the order given. */
export function left(spent: Spent, windows: readonly BudgetWindow[], now: Millis): number[] {
  const kept = current(spent, windows, now)
  return windows.map(({ ms, limit }) => Math.max(0, limit - within(kept, ms, now)))
}

/** A clock that was set back must not lock anybody out: what lies in the future counts as spent now. */
function current(spent: Spent, windows: readonly BudgetWindow[], now: Millis): Millis[] {
  const longestMs = Math.max(...windows.map(({ ms }) => ms))
  return spent.map((at) => Math.min(at, now)).filter((at) => now - at < longestMs)
}

function within(spent: Spent, ms: number, now: Millis): number {
  return spent.filter((at) => now - at < ms).length
}

/** Requests to the sign service, per key: what it allows without one (connector #65), so that it is never the one to say no. */
export const SIGN_BUDGET: readonly BudgetWindow[] = signBudget({ minute: 5, hour: 30 })

/** What a key of one's own allows. */
export function signBudget({ minute, hour }: { minute: number; hour: number }): BudgetWindow[] {
  return [
    { ms: 60_000, limit: minute },
    { ms: 3_600_000, limit: hour },
  ]
}

/** Sockets opened as a guest, per address: users report that TikTok throttles after 12 to 15 in an hour. */
export const GUEST_BUDGET: readonly BudgetWindow[] = [
  { ms: 60_000, limit: 2 },
  { ms: 3_600_000, limit: 10 },
]

/** Reconnects by hand, from all pages together. */
export const MANUAL_BUDGET: readonly BudgetWindow[] = [
  { ms: 5_000, limit: 1 },
  { ms: 60_000, limit: 6 },
]

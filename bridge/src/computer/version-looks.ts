import type { Clock, Millis } from '@standby/shared/clock.ts'
import type { NewVersionView } from '@standby/shared/computer.ts'
import * as z from 'zod'
import { isNewer, release, type Release } from './new-version.ts'

/** A computer that has just started may not have its network yet. */
const FIRST_CHECK_MS = 5 * 60_000
const CHECK_MS = 60 * 60_000
const DAY_MS = 24 * CHECK_MS
const WEEK_MS = 7 * DAY_MS

export interface VersionLooksOptions {
  /** The version that runs. */
  current: string
  clock: Clock
  /** Asks once. Null: nobody could say. */
  ask: () => Promise<Release | null>
  /** Whether the creator wants a look each week. */
  isWeekly: () => boolean
  /** While a LIVE is on, nothing asks by itself. */
  isLive: () => boolean
  saved: { load: () => unknown; save: (value: unknown) => void }
}

export interface VersionLooks {
  /** A look that the creator asks for. Null: nobody could say. */
  now(): Promise<NewVersionView | null>
  /** What the last look found; null: none did. */
  found(): NewVersionView | null
  start(): void
  stop(): void
}

/** `dueAt`: when the next look by itself may be made, ms. */
const savedLook = z.object({ dueAt: z.number(), found: release.nullable() })
type SavedLook = z.infer<typeof savedLook>

/** Looks for a new version if the creator asks, and once a week by itself if that is switched on: a day later if nobody could say. */
export function createVersionLooks({ current, clock, ask, isWeekly, isLive, saved }: VersionLooksOptions): VersionLooks {
  let last: SavedLook = savedLook.safeParse(saved.load()).data ?? { dueAt: 0, found: null }
  let cancel = (): void => undefined

  function keep(next: SavedLook): void {
    last = next
    saved.save(next)
  }

  async function look(): Promise<Release | null> {
    const askedAt = clock.now()
    // Kept before the answer: a Standby that ends in between has asked all the same.
    keep({ ...last, dueAt: askedAt + DAY_MS })
    const found = await ask()
    if (found !== null) keep({ dueAt: askedAt + WEEK_MS, found })
    return found
  }

  /** A date that is further away than any look is kept was saved by a clock that was wrong. */
  const isDue = (now: Millis): boolean => now >= last.dueAt || last.dueAt > now + WEEK_MS

  function checkAfter(delayMs: number): void {
    cancel = clock.after(delayMs, () => {
      if (isWeekly() && !isLive() && isDue(clock.now())) void look()
      checkAfter(CHECK_MS)
    })
  }

  const view = (found: Release | null): NewVersionView | null =>
    found === null ? null : { ...found, isNewer: isNewer(found.version, current) }

  return {
    now: async () => view(await look()),
    found: () => view(last.found),
    start: () => checkAfter(FIRST_CHECK_MS),
    stop: () => cancel(),
  }
}

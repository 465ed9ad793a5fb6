import type { Clock } from '@standby/shared/clock.ts'

export const FIRST_LOOK_MS = 2_000
/** The longest wait, as for a page that lost the bridge. */
export const LONGEST_LOOK_MS = 5_000

/** How long to wait before looking again, after so many looks: a minute and a half until it is the longest. */
export function nextLookMs(looks: number): number {
  return Math.min(LONGEST_LOOK_MS, FIRST_LOOK_MS * 1.04 ** looks)
}

export interface WatchOptions {
  clock: Clock
  /** Whether something answers at this page's own address. Never throws. */
  isThere: () => Promise<boolean>
  /** Loads the page; called once. */
  load: () => void
}

/** Looks for the bridge again and again, one look at a time. Returns how to look at once. */
export function watchFor({ clock, isThere, load }: WatchOptions): () => void {
  let looks = 0
  let looking = false
  let cancel = (): void => {}

  const look = async (): Promise<void> => {
    if (looking) return
    looking = true
    cancel()
    if (await isThere()) return load()
    looking = false
    looks += 1
    wait()
  }
  const wait = (): void => {
    cancel = clock.after(nextLookMs(looks), () => void look())
  }
  wait()
  return () => void look()
}

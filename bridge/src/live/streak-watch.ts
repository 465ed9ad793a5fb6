import type { Clock, Millis } from '@standby/shared/clock.ts'
import type { LiveEventDraft } from '@standby/shared/live/event.ts'
import { openStreaks, STREAK_TIMEOUT_MS, type GiftDraft, type Streaks } from '@standby/shared/live/streak.ts'

/** Finds the streaks whose end never came. */
export interface StreakWatch {
  /** These events are in the show by now, and `streaks` are its streaks. */
  heard(events: readonly LiveEventDraft[], streaks: Streaks): void
  /** Streaks of an earlier run: by TikTok's time, which may not be ours, so they wait the whole time at most. */
  restore(streaks: Streaks): void
  forgetAll(): void
  dispose(): void
}

export function watchStreaks({ clock, onSilent }: { clock: Clock; onSilent: (streakIds: readonly string[]) => void }): StreakWatch {
  /** When each was last heard of, longest ago first. */
  const heardAt = new Map<string, Millis>()
  let cancel = (): void => undefined

  function arm(): void {
    cancel()
    cancel = () => undefined
    const [first] = heardAt.values()
    if (first === undefined) return
    cancel = clock.after(Math.max(0, first + STREAK_TIMEOUT_MS - clock.now()), () => {
      const silent = [...heardAt].flatMap(([id, at]) => (clock.now() - at >= STREAK_TIMEOUT_MS ? [id] : []))
      for (const id of silent) heardAt.delete(id)
      if (silent.length > 0) onSilent(silent)
      arm()
    })
  }

  return {
    heard(events, streaks) {
      const gifts = events.filter((event): event is GiftDraft => event.type === 'gift')
      if (gifts.length === 0) return
      for (const { streakId } of gifts) {
        heardAt.delete(streakId)
        if (streaks.get(streakId)?.open) heardAt.set(streakId, clock.now())
      }
      arm()
    },
    restore(streaks) {
      const open = openStreaks(streaks).map(({ streakId, at }) => [streakId, Math.min(at, clock.now())] as const)
      for (const [id, at] of open.toSorted(([, one], [, other]) => one - other)) heardAt.set(id, at)
      arm()
    },
    forgetAll() {
      heardAt.clear()
      arm()
    },
    dispose: () => cancel(),
  }
}

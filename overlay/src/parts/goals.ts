import type { Goal } from '@standby/shared/settings/overlay-settings.ts'
import type { ShowCounters } from '@standby/shared/protocol.ts'

export const MOST_GOALS = 4

export interface GoalProgress {
  goal: Goal
  current: number
  /** 0 to 1. */
  share: number
  reached: boolean
}

/** How far each goal is, at most four of them. */
export function progressOf(goals: readonly Goal[], counters: ShowCounters): GoalProgress[] {
  return goals.slice(0, MOST_GOALS).map((goal) => {
    const current = goal.kind === 'custom' ? goal.current : (counters[goal.kind] ?? 0)
    const target = Math.max(1, goal.target)
    return { goal, current, share: Math.min(1, Math.max(0, current / target)), reached: current >= target }
  })
}

/** Identifies a goal. The count is not part of it, so that a custom goal stays the same while it is counted. */
export function goalKey({ kind, title, target }: Goal): string {
  return `${kind} ${String(target)} ${title}`
}

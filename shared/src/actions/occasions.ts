import type { LiveEvent } from '../live/event.ts'
import type { Action } from './action.ts'
import { valuesOf, worthOf, type Values } from './values.ts'

/** What has been begun, so that nothing is begun twice. Saved before anything is sent. */
export interface Begun {
  /** Events up to this offset have had their turn. */
  upTo: number
  /** Of the actions for gifts: action and streak, the newest last. */
  streaks: readonly string[]
  /** Of the actions for the LIVE and its connection: the moments, the newest last. */
  moments: readonly string[]
}

export const NOTHING_BEGUN: Begun = { upTo: 0, streaks: [], moments: [] }

export interface Run {
  action: Action
  values: Values
}

/** As many as the show itself remembers (`live/streak.ts`). */
const STREAKS_KEPT = 1_000
const MOMENTS_KEPT = 200

export interface About {
  /** The creator's @name. */
  creator: string
  /** The creator, or TikTok, does not want this event to be seen. */
  hides: (event: Exclude<LiveEvent, { type: 'gap' }>) => boolean
}

/**
 * Which actions these events set off, and what is begun by then. A streak of gifts counts once, when it ends: only then is it known what it
 * is worth. If it goes on after Standby had ended it, it counts again only for actions that it was not worth enough for.
 */
export function runsFor(
  actions: readonly Action[],
  events: readonly LiveEvent[],
  begun: Begun,
  about: About,
): { runs: Run[]; begun: Begun } {
  const runs: Run[] = []
  let { upTo, streaks } = begun
  for (const event of events) {
    if (event.offset <= upTo) continue
    upTo = event.offset
    if ((event.type !== 'gift' && event.type !== 'follow' && event.type !== 'chat') || about.hides(event)) continue
    let made: Values | null = null
    const values = (): Values => (made ??= valuesOf(event, about.creator))
    for (const action of actions) {
      if (!action.on || (event.missed && !action.caughtUp)) continue
      const { when } = action
      if (event.type === 'gift') {
        // One for a guest is not the creator's.
        if (when.type !== 'gift' || !event.final || event.receiver !== undefined || worthOf(event) < when.diamonds) continue
        const key = `${action.id} ${event.streakId}`
        if (streaks.includes(key)) continue
        streaks = [...streaks, key].slice(-STREAKS_KEPT)
        runs.push({ action, values: values() })
      } else if (event.type === 'follow') {
        if (when.type === 'follow') runs.push({ action, values: values() })
      } else if (when.type === 'chat') {
        const rest = afterBeginning(values().text, when.text)
        if (rest !== null) runs.push({ action, values: { ...values(), rest } })
      }
    }
  }
  return { runs, begun: { ...begun, upTo, streaks } }
}

/** What follows the beginning, or null if the text does not begin with it. `!go` begins `!go on` and `!GO`, and not `!gone`. */
export function afterBeginning(text: string, beginning: string): string | null {
  const wanted = beginning.trim()
  const head = text.slice(0, wanted.length)
  if (wanted === '' || head.toLowerCase() !== wanted.toLowerCase()) return null
  const rest = text.slice(wanted.length)
  return rest === '' || /^\s/.test(rest) || !/[\p{L}\p{N}]$/u.test(wanted) || !/^[\p{L}\p{N}]/u.test(rest) ? rest.trim() : null
}

/** Notes a moment of the LIVE; null if it had its turn already. */
export function noteMoment(begun: Begun, key: string): Begun | null {
  return begun.moments.includes(key) ? null : { ...begun, moments: [...begun.moments, key].slice(-MOMENTS_KEPT) }
}

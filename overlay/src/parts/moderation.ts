import type { LiveEvent, LiveUser } from '@standby/shared/live/event.ts'
import { hasWordOf, type Moderation } from '@standby/shared/settings/moderation.ts'

/** Decides what a page may show, fast enough to ask for every event. */
export interface VisibilityFilter {
  hidesUser(user: LiveUser): boolean
  hides(event: LiveEvent): boolean
}

/** Made once for each change of the moderation. It remembers its answer for each event. */
export function visibilityFilter({ hiddenMessages, hiddenUsers, blockedWords }: Moderation): VisibilityFilter {
  const messages = new Set(hiddenMessages)
  const users = new Set(hiddenUsers.map(({ id }) => id))
  const blocked = hasWordOf(blockedWords)
  const known = new WeakMap<LiveEvent, boolean>()
  const hidesUser = (user: LiveUser): boolean => users.has(user.id) || blocked(user.nickname) || blocked(user.uniqueId)
  return {
    hidesUser,
    hides(event) {
      const before = known.get(event)
      if (before !== undefined) return before
      const hidden =
        messages.has(event.id) ||
        (event.type !== 'gap' && hidesUser(event.user)) ||
        (event.type === 'chat' && blocked(event.text)) ||
        (event.type === 'gift' && event.receiver !== undefined && hidesUser(event.receiver))
      known.set(event, hidden)
      return hidden
    },
  }
}

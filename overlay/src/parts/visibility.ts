import type { LiveEvent, LiveUser } from '@standby/shared/live/event.ts'
import type { Moderation } from '@standby/shared/settings/moderation.ts'

/** Decides what a page may show, fast enough to ask for every event. */
export interface VisibilityFilter {
  hidesUser(user: LiveUser): boolean
  hides(event: LiveEvent): boolean
}

/** Whether a text has one of the words. */
export type WordSearch = (words: readonly string[]) => (text: string) => boolean

/** Finds too much rather than too little, in few bytes: it serves until the real search is loaded, which only a page with words loads. */
export const roughSearch: WordSearch = (words) => {
  return (text) => {
    const form = text.normalize('NFKC').toLowerCase()
    return words.some((word) => form.includes(word))
  }
}

/** Made once for each change of the moderation. It remembers its answer for each event. */
export function visibilityOf({ hiddenMessages, hiddenUsers, blockedWords }: Moderation, search: WordSearch): VisibilityFilter {
  const messages = new Set(hiddenMessages)
  const users = new Set(hiddenUsers.map(({ id }) => id))
  const blocked = search(blockedWords)
  const known = new WeakMap<LiveEvent, boolean>()
  const hidesUser = (user: LiveUser): boolean => users.has(user.id) || blocked(user.nickname) || blocked(user.uniqueId)
  return {
    hidesUser,
    hides(event) {
      const before = known.get(event)
      if (before !== undefined) return before
      const hidden =
        messages.has(event.id) ||
        ('user' in event && hidesUser(event.user)) ||
        ('text' in event && blocked(event.text)) ||
        (event.type === 'gift' && event.receiver !== undefined && hidesUser(event.receiver))
      known.set(event, hidden)
      return hidden
    },
  }
}

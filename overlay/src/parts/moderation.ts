import { hasWordOf } from '@standby/shared/settings/blocked-words.ts'
import type { Moderation } from '@standby/shared/settings/moderation.ts'
import { visibilityOf, type VisibilityFilter } from './visibility.ts'

/** What a page may show, with the whole search for blocked words. Pages for viewers load that search when there is a word for it. */
export function visibilityFilter(moderation: Moderation): VisibilityFilter {
  return visibilityOf(moderation, hasWordOf)
}

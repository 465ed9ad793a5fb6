import type { Journal } from '../store/journal.ts'

/** What the journal keeps once for the first channel, and once more for each further one. */
const KEPT_BY_CHANNEL: readonly string[] = ['connection', 'moderation']

/** The journal as a further channel sees it. Events and checkpoints have the channel's name with them anyway. */
export function journalOf(journal: Journal, username: string): Journal {
  const keyOf = (key: string): string => (KEPT_BY_CHANNEL.includes(key) ? `${key}@${username}` : key)
  return {
    ...journal,
    remember: (key, value) => journal.remember(keyOf(key), value),
    recall: (key) => journal.recall(keyOf(key)),
  }
}

import { comparisonForm } from '../comparison.ts'
import { hasWordOf } from './blocked-words.ts'

export { hasWordOf } from './blocked-words.ts'

/** `GET /api/moderation`, and the `moderation` slice: what no page may show. State, so that every overlay agrees, whenever it loads. */
export interface Moderation {
  /** Ids of events hidden by hand, or deleted by TikTok; the newest last, bounded. */
  hiddenMessages: string[]
  /** Users hidden by hand, or whose messages TikTok deleted all of. */
  hiddenUsers: { id: string; name: string }[]
  /** Words of the creator's own choice, lower case. A message that has one is not shown. */
  blockedWords: string[]
}

export const NO_MODERATION: Moderation = { hiddenMessages: [], hiddenUsers: [], blockedWords: [] }

/** What the rules look at in an event; a gap has no user. */
interface Shown {
  id: string
  user?: Person
  /** The guest whom a gift is for. */
  receiver?: Person | undefined
  text?: string
}
type Person = Readonly<{ id: string; nickname: string; uniqueId: string }>

/** Whether an event may not be shown: hidden itself, of a hidden user, or with a blocked word in its text or in the names of its sender or receiver. */
export function hiddenBy({ hiddenMessages, hiddenUsers, blockedWords }: Moderation): (event: Shown) => boolean {
  const messages = new Set(hiddenMessages)
  const users = new Set(hiddenUsers.map(({ id }) => id))
  const blocked = hasWordOf(blockedWords)
  const hides = (one: Person | undefined): boolean =>
    one !== undefined && (users.has(one.id) || blocked(one.nickname) || blocked(one.uniqueId))
  return ({ id, user, receiver, text = '' }) => messages.has(id) || hides(user) || hides(receiver) || blocked(text)
}

/** As `hiddenBy`, by whatever `moderation` gives at the time. What it looks things up in is made once for each change. */
export function hiddenNow(moderation: () => Moderation): (event: Shown) => boolean {
  let made: { by: Moderation; hides: (event: Shown) => boolean } | null = null
  return (event) => {
    const by = moderation()
    if (made?.by !== by) made = { by, hides: hiddenBy(by) }
    return made.hides(event)
  }
}

/** The form in which blocked words are kept and compared. */
export const wordForm = comparisonForm

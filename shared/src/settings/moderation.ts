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

/** Longer than any text that is let in. */
const LONGEST_COMPARED = 2_000

/** Compared form of words and texts: full-width letters, capitals, stacked marks and characters that nobody sees make no difference. */
export function wordForm(text: string): string {
  return text
    .slice(0, LONGEST_COMPARED)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u0300-\u036f\p{Default_Ignorable_Code_Point}]+/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}

/**
 * Whether a text has one of the words. A word of a script that parts its words by spaces must stand by
 * itself ("ass" is not in "class"). In others (Chinese, Japanese, Thai), and in Arabic and Hebrew, where an article is joined on, it
 * counts anywhere.
 */
export function hasWordOf(words: readonly string[]): (text: string) => boolean {
  const known = words.map(wordForm).filter((word) => word !== '')
  if (known.length === 0) return () => false
  // Words of nothing but letters are looked up: a long list of alternatives would be tried at every character of every message.
  const whole = new Set(known.filter(standsAlone))
  const others = known.filter((word) => !whole.has(word))
  const pattern = others.length === 0 ? null : new RegExp(others.map(patternOf).join('|'), 'u')
  return (text) => {
    if (text === '') return false
    const form = wordForm(text)
    return (form.match(LETTERS) ?? []).some((word) => whole.has(word)) || (pattern?.test(form) ?? false)
  }
}

const LETTERS = /[\p{L}\p{N}]+/gu

function standsAlone(word: string): boolean {
  return SPACED_FIRST.test(word) && SPACED_LAST.test(word) && word.match(LETTERS)?.[0] === word
}

const SPACED_FIRST = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u
const SPACED_LAST = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]$/u

function patternOf(word: string): string {
  const before = SPACED_FIRST.test(word) ? '(?<![\\p{L}\\p{N}])' : ''
  const after = SPACED_LAST.test(word) ? '(?![\\p{L}\\p{N}])' : ''
  return before + word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&') + after
}

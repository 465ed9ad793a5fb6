import type { ChatEvent, LiveUser } from '@standby/shared/live/event.ts'
import { isVisible, visibleName } from '@standby/shared/visible-text.ts'

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** `text` fit to show: at most three combining marks on a character, at most `maxLength` UTF-16 units, cut at a whole character. */
export function legible(text: string, maxLength: number): string {
  // Cut roughly first, because the next steps take time for each character.
  const calm = text.slice(0, maxLength * 4).replace(/(\p{M}{3})\p{M}+/gu, '$1')
  if (calm.length <= maxLength) return calm
  let shown = ''
  for (const { segment } of segmenter.segment(calm)) {
    if (shown.length + segment.length > maxLength - 1) break
    shown += segment
  }
  return `${shown}…`
}

/** How a user is called on screen: the nickname, the @name if nothing of that can be seen, or else the word for `somebody`. */
export function nameOf({ nickname, uniqueId }: Pick<LiveUser, 'nickname' | 'uniqueId'>, somebody: string): string {
  return legible(visibleName(nickname) || visibleName(uniqueId) || somebody, 40)
}

/** Each emote of a chat is a mark behind its text; more of them than this say nothing more. */
const MOST_EMOTES = 5

/** What a chat says, with the word for an `emote` for each of its pictures; `''` if there is nothing to see. */
export function chatText({ text, emotes = [] }: Pick<ChatEvent, 'text' | 'emotes'>, emote: string): string {
  const marks = emotes.slice(0, MOST_EMOTES).map(() => emote)
  return (isVisible(text) ? [text, ...marks] : marks).join(' ')
}

/** The first character of the name as people see it, for a drawn avatar. */
export function initialOf(user: LiveUser): string {
  for (const { segment } of segmenter.segment(nameOf(user, ''))) {
    if (/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(segment)) return segment.toLocaleUpperCase()
  }
  return '•'
}

/** One of `TINTS` colours of the theme (`--tint-0` …), always the same for one user. */
export function tintOf(user: LiveUser): number {
  // FNV-1a, folded: ids that follow each other get colours that do not.
  let hash = 0x811c9dc5
  for (let at = 0; at < user.id.length; at += 1) hash = Math.imul(hash ^ user.id.charCodeAt(at), 0x01000193)
  return ((hash >>> 16) ^ (hash & 0xffff)) % TINTS
}

export const TINTS = 8

import type { ChatEmote, ChatEvent, LiveUser } from '@standby/shared/live/event.ts'

export type Role = 'moderator' | 'subscriber' | 'friend'

/** What of a chatter's relationship to the creator is marked: only the first that holds, so that a name stays short. */
export function roleOf({ relation = {} }: LiveUser): Role | null {
  const roles: readonly Role[] = ['moderator', 'subscriber', 'friend']
  return roles.find((role) => relation[role] === true) ?? null
}

/** A message in pieces, in order: texts, and emotes in their places. `word`: what stands there if the picture does not come. */
export type ChatPiece = { text: string } | { emote: ChatEmote; word: string }

/** More pictures than these only make a message harder to read. */
const MOST_EMOTES = 12

export function chatPieces({ text, emotes = [] }: Pick<ChatEvent, 'text' | 'emotes'>): ChatPiece[] {
  const pieces: ChatPiece[] = []
  let read = 0
  const say = (until: number): void => {
    if (until > read) pieces.push({ text: text.slice(read, until) })
  }
  for (const emote of emotes.slice(0, MOST_EMOTES)) {
    say(emote.at)
    pieces.push({ emote, word: text.slice(emote.at, emote.at + emote.length) })
    read = Math.max(read, emote.at + emote.length)
  }
  say(text.length)
  return pieces
}

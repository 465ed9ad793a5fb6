import type { ChatEmote, ChatEvent } from '@standby/shared/live/event.ts'

/** A message in pieces, in order: texts, and emotes in their places. `word`: the text whose place the emote takes, if it takes any. */
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

import { cleanText, MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from '@standby/shared/clean-text.ts'
import type { ChatEvent, ChatEmote, Mention } from '@standby/shared/live/event.ts'
import { fields, type Fields } from './fields.pure.ts'
import { pictureOf } from './pictures.pure.ts'
import { idText, wholeNumber } from './text.ts'

type Chat = Pick<ChatEvent, 'text' | 'emotes' | 'mentions' | 'language'>

/** More emotes in one chat than this say nothing more. */
const MAX_EMOTES = 20
const MAX_MENTIONS = 20

const list = (value: unknown, most: number): unknown[] => (Array.isArray(value) ? value.slice(0, most) : [])

/** What a chat message says. TikTok tells its emotes beside its text. How they are shown is a page's business. */
export function chatOf(data: Fields): Chat {
  const text = cleanText(data['content'], MAX_TEXT_LENGTH)
  const emotes = list(data['emotes'], MAX_EMOTES).map((one) => emoteOf(fields(one)['emote'], wholePlace(text, fields(one)['index'])))
  const language = cleanText(data['contentLanguage'], 10)
  const mentions = mentionsOf(data)
  return {
    text,
    ...(emotes.length > 0 && { emotes: emotes.toSorted((a, b) => a.at - b.at) }),
    ...(mentions.length > 0 && { mentions }),
    ...(language !== '' && { language }),
  }
}

/** A message of nothing but emotes. It is one even if TikTok does not say which. */
export function emoteChat(emotes: unknown): Pick<Chat, 'text' | 'emotes'> {
  const all = list(emotes, MAX_EMOTES)
  return { text: '', emotes: (all.length === 0 ? [null] : all).map((one) => emoteOf(one, 0)) }
}

/** Within the text, and not within a character. TikTok counts in UTF-16 units of the text without the emotes. */
function wholePlace(text: string, index: unknown): number {
  const at = Math.min(wholeNumber(index), text.length)
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}

function emoteOf(value: unknown, at: number): ChatEmote {
  const emote = fields(value)
  return { id: idText(emote['emoteId']), pictureUrl: pictureOf(emote['image']), at, length: 0 }
}

/** TikTok has two ways to tell whom a message is for. A reply is one of them. */
function mentionsOf(data: Fields): Mention[] {
  const users = [data['atUser'], ...list(data['mentionUsers'], MAX_MENTIONS)].map(fields)
  const mentions = users.map((user) => ({
    id: idText(user['id']) || idText(user['idStr']),
    uniqueId: cleanText(user['displayId'], MAX_NAME_LENGTH),
    nickname: cleanText(user['nickname'], MAX_NAME_LENGTH),
  }))
  return [...new Map(mentions.filter(({ id }) => id !== '').map((mention) => [mention.id, mention])).values()].slice(0, MAX_MENTIONS)
}

import { cleanText, MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from '@standby/shared/clean-text.ts'
import type { ChatEvent, ChatEmote, Mention } from '@standby/shared/live/event.ts'
import { pictureOf } from './relation.pure.ts'
import { idText, wholeNumber } from './text.ts'

type Fields = Readonly<Record<string, unknown>>
type Chat = Pick<ChatEvent, 'text' | 'emotes' | 'mentions' | 'language'>

/** An emote is a picture without text; at most this many stand for themselves in one chat. */
const EMOTES_SHOWN = 5
const PLACEHOLDER = '[emote]'
/** More than fit into a chat. */
const MAX_EMOTES = 50
const MAX_MENTIONS = 20

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})
const list = (value: unknown, most: number): unknown[] => (Array.isArray(value) ? value.slice(0, most) : [])

/** What a chat message says. TikTok tells its emotes beside its text. One that has nothing else would be an empty line. */
export function chatOf(data: Fields): Chat {
  const text = cleanText(data['content'], MAX_TEXT_LENGTH)
  const emotes = list(data['emotes'], MAX_EMOTES)
  const language = cleanText(data['contentLanguage'], 10)
  const said = text === '' && emotes.length > 0 ? emoteChat(emotes.map((one) => fields(one)['emote'])) : withEmotes(text, emotes)
  const mentions = mentionsOf(data)
  return { ...said, ...(mentions.length > 0 && { mentions }), ...(language !== '' && { language }) }
}

/** A message of nothing but emotes: each is a word in the text, for clients that show no pictures. */
export function emoteChat(emotes: unknown): Pick<Chat, 'text' | 'emotes'> {
  const all = list(emotes, EMOTES_SHOWN)
  const text = Array.from({ length: Math.max(all.length, 1) }, () => PLACEHOLDER).join(' ')
  const pictures = all.flatMap((one, index) => emoteOf(one, index * (PLACEHOLDER.length + 1), PLACEHOLDER.length) ?? [])
  return { text, ...(pictures.length > 0 && { emotes: pictures }) }
}

/** TikTok counts in UTF-16 units of the text without the emotes. */
function withEmotes(text: string, emotes: readonly unknown[]): Pick<Chat, 'text' | 'emotes'> {
  const places = emotes.flatMap((one) => emoteOf(fields(one)['emote'], wholePlace(text, fields(one)['index']), 0) ?? [])
  return { text, ...(places.length > 0 && { emotes: places.toSorted((a, b) => a.at - b.at) }) }
}

/** Within the text, and not within a character. */
function wholePlace(text: string, index: unknown): number {
  const at = Math.min(wholeNumber(index), text.length)
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}

function emoteOf(value: unknown, at: number, length: number): ChatEmote | null {
  const emote = fields(value)
  const pictureUrl = pictureOf(emote['image'])
  return pictureUrl === null ? null : { id: idText(emote['emoteId']), pictureUrl, at, length }
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

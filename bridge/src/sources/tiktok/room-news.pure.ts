import { cleanText, MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from '@standby/shared/clean-text.ts'
import type { LiveUser } from '@standby/shared/live/event.ts'
import type { LiveGoal, Pin, Rank, RoomNews } from '@standby/shared/live/room-state.ts'
import { entries as listed, fields, type Fields } from './fields.pure.ts'
import { pictureOf } from './pictures.pure.ts'
import { idText, wholeNumber } from './text.ts'

/** `PinMessageActionType`. */
const PINNED = 1
/** TikTok has about a dozen rankings, and goals of three parts. */
const MAX_ENTRIES = 20
const SECOND_MS = 1_000

const entries = (value: unknown): Fields[] => listed(value, MAX_ENTRIES)

/** One of TikTok's own goals; null if the message holds none. */
export function goalOf(data: Fields): RoomNews | null {
  const goal = fields(data['goal'])
  const id = idText(goal['idStr']) || idText(goal['id'])
  if (id === '') return null
  const parts: LiveGoal['parts'] = entries(goal['subGoals']).map((part) => {
    const gift = fields(part['gift'])
    return {
      name: cleanText(gift['name'], MAX_NAME_LENGTH),
      progress: wholeNumber(part['progress']),
      target: wholeNumber(part['target']),
      pictureUrl: pictureOf(gift['icon']),
    }
  })
  return { type: 'goal', goal: { id, title: cleanText(goal['description'], MAX_TEXT_LENGTH), parts } }
}

/** The places of the creator in the rankings that the message is about; null if it is about none. */
export function ranksOf(data: Fields): RoomNews | null {
  const all: Rank[] = entries(data['updates']).map((update) => ({
    ranking: wholeNumber(update['rankType']),
    place: wholeNumber(update['ownRank']),
  }))
  // The last one counts if a ranking is there twice.
  const byRanking = new Map(all.filter(({ ranking }) => ranking > 0).map((rank) => [rank.ranking, rank]))
  if (byRanking.size === 0) return null
  return { type: 'ranks', ranks: [...byRanking.values()].filter(({ place }) => place > 0), about: [...byRanking.keys()] }
}

/** A message that the creator or a moderator pinned, or took off again. `userOf` reads a user of TikTok's. */
export function pinOf(data: Fields, now: number, userOf: (user: unknown, identity: unknown) => LiveUser): RoomNews {
  if (wholeNumber(data['action']) !== PINNED) return { type: 'pin', pin: null }
  const chat = fields(data['chatMessage'])
  const gift = fields(data['giftMessage'])
  const details = fields(gift['gift'])
  const message = [chat, gift, ...['socialMessage', 'memberMessage', 'likeMessage'].map((name) => fields(data[name]))].find(
    (one) => one['user'] !== undefined,
  )
  const pin: Pin = {
    messageId: idText(data['pinMsgId']),
    user: userOf(message?.['user'], message?.['userIdentity']),
    text: cleanText(chat['content'], MAX_TEXT_LENGTH),
    gift:
      details['name'] === undefined
        ? null
        : { name: cleanText(details['name'], MAX_NAME_LENGTH), count: Math.max(1, wholeNumber(gift['repeatCount'])) },
    at: wholeNumber(data['pinTime']) || now,
    shownMs: wholeNumber(data['displayDuration']) * SECOND_MS,
  }
  return { type: 'pin', pin }
}

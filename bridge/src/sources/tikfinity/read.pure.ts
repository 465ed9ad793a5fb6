import { parsedJson } from '@standby/shared/json.ts'
import type { WayProblem } from '@standby/shared/connection/way.ts'
import type { DecodedMessage } from '../tiktok/normalize.pure.ts'

/** What one text frame of the feed means. */
export type TikFinityFrame =
  /** `host`: whose LIVE it is from, in lower case; null if it does not say. `message`: null if it is none that we use. */
  | { type: 'event'; host: string | null; roomId: string | null; message: DecodedMessage | null }
  | { type: 'end' }
  /** The first frame, which is also sent by programs that stand in for TikFinity. */
  | { type: 'config'; isStandby: boolean }
  /** An event without an id: a repetition of it could not be recognised. */
  | { type: 'undecoded'; name: string }
  | { type: 'unusable'; problem: WayProblem }

type Fields = Readonly<Record<string, unknown>>

/** As many as are kept of a chat: there is no telling what another program's frame holds. */
const MOST_EMOTES = 20

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {})
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
/** TikTok's ids need 64 bits. A number that is not whole any more would name another message. */
const id = (value: unknown): string =>
  typeof value === 'string' && /^\d{1,40}$/.test(value) ? value : Number.isSafeInteger(value) ? String(value) : ''

/** Reads one frame: `{event, data}`, where data is flat as in the old connector. Trusts nothing in it; never throws. */
export function readFrame(frame: string): TikFinityFrame {
  const parsed = parsedJson(frame)
  const { event, data } = fields(parsed)
  if (typeof event !== 'string' || typeof data !== 'object' || data === null) return { type: 'unusable', problem: 'not-its-program' }
  const body = fields(data)
  if (event === 'config') return { type: 'config', isStandby: 'standby' in body }
  if (event === 'streamEnd') return { type: 'end' }
  const build = Object.hasOwn(BUILDERS, event) ? BUILDERS[event] : undefined
  const host = hostOf(event, body)
  const roomId = event === 'roomInfo' ? id(body['roomId']) || id(body['id']) || null : null
  if (build === undefined) return { type: 'event', host, roomId, message: null }
  const msgId = id(body['msgId'])
  const isCounted = event !== 'roomUser'
  if (isCounted && msgId === '') return { type: 'undecoded', name: `tikfinity:${event}` }
  const built = build(body)
  if (built === null) return { type: 'event', host, roomId, message: null }
  const common = { msgId, createTime: body['createTime'], ...(built.key !== undefined && { displayText: { key: built.key } }) }
  return { type: 'event', host, roomId, message: { method: built.method, msgId, data: { common, user: userOf(body), ...built.data } } }
}

function hostOf(event: string, body: Fields): string | null {
  const name = text(body['tikfinityUsername']) || (event === 'roomInfo' ? text(body['uniqueId']) : '')
  return name === '' ? null : name.replace(/^@/, '').toLowerCase()
}

function userOf(body: Fields): object {
  return {
    id: id(body['userId']),
    displayId: body['uniqueId'],
    nickname: body['nickname'],
    avatarThumb: { urlList: [body['profilePictureUrl']] },
  }
}

function emotesOf(emotes: unknown): object[] {
  return (Array.isArray(emotes) ? emotes.slice(0, MOST_EMOTES) : []).map(fields).map(({ emoteId, emoteImageUrl, placeInComment }) => ({
    index: placeInComment,
    emote: { emoteId, image: { urlList: [emoteImageUrl] } },
  }))
}

interface Built {
  method: string
  data: object
  /** What tells a follow from a share. */
  key?: string
}

/** Each event in the form that TikTok's own message has, so that both are read by the same rules and a streak has one name. */
const BUILDERS: Readonly<Record<string, (body: Fields) => Built | null>> = {
  chat: ({ comment, emotes }) => ({ method: 'WebcastChatMessage', data: { content: comment, emotes: emotesOf(emotes) } }),
  gift: (body) => {
    const { giftId, groupId, repeatCount, repeatEnd, giftName, giftType, diamondCount, giftPictureUrl } = body
    return {
      method: 'WebcastGiftMessage',
      data: {
        giftId: id(giftId),
        groupId: id(groupId),
        repeatCount,
        repeatEnd: repeatEnd === true || repeatEnd === 1 ? 1 : 0,
        gift: { id: id(giftId), name: giftName, type: giftType, diamondCount, image: { urlList: [giftPictureUrl] } },
      },
    }
  },
  like: ({ likeCount, totalLikeCount }) => ({ method: 'WebcastLikeMessage', data: { count: likeCount, total: totalLikeCount } }),
  member: ({ actionId }) => (actionId === 1 ? { method: 'WebcastMemberMessage', data: { action: 1 } } : null),
  follow: () => ({ method: 'WebcastSocialMessage', data: { action: 1 }, key: 'follow' }),
  share: () => ({ method: 'WebcastSocialMessage', data: { action: 3 }, key: 'share' }),
  subscribe: ({ subMonth }) => ({ method: 'WebcastSubNotifyMessage', data: { subMonth } }),
  roomUser: ({ viewerCount }) => ({ method: 'WebcastRoomUserSeqMessage', data: { total: viewerCount } }),
}

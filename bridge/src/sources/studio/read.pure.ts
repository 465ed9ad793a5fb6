import { parsedJson } from '@standby/shared/json.ts'
import type { WayProblem } from '@standby/shared/connection/way.ts'
import type { DecodedMessage } from '../tiktok/normalize.pure.ts'

/** What one text frame of LIVE Studio's socket means. */
export type StudioFrame =
  /** `isStudio`: it is LIVE Studio's own greeting, so that the credentials may be sent. */
  | { type: 'hello'; isStudio: boolean }
  /** `refused`: what is wrong; null if another attempt later may do. */
  | { type: 'auth'; success: true }
  | { type: 'auth'; success: false; code: string; refused: WayProblem | null }
  | { type: 'event'; roomId: string | null; message: DecodedMessage }
  /** An event that we do not know, or that has no id. */
  | { type: 'undecoded'; name: string }
  | { type: 'disconnect'; code: number; refused: WayProblem | null }
  | { type: 'unusable' }

type Fields = Readonly<Record<string, unknown>>

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {})
const id = (value: unknown): string =>
  typeof value === 'string' && /^\d{1,40}$/.test(value) ? value : Number.isSafeInteger(value) ? String(value) : ''

/** By the protocol's documents of August 2026: what only the creator can put right. The other codes are about the moment. */
const REFUSED_AUTH: Readonly<Record<string, WayProblem>> = {
  INVALID_FORMAT: 'credentials',
  INVALID_CREDENTIALS: 'credentials',
  ACCESS_DISABLED: 'access-disabled',
  CONNECTION_LIMIT: 'connection-limit',
}
const REFUSED_REASON: Readonly<Record<number, WayProblem>> = { 400: 'credentials', 510: 'access-disabled' }

/** Reads one frame. Trusts nothing in it; never throws. */
export function readFrame(frame: string): StudioFrame {
  const body = fields(parsedJson(frame))
  switch (body['type']) {
    case 'SERVER_HELLO':
      return { type: 'hello', isStudio: body['product'] === 'tiktok_live_studio' && body['channel'] === 'third-party-im' }
    case 'AUTH_RESULT':
      return authResult(body)
    case 'EVENT':
      return event(body)
    case 'DISCONNECT': {
      const code = Number.isSafeInteger(body['reason_code']) ? Number(body['reason_code']) : 0
      return { type: 'disconnect', code, refused: REFUSED_REASON[code] ?? null }
    }
    default:
      return { type: 'unusable' }
  }
}

function authResult(body: Fields): StudioFrame {
  if (body['success'] === true) return { type: 'auth', success: true }
  // A code is one of theirs; anything else could be text that somebody else chose.
  const code = typeof body['error_code'] === 'string' && /^[A-Z_]{1,40}$/.test(body['error_code']) ? body['error_code'] : 'unknown'
  return { type: 'auth', success: false, code, refused: Object.hasOwn(REFUSED_AUTH, code) ? (REFUSED_AUTH[code] ?? null) : null }
}

function event({ event: name, timestamp, payload }: Fields): StudioFrame {
  const data = fields(payload)
  const msgId = id(data['message_id'])
  const build = typeof name === 'string' && Object.hasOwn(BUILDERS, name) ? BUILDERS[name] : undefined
  if (build === undefined || msgId === '')
    return { type: 'undecoded', name: build === undefined ? 'studio:event' : `studio:${String(name)}` }
  const { method, fields: own } = build(data)
  const message = { method, msgId, data: { common: { msgId, createTime: milliseconds(timestamp) }, user: userOf(data['user']), ...own } }
  return { type: 'event', roomId: id(data['room_id']) || null, message }
}

/** The documents do not say in which unit: what is too small for milliseconds is in seconds. */
function milliseconds(timestamp: unknown): number {
  const time = Number(timestamp)
  if (!Number.isFinite(time)) return 0
  return time < 100_000_000_000 ? time * 1_000 : time
}

function userOf(value: unknown): object {
  const user = fields(value)
  return {
    id: id(user['id']),
    displayId: user['display_id'],
    nickname: user['nickname'],
    avatarThumb: { urlList: [user['avatar_url']] },
  }
}

/** Each event in the form that TikTok's own message has, so that both are read by the same rules. */
const BUILDERS: Readonly<Record<string, (data: Fields) => { method: string; fields: object }>> = {
  'live.chat': ({ content }) => ({ method: 'WebcastChatMessage', fields: { content } }),
  'live.gift': ({ gift, group_id, repeat_count, repeat_end }) => {
    const { id: giftId, name, type, diamond_count, image_url } = fields(gift)
    return {
      method: 'WebcastGiftMessage',
      fields: {
        giftId: id(giftId),
        groupId: id(group_id),
        repeatCount: repeat_count,
        repeatEnd: repeat_end === true || Number(repeat_end) === 1 ? 1 : 0,
        gift: { id: id(giftId), name, type, diamondCount: diamond_count, image: { urlList: [image_url] } },
      },
    }
  },
  'live.like': ({ count, total }) => ({ method: 'WebcastLikeMessage', fields: { count, total } }),
}

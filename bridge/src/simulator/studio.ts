import type { Clock } from '@standby/shared/clock.ts'
import * as proto from 'tiktok-live-proto/v3'
import type { WebSocket } from 'ws'
import { startLocalFeed } from './local-feed.ts'
import type { Room } from './room.ts'
import type { RoomMessage } from './wire.ts'

/** Why LIVE Studio does not let a program in: `error_code`. */
export const STUDIO_ERRORS = [
  'INVALID_FORMAT',
  'ACCESS_DISABLED',
  'INVALID_CREDENTIALS',
  'CONNECTION_LIMIT',
  'AUTH_TIMEOUT',
  'SERVER_ERROR',
] as const
export type StudioError = (typeof STUDIO_ERRORS)[number]

/** Why it sends one away: `reason_code`. */
export const STUDIO_REASONS = {
  stopped: 100,
  peerClosed: 200,
  clientError: 201,
  noPong: 300,
  auth: 400,
  shuttingDown: 500,
  policyChanged: 510,
} as const

/** TikTok LIVE Studio's local socket for other programs, protocol 1.0.0, as documents of August 2026 describe it. */
export interface Studio {
  readonly url: string
  /** Said in place of `success`; null: what fits the credentials. */
  refusal: StudioError | null
  /** As many programs as it lets in at a time. */
  limit: number
  /** What clients sent, whatever it was. */
  readonly received: readonly string[]
  /** Clients that are let in. */
  readonly clientCount: number
  /** Goodbye to everybody, with this `reason_code`. */
  disconnect(reasonCode: number): void
  raw(text: string): void
  close(): Promise<void>
}

export interface StudioSetting {
  credentials: { appId: string; keyId: string; secret: string }
  /** In place of LIVE Studio's own greeting; null: none. */
  greeting?: object | null
  /** Its ids are its own, and not TikTok's. */
  hasOwnIds?: boolean
  /** For the time that a program has to show its credentials; left out: as long as it likes. */
  clock?: Clock
}

const AUTH_WITHIN_MS = 20_000
const CLOSE_REFUSED = 1008

const HELLO = { type: 'SERVER_HELLO', product: 'tiktok_live_studio', channel: 'third-party-im', version: '1.0.0' }

/** Listens on 127.0.0.1, at any free port. */
export async function startStudio(room: Room, setting: StudioSetting): Promise<Studio> {
  const { credentials, greeting = HELLO, hasOwnIds = false, clock } = setting
  const { server, url, close } = await startLocalFeed()
  const admitted = new Set<WebSocket>()
  const received: string[] = []
  const named = (id: string): string => (hasOwnIds ? `9${id}` : id)
  const say = (client: WebSocket, body: object): void => client.send(JSON.stringify(body))
  const stopListening = room.listen((messages) => {
    for (const event of messages.flatMap((message) => eventOf(message, room.roomId, named) ?? [])) {
      for (const client of admitted) say(client, { type: 'EVENT', ...event })
    }
  })

  const answerTo = (text: string): StudioError | null => {
    if (studio.refusal !== null) return studio.refusal
    if (admitted.size >= studio.limit) return 'CONNECTION_LIMIT'
    const { type, app_id, key_id, secret } = fieldsOf(text)
    if (type !== 'AUTH') return 'INVALID_FORMAT'
    const fits = app_id === credentials.appId && key_id === credentials.keyId && secret === credentials.secret
    return fits ? null : 'INVALID_CREDENTIALS'
  }

  const refuse = (client: WebSocket, code: StudioError): void => {
    say(client, { type: 'AUTH_RESULT', success: false, error_code: code })
    client.close(CLOSE_REFUSED)
  }

  server.on('connection', (client) => {
    const cancel = clock?.after(AUTH_WITHIN_MS, () => refuse(client, 'AUTH_TIMEOUT'))
    client.on('close', () => {
      cancel?.()
      admitted.delete(client)
    })
    if (greeting !== null) say(client, greeting)
    client.once('message', (data) => {
      cancel?.()
      const text = (data as Buffer).toString('utf8')
      received.push(text)
      const refused = answerTo(text)
      if (refused !== null) return refuse(client, refused)
      admitted.add(client)
      say(client, { type: 'AUTH_RESULT', success: true })
    })
  })

  const studio: Studio = {
    url: `${url}/v1/third-party`,
    refusal: null,
    limit: Infinity,
    received,
    get clientCount() {
      return admitted.size
    },
    disconnect(reasonCode) {
      for (const client of admitted) {
        say(client, { type: 'DISCONNECT', reason_code: reasonCode })
        client.close(1000)
      }
    },
    raw(text) {
      for (const client of admitted) client.send(text)
    },
    close() {
      stopListening()
      return close()
    },
  }
  return studio
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** One message as LIVE Studio sends it on; null for all but chats, gifts and likes. `named`: an id as it gives it. */
function eventOf({ method, payload, msgId, createTime }: RoomMessage, roomId: string, named: (id: string) => string): object | null {
  const about = (event: string, user: proto.User | undefined, more: object): object => {
    const by = user === undefined ? {} : { user: { id: user.id, nickname: user.nickname, display_id: user.displayId } }
    return { event, timestamp: Number(createTime), payload: { message_id: named(msgId), room_id: roomId, ...more, ...by } }
  }
  switch (method) {
    case 'WebcastChatMessage': {
      const { user, content } = proto.WebcastChatMessage.decode(payload)
      return about('live.chat', user, { content })
    }
    case 'WebcastGiftMessage': {
      const { user, giftId, groupId, repeatCount, repeatEnd, gift } = proto.WebcastGiftMessage.decode(payload)
      const details = { id: giftId, name: gift?.name, type: gift?.type, diamond_count: gift?.diamondCount }
      const counts = { group_id: named(groupId), group_count: '1', repeat_count: String(repeatCount), combo_count: String(repeatCount) }
      return about('live.gift', user, { gift: details, ...counts, repeat_end: repeatEnd === 1 })
    }
    case 'WebcastLikeMessage': {
      const { user, count, total } = proto.WebcastLikeMessage.decode(payload)
      return about('live.like', user, { count, total: Number(total) })
    }
    default:
      return null
  }
}

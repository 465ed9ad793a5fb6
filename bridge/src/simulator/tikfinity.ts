import * as proto from 'tiktok-live-proto/v3'
import { startLocalFeed } from './local-feed.ts'
import type { Room } from './room.ts'
import type { RoomMessage } from './wire.ts'

/** The feed of a TikFinity app that is logged in to one account: it has its own way to TikTok, which none of the simulator's faults touch. */
export interface TikFinityFeed {
  readonly url: string
  readonly clientCount: number
  /** Cuts the connection of every client. */
  cut(): void
  close(): Promise<void>
}

interface Frame {
  event: string
  data: object
}

/** Listens on 127.0.0.1, at any free port. `host` is the account that it says it is logged in to. */
export async function startTikFinity(room: Room, { port = 0, host = room.uniqueId } = {}): Promise<TikFinityFeed> {
  const { server, url, cut, close } = await startLocalFeed(port)
  const stopListening = room.listen((messages) => {
    for (const message of messages) {
      const frame = frameOf(message, host)
      if (frame === null) continue
      const text = JSON.stringify(frame)
      for (const client of server.clients) client.send(text)
    }
  })
  server.on('connection', (client) => {
    client.send(JSON.stringify({ event: 'config', data: { events: [] } }))
    client.send(JSON.stringify({ event: 'roomInfo', data: { uniqueId: host, roomId: room.roomId, tikfinityUsername: host } }))
  })
  return {
    url,
    get clientCount() {
      return server.clients.size
    },
    cut,
    close() {
      stopListening()
      return close()
    },
  }
}

/** One message as the app sends it on; null for one that it keeps to itself. */
function frameOf({ method, payload, msgId, createTime }: RoomMessage, host: string): Frame | null {
  const about = (event: string, user: proto.User | undefined, data: object): Frame => ({
    event,
    data: {
      ...data,
      userId: user?.id ?? '',
      uniqueId: user?.displayId ?? '',
      nickname: user?.nickname ?? '',
      profilePictureUrl: user?.avatarThumb?.urlList[0] ?? '',
      msgId,
      createTime,
      tikfinityUsername: host,
    },
  })
  switch (method) {
    case 'WebcastChatMessage': {
      const { user, content } = proto.WebcastChatMessage.decode(payload)
      return about('chat', user, { comment: content, emotes: [] })
    }
    case 'WebcastGiftMessage': {
      const { user, giftId, groupId, repeatCount, repeatEnd, gift } = proto.WebcastGiftMessage.decode(payload)
      const details = { giftName: gift?.name ?? '', giftType: gift?.type ?? 0, diamondCount: gift?.diamondCount ?? 0 }
      return about('gift', user, { giftId: Number(giftId), groupId, repeatCount, repeatEnd: repeatEnd === 1, ...details })
    }
    case 'WebcastLikeMessage': {
      const { user, count, total } = proto.WebcastLikeMessage.decode(payload)
      return about('like', user, { likeCount: count, totalLikeCount: Number(total) })
    }
    case 'WebcastMemberMessage': {
      const { user, action } = proto.WebcastMemberMessage.decode(payload)
      return about('member', user, { actionId: action })
    }
    case 'WebcastSocialMessage': {
      const { user, action } = proto.WebcastSocialMessage.decode(payload)
      return about(action === '1' ? 'follow' : 'share', user, {})
    }
    case 'WebcastSubNotifyMessage':
      return about('subscribe', proto.WebcastSubNotifyMessage.decode(payload).user, { subMonth: 1 })
    case 'WebcastRoomUserSeqMessage':
      return about('roomUser', undefined, { viewerCount: Number(proto.WebcastRoomUserSeqMessage.decode(payload).total), topViewers: [] })
    case 'WebcastControlMessage':
      return proto.WebcastControlMessage.decode(payload).action === 3 ? { event: 'streamEnd', data: { tikfinityUsername: host } } : null
    default:
      return null
  }
}

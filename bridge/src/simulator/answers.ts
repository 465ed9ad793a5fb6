import type { Answer } from './faults.ts'
import type { Room, RoomStatus } from './room.ts'
import { encodeFetchResult, fetchResult, type FetchResult, type RoomMessage } from './wire.ts'

/** TikTok's numbers: https://github.com/Michele0303/tiktok-live-recorder/issues/463 */
const STATUS_NUMBER: Record<RoomStatus, number> = { live: 2, paused: 3, offline: 4, ended: 4 }
const USER_NOT_FOUND = 19_881_007

const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
})

function roomAndUser(room: Room): object {
  const { uniqueId, roomId, anchorId } = room
  const status = STATUS_NUMBER[room.status]
  return { user: { id: anchorId, uniqueId, nickname: uniqueId, roomId, status }, liveRoom: { title: `${uniqueId} is live`, status } }
}

/** The LIVE page, with the state a browser would start from in a script tag. An account that does not exist has no room in it. */
export function page(room: Room | null): Answer {
  const state = room === null ? { LiveRoom: {} } : { LiveRoom: { liveRoomUserInfo: roomAndUser(room) } }
  const script = JSON.stringify(state).replaceAll('<', '\\u003c')
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'set-cookie': 'ttwid=1%7Cguest; Path=/' },
    body: `<!doctype html><html><head><title>LIVE</title></head><body>
<script id="SIGI_STATE" type="application/json">${script}</script></body></html>`,
  }
}

export function roomApi(room: Room | null): Answer {
  if (room === null) return json(200, { statusCode: USER_NOT_FOUND, message: 'user_not_found', data: {} })
  return json(200, { statusCode: 0, message: '', data: roomAndUser(room) })
}

export function eulerRoom(room: Room | null): Answer {
  if (room === null) return json(404, { code: 404, ok: false, message: 'The requested account could not be found.' })
  return json(200, { code: 200, ok: true, room_id: room.roomId, is_live: room.status === 'live' || room.status === 'paused' })
}

/** A room that is over answers as ended, also while its creator is live again in another. */
export function roomInfo(room: Room | null, roomId: string, now: number): Answer {
  const extra = { now }
  if (room === null) return json(200, { data: { prompts: '' }, extra, status_code: 10_011 })
  const status = room.roomId === roomId ? STATUS_NUMBER[room.status] : STATUS_NUMBER.ended
  const owner = {
    id_str: room.anchorId,
    display_id: room.uniqueId,
    ...(room.followers > 0 && { follow_info: { follower_count: room.followers } }),
  }
  const hashtag = room.topic === '' ? {} : { hashtag: { title: room.topic } }
  const data = { id_str: roomId, status, title: `${room.uniqueId} is live`, owner, ...hashtag }
  return json(200, { data, extra, status_code: 0 })
}

export const signUnknownRoom = (): Answer => json(404, { code: 404, message: 'The requested room could not be found.' })

export interface SignFields {
  roomId: string
  requestId: string
  cursor: string
  pushServer: string
  signature: string
  now: number
  initial: readonly RoomMessage[]
  change: Partial<FetchResult>
}

/** The sign service's answer: a bare fetch result (neither gzip nor a push frame) with recent history, and where to open the socket. */
export function sign({ roomId, requestId, cursor, pushServer, signature, now, initial, change }: SignFields): Answer {
  const result = fetchResult(
    initial,
    {
      cursor,
      internalExt: `fetch_time:${now}|start_time:0|flag:0|seq:1|next_cursor:${cursor}`,
      pushServer,
      routeParams: { imprp: 'sim', wrss: signature },
      fetchInterval: '1000',
      heartbeatDuration: '10000',
      isFirst: true,
      now: String(now),
      ...change,
    },
    true,
  )
  return {
    status: 200,
    headers: {
      'content-type': 'application/protobuf',
      'x-set-tt-cookie': 'ttwid=1%7Csimulated; Path=/',
      'x-room-id': roomId,
      'x-request-id': requestId,
      'x-agent-id': 'simulator',
    },
    body: encodeFetchResult(result),
  }
}

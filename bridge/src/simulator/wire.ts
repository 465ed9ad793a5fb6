import { gzipSync } from 'node:zlib'
import * as proto from 'tiktok-live-proto/v3'

/** What the protobuf package gives for each message: `decode` fills in every default. */
export interface Codec<T> {
  encode(message: T): { finish(): Uint8Array }
  decode(input: Uint8Array): T
}

const EMPTY = new Uint8Array(0)

/** A whole message from some of its fields. `encode` throws on a missing list, so the defaults come from decoding nothing. */
export function message<T>(codec: Codec<T>, fields: Partial<T>): T {
  return { ...codec.decode(EMPTY), ...fields }
}

export function encode<T>(codec: Codec<T>, fields: Partial<T>): Buffer {
  return Buffer.from(codec.encode(message(codec, fields)).finish())
}

/** One TikTok message as it travels: `payload` is the protobuf body that `method` names. */
export interface RoomMessage {
  method: string
  /** Decimal string of an int64, unique over all rooms. */
  msgId: string
  /** Epoch milliseconds as a string, as TikTok writes it. */
  createTime: string
  payload: Uint8Array
}

export type FetchResult = proto.ProtoMessageFetchResult

/** `isHistory` marks the batch that comes with connecting. */
export function fetchResult(messages: readonly RoomMessage[], fields: Partial<FetchResult>, isHistory = false): FetchResult {
  return message(proto.ProtoMessageFetchResult, {
    messages: messages.map((one) =>
      message(proto.BaseProtoMessage, { method: one.method, msgId: one.msgId, payload: Buffer.from(one.payload), isHistory }),
    ),
    ...fields,
  })
}

export function encodeFetchResult(result: FetchResult): Buffer {
  return Buffer.from(proto.ProtoMessageFetchResult.encode(result).finish())
}

/** A push frame as TikTok's socket sends it. `logId` comes back in the client's ack. */
export function pushFrame(payload: Uint8Array, { logId, seqId, gzip }: { logId: string; seqId: number; gzip: boolean }): Buffer {
  return encode(proto.WebcastPushFrame, {
    seqId: String(seqId),
    logId,
    service: '1',
    method: '1',
    headers: [message(proto.PushHeader, { key: 'compress_type', value: gzip ? 'gzip' : 'none' })],
    payloadEncoding: 'pb',
    payloadType: 'msg',
    payload: gzip ? gzipSync(payload) : Buffer.from(payload),
  })
}

/** An answer without messages, to a heartbeat (`hb`) or to entering the room (`im_enter_room_resp`). */
export function replyFrame(payloadType: 'hb' | 'im_enter_room_resp', logId: string): Buffer {
  return encode(proto.WebcastPushFrame, { seqId: '0', logId, payloadEncoding: 'pb', payloadType })
}

export type ClientFrame =
  | { type: 'ack'; logId: string; internalExt: string }
  | { type: 'hb'; roomId: string; sequence: number }
  | { type: 'im_enter_room'; roomId: string }

/** What a client sent us, or null if it cannot be understood. Never throws. */
export function readClientFrame(bytes: Uint8Array): ClientFrame | null {
  try {
    const frame = proto.WebcastPushFrame.decode(bytes)
    switch (frame.payloadType) {
      case 'ack':
        return { type: 'ack', logId: frame.logId, internalExt: Buffer.from(frame.payload).toString('utf8') }
      case 'hb': {
        const beat = proto.HeartBeatMessage.decode(frame.payload)
        return { type: 'hb', roomId: beat.roomId, sequence: Number(beat.sendPacketSeqId) }
      }
      case 'im_enter_room':
        return { type: 'im_enter_room', roomId: proto.WebcastImEnterRoomMessage.decode(frame.payload).roomId }
      default:
        return null
    }
  } catch {
    return null
  }
}

import { gunzipSync } from 'node:zlib'
import type * as Library from 'tiktok-live-connector'
import type { DecodedMessage } from './normalize.pure.ts'

/** Most bytes one frame may unpack to. The biggest real frames are some 100 kB. */
export const MAX_FRAME_BYTES = 32 * 1024 * 1024

export type FetchResult = Library.ProtoMessageFetchResult
type PushFrame = Library.DecodedWebcastPushFrame

/** One push frame, decoded. `undecoded` names the TikTok message types that could not be. */
export interface Frame {
  push: PushFrame | null
  messages: DecodedMessage[]
  undecoded: string[]
}

const isGzip = (bytes: Uint8Array): boolean => bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08

/** What the end of a gzip stream claims to unpack to decides the pieces it is unpacked in, between these: most frames then take one. */
const LEAST_CHUNK_BYTES = 1024
const MOST_CHUNK_BYTES = 64 * 1024

function unpacked(bytes: Uint8Array): Buffer {
  const claimed = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.byteLength - 4, true)
  const chunkSize = Math.min(Math.max(claimed + 1, LEAST_CHUNK_BYTES), MOST_CHUNK_BYTES)
  return gunzipSync(bytes, { maxOutputLength: MAX_FRAME_BYTES, chunkSize })
}

/**
 * Decodes a frame without awaiting anything, which is what keeps frames in order and complete up to a close: the library awaits between
 * a frame's arrival and its events. Never throws; a gzip bomb is undecoded like any other nonsense.
 */
export function decodeFrame(library: typeof Library, bytes: Buffer): Frame {
  let part = 'WebcastPushFrame'
  try {
    const push: PushFrame = library.WebcastPushFrame.decode(bytes)
    if (push.payloadEncoding !== 'pb' || push.payload.length === 0) return { push, messages: [], undecoded: [] }
    part = 'ProtoMessageFetchResult'
    const { buffer, byteOffset, byteLength } = isGzip(push.payload) ? unpacked(push.payload) : push.payload
    const result = library.deserializeMessage('ProtoMessageFetchResult', Buffer.from(buffer, byteOffset, byteLength))
    push.protoMessageFetchResult = result
    return { push, ...decodedMessages(result) }
  } catch {
    return { push: null, messages: [], undecoded: [part] }
  }
}

/** The messages the library could decode, in order, and the names of those it passed over in silence: broken ones, and unknown methods. */
export function decodedMessages(result: FetchResult): Pick<Frame, 'messages' | 'undecoded'> {
  const messages: DecodedMessage[] = []
  const undecoded: string[] = []
  for (const message of result.messages) {
    if (message.decodedData) messages.push({ method: message.method, msgId: message.msgId, data: message.decodedData.data })
    else undecoded.push(message.method)
  }
  return { messages, undecoded }
}

import type { Clock } from '@standby/shared/clock.ts'
import * as proto from 'tiktok-live-proto/v3'
import * as z from 'zod'
import { CONTROL, type Heading } from './messages.ts'
import type { Room } from './room.ts'
import type { Codec, RoomMessage } from './wire.ts'

const recordedLine = z.object({
  method: z.string(),
  msgId: z.string(),
  createTime: z.string(),
  /** The protobuf body. */
  b64: z.base64(),
})

/** Reads a recording: JSON lines of `{method, msgId, createTime, b64}`. Throws an Error that names the line. */
export function readRecording(text: string): RoomMessage[] {
  return text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => {
      try {
        const { b64, ...rest } = recordedLine.parse(JSON.parse(line))
        return { ...rest, payload: Buffer.from(b64, 'base64') }
      } catch (error) {
        throw new Error(`Line ${number} of the recording is not a recorded message: ${String(error)}`, { cause: error })
      }
    })
}

/** True of the control messages after which a client leaves; a playback that is to go on leaves them out. */
export function endsTheLive({ method, payload }: RoomMessage): boolean {
  if (method !== 'WebcastControlMessage') return false
  const { action } = proto.WebcastControlMessage.decode(payload)
  return action === CONTROL.ended || action === CONTROL.suspended
}

/** The same message with another id, room and time, so that a recording can be played again without being taken for a repetition. */
export function restamp(recorded: RoomMessage, heading: Heading): RoomMessage {
  const codec = (proto as unknown as Record<string, Codec<{ common?: proto.CommonMessageData }> | undefined>)[recorded.method]
  if (codec === undefined) return { ...recorded, msgId: heading.msgId, createTime: heading.createTime }
  const decoded = codec.decode(recorded.payload)
  if (decoded.common !== undefined) Object.assign(decoded.common, heading)
  return { ...recorded, msgId: heading.msgId, createTime: heading.createTime, payload: codec.encode(decoded).finish() }
}

export interface PlaybackOptions {
  /** Messages in one push frame. */
  perFrame?: number
  gzip?: boolean
  /** Milliseconds between frames by `clock`; as fast as the socket takes them if there is no clock. */
  pace?: { clock: Clock; everyMs: number }
}

/** Sends the messages in order as push frames. Resolves with the number of frames when all are handed to the network. */
export async function playRecording(room: Room, messages: readonly RoomMessage[], options: PlaybackOptions = {}): Promise<number> {
  const { perFrame = 10, gzip = true, pace } = options
  let frameCount = 0
  for (let start = 0; start < messages.length; start += perFrame) {
    if (pace !== undefined && frameCount > 0) await new Promise<void>((resolve) => pace.clock.after(pace.everyMs, resolve))
    room.send(messages.slice(start, start + perFrame), { gzip })
    frameCount++
    await room.drained()
  }
  return frameCount
}

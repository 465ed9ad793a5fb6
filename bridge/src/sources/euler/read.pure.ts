import { parsedJson } from '@standby/shared/json.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'
import type { WayProblem } from '@standby/shared/connection/way.ts'
import type { DecodedMessage } from '../tiktok/normalize.pure.ts'

type Fields = Readonly<Record<string, unknown>>

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {})

/** `''` if there is none, or a number that JSON has rounded: it would name another message. */
function idOf(data: object): string {
  const { msgId } = fields(fields(data)['common'])
  const id = typeof msgId === 'string' || Number.isSafeInteger(msgId) ? String(msgId) : ''
  return /^\d{1,40}$/.test(id) && id !== '0' ? id : ''
}

/** The messages of one frame, `{messages: [{type, data}]}`, in order; null if the frame is none. Trusts nothing in it; never throws. */
export function readFrame(frame: string): DecodedMessage[] | null {
  const { messages } = fields(parsedJson(frame))
  if (!Array.isArray(messages)) return null
  return messages.flatMap((one: unknown) => {
    const { type, data } = fields(one)
    return typeof type === 'string' && typeof data === 'object' && data !== null ? [{ method: type, msgId: idOf(data), data }] : []
  })
}

/** The room that a message is from, or null. */
export function roomOf({ data }: DecodedMessage): string | null {
  const { roomId } = fields(fields(data)['common'])
  return typeof roomId === 'string' && /^\d{1,40}$/.test(roomId) && roomId !== '0' ? roomId : null
}

/** Its lifetime of eight hours is over: nothing is wrong, and the next socket is opened at once. */
export const LIFETIME_OVER = 4555

const WAIT_MS = 60_000

/** Why the service closed the socket, by its own codes. `problem`: what only the creator can put right. */
export function closedBy(code: number, now: number): { cause: Cause; problem: WayProblem | null } {
  const said = (kind: Cause['kind'], words: string, more: Partial<Cause> = {}, problem: WayProblem | null = null) => {
    const cause: Cause = { kind, detail: `managed socket closed with ${code}: ${words}`, reason: 'closed', ...more }
    return { cause, problem }
  }
  switch (code) {
    case 4005:
      return said('ended', 'the LIVE ended')
    case 4006:
      return said('stalled', 'no messages')
    case 4400:
      return said('protocol', 'it does not understand what it was asked')
    case 4401:
      return said('auth', 'the key is not valid', {}, 'credentials')
    case 4403:
      return said('auth', 'the key does not allow it', {}, 'credentials')
    case 4429:
      return said('rate-limited', 'too many connections', { retryAt: now + WAIT_MS })
    case 4500:
      return said('tiktok', 'TikTok closed its connection')
    // It may be wrong about that for a moment, and so it is no end of the LIVE.
    case 4404:
      return said('sign', 'it says that the creator is not live')
    case 4556:
    case 4557:
      return said('sign', 'it could not reach TikTok')
    default:
      return said('sign', 'without a reason that is known', { reason: code === 1006 ? 'cut' : 'closed' })
  }
}

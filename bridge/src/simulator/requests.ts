import type { IncomingHttpHeaders } from 'node:http'
import type { ClientFrame } from './wire.ts'

/** The places where TikTok or its sign service is asked something on the way to a connection, in that order. */
export const STEPS = ['page', 'roomApi', 'eulerRoom', 'roomInfo', 'sign', 'upgrade'] as const
export type Step = (typeof STEPS)[number]

export interface Asked {
  step: Step
  at: number
  /** Whose room it was about; null if that is unknown. */
  uniqueId: string | null
  url: string
  headers: IncomingHttpHeaders
}

/** What clients asked for and sent. Counts are since the start; the lists keep the last 500. */
export interface Requests {
  readonly counts: Readonly<Record<Step | 'acks' | 'heartbeats' | 'entered' | 'malformed', number>>
  readonly asked: readonly Asked[]
  readonly frames: readonly ClientFrame[]
}

export interface RequestBook extends Requests {
  noteAsked(asked: Asked): void
  /** null: a frame that could not be understood. */
  noteFrame(frame: ClientFrame | null): void
}

const KEPT = 500
const COUNTED_AS = { ack: 'acks', hb: 'heartbeats', im_enter_room: 'entered' } as const

export function requestBook(): RequestBook {
  const counts = { page: 0, roomApi: 0, eulerRoom: 0, roomInfo: 0, sign: 0, upgrade: 0, acks: 0, heartbeats: 0, entered: 0, malformed: 0 }
  const asked: Asked[] = []
  const frames: ClientFrame[] = []
  const keep = <T>(list: T[], entry: T): void => {
    list.push(entry)
    if (list.length > KEPT) list.shift()
  }
  return {
    counts,
    asked,
    frames,
    noteAsked(one) {
      counts[one.step]++
      keep(asked, one)
    },
    noteFrame(frame) {
      counts[frame === null ? 'malformed' : COUNTED_AS[frame.type]]++
      if (frame !== null) keep(frames, frame)
    },
  }
}

import type { Clock } from '@standby/shared/clock.ts'
import { parsedJson } from '@standby/shared/json.ts'
import * as z from 'zod'
import { followStream } from './follow-stream.ts'
import { inBucket, keyOf, newestIn, type Streams } from './nats.ts'

/** The newest state of each channel by slice, which is what a page shows besides events, and its settings. */
export interface States {
  /** False: it did not reach the servers. */
  tell(channel: string, epoch: number, slice: string, value: unknown): Promise<boolean>
  /** The channel's settings as its owner last kept them; null: nobody did. Rejects if the servers do not answer. */
  settings(channel: string): Promise<string | null>
  /** False: they did not reach the servers. */
  keepSettings(channel: string, text: string): Promise<boolean>
  follow(channel: string, onSlice: (slice: string, value: unknown) => void): Promise<() => void>
}

const stateSchema = z.object({ epoch: z.int().nonnegative(), value: z.unknown() })

type Needed = Pick<Streams, 'js' | 'states' | 'settings' | 'manager'>

export function natsStates({ js, states, settings, manager }: Needed, answerMs: number, clock: Pick<Clock, 'after' | 'now'>): States {
  return {
    async tell(channel, epoch, slice, value) {
      try {
        await states.put(`${keyOf(channel)}.${slice}`, JSON.stringify({ epoch, value }), { timeout: answerMs })
        return true
      } catch {
        return false
      }
    },
    settings: async (channel) => (await newestIn(manager, 'settings', keyOf(channel)))?.text ?? null,
    async keepSettings(channel, text) {
      try {
        await settings.put(keyOf(channel), text, { timeout: answerMs })
        return true
      } catch {
        return false
      }
    },
    follow(channel, onSlice) {
      const prefix = inBucket('states', `${keyOf(channel)}.`).subject
      let newest = 0
      return followStream(js, clock, { ...inBucket('states', `${keyOf(channel)}.*`), from: 'newest' }, (message) => {
        const state = stateSchema.safeParse(parsedJson(message.string()))
        // An owner of before may be a little late.
        if (!state.success || state.data.epoch < newest) return
        newest = state.data.epoch
        onSlice(message.subject.slice(prefix.length), state.data.value)
      })
    },
  }
}

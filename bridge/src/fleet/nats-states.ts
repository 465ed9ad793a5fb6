import * as z from 'zod'
import { keyOf, newestIn, type Streams } from './nats.ts'

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

export function natsStates({ states, settings, manager }: Pick<Streams, 'states' | 'settings' | 'manager'>, answerMs: number): States {
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
    async follow(channel, onSlice) {
      const prefix = `${keyOf(channel)}.`
      let newest = 0
      const entries = await states.watch({ key: `${prefix}*` })
      void (async () => {
        for await (const entry of entries) {
          const state = stateSchema.safeParse(JSON.parse(entry.string()))
          // An owner of before may be a little late.
          if (!state.success || state.data.epoch < newest) continue
          newest = state.data.epoch
          onSlice(entry.key.slice(prefix.length), state.data.value)
        }
      })()
      return () => entries.stop()
    },
  }
}

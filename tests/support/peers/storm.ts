import type { Room } from '@standby/bridge/simulator/room.ts'
import { chat, viewer } from '@standby/bridge/simulator/messages.ts'

/** Chat messages at a steady rate, ten in a frame, as a very busy LIVE sends them. */
export interface Storm {
  /** Ids of what was sent so far, in order. */
  sent(): readonly string[]
  stop(): void
}

export interface StormOptions {
  eventsPerSecond: number
  /** Ends by itself after so many. */
  count?: number
  /** How long each text is at least. */
  textLength?: number
}

export function storm(room: Room, { eventsPerSecond, count = Infinity, textLength = 0 }: StormOptions): Storm {
  const who = viewer('bob')
  const sent: string[] = []
  const startedAt = performance.now()
  const timer = setInterval(() => {
    const due = Math.min(count, ((performance.now() - startedAt) / 1_000) * eventsPerSecond)
    while (sent.length + 10 <= due) {
      const frame = Array.from({ length: 10 }, () => chat(room.heading(), { who, text: `message ${sent.length} `.padEnd(textLength, '.') }))
      room.send(frame)
      sent.push(...frame.map(({ msgId }) => msgId))
    }
  }, 10)
  return { sent: () => sent, stop: () => clearInterval(timer) }
}

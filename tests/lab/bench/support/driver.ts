import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '@standby/bridge/clock.ts'
import { chat, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Room } from '@standby/bridge/simulator/room.ts'
import { startSimulator, type Simulator } from '@standby/bridge/simulator/simulator.ts'
import { encodeFetchResult, fetchResult, pushFrame } from '@standby/bridge/simulator/wire.ts'
import { nowNs } from './latencies.ts'

export const simulator = (): Promise<Simulator> => startSimulator({ clock: systemClock, random: Math.random })

/** Frames made beforehand, so that making them costs nothing while they are sent. Event `n` says `#n …`. */
export function numberedFrames(room: Room, { frameCount, perFrame }: { frameCount: number; perFrame: number }): Buffer[] {
  return Array.from({ length: frameCount }, (_, frame) => {
    const messages = Array.from({ length: perFrame }, (__, index) => {
      const number = frame * perFrame + index
      const who = viewer(`viewer.${number % 500}`, `Viewer ${number % 500} 🌟`)
      return chat(room.heading(), {
        who: { ...who, avatarUrl: `https://p16.example/${number % 500}.webp` },
        text: `#${number} what a show tonight`,
      })
    })
    const now = Date.now()
    const internalExt = `fetch_time:${now}|start_time:0|ack_ids:,${messages.at(-1)?.msgId ?? 0}|flag:0|seq:${frame}`
    const result = fetchResult(messages, { cursor: `${now}_${frame}`, internalExt, needAck: true, now: String(now), fetchInterval: '1000' })
    return pushFrame(encodeFetchResult(result), { logId: String(frame + 1), seqId: frame, gzip: true })
  })
}

/** Sends one frame every `everyMs`, catching up where a timer came late. Returns when each event was sent, ns. */
export async function sendPaced(
  room: Room,
  frames: readonly Buffer[],
  { everyMs, perFrame }: { everyMs: number; perFrame: number },
): Promise<number[]> {
  const sentAtNs: number[] = []
  const startedAt = performance.now()
  for (const [index, frame] of frames.entries()) {
    const waitMs = startedAt + index * everyMs - performance.now()
    if (waitMs > 0) await pause(waitMs)
    const now = nowNs()
    for (let event = 0; event < perFrame; event++) sentAtNs.push(now)
    room.sendRaw(frame)
  }
  return sentAtNs
}

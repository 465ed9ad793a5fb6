import { chat, gift, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Room } from '@standby/bridge/simulator/room.ts'
import { startSimulator } from '@standby/bridge/simulator/simulator.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import { watchChannel, type WatchOptions } from './channel.ts'
import { skippingClock } from '../fakes/skipping-clock.ts'
import { waitFor } from '../wait.ts'

export const who = viewer('bob')
export const ROSE = { id: '5655', name: 'Rose', diamondCount: 2, type: 1 }

export type GapEvent = Extract<LiveEvent, { type: 'gap' }>

/** Channels on one simulator and one clock that can be put forward. */
export async function watchedRooms() {
  const clock = skippingClock()
  const sim = await startSimulator({ clock, random: Math.random })
  const watched: ReturnType<typeof watchChannel>[] = []

  function watch(username: string, options: Partial<WatchOptions> = {}) {
    const room = sim.room(username)
    const one = watchChannel({ simulator: sim, username, clock, ...options })
    watched.push(one)
    const state = (): string => one.channel.status().reconnectionState
    return Object.assign(one, {
      username,
      room,
      slices: one.state,
      reached: (wanted: string) => waitFor(() => state() === wanted, { what: wanted, timeoutMs: 20_000, everyMs: 10 }),
      gaps: (): GapEvent[] => one.events.filter((event): event is GapEvent => event.type === 'gap'),
      texts: (): string[] => one.events.flatMap((event) => (event.type === 'chat' ? [event.text] : [])),
      gifts: () => one.events.filter((event) => event.type === 'gift'),
      /** Connects and waits for it. */
      async join() {
        one.channel.connect(true)
        await waitFor(() => state() === 'CONNECTED', { what: 'the connection', timeoutMs: 20_000, everyMs: 10 })
      },
      /** One chat a second for so long, heard. */
      async chatter(seconds: number) {
        for (let left = seconds; left > 0; left -= 20) {
          const count = one.events.length
          room.send(Array.from({ length: Math.min(20, left) }, () => chat(room.heading(), { who, text: `chatter ${left}` })))
          await waitFor(() => one.events.length > count, { what: 'the chatter', everyMs: 5 })
          clock.skip(Math.min(20, left) * 1_000)
        }
      },
    })
  }

  return {
    clock,
    sim,
    watch,
    clear() {
      for (const { channel } of watched.splice(0)) channel.dispose()
      sim.clearFaults()
    },
    close: () => sim.close(),
  }
}

export const say = (room: Room, ...texts: string[]): void => room.send(texts.map((text) => chat(room.heading(), { who, text })))

/** Pieces of one streak so far. */
export const pieces = (room: Room, groupId: string, repeatCount: number, repeatEnd = false): void =>
  room.send([gift(room.heading(), { who, gift: ROSE, repeatCount, groupId, repeatEnd })])

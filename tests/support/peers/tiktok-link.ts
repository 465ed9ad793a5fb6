import { systemClock } from '@standby/bridge/clock.ts'
import { startSimulator, type Simulator } from '@standby/bridge/simulator/simulator.ts'
import type { TikTokLink, TikTokLinkCallbacks } from '@standby/bridge/sources/link.ts'
import { openAttempt, type TikTokSource } from '@standby/bridge/sources/tiktok/attempt.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'
import type { LiveInput } from '@standby/shared/live/event.ts'
import { waitFor } from '../wait.ts'

/** What one attempt reported, in order. */
export type Reported =
  | { call: 'opened'; roomId: string }
  | { call: 'frame' }
  | { call: 'inputs'; inputs: LiveInput[]; initial: boolean }
  | { call: 'undecoded'; method: string }
  | { call: 'closed'; cause: Cause }

export interface WatchedLink extends TikTokLink {
  readonly reported: Reported[]
  /** The errors the link logged. */
  readonly complaints: unknown[]
  calls(): string[]
  inputs(initial?: boolean): LiveInput[]
  /** Texts of the chats handed over so far. */
  chats(initial?: boolean): string[]
  opened(): Promise<void>
  closed(): Promise<Cause>
}

type WatchedSource = Partial<TikTokSource> & Pick<TikTokSource, 'username' | 'upstream'>

/** Opens a real link and keeps all it reports. `also` runs inside each callback, after it was noted. */
export function watchLink(source: WatchedSource, also?: (one: Reported) => void): WatchedLink {
  const reported: Reported[] = []
  const complaints: unknown[] = []
  const note = (one: Reported): void => {
    reported.push(one)
    also?.(one)
  }
  const callbacks: TikTokLinkCallbacks = {
    opened: ({ roomId }) => note({ call: 'opened', roomId }),
    frame: () => note({ call: 'frame' }),
    inputs: (inputs, initial) => note({ call: 'inputs', inputs, initial }),
    undecoded: (method) => note({ call: 'undecoded', method }),
    closed: (cause) => note({ call: 'closed', cause }),
  }
  const quiet = (): void => undefined
  const error = (complaint: unknown): void => void complaints.push(complaint)
  const log = { debug: quiet, info: quiet, warn: quiet, error } as TikTokSource['log']
  const link = openAttempt({ clock: systemClock, log, ...source }, callbacks)
  const inputs = (initial?: boolean): LiveInput[] =>
    reported.flatMap((one) => (one.call === 'inputs' && (initial === undefined || one.initial === initial) ? one.inputs : []))
  return {
    close: () => link.close(),
    reported,
    complaints,
    calls: () => reported.map((one) => one.call),
    inputs,
    chats: (initial) => inputs(initial).flatMap((one) => (one.type === 'event' && one.event.type === 'chat' ? [one.event.text] : [])),
    async opened() {
      await waitFor(() => ['opened', 'closed'].some((call) => reported.some((one) => one.call === call)), { what: 'opened', everyMs: 5 })
    },
    async closed() {
      await waitFor(() => reported.some(({ call }) => call === 'closed'), { what: 'the link to close', everyMs: 5 })
      return reported.flatMap((one) => (one.call === 'closed' ? [one.cause] : []))[0]!
    },
  }
}

/** A simulator on the real clock. */
export const simulator = (): Promise<Simulator> => startSimulator({ clock: systemClock, random: Math.random })

/** TCP sockets this process holds open, both ends of a loopback connection counted. */
export const openSockets = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length

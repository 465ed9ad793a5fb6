import type { Clock, Millis } from '@standby/shared/clock.ts'
import { GAP_CAUSES } from '@standby/shared/live/event.ts'
import type { Followers } from '@standby/shared/live/followers.ts'
import type { Rate } from '@standby/shared/live/rates.ts'
import * as z from 'zod'
import type { Outage } from './outage.ts'
import type { KeyValues } from '../store/key-values.ts'

/** A sign of life for the next run, a crash included: when this one last had the connection, and the figures that no event holds. */
export interface Checkpoint {
  roomId: string
  at: Millis
  viewers: number
  likes: number
  followers: Followers | null
  rate: Rate | null
  /** Set while there is no connection: since when, and why. */
  absence: Omit<Outage, 'roomId' | 'generation'> | null
}

/** Keeps the sign of life in `kept` up to date. */
export interface CheckpointLog {
  connected(): void
  /** The connection is lost, or it is better known why. */
  lost(absence: Outage): void
  /** Gives a last sign of life. */
  dispose(): void
}

/** While connected it is written this often. */
export const CHECKPOINT_EVERY_MS = 10_000

const counts = z.record(z.string(), z.number())
const presence = z.object({
  roomId: z.string(),
  at: z.number(),
  viewers: z.number(),
  likes: z.number(),
  /** Not there before there were any. */
  followers: z.object({ total: z.number(), at: z.number(), sinceGap: z.boolean() }).nullable().default(null),
  rate: z.object({ ms: z.number(), counts }).nullable(),
  absence: z.object({ from: z.number(), cause: z.enum(GAP_CAUSES), correlationId: z.string().nullable() }).nullable(),
})

const key = (username: string): string => `presence:${username}`

export function readCheckpoint(kept: KeyValues, username: string): Checkpoint | null {
  const result = presence.safeParse(kept.read(key(username)))
  return result.success ? result.data : null
}

/** `read` gives what is known of the LIVE now, null where there is none. */
export function createCheckpointLog({
  kept,
  username,
  clock,
  read,
}: {
  kept: KeyValues
  username: string
  clock: Clock
  read: () => Omit<Checkpoint, 'at' | 'absence'> | null
}): CheckpointLog {
  let cancel: (() => void) | null = null

  function write(absence: Checkpoint['absence']): void {
    const present = read()
    if (present !== null) writeCheckpoint(kept, username, { ...present, at: clock.now(), absence })
  }

  function keep(): void {
    write(null)
    cancel = clock.after(CHECKPOINT_EVERY_MS, keep)
  }

  function rest(): void {
    cancel?.()
    cancel = null
  }

  return {
    connected() {
      rest()
      keep()
    },
    lost({ from, cause, correlationId }) {
      rest()
      write({ from, cause, correlationId })
    },
    dispose() {
      if (cancel !== null) write(null)
      rest()
    },
  }
}

export function writeCheckpoint(kept: KeyValues, username: string, value: Checkpoint): void {
  kept.write(key(username), value)
}

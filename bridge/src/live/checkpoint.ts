import type { Clock, Millis } from '@standby/shared/clock.ts'
import { GAP_CAUSES } from '@standby/shared/live/event.ts'
import type { Followers } from '@standby/shared/live/followers.ts'
import type { Outage } from '@standby/shared/live/outage.ts'
import type { Rate } from '@standby/shared/live/rates.ts'
import * as z from 'zod'
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
  outage: Pick<Outage, 'lastHeardAt' | 'cause' | 'correlationId'> | null
}

/** Keeps the saved checkpoint up to date. */
export interface CheckpointLog {
  connected(): void
  /** The connection is lost, or it is better known why. */
  lost(outage: Outage): void
  /** Writes a last checkpoint. */
  dispose(): void
}

/** While connected it is written this often. */
export const CHECKPOINT_EVERY_MS = 10_000

const counts = z.record(z.string(), z.number())
/** The names under which it is saved are those of the first version, so that each version reads what another wrote. */
const saved = z.object({
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

export function readCheckpoint(keyValues: KeyValues, username: string): Checkpoint | null {
  const result = saved.safeParse(keyValues.read(key(username)))
  if (!result.success) return null
  const { absence, ...checkpoint } = result.data
  if (absence === null) return { ...checkpoint, outage: null }
  const { from, cause, correlationId } = absence
  return { ...checkpoint, outage: { lastHeardAt: from, cause, correlationId } }
}

export function writeCheckpoint(keyValues: KeyValues, username: string, { outage, ...checkpoint }: Checkpoint): void {
  const absence = outage === null ? null : { from: outage.lastHeardAt, cause: outage.cause, correlationId: outage.correlationId }
  keyValues.write(key(username), { ...checkpoint, absence } satisfies z.input<typeof saved>)
}

/** `read` gives what is known of the LIVE now, null if there is none. */
export function createCheckpointLog({
  keyValues,
  username,
  clock,
  read,
}: {
  keyValues: KeyValues
  username: string
  clock: Clock
  read: () => Omit<Checkpoint, 'at' | 'outage'> | null
}): CheckpointLog {
  let cancel: (() => void) | null = null

  function write(outage: Checkpoint['outage']): void {
    const known = read()
    if (known !== null) writeCheckpoint(keyValues, username, { ...known, at: clock.now(), outage })
  }

  function writeAgain(): void {
    write(null)
    cancel = clock.after(CHECKPOINT_EVERY_MS, writeAgain)
  }

  function rest(): void {
    cancel?.()
    cancel = null
  }

  return {
    connected() {
      rest()
      writeAgain()
    },
    lost(outage) {
      rest()
      write(outage)
    },
    dispose() {
      if (cancel !== null) write(null)
      rest()
    },
  }
}

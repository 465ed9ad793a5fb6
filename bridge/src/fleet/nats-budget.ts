import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '@standby/shared/clock.ts'
import type { BudgetWindow } from '@standby/shared/connection/budget.ts'
import * as z from 'zod'
import { NOTHING_SPENT, refusedUntil, spendOne, withSlots, type Slots, type Spending } from './budget.pure.ts'
import { isConflict, newestIn, type Newest, type Streams } from './nats.ts'
import type { Budget } from './ports.ts'

/** What a key allows. */
export interface KeyAllowance {
  windows: readonly BudgetWindow[]
  /** Sockets at the same time; null: as many as one likes. */
  sockets: number | null
}

const spendingSchema = z.object({ windows: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))), waitUntil: z.number() })
const slotsSchema = z.record(z.string(), z.int().nonnegative())
/** Of many workers that ask at once, one succeeds in each round. */
const MOST_TRIES = 30
/** Without an answer of the servers nothing may be spent: ask again after this. */
const NO_ANSWER_MS = 1_000
/** The servers' time is known to half of what their answer takes. */
const SLOW_ANSWER_MS = 500
const MEASURE_EVERY_MS = 60_000

interface Options {
  allowance: (keyId: string) => KeyAllowance
  worker: string
  clock: Clock
  answerMs: number
}

/** The budget of all workers, in one record for each key, which is replaced by revision. */
export function natsBudget(
  { budget, manager }: Pick<Streams, 'budget' | 'manager'>,
  { allowance, worker, clock, answerMs }: Options,
): Budget {
  /** What to add to this worker's clock to get the servers' time: a worker whose clock is wrong must not spend early. */
  let measured: { at: number; offsetMs: Promise<number> } | null = null

  async function serversAhead(): Promise<number> {
    const sentAt = clock.now()
    await budget.put(`clock.${worker}`, '', { timeout: answerMs })
    const answeredAt = clock.now()
    if (answeredAt - sentAt > SLOW_ANSWER_MS) throw new Error('the answer was too slow to tell the time by it')
    const entry = await newestIn(manager, 'budget', `clock.${worker}`)
    if (entry === null) throw new Error('the servers did not keep the time')
    return entry.at - (sentAt + answeredAt) / 2
  }

  async function fleetNow(): Promise<number> {
    if (measured === null || clock.now() - measured.at > MEASURE_EVERY_MS) measured = { at: clock.now(), offsetMs: serversAhead() }
    try {
      return Math.floor(clock.now() + (await measured.offsetMs))
    } catch (error) {
      measured = null
      throw error
    }
  }

  /** Replaces a value with what `change` makes of it, until nobody writes in between. Null from `change`: it stays as it is. */
  async function replace<T, R>(
    key: string,
    read: (entry: Newest | null) => T,
    change: (value: T) => { value: T | null; result: R },
  ): Promise<R> {
    for (let tries = 1; ; tries++) {
      const entry = await newestIn(manager, 'budget', key)
      const { value, result } = change(read(entry))
      if (value === null) return result
      try {
        await budget.put(key, JSON.stringify(value), { previousSeq: entry?.revision ?? 0, timeout: answerMs })
        return result
      } catch (error) {
        if (!isConflict(error) || tries === MOST_TRIES) throw error
      }
    }
  }

  /** Those of one worker ask one after the other, so that only workers get in each other's way. */
  let asking: Promise<unknown> = Promise.resolve()
  function inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const answer = asking.then(ask)
    asking = answer
    return answer
  }

  return {
    take: (keyId, priority) =>
      inTurn(async () => {
        try {
          const now = await fleetNow()
          const retryAt = await replace(`${keyId}.spent`, spendingIn, (spending) => {
            const next = spendOne(spending, allowance(keyId).windows, priority, now)
            return { value: next.retryAt === null ? next.spending : null, result: next.retryAt }
          })
          return retryAt === null ? null : clock.now() + (retryAt - now)
        } catch {
          return clock.now() + NO_ANSWER_MS
        }
      }),
    async refused(keyId, waitMs) {
      try {
        const until = (await fleetNow()) + waitMs
        await replace(`${keyId}.spent`, spendingIn, (spending) => ({ value: refusedUntil(spending, until), result: undefined }))
      } catch {
        // Without the servers no worker spends anything, so none has to be told.
      }
    },
    async hold(keyId, name, count, live) {
      try {
        return await replace(`${keyId}.slots`, slotsIn, (slots) => {
          const next = withSlots(slots, name, count, live, allowance(keyId).sockets)
          return { value: isDeepStrictEqual(next.slots, slots) ? null : next.slots, result: next.granted }
        })
      } catch {
        return null
      }
    },
  }
}

const spendingIn = (entry: Newest | null): Spending => parsed(entry, spendingSchema) ?? NOTHING_SPENT
const slotsIn = (entry: Newest | null): Slots => parsed(entry, slotsSchema) ?? {}

function parsed<T>(entry: Newest | null, schema: z.ZodType<T>): T | null {
  if (entry === null) return null
  const result = schema.safeParse(JSON.parse(entry.text))
  return result.success ? result.data : null
}

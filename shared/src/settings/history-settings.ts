import { defaultsOf, fields, quantity, quantityOrNone, type ValuesOf } from './field.ts'

/** When old LIVEs are deleted by themselves. A saved value that is too long must not become the default, and delete. */
export const HISTORY = fields({
  days: quantity({ min: 1, max: 3_650, isWhole: true, outside: 'nearest' }, 30),
  /** Null: no limit. */
  megabytes: quantityOrNone({ min: 50, max: 100_000, isWhole: true, outside: 'nearest' }),
})

export type Retention = ValuesOf<typeof HISTORY>

export const DEFAULT_RETENTION: Retention = defaultsOf(HISTORY)

import { fields, flag } from './field.ts'

/** Standby as a program on this computer. An import never sets these: they decide what leaves it. */
export const COMPUTER = fields({
  /** Asks for a new version once a week by itself. */
  looksWeekly: flag(false),
})

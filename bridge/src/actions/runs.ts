import type { Action } from '@standby/shared/actions/action.ts'
import type { Run } from '@standby/shared/actions/occasions.ts'
import type { Outcome } from '@standby/shared/actions/view.ts'
import type { Values } from '@standby/shared/actions/values.ts'
import type { Clock } from '@standby/shared/clock.ts'
import { spend, type BudgetWindow, type Spent } from '@standby/shared/connection/budget.ts'
import type { Logger } from 'pino'
import { createLanes } from './lanes.ts'
import { laneOf } from './perform.ts'
import { say, type Said } from './words.ts'

export interface RunsOptions {
  clock: Clock
  log: Pick<Logger, 'info' | 'warn' | 'debug' | 'error'>
  perform: (action: Action, values: Values, signal: AbortSignal) => Promise<Said>
}

/** Runs actions that are due, within the budget, and knows how each went last. */
export interface Runs {
  start(run: Run): void
  /** A person tries it. Resolves with how it went. */
  test(run: Run): Promise<Outcome>
  /** It was due, and could not even be begun. */
  skip(action: Action, said: Said): void
  /** How it went last, since Standby was started; null: not yet. */
  last(id: string): Outcome | null
  forget(id: string): void
  dispose(): void
}

export const EACH_PER_MINUTE = 30
export const ALL_PER_MINUTE = 120
const each: readonly BudgetWindow[] = [{ ms: 60_000, limit: EACH_PER_MINUTE }]
const all: readonly BudgetWindow[] = [{ ms: 60_000, limit: ALL_PER_MINUTE }]

export function createRuns({ clock, log, perform }: RunsOptions): Runs {
  const lanes = createLanes(clock, (error) => log.error({ err: error }, 'actions: one ended in a way that it should not'))
  const outcomes = new Map<string, Outcome>()
  const spentBy = new Map<string, Spent>()
  let spentByAll: Spent = []

  function end(action: Action, said: Said, result: Outcome['result'], isTest: boolean): Outcome {
    const outcome: Outcome = { at: clock.now(), result, sentence: said, isTest }
    outcomes.set(action.id, outcome)
    // No name, no address and no word of a viewer: this is what goes into a report for support.
    const about = { action: action.id, when: action.when.type, deed: action.deed.type, code: said.code, isTest }
    if (result === 'done') log.info(about, 'actions: done')
    else if (result === 'failed') log.warn(about, 'actions: one failed')
    else log.debug(about, 'actions: one was not run')
    return outcome
  }

  /** Null, or how many a minute may be. */
  function overBudget({ id }: Action): number | null {
    const own = spend(spentBy.get(id) ?? [], each, clock.now())
    if (own.retryAt !== null) return EACH_PER_MINUTE
    const whole = spend(spentByAll, all, clock.now())
    if (whole.retryAt !== null) return ALL_PER_MINUTE
    spentBy.set(id, own.spent)
    spentByAll = whole.spent
    return null
  }

  function add({ action, values }: Run, isTest: boolean, onEnd: (outcome: Outcome) => void): void {
    lanes.add({
      lane: laneOf(action.deed),
      isTest,
      perform: (signal) => perform(action, values, signal),
      onEnd: (said, result) => onEnd(end(action, said, result, isTest)),
    })
  }

  return {
    start(run) {
      const limit = overBudget(run.action)
      if (limit === null) add(run, false, () => undefined)
      else end(run.action, say('too-many', { limit }), 'skipped', false)
    },
    test: (run) => new Promise((resolve) => add(run, true, resolve)),
    skip: (action, said) => void end(action, said, 'skipped', false),
    last: (id) => outcomes.get(id) ?? null,
    forget(id) {
      outcomes.delete(id)
      spentBy.delete(id)
    },
    dispose: lanes.dispose,
  }
}

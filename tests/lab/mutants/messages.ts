/** What the two threads of a test process tell each other: Stryker's side in `runner.ts`, vitest's in `worker.ts`. */
export const CHANNEL = 'standby-mutants'

/** The tests of one file that a mutant is to pass; null for all of them. */
export interface Batch {
  file: string
  taskIds: string[] | null
  /** How often these tests reached the mutant when it was not active. */
  hits: number
}

export type ToWorker =
  | { type: 'try'; files: string[] }
  | { type: 'judge'; mutant: string; isStatic: boolean; batches: Batch[] }
  | { type: 'idle?' }
  | { type: 'end' }

/** A test as it went without a mutant. */
export interface Tried {
  taskId: string
  name: string
  tookMs: number
  line: number
  column: number
  failure: string | null
}

export interface TriedFile {
  file: string
  tests: Tried[]
  /** Why the file could not be loaded. */
  failure: string | null
  /** How often each mutant was reached, by task id; `hooks` counts what is reached around the tests. */
  perTest: Record<string, Record<string, number>>
  /** The same for what is reached while the file is loaded. */
  whileLoading: Record<string, number>
}

export type FromWorker =
  | { type: 'ready' }
  /** How long the thread has had nothing to do since it began with the present file, ms. */
  | { type: 'idle'; ms: number }
  | { type: 'tried'; files: TriedFile[] }
  | { type: 'judged'; outcome: 'killed'; killer: string; failure: string; testCount: number }
  | { type: 'judged'; outcome: 'survived' | 'endless'; testCount: number }
  | { type: 'judged'; outcome: 'leaky'; killer: string }

import type { Step } from './requests.ts'
import type { FetchResult, RoomMessage } from './wire.ts'

export interface Answer {
  status: number
  headers: Record<string, string>
  body: string | Uint8Array
}

/** What goes wrong at one step. */
export type Fault =
  /** Said in place of the true answer. */
  | { kind: 'answer'; status: number; headers?: Record<string, string>; body?: string | Uint8Array }
  /**
   * The true answer with headers changed (null takes one away) and, for `sign`, fields changed, messages added to the initial batch, or
   * another batch made of it: shorter, doubled, in another order.
   */
  | {
      kind: 'alter'
      headers?: Record<string, string | null>
      fetchResult?: Partial<FetchResult>
      initial?: readonly RoomMessage[] | BatchChange
    }
  /** Taken, never answered. */
  | { kind: 'hang' }
  /** The TCP connection is reset. */
  | { kind: 'reset' }
  /** The true answer, late. */
  | { kind: 'delay'; delayMs: number }

export type BatchChange = (history: readonly RoomMessage[]) => readonly RoomMessage[]

export interface FaultScope {
  /** How many requests it meets; for ever by default. */
  times?: number
  /** Only requests about this account's room. */
  uniqueId?: string
}

export interface FaultBook {
  /** The newest fault at a step wins. Returns its undoing. A function is called at each request. */
  inject(step: Step, fault: Fault | (() => Fault), scope?: FaultScope): () => void
  take(step: Step, uniqueId: string | null): Fault | null
  clear(): void
}

interface Entry {
  step: Step
  fault: Fault | (() => Fault)
  left: number
  uniqueId: string | null
}

export function faultBook(): FaultBook {
  let entries: Entry[] = []
  return {
    inject(step, fault, { times = Infinity, uniqueId } = {}) {
      const entry: Entry = { step, fault, left: times, uniqueId: uniqueId ?? null }
      entries = [entry, ...entries]
      return () => {
        entries = entries.filter((one) => one !== entry)
      }
    },
    take(step, uniqueId) {
      const entry = entries.find((one) => one.step === step && (one.uniqueId === null || one.uniqueId === uniqueId))
      if (entry === undefined) return null
      entry.left--
      if (entry.left <= 0) entries = entries.filter((one) => one !== entry)
      return typeof entry.fault === 'function' ? entry.fault() : entry.fault
    },
    clear() {
      entries = []
    },
  }
}

/** What an `answer` fault says in full. */
export function answerFor({ status, headers = {}, body = '' }: Extract<Fault, { kind: 'answer' }>): Answer {
  return { status, headers, body }
}

/** The true answer with an `alter` applied to its headers. */
export function withHeaders(answer: Answer, changes: Record<string, string | null>): Answer {
  const headers = { ...answer.headers }
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete headers[name]
    else headers[name] = value
  }
  return { ...answer, headers }
}

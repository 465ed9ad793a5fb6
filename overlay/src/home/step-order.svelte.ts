import { createContext } from 'svelte'

/** Which step comes next: the first one that is not done. */
export class StepOrder {
  /** By number; null: not known yet. */
  #done = $state.raw<ReadonlyMap<number, boolean | null>>(new Map())
  readonly #first = $derived.by(() => {
    const numbers = [...this.#done.keys()].sort((a, b) => a - b)
    const first = numbers.find((number) => this.#done.get(number) !== true)
    return first === undefined || this.#done.get(first) === null ? null : first
  })

  /** Whether there is time for steps: none opens by itself while the connection is in trouble. */
  isCalm = $state.raw(true)

  /** Null: all are done, it is not known yet, or there is no time for it. */
  get first(): number | null {
    return this.isCalm ? this.#first : null
  }

  /** The same, also if there is no time for it. */
  get next(): number | null {
    return this.#first
  }

  tell(number: number, done: boolean | null): void {
    if (this.#done.get(number) !== done) this.#done = new Map([...this.#done, [number, done]])
  }
}

export const [stepOrder, setStepOrder] = createContext<StepOrder>()

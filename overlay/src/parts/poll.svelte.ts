import type { Get, Problem } from './api.ts'

/** Data that is not in the feed. The page asks for it again and again while it is visible. */
export class Poll<Answer> {
  /** The last answer. It stays if a later question fails. */
  answer = $state.raw<Answer | null>(null)
  problem = $state.raw<Problem | null>(null)

  readonly #get: Get
  readonly #path: string

  constructor(get: Get, path: string) {
    this.#get = get
    this.#path = path
  }

  async refresh(): Promise<void> {
    const got = await this.#get<Answer>(this.#path)
    if (got.ok) this.answer = got.answer
    this.problem = got.ok ? null : got.problem
  }

  /** Asks now and every `everyMs` after an answer, not while the page is hidden. Returns how to stop. */
  start(everyMs: number): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined
    let running = true
    const turn = async (): Promise<void> => {
      if (document.visibilityState === 'visible') await this.refresh()
      if (running) timer = setTimeout(() => void turn(), everyMs)
    }
    void turn()
    return () => {
      running = false
      clearTimeout(timer)
    }
  }
}

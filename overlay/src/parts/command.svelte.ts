import type { Post, Problem } from './api.ts'

/** One command to the bridge and how it went, for a form or a row of buttons. */
export class Command {
  busy = $state.raw(false)
  problem = $state.raw<Problem | null>(null)
  done = $state.raw(false)

  readonly #post: Post
  #last: Promise<boolean> | null = null

  constructor(post: Post) {
    this.#post = post
  }

  /** Sends it, unless another one is in progress; true if it was accepted. */
  async send(path: string, body: Record<string, unknown>): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.problem = null
    this.done = false
    this.problem = await this.#post(path, body)
    this.busy = false
    this.done = this.problem === null
    return this.done
  }

  /**
   * Sends it after all that are in progress, and asks for `body` when its turn comes. A problem stays until all have ended and another is
   * sent. No field has to be disabled meanwhile, which would take the keyboard's focus away.
   */
  inTurn(path: string, body: () => Record<string, unknown>): Promise<boolean> {
    if (this.#last === null) this.problem = null
    const turn = (this.#last ?? Promise.resolve()).then(async () => {
      const problem = await this.#post(path, body())
      if (problem !== null) this.problem = problem
      if (this.#last === turn) this.#last = null
      return problem === null
    })
    this.#last = turn
    return turn
  }

  /** Whether nothing of `inTurn` is in progress. */
  get isThrough(): boolean {
    return this.#last === null
  }

  /** The problem with one field of the form, if that is what it is about. */
  field(name: string): string | null {
    return this.problem?.type === 'api-error' && this.problem.field === name ? this.problem.message : null
  }
}

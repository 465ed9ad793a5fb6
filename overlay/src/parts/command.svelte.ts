import type { Post, Problem } from '../api.ts'

/** One command to the bridge and how it went, for a form or a row of buttons. */
export class Command {
  busy = $state.raw(false)
  problem = $state.raw<Problem | null>(null)
  done = $state.raw(false)

  readonly #post: Post

  constructor(post: Post) {
    this.#post = post
  }

  /** Sends it unless one is on its way; true when it was accepted. */
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

  /** The problem with one field of the form, if that is what it is about. */
  field(name: string): string | null {
    return this.problem?.type === 'told' && this.problem.field === name ? this.problem.message : null
  }
}

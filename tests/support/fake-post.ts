import { flushSync } from 'svelte'
import type { Post, Problem } from '../../overlay/src/api.ts'

/** Commands a page sends, and the answers it gets. */
export interface FakePost {
  post: Post
  sent: { path: string; body: Record<string, unknown> }[]
  /** The answer to everything from now on; null accepts. */
  answer(problem: Problem | null): void
  /** Lets answers that are on their way arrive. */
  settle(): Promise<void>
}

export function fakePost(): FakePost {
  const sent: FakePost['sent'] = []
  let problem: Problem | null = null
  return {
    sent,
    async post(path, body) {
      sent.push({ path, body })
      return problem
    },
    answer(next) {
      problem = next
    },
    async settle() {
      for (let turns = 0; turns < 5; turns += 1) await Promise.resolve()
      flushSync()
    },
  }
}

export function told(fields: Partial<Extract<Problem, { type: 'told' }>>): Problem {
  return { type: 'told', code: 'invalid-request', message: 'no', field: null, retryAt: null, ...fields }
}

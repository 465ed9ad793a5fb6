import { flushSync } from 'svelte'
import type { Post, Problem } from '../../../overlay/src/parts/api.ts'

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

export function apiError(fields: Partial<Extract<Problem, { type: 'api-error' }>>): Problem {
  return { type: 'api-error', code: 'invalid-request', message: 'no', field: null, retryAt: null, ...fields }
}

/** Takes one command at a time: each waits until the test answers it. */
export function slowPost(): { post: Post; sent: FakePost['sent']; answer(problem: Problem | null): Promise<void> } {
  const sent: FakePost['sent'] = []
  const waiting: ((problem: Problem | null) => void)[] = []
  return {
    sent,
    post(path, body) {
      sent.push({ path, body })
      return new Promise((resolve) => void waiting.push(resolve))
    },
    async answer(problem) {
      waiting.shift()?.(problem)
      for (let turns = 0; turns < 8; turns += 1) await Promise.resolve()
      flushSync()
    },
  }
}

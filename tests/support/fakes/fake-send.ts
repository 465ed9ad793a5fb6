import type { Got, Problem, Send } from '../../../overlay/src/parts/api.ts'

/** Commands a page sends whose answers it reads, and what it is answered. */
export interface FakeSend {
  send: Send
  sent: { path: string; body: Record<string, unknown> }[]
  /** By path, from now on; a problem has a `type`. What is not named is accepted with an empty object. */
  answer(answers: Record<string, object | Problem>): void
}

export function fakeSend(): FakeSend {
  const sent: FakeSend['sent'] = []
  let answers: Record<string, object | Problem> = {}
  return {
    sent,
    send: async <Answer>(path: string, body: Record<string, unknown>): Promise<Got<Answer>> => {
      sent.push({ path, body })
      const answer = answers[path] ?? {}
      return 'type' in answer ? { ok: false, problem: answer as Problem } : { ok: true, answer: answer as Answer }
    },
    answer: (next) => void (answers = next),
  }
}

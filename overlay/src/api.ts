import type { Catalogue } from './i18n/en.ts'

/** Why a request did not succeed. `told`: the bridge said so itself, in words for a person. `retryAt` is on the bridge's clock. */
export type Problem =
  | { type: 'told'; code: string; message: string; field: string | null; retryAt: number | null }
  | { type: 'no-answer' }
  | { type: 'odd-answer'; status: number }

/** Sends one command; null means it was accepted. Never throws. */
export type Post = (path: string, body: Record<string, unknown>) => Promise<Problem | null>

const TIMEOUT_MS = 10_000

/** `now` is the bridge's clock, ms. */
export function createPost(fetch: typeof globalThis.fetch, now: () => number): Post {
  return async (path, body) => {
    let response: Response
    try {
      response = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
    } catch {
      return { type: 'no-answer' }
    }
    // Read in any case: a body left lying is cut off by the timeout and shows up as a failed request.
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok) return null
    const message = property(answer, 'message')
    if (typeof message !== 'string') return { type: 'odd-answer', status: response.status }
    const code = property(answer, 'error')
    const field = property(answer, 'field')
    return {
      type: 'told',
      code: typeof code === 'string' ? code : '',
      message,
      field: typeof field === 'string' ? field : null,
      retryAt: retryAt(response, answer, now()),
    }
  }
}

/** A problem as a sentence for the creator; the bridge's own words where it had any. */
export function problemText(problem: Problem, texts: Catalogue['dock']): string {
  switch (problem.type) {
    case 'told':
      return problem.message
    case 'no-answer':
      return texts.noAnswer
    case 'odd-answer':
      return texts.oddAnswer(problem.status)
  }
}

function retryAt(response: Response, answer: unknown, now: number): number | null {
  const at = property(answer, 'retryAt')
  if (typeof at === 'number') return at
  const seconds = Number(response.headers.get('retry-after') ?? NaN)
  return Number.isFinite(seconds) ? now + seconds * 1000 : null
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

import type { ObsStatusWords } from '@standby/shared/words/obs-sentences.ts'
import type { FieldWords } from '@standby/shared/words/refusals.ts'
import type { Sentence } from '@standby/shared/words/sentence.ts'
import type { Catalogue } from '../i18n/en.ts'
import { translate } from '../i18n/translate.ts'

/** The bridge's sentences that the page can translate. */
interface ApiErrorWords extends ObsStatusWords, FieldWords {}

/**
 * Why a request did not succeed. `api-error`: the bridge refused it, with a message for people and, for most errors, a `sentence` that the
 * page can translate. `retryAt` is on the bridge's clock.
 */
export type Problem =
  | { type: 'api-error'; code: string; message: string; field: string | null; retryAt: number | null; sentence?: Sentence<ApiErrorWords> }
  | { type: 'no-answer' }
  | { type: 'odd-answer'; status: number }

/** Sends one command; null means it was accepted. Never throws. */
export type Post = (path: string, body: Record<string, unknown>) => Promise<Problem | null>

/** Sends one command and reads its answer, which has the shape that is documented for the path. Never throws. */
export type Send = <Answer>(path: string, body: Record<string, unknown>, options?: { timeoutMs?: number }) => Promise<Got<Answer>>

export type Got<Answer> = { ok: true; answer: Answer } | { ok: false; problem: Problem }

/** Asks for data that is not in the feed. The answer has the shape that is documented for the path. Never throws. */
export type Get = <Answer>(path: string) => Promise<Got<Answer>>

const TIMEOUT_MS = 10_000
/** Shorter than the bridge waits for a body. */
const UPLOAD_TIMEOUT_MS = 19_000

/** `now` is the bridge's clock, ms. */
export function createPost(fetch: typeof globalThis.fetch, now: () => number): Post {
  const ask = asking(fetch, now)
  return async (path, body) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const got = await ask(path, init)
    return got.ok ? null : got.problem
  }
}

/** `now` is the bridge's clock, ms. */
export function createSend(fetch: typeof globalThis.fetch, now: () => number): Send {
  const ask = asking(fetch, now)
  return async <Answer>(path: string, body: Record<string, unknown>, { timeoutMs = TIMEOUT_MS } = {}): Promise<Got<Answer>> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const got = await ask(path, init, timeoutMs)
    return got.ok ? { ok: true, answer: got.answer as Answer } : got
  }
}

/** Sends a file to a path that takes one; null means it was accepted. Never throws. */
export type Upload = (path: string, file: Blob) => Promise<Problem | null>

/** `now` is the bridge's clock, ms. */
export function createUpload(fetch: typeof globalThis.fetch, now: () => number): Upload {
  const ask = asking(fetch, now)
  return async (path, file) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: file }
    const got = await ask(path, init, UPLOAD_TIMEOUT_MS)
    return got.ok ? null : got.problem
  }
}

/** `now` is the bridge's clock, ms. */
export function createGet(fetch: typeof globalThis.fetch, now: () => number): Get {
  const ask = asking(fetch, now)
  return async <Answer>(path: string): Promise<Got<Answer>> => {
    const got = await ask(path, {})
    if (got.ok && got.answer === null) return { ok: false, problem: { type: 'odd-answer', status: got.status } }
    return got.ok ? { ok: true, answer: got.answer as Answer } : got
  }
}

type Asked = { ok: true; answer: unknown; status: number } | { ok: false; problem: Problem }

function asking(
  fetch: typeof globalThis.fetch,
  now: () => number,
): (path: string, init: RequestInit, timeoutMs?: number) => Promise<Asked> {
  return async (path, init, timeoutMs = TIMEOUT_MS) => {
    let response: Response
    try {
      response = await fetch(path, { ...init, signal: AbortSignal.timeout(timeoutMs) })
    } catch {
      return { ok: false, problem: { type: 'no-answer' } }
    }
    // Always read the body: if it is left unread, the timeout aborts it, which the browser reports as a failed request.
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok) return { ok: true, answer, status: response.status }
    const message = property(answer, 'message')
    if (typeof message !== 'string') return { ok: false, problem: { type: 'odd-answer', status: response.status } }
    const code = property(answer, 'error')
    const field = property(answer, 'field')
    const sentence = property(answer, 'sentence')
    return {
      ok: false,
      problem: {
        type: 'api-error',
        code: typeof code === 'string' ? code : '',
        message,
        field: typeof field === 'string' ? field : null,
        retryAt: retryAt(response, answer, now()),
        ...(isSentence(sentence) && { sentence }),
      },
    }
  }
}

/** A problem as a sentence for the creator, in the page's language, or in the bridge's own words if the page has none. */
export function problemText(problem: Problem, { dock, obs, refusals }: Pick<Catalogue, 'dock' | 'obs' | 'refusals'>): string {
  switch (problem.type) {
    case 'api-error':
      if (problem.sentence !== undefined) return translate(problem.sentence, { ...obs.words, ...refusals.fields })
      return Object.hasOwn(refusals.codes, problem.code) ? refusals.codes[problem.code as keyof typeof refusals.codes] : problem.message
    case 'no-answer':
      return dock.noAnswer
    case 'odd-answer':
      return dock.oddAnswer(problem.status)
  }
}

/** If the page has no words for the code, `translate` returns the text. */
function isSentence(value: unknown): value is Sentence<ApiErrorWords> {
  return typeof property(value, 'code') === 'string' && typeof property(value, 'text') === 'string'
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

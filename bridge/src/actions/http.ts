import type { Clock } from '@standby/shared/clock.ts'
import { parsedJson } from '@standby/shared/json.ts'
import { textWithin } from '../network/answer-text.ts'
import { fetchCodeOf } from '../network/error-code.ts'

export interface Sent {
  method: string
  url: string
  headers: Record<string, string>
  body: string | null
}

/** `json`: null if nothing was read, or it was none. `code`: the system's own word for what went wrong. */
export type Answer =
  { type: 'answer'; status: number; json: unknown } | { type: 'failed'; how: 'refused' | 'not-found' | 'silent' | 'other'; code: string }

export interface Web {
  fetch: typeof globalThis.fetch
  clock: Clock
}

export const TIMEOUT_MS = 5_000
/** The longest list that is read. */
const MAX_ANSWER_BYTES = 4_000_000

/**
 * One request. It follows no redirect: its address is the one that the creator entered. Errors are given by their code alone, because their
 * text can hold the address. Never rejects.
 */
export async function ask(
  { fetch, clock }: Web,
  sent: Sent,
  { reads = false, signal }: { reads?: boolean; signal?: AbortSignal } = {},
): Promise<Answer> {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  signal?.addEventListener('abort', abort)
  let isLate = false
  const cancel = clock.after(TIMEOUT_MS, () => {
    isLate = true
    abort()
  })
  try {
    const response = await fetch(sent.url, {
      method: sent.method,
      headers: sent.headers,
      ...(sent.body !== null && { body: sent.body }),
      redirect: 'manual',
      signal: controller.signal,
    })
    const text = reads ? await textWithin(response, MAX_ANSWER_BYTES) : null
    if (!reads) void response.body?.cancel().catch(() => undefined)
    return { type: 'answer', status: response.status, json: text === null ? null : parsedJson(text) }
  } catch (error) {
    if (isLate) return { type: 'failed', how: 'silent', code: 'TIMEOUT' }
    const code = fetchCodeOf(error) ?? 'FAILED'
    const how = code === 'ECONNREFUSED' ? 'refused' : code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'not-found' : 'other'
    return { type: 'failed', how, code }
  } finally {
    cancel()
    signal?.removeEventListener('abort', abort)
  }
}

import * as z from 'zod'

/** `again`: worth another try, not before `afterMs` from now. */
export type Outcome = { type: 'sent' } | { type: 'again'; reason: string; afterMs: number } | { type: 'refused'; reason: string }

/** A `retry_after` stands within the first few bytes. */
const MAX_ANSWER_BYTES = 4_096

/** What an answer means. Reads no more of it than that takes. */
export async function outcomeOf(response: Response): Promise<Outcome> {
  const { status } = response
  const reason = `answer ${status}`
  if (status === 429 || status === 408 || status >= 500) return { type: 'again', reason, afterMs: await askedDelayMs(response) }
  // What could go wrong now changes nothing about the answer.
  response.body?.cancel().catch(() => undefined)
  if (response.ok) return { type: 'sent' }
  return { type: 'refused', reason: status < 400 ? `${reason}, a redirect, which is not followed` : reason }
}

const retryAfter = z.object({ retry_after: z.number() })

/** Seconds, in the header or in Discord's body; 0 if neither says anything. */
async function askedDelayMs(response: Response): Promise<number> {
  const header = Number(response.headers.get('retry-after'))
  const inHeader = Number.isFinite(header) && header > 0 ? header : 0
  return Math.ceil(1000 * Math.max(inHeader, secondsIn(await beginning(response))))
}

function secondsIn(text: string): number {
  try {
    const parsed = retryAfter.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data.retry_after : 0
  } catch {
    return 0
  }
}

/** The first bytes of an answer; the rest is not read. */
async function beginning(response: Response): Promise<string> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader()
  if (reader === undefined) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  while (bytes < MAX_ANSWER_BYTES) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    bytes += value.length
  }
  await reader.cancel()
  return Buffer.concat(chunks).toString('utf8', 0, MAX_ANSWER_BYTES)
}

import type { RawAnswer } from './failure.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
/** Nobody is believed who asks for more than a day. */
const LONGEST_WAIT_MS = 24 * HOUR_MS

/**
 * Shortest wait after a 429, by the `limit_label` of the sign service (`rate_limit_account_minute`, `…_hour`, `…_day`). A used-up day comes
 * back with the clock, not in a minute: https://github.com/isaackogan/TikTokLive/issues/342 asked once a minute and stayed locked out.
 */
function leastWaitMs(body: string): number {
  const label = /"limit_label"\s*:\s*"([^"]{1,80})"/.exec(body)?.[1] ?? ''
  if (/day/i.test(label)) return 2 * HOUR_MS
  if (/hour/i.test(label)) return 15 * MINUTE_MS
  return MINUTE_MS
}

/** `retry-after`: seconds, or an HTTP date. Times are ms since the epoch; null if it says nothing usable. */
function retryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined || value.trim() === '') return null
  const seconds = Number(value)
  const at = Number.isNaN(seconds) ? Date.parse(value) : now + seconds * SECOND_MS
  return Number.isFinite(at) ? at : null
}

/** `x-ratelimit-reset`: epoch seconds; some services write seconds from now or epoch milliseconds. */
function resetTime(value: string | undefined, now: number): number | null {
  const number = Number(value ?? '')
  if (value === undefined || value.trim() === '' || !Number.isFinite(number) || number <= 0) return null
  if (number < 1e8) return now + number * SECOND_MS
  return number < 1e11 ? number * SECOND_MS : number
}

/** When to ask again after a 429: the latest of what its headers say and a floor, at most a day ahead. */
export function retryAtOf(answer: Pick<RawAnswer, 'headers' | 'body'>, now: number): number {
  const { headers, body } = answer
  const latest = Math.max(
    now + leastWaitMs(body),
    retryAfter(headers['retry-after'], now) ?? 0,
    resetTime(headers['x-ratelimit-reset'] ?? headers['ratelimit-reset'], now) ?? 0,
  )
  return Math.min(latest, now + LONGEST_WAIT_MS)
}

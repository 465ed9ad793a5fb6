import * as z from 'zod'
import { textWithin } from '../network/answer-text.ts'

const VERSION = /^\d{1,4}\.\d{1,4}\.\d{1,4}$/
const ANSWER_MS = 10_000
/** Longer than any answer of ours. */
const MOST_BYTES = 64 * 1024

/** What the address of the releases answers with. */
export const release = z.object({
  version: z.string().regex(VERSION),
  page: z.url({ protocol: /^https$/ }).max(2_000),
  changes: z.array(z.string().max(500)).max(20).default([]),
})
export type Release = z.infer<typeof release>

/**
 * One GET without anything about the creator in it: no name, no version, no cookie. It follows no redirect, because the creator was shown
 * this address and no other. Null: nothing usable came back.
 */
export async function newestRelease(address: string, fetch = globalThis.fetch): Promise<Release | null> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS)
    const headers = { 'user-agent': 'Standby', accept: 'application/json' }
    const response = await fetch(address, { signal, headers, redirect: 'error' })
    const text = response.ok ? await textWithin(response, MOST_BYTES) : null
    return text === null ? null : release.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Whether `version` is newer than `current`, both as in `1.20.3`. Nothing is newer than what is no version. */
export function isNewer(version: string, current: string): boolean {
  if (!VERSION.test(current)) return false
  const [ours, theirs] = [current, version].map((text) => text.split('.').map(Number))
  const at = theirs?.findIndex((part, index) => part !== ours?.[index]) ?? -1
  return at >= 0 && (theirs?.[at] ?? 0) > (ours?.[at] ?? 0)
}

import type { NewVersionView } from '@standby/shared/computer.ts'
import * as z from 'zod'

const VERSION = /^\d{1,4}\.\d{1,4}\.\d{1,4}$/
const ANSWER_MS = 10_000
const MOST_BYTES = 64 * 1024

/** What the address of the releases answers with. */
const release = z.object({
  version: z.string().regex(VERSION),
  page: z.url({ protocol: /^https?$/ }),
  changes: z.array(z.string().max(500)).max(20).default([]),
})

/** One GET without anything about the creator in it: no name, no version, no cookie. Null: nothing usable came back. */
export async function lookForVersion(address: string, current: string, fetch = globalThis.fetch): Promise<NewVersionView | null> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS)
    const response = await fetch(address, { signal, headers: { 'user-agent': 'Standby', accept: 'application/json' } })
    const text = response.ok ? await response.text() : ''
    if (text.length > MOST_BYTES) return null
    const found = release.parse(JSON.parse(text))
    return { ...found, isNewer: isNewer(found.version, current) }
  } catch {
    return null
  }
}

/** Whether `version` is newer than `current`, both as in `1.20.3`. */
export function isNewer(version: string, current: string): boolean {
  const [ours, theirs] = [current, version].map((text) => text.split('.').map(Number))
  const at = theirs?.findIndex((part, index) => part !== ours?.[index]) ?? -1
  return at >= 0 && (theirs?.[at] ?? 0) > (ours?.[at] ?? 0)
}

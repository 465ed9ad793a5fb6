import { WAY_PROBLEMS, WAYS } from '@standby/shared/connection/way.ts'
import * as z from 'zod'
import type { LiveWays } from './look-ways.ts'

const ASK_MS = 2_000
const way = z.enum(WAYS)
const told = z.object({
  demo: z.boolean(),
  via: z.object({ way, since: z.number(), host: z.string().nullable(), party: z.enum(['tiktok', 'sign', 'local']).nullable() }).nullable(),
  ways: z.array(z.object({ way, problem: z.enum(WAY_PROBLEMS).nullable() })),
})

/** What a Standby that runs at this address of this computer knows of its ways; null if it does not say. Never rejects. */
export async function liveWays(url: string): Promise<LiveWays | null> {
  try {
    const response = await fetch(`${url}/api/tiktok/status`, { signal: AbortSignal.timeout(ASK_MS), redirect: 'manual' })
    return told.parse(await response.json())
  } catch {
    return null
  }
}

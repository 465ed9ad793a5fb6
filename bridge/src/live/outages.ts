import { GAP_CAUSES } from '@standby/shared/live/event.ts'
import type { PastOutage } from '@standby/shared/live/recovery-estimate.ts'
import * as z from 'zod'
import type { KeyValues } from '../store/key-values.ts'

/** How long this creator's outages took, over restarts. */
export interface Outages {
  all(): readonly PastOutage[]
  add(outage: PastOutage): void
}

const KEPT = 50

const saved = z.array(z.object({ cause: z.enum(GAP_CAUSES), lastedMs: z.number().nonnegative() }))

export function openOutages(kept: KeyValues, username: string): Outages {
  const key = `outages:${username}`
  const result = saved.safeParse(kept.read(key))
  let outages: readonly PastOutage[] = result.success ? result.data : []

  return {
    all: () => outages,
    add(outage) {
      outages = [...outages.slice(1 - KEPT), outage]
      kept.write(key, outages)
    },
  }
}

import { GAP_CAUSES } from '@standby/shared/live/event.ts'
import type { PastOutage } from '@standby/shared/live/outage.ts'
import * as z from 'zod'
import type { KeyValues } from '../store/key-values.ts'

/** How long this creator's outages took, over restarts. */
export interface Outages {
  all(): readonly PastOutage[]
  add(outage: PastOutage): void
}

const KEPT = 50

const saved = z.array(z.object({ cause: z.enum(GAP_CAUSES), lastedMs: z.number().nonnegative() }))

export function openOutages(keyValues: KeyValues, username: string): Outages {
  const key = `outages:${username}`
  const result = saved.safeParse(keyValues.read(key))
  let outages: readonly PastOutage[] = result.success ? result.data : []

  return {
    all: () => outages,
    add(outage) {
      outages = [...outages.slice(1 - KEPT), outage]
      keyValues.write(key, outages)
    },
  }
}

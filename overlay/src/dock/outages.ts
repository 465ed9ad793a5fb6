import type { GapRecord } from '@standby/shared/live/gap.ts'
import type { OutageView } from '@standby/shared/connection/stability.ts'
import type { Catalogue } from '../i18n/en.ts'

/** One time without a connection: as the connection saw it, as the show saw it, or both. */
export interface Away {
  from: number
  /** Null if it is not over. */
  to: number | null
  outage: OutageView | null
  gap: GapRecord | null
}

/** Outages and gaps as one list, newest first. They belong together by their correlation id. */
export function aways(outages: readonly OutageView[], gaps: readonly GapRecord[]): Away[] {
  const unmatched = new Set(gaps)
  const list = outages.map((outage): Away => {
    const gap = gaps.find(({ correlationId }) => correlationId !== null && correlationId === outage.correlationId) ?? null
    if (gap !== null) unmatched.delete(gap)
    return { from: outage.from, to: outage.to, outage, gap }
  })
  for (const gap of unmatched) list.push({ from: gap.from, to: gap.to, outage: null, gap })
  return list.sort((a, b) => b.from - a.from)
}

/** How the followers changed over a gap, in words; empty if they did not, or if it is unknown. */
export function followersText(added: number | null, texts: Catalogue['health'], short: (count: number) => string): string {
  if (added === null || added === 0) return ''
  const count = Math.abs(added)
  return added > 0 ? texts.moreFollowers(count, short(count)) : texts.fewerFollowers(count, short(count))
}

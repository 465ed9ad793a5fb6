import type { EventCounts, GapRecord } from '@standby/shared/live/gap.ts'
import { COUNTED } from '../i18n/counted.ts'
import type { Catalogue } from '../i18n/en.ts'

/** `31 messages and 2 gifts`; empty if there are none. */
export function countsText(counts: EventCounts, texts: Catalogue['health']): string {
  const words = COUNTED.flatMap((type) => {
    const count = Math.round(counts[type] ?? 0)
    return count > 0 ? [texts.counted[type](count)] : []
  })
  return texts.listed(words)
}

/** What a gap has lost for good, in words. */
export function lostText({ complete = [], estimatedLost }: GapRecord, texts: Catalogue['health']): string {
  if (COUNTED.every((type) => complete.includes(type))) return texts.nothingLost
  if (estimatedLost === null) return texts.lostUnknown
  const counts = countsText(estimatedLost, texts)
  return counts === '' ? texts.probablyNothingLost : texts.aboutLost(counts)
}

/** What all gaps of a LIVE have lost, in words; null if it is not known of each of them. */
export function lostInAll(gaps: readonly GapRecord[], texts: Catalogue['health']): string | null {
  const sum: EventCounts = {}
  for (const { estimatedLost } of gaps) {
    if (estimatedLost === null) return null
    for (const type of COUNTED) sum[type] = (sum[type] ?? 0) + Math.round(estimatedLost[type] ?? 0)
  }
  return countsText(sum, texts)
}

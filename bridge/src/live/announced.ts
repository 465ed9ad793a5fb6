import type { LiveInput, ToldEventDraft } from '@standby/shared/live/event.ts'
import { firstTimes, type Show } from '@standby/shared/live/show.ts'

export interface Announced {
  drafts: ToldEventDraft[]
  /** What the others tell of the room. */
  reports: LiveInput[]
  /** The others: the same person did the same before. */
  repeated: ToldEventDraft[]
}

/**
 * Which events go into the feed. A person who follows or subscribes again in the same LIVE is not announced again; what such a message tells
 * of the creator's followers is kept as a report.
 */
export function announced(show: Show, drafts: readonly ToldEventDraft[]): Announced {
  const firsts = new Set(firstTimes(show, drafts))
  const isRepeated = (draft: ToldEventDraft): boolean => (draft.type === 'follow' || draft.type === 'subscribe') && !firsts.has(draft)
  const repeated = drafts.filter(isRepeated)
  const reports = repeated.flatMap((draft): LiveInput[] => {
    if (draft.type !== 'follow' || draft.followers === undefined) return []
    return [{ type: 'room', report: { type: 'followers', followers: draft.followers, at: draft.at } }]
  })
  return { drafts: drafts.filter((draft) => !isRepeated(draft)), reports, repeated }
}

import type { EventCounts } from '@standby/shared/live/gap.ts'
import {
  COUNTED_TYPES,
  type CountedType,
  type LiveEvent,
  type LiveEventDraft,
  type LiveInput,
  type ToldEventDraft,
} from '@standby/shared/live/event.ts'
import { countBatch, sum } from '@standby/shared/live/rates.ts'
import { withDetails } from '@standby/shared/live/gift-kinds.ts'
import { eventsIn } from '@standby/shared/live/room-events.ts'
import type { Show } from '@standby/shared/live/show.ts'
import type { Logger } from 'pino'
import { announced } from './announced.ts'
import { eventTypeOf } from '../sources/tiktok/normalize.pure.ts'

/** The batch that comes with connecting. */
export interface InitialBatch {
  inputs: LiveInput[]
  /** Messages in it that could not be decoded, by TikTok's method name. */
  undecoded: string[]
}

export interface CaughtUp {
  /** What was new in it, in its own order. */
  events: LiveEvent[]
  /** What the messages that are not announced again tell of the room. */
  reports: LiveInput[]
  duplicates: number
  /** Types of which the batch held one from before the drop: nothing of these is missing. */
  complete: CountedType[]
  /** In the batch, and lost all the same. */
  lost: EventCounts
  /** Nothing in it was lost. */
  whole: boolean
}

type Append = (drafts: readonly LiveEventDraft[]) => LiveEvent[]

/** `knownUntil`: TikTok's time of the newest event there was before the drop; its own clock on both sides, whatever ours says. */
export function catchUp(
  { inputs, undecoded }: InitialBatch,
  { append, knownUntil, log, show }: { append: Append; knownUntil: number | null; log: Logger; show: Show },
): CaughtUp {
  const missed = eventsIn(inputs, show.room).map((event) => ({ ...event, missed: true }))
  const drafts = withDetails(show.giftKinds, missed)
  const { drafts: fresh, reports } = announced(show, drafts)
  const { events, failed } = appendWhatGoes(append, fresh, log)
  const isNew = new Set(events.map(({ id }) => id))
  const kept = drafts.filter((draft) => !failed.includes(draft))
  // Of what a person has done before, only the time tells whether this message is from before the drop.
  const isFresh = new Set(fresh)
  const isOld = (draft: ToldEventDraft): boolean => isFresh.has(draft) && !isNew.has(draft.id)
  const reachedBack = kept.filter((draft) => isOld(draft) || (knownUntil !== null && draft.at <= knownUntil))
  const undecodedCounts = undecoded.reduce<EventCounts>((counts, method) => {
    const type = eventTypeOf(method)
    return type === null ? counts : sum(counts, { [type]: 1 })
  }, {})
  const lost = sum(countBatch(failed), undecodedCounts)
  const reached = new Set<string>(reachedBack.map(({ type }) => type))
  const complete = COUNTED_TYPES.filter((type) => reached.has(type) && lost[type] === undefined)
  return { events, reports, duplicates: kept.length - events.length, complete, lost, whole: Object.keys(lost).length === 0 }
}

/** All at once; if that fails, one by one, so that a single one that cannot be kept does not cost the others. */
export function appendWhatGoes<Draft extends LiveEventDraft>(
  append: Append,
  drafts: readonly Draft[],
  log: Logger,
): { events: LiveEvent[]; failed: Draft[] } {
  if (drafts.length === 0) return { events: [], failed: [] }
  try {
    return { events: append(drafts), failed: [] }
  } catch (error) {
    log.error({ err: error, events: drafts.length }, 'journal: events could not be saved together; saving them one by one')
  }
  const events: LiveEvent[] = []
  const failed: Draft[] = []
  for (const draft of drafts) {
    try {
      events.push(...append([draft]))
    } catch {
      failed.push(draft)
    }
  }
  return { events, failed }
}

import type { EventCounts } from '@standby/shared/live/gap.ts'
import type { LiveEvent, LiveEventDraft, LiveInput, ViewerEventDraft } from '@standby/shared/live/event.ts'
import { countBatch, sum } from '@standby/shared/live/rates.ts'
import type { Logger } from 'pino'
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
  duplicates: number
  /** Types of which the batch held one from before the drop: nothing of these is missing. */
  complete: ViewerEventDraft['type'][]
  /** In the batch, and lost all the same. */
  lost: EventCounts
  /** Nothing in it was lost. */
  whole: boolean
}

type Append = (drafts: readonly LiveEventDraft[]) => LiveEvent[]

/** `knownUntil`: TikTok's time of the newest event there was before the drop; its own clock on both sides, whatever ours says. */
export function catchUp(
  { inputs, undecoded }: InitialBatch,
  { append, knownUntil, log }: { append: Append; knownUntil: number | null; log: Logger },
): CaughtUp {
  const drafts = inputs.flatMap((input) => (input.type === 'event' ? [{ ...input.event, missed: true }] : []))
  const { events, failed } = appendWhatGoes(append, drafts, log)
  const isNew = new Set(events.map(({ id }) => id))
  const kept = drafts.filter((draft) => !failed.includes(draft))
  const reachedBack = kept.filter(({ id, at }) => !isNew.has(id) || (knownUntil !== null && at <= knownUntil))
  const undecodedCounts = undecoded.reduce<EventCounts>((counts, method) => {
    const type = eventTypeOf(method)
    return type === null ? counts : sum(counts, { [type]: 1 })
  }, {})
  const lost = sum(countBatch(failed), undecodedCounts)
  const complete = [...new Set(reachedBack.map(({ type }) => type))].filter((type) => lost[type] === undefined)
  return { events, duplicates: kept.length - events.length, complete, lost, whole: Object.keys(lost).length === 0 }
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

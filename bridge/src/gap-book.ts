import type { Clock } from '@standby/shared/clock.ts'
import { gapRecord, type GapRecord } from '@standby/shared/gap.ts'
import type { LiveEvent, LiveEventDraft } from '@standby/shared/live/event.ts'
import { estimateLost, type GapFacts } from '@standby/shared/live/gap-estimate.ts'
import {
  countBatch,
  countForRate,
  NO_RATES,
  rateAt,
  ratesDown,
  ratesUp,
  withCounts,
  type Rate,
  type RateLog,
} from '@standby/shared/live/rates.ts'
import type { Absence } from './absence.ts'
import type { CaughtUp } from './catch-up.ts'

type GapDraft = Extract<LiveEventDraft, { type: 'gap' }>

/** What was going on in the room, and from that what each gap in it cost. */
export interface GapBook {
  /** The rate in the room lately; null where there is too little to go by. */
  rate(): Rate | null
  up(): void
  down(): void
  /** Events that came over the connection. */
  heard(events: readonly LiveEvent[]): void
  /** The gap that this absence leaves. `likes`: the room's own total before it and after it, 0 where it is not known. */
  gap(absence: Absence, caught: CaughtUp, facts: { attempts: number; likes: { before: number; after: number } }): GapDraft
  /** Another LIVE: nothing of before counts. */
  reset(): void
  dispose(): void
}

/** With so much heard after a recovery the estimate is made once more. */
const AFTER_MS = 60_000

/** A gap of which more will be known: the rate after it, and the room's total of likes. */
interface Young {
  record: GapRecord
  facts: GapFacts
  likesBefore: number
  log: RateLog
}

/** `restored` is the rate of an earlier run: it holds until this one has its own. */
export function createGapBook({
  clock,
  restored,
  onBetter,
}: {
  clock: Clock
  restored: Rate | null
  onBetter: (record: GapRecord) => void
}): GapBook {
  let log = NO_RATES
  let young: Young | null = null
  let earlier = restored
  let cancel = (): void => undefined

  const rate = (): Rate | null => rateAt(log, clock.now()) ?? earlier

  function refine(): void {
    cancel()
    if (young === null) return
    const { record, facts, log: heardAfter } = young
    const after = rateAt(heardAfter, clock.now())
    young = null
    if (facts.before === null || after === null) return
    onBetter({ ...record, estimatedLost: estimateLost({ ...facts, after }), basis: 'before-and-after' })
  }

  /** The first total after the gap says how many likes came in it. */
  function learnLikes(events: readonly LiveEvent[]): void {
    const first = events.find((event) => event.type === 'like' && event.total > 0)
    if (young === null || young.likesBefore === 0 || first?.type !== 'like' || young.facts.complete.includes('like')) return
    const complete: GapFacts['complete'] = [...young.facts.complete, 'like']
    const facts = { ...young.facts, complete }
    const record: GapRecord = {
      ...young.record,
      complete: [...(young.record.complete ?? []), 'like'],
      estimatedLost: estimateLost(facts),
      likesAdded: Math.max(0, first.total - first.count - young.likesBefore),
    }
    young = { ...young, facts, record }
    onBetter(record)
  }

  return {
    rate,
    up() {
      log = ratesUp(log, clock.now())
      if (young === null) return
      young = { ...young, log: ratesUp(young.log, clock.now()) }
      cancel()
      cancel = clock.after(AFTER_MS, refine)
    },
    down() {
      refine()
      log = ratesDown(log, clock.now())
    },
    heard(events) {
      const counts = countForRate(events)
      log = withCounts(log, counts, clock.now())
      if (young === null) return
      young = { ...young, log: withCounts(young.log, counts, clock.now()) }
      learnLikes(events)
    },
    gap({ from, cause, correlationId }, caught, { attempts, likes }) {
      const to = Math.max(from, clock.now())
      const likesAreKnown = likes.before > 0 && likes.after > 0
      const reachedBack = likesAreKnown ? caught.complete.filter((type) => type !== 'like') : caught.complete
      const complete = likesAreKnown ? [...reachedBack, 'like' as const] : reachedBack
      const facts: GapFacts = {
        awayMs: to - from,
        before: rate(),
        after: null,
        caughtUp: countBatch(caught.events),
        complete,
        seenLost: caught.lost,
      }
      const gap: GapDraft = {
        id: `gap-${correlationId ?? from}`,
        type: 'gap',
        at: to,
        missed: false,
        from,
        to,
        cause,
        correlationId,
        attempts,
        caughtUp: facts.caughtUp,
        estimatedLost: estimateLost(facts),
        overlapped: caught.complete.length > 0,
        complete,
        caughtUpWhole: caught.whole,
        likesAdded: likesAreKnown ? Math.max(0, likes.after - likes.before) : 0,
      }
      refine()
      young = { record: gapRecord(gap), facts, likesBefore: likes.before, log: NO_RATES }
      return gap
    },
    reset() {
      cancel()
      log = NO_RATES
      young = null
      earlier = null
    },
    dispose: () => cancel(),
  }
}

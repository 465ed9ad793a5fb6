import type { Clock } from '@standby/shared/clock.ts'
import { gapId } from '@standby/shared/live/event-id.ts'
import { gapRecord, type GapRecord } from '@standby/shared/live/gap.ts'
import type { LiveEvent, LiveEventDraft } from '@standby/shared/live/event.ts'
import { estimateLost, type GapFacts } from '@standby/shared/live/gap-estimate.ts'
import { gapOf, type Outage } from '@standby/shared/live/outage.ts'
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
import type { CaughtUp } from './catch-up.ts'

type GapDraft = Extract<LiveEventDraft, { type: 'gap' }>

/** TikTok's totals before a gap and at its end; 0 for likes and null for followers if it sent none. */
interface Totals<Total> {
  before: Total
  after: Total
}

/** What was going on in the room, and from that what each gap in it cost. */
export interface Gaps {
  /** The rate in the room lately; null if there is too little to go by. */
  rate(): Rate | null
  up(): void
  down(): void
  /** Events that came over the connection, and those among them that were not announced again. */
  heard(events: readonly LiveEvent[], repeated?: readonly LiveEventDraft[]): void
  /** The gap that this outage leaves. */
  gap(outage: Outage, caught: CaughtUp, totals: { likes: Totals<number>; followers: Totals<number | null> }): GapDraft
  /** Another LIVE: nothing of before counts. */
  reset(): void
  dispose(): void
}

/** With so much heard after a recovery the estimate is made once more. */
const AFTER_MS = 60_000

/** A gap of which more will be known: the rate after it, and the room's total of likes. */
interface Young {
  facts: GapFacts
  likesBefore: number
  log: RateLog
}

/** `restored` is the rate of an earlier run: it holds until this one has its own. */
export function createGaps({
  clock,
  restored,
  onBetter,
}: {
  clock: Clock
  restored: Rate | null
  onBetter: (record: GapRecord) => void
}): Gaps {
  let log = NO_RATES
  /** The last gap, as it is known by now. */
  let record: GapRecord | null = null
  let young: Young | null = null
  /** Followers before it, while TikTok has sent no total since. */
  let followersBefore: number | null = null
  let earlier = restored
  let cancel = (): void => undefined

  const rate = (): Rate | null => rateAt(log, clock.now()) ?? earlier

  function better(known: GapRecord): void {
    record = known
    onBetter(known)
  }

  function refine(): void {
    cancel()
    if (young === null || record === null) return
    const { facts, log: heardAfter } = young
    const after = rateAt(heardAfter, clock.now())
    young = null
    if (facts.before === null || after === null) return
    better({ ...record, estimatedLost: estimateLost({ ...facts, after }), basis: 'before-and-after' })
  }

  /** The first total after the gap says how many likes came in it. */
  function learnLikes(events: readonly LiveEvent[]): void {
    const first = events.find((event) => event.type === 'like' && event.total > 0)
    if (record === null || young === null || young.likesBefore === 0 || first?.type !== 'like' || young.facts.complete.includes('like'))
      return
    const complete: GapFacts['complete'] = [...young.facts.complete, 'like']
    const facts = { ...young.facts, complete }
    const likesAdded = Math.max(0, first.total - first.count - young.likesBefore)
    young = { ...young, facts }
    better({ ...record, complete: [...(record.complete ?? []), 'like'], estimatedLost: estimateLost(facts), likesAdded })
  }

  /** The first follow after the gap says how many followers there were before it. Follows are rare: it may be long in coming. */
  function learnFollowers(events: readonly LiveEventDraft[]): void {
    if (record === null || followersBefore === null) return
    const first = events.find((event) => event.type === 'follow' && event.followers !== undefined)
    if (first?.type !== 'follow' || first.followers === undefined) return
    const followersAdded = first.followers - 1 - followersBefore
    followersBefore = null
    better({ ...record, followersAdded })
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
    heard(events, repeated = []) {
      const counts = countForRate(events)
      log = withCounts(log, counts, clock.now())
      learnFollowers([...events, ...repeated])
      if (young === null) return
      young = { ...young, log: withCounts(young.log, counts, clock.now()) }
      learnLikes(events)
    },
    gap(outage, caught, { likes, followers }) {
      const span = gapOf(outage, clock.now())
      const likesAreKnown = likes.before > 0 && likes.after > 0
      const reachedBack = likesAreKnown ? caught.complete.filter((type) => type !== 'like') : caught.complete
      const complete = likesAreKnown ? [...reachedBack, 'like' as const] : reachedBack
      const facts: GapFacts = {
        awayMs: span.to - span.from,
        before: rate(),
        after: null,
        caughtUp: countBatch(caught.events),
        complete,
        seenLost: caught.lost,
      }
      const gap: GapDraft = {
        id: gapId(outage),
        type: 'gap',
        at: span.to,
        missed: false,
        ...span,
        caughtUp: facts.caughtUp,
        estimatedLost: estimateLost(facts),
        overlapped: caught.complete.length > 0,
        complete,
        caughtUpWhole: caught.whole,
        likesAdded: likesAreKnown ? Math.max(0, likes.after - likes.before) : 0,
        followersAdded: followers.before === null || followers.after === null ? null : followers.after - followers.before,
      }
      refine()
      record = gapRecord(gap)
      followersBefore = followers.after === null ? followers.before : null
      young = { facts, likesBefore: likes.before, log: NO_RATES }
      return gap
    },
    reset() {
      cancel()
      log = NO_RATES
      record = null
      young = null
      earlier = null
    },
    dispose: () => cancel(),
  }
}

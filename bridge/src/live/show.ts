import type { Millis } from '@standby/shared/clock.ts'
import type { GapRecord } from '@standby/shared/live/gap.ts'
import type { GiftEvent, LiveEvent, LiveEventDraft, LiveInput } from '@standby/shared/live/event.ts'
import { originOf } from '@standby/shared/live/event-id.ts'
import type { Outage } from '@standby/shared/live/outage.ts'
import type { Rate } from '@standby/shared/live/rates.ts'
import { afterGap } from '@standby/shared/live/followers.ts'
import { eventsIn, freshNews } from '@standby/shared/live/room-events.ts'
import { afterAway } from '@standby/shared/live/room-state.ts'
import { newShow, topSupporters, withBetterGap, withEvents, withFollowers, withReport, type Show } from '@standby/shared/live/show.ts'
import { openStreaks, streakEnd, type GiftDraft } from '@standby/shared/live/streak.ts'
import { withDetails } from '@standby/shared/live/gift-kinds.ts'
import { announced } from './announced.ts'
import { appendWhatGoes, catchUp, type InitialBatch } from './catch-up.ts'
import type { ChannelCore, ChannelListener, ChannelOptions, ChannelStore } from './channel-options.ts'
import { createGaps } from './gaps.ts'
import type { Counters } from '../metrics/counters.ts'
import { createCheckpointLog } from './checkpoint.ts'
import { watchStreaks } from './streak-watch.ts'

export interface LiveShowOptions {
  username: ChannelOptions['username']
  core: Pick<ChannelCore, 'clock' | 'log' | 'defer'>
  store: Pick<ChannelStore, 'journal' | 'keyValues' | 'restoredShow'>
  counters: Counters
  listener: Pick<ChannelListener, 'onEvents' | 'onSlice' | 'onNewShow' | 'onDeleted'>
  /** The room was paused, or goes on. */
  onPaused: () => void
}

/** One creator's LIVE: what comes in is journalled, folded and published, in that order. */
export interface LiveShow {
  show(): Show
  rate(): Rate | null
  /** When something last came in that meant anything. */
  heardAt(): Millis
  /** Something came over the connection. It is taken in at the end of this turn, or with `takeIn`. */
  arrive(inputs: readonly LiveInput[]): void
  takeIn(): void
  /**
   * There is a connection to `roomId`: takes in its initial batch, and the gap that the outage leaves. Returns the gap, or null if
   * there is none, and how many events were caught up.
   */
  join(roomId: string, batch: InitialBatch, outage: Outage | null): { gap: GapRecord | null; caughtUp: number }
  connected(): void
  /** The connection is lost, or it is better known why. */
  lost(outage: Outage): void
  /** The LIVE is over, and with it every streak. */
  over(): void
  /** Writes a last checkpoint and stops. */
  dispose(): void
}

/** Supporters in the feed's state. */
const SUPPORTER_COUNT = 5

export function createLiveShow(options: LiveShowOptions): LiveShow {
  const { username, core, store, counters, listener } = options
  const { clock, log } = core
  const { journal, keyValues, restoredShow } = store
  let { show, knownUntil, heardAt } = restoredShow
  let arrived: LiveInput[] = []
  let isConnected = false
  let disposed = false

  const gaps = createGaps({
    clock,
    restored: restoredShow.rate,
    onBetter(record) {
      const before = show
      show = withBetterGap(show, record)
      publish(before)
    },
  })
  const streaks = watchStreaks({
    clock,
    onSilent(ids) {
      const silent = ids.flatMap((id) => show.streaks.get(id)?.open ?? [])
      endStreaks(silent, isConnected ? 'timeout' : 'drop')
    },
  })

  const checkpoint = createCheckpointLog({
    keyValues,
    username,
    clock,
    read() {
      const { roomId, followers } = show
      const { viewers, likes } = show.counters
      return roomId === null ? null : { roomId, viewers, likes, followers, rate: gaps.rate() }
    },
  })

  const append = (drafts: readonly LiveEventDraft[]): LiveEvent[] => journal.append(username, show.roomId ?? '', drafts)

  function fold(events: readonly LiveEvent[], inputs: readonly LiveInput[]): void {
    show = withEvents(show, events)
    for (const input of inputs) if (input.type === 'room') show = withReport(show, input.report)
    for (const event of events) if (originOf(event) === 'tiktok') knownUntil = Math.max(knownUntil ?? event.at, event.at)
    streaks.heard(events, show.streaks)
    if (inputs.length > 0) heardAt = clock.now()
  }

  function tellDeleted(inputs: readonly LiveInput[]): void {
    for (const input of inputs) {
      if (input.type !== 'room' || input.report.type !== 'deleted') continue
      const { messageIds, userIds } = input.report
      listener.onDeleted({ messageIds, userIds })
    }
  }

  function takeIn(): void {
    const inputs = arrived
    arrived = []
    if (disposed || inputs.length === 0) return
    const received = eventsIn(inputs, show.room)
    const { drafts, reports, repeated } = announced(show, withDetails(show.giftKinds, received))
    const { events, failed } = appendWhatGoes(append, drafts, log)
    counters.events(events.length, received.length - failed.length - events.length)
    const before = show
    fold(events, [...inputs, ...reports])
    gaps.heard(events, repeated)
    listener.onEvents(events)
    tellDeleted(inputs)
    publish(before)
  }

  function endStreaks(gifts: readonly GiftDraft[], endedBy: NonNullable<GiftEvent['endedBy']>): void {
    if (gifts.length === 0) return
    const ends = gifts.map((gift) => streakEnd(gift, endedBy, clock.now()))
    const { events } = appendWhatGoes(append, ends, log)
    const before = show
    // One that an earlier run had ended already is over here too.
    show = withEvents(show, ends)
    for (const event of events) {
      counters.streakEnded(endedBy)
      if (event.type === 'gift')
        log.info({ streakId: event.streakId, count: event.count, endedBy }, 'tiktok: closed a streak whose end never came')
    }
    if (isConnected) gaps.heard(events)
    if (events.length > 0) listener.onEvents(events)
    publish(before)
  }

  function beginShow(roomId: string): void {
    endStreaks(openStreaks(show.streaks), 'drop')
    streaks.forgetAll()
    gaps.reset()
    show = newShow(roomId, show.giftKinds)
    knownUntil = null
    publish(null)
    listener.onNewShow()
  }

  function publish(before: Show | null): void {
    if (show.counters !== before?.counters) listener.onSlice('counters', show.counters)
    if (show.supporters !== before?.supporters) listener.onSlice('supporters', topSupporters(show, SUPPORTER_COUNT))
    if (show.gaps !== before?.gaps) listener.onSlice('gaps', [...show.gaps])
    if (show.coverage !== before?.coverage) listener.onSlice('coverage', show.coverage)
    if (show.room !== before?.room) listener.onSlice('room', show.room)
    if (before !== null && show.paused !== before.paused) options.onPaused()
  }

  streaks.restore(show.streaks)
  publish(null)

  return {
    show: () => show,
    rate: gaps.rate,
    heardAt: () => heardAt,
    arrive(inputs) {
      if (arrived.length === 0) core.defer(takeIn)
      arrived.push(...inputs)
    },
    takeIn,
    join(roomId, batch, outage) {
      takeIn()
      if (show.roomId !== roomId) beginShow(roomId)
      const before = show
      const inputs = freshNews(batch.inputs, show.newsAt)
      const caught = catchUp({ ...batch, inputs }, { append, knownUntil, log, show })
      counters.events(caught.events.length, caught.duplicates)
      fold(caught.events, [...inputs, ...caught.reports])
      show = { ...show, room: afterAway(show.room, before.room, clock.now()) }
      let gap: GapRecord | null = null
      let record: LiveEvent[] = []
      if (outage?.roomId === roomId) {
        const likes = { before: before.counters.likes, after: likesTotal(batch.inputs) }
        const isReportedNow = batch.inputs.some((input) => input.type === 'room' && input.report.type === 'followers')
        const followers = {
          before: before.followers?.sinceGap === true ? before.followers.total : null,
          after: isReportedNow ? show.counters.followers : null,
        }
        const draft = gaps.gap(outage, caught, { likes, followers })
        record = appendWhatGoes(append, [draft], log).events
        show = withEvents(show, record)
        show = withFollowers(show, afterGap(show.followers, isReportedNow))
        if (record.length > 0) counters.gap(draft)
        gap = show.gaps.find(({ from, to }) => from === draft.from && to === draft.to) ?? null
      }
      listener.onEvents([...caught.events, ...record])
      tellDeleted(batch.inputs)
      publish(before)
      return { gap, caughtUp: caught.events.length }
    },
    connected() {
      isConnected = true
      gaps.up()
      checkpoint.connected()
    },
    lost(outage) {
      // What ends because of a stop of the bridge is not lost by the creator's.
      if (disposed) return
      isConnected = false
      gaps.down()
      checkpoint.lost(outage)
    },
    over: () => endStreaks(openStreaks(show.streaks), 'drop'),
    dispose() {
      takeIn()
      checkpoint.dispose()
      disposed = true
      streaks.dispose()
      gaps.dispose()
    },
  }
}

/** The room's own total of likes by these messages, 0 if none says. */
function likesTotal(inputs: readonly LiveInput[]): number {
  return inputs.reduce(
    (most, input) => (input.type === 'room' && input.report.type === 'likes' ? Math.max(most, input.report.likes) : most),
    0,
  )
}

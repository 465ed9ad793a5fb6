import type { Clock } from '@standby/shared/clock.ts'
import type { GiftEvent, LiveEvent, ViewerEvent } from '@standby/shared/live/event.ts'
import * as z from 'zod'
import { emoteFrames, eventFrame, giftFrame, type Frame, type Host, type Room } from './frames.pure.ts'
import { isBegun, noteSentGift, type SentStreak } from './streaks.pure.ts'

export interface SenderOptions {
  clock: Clock
  clientCount: () => number
  send: (frames: readonly Frame[]) => void
  host: () => Host
  room: () => Room
  /** The creator wants what was caught up to be sent too. */
  sendsMissed: () => boolean
  /** Hidden by the creator or by TikTok. Gifts are always sent: clients count them. */
  hides: (event: ViewerEvent) => boolean
  saved: { load: () => unknown; save: (value: unknown) => void }
}

/** Turns events into frames, and knows over restarts which streaks clients still wait for. */
export interface Sender {
  /** `known`: the last events of the LIVE, oldest first, as an earlier run left them. `eventAt`: any of its events, by offset. */
  restore(known: readonly LiveEvent[], eventAt: (offset: number) => LiveEvent | undefined): void
  /** Events that are in the journal now. */
  events(events: readonly LiveEvent[]): void
  dispose(): void
}

/** Clients come back 1 to 10 s after they lost their connection. */
export const CLIENTS_BACK_MS = 12_000

/**
 * By offset: up to where gifts were sent, and the ends that wait for clients to come back. `open`: the streaks that clients saw begin, with
 * their pieces so far. The events in which they began may be far behind by the next start.
 */
const progress = z.object({
  sent: z.number(),
  owed: z.array(z.number()),
  open: z.array(z.tuple([z.string(), z.number()])).default([]),
})

export function createSender(options: SenderOptions): Sender {
  const { clock, clientCount, send, host, room, sendsMissed, hides, saved } = options
  const streaks = new Map<string, SentStreak>()
  /** Streaks that the clients of an earlier run saw begin. Their ends wait until those clients are back. */
  const waitedFor = new Set<string>()
  let owed: GiftEvent[] = []
  let sent = 0
  let cancelBack = (): void => undefined

  function save(): void {
    const open = [...streaks].flatMap(([id, { count, ended }]) => (ended === null ? [[id, count]] : []))
    saved.save({ sent, owed: owed.map(({ offset }) => offset), open })
  }

  function giftFrames(gift: GiftEvent): Frame[] {
    if (gift.final && waitedFor.has(gift.streakId)) {
      owed.push(gift)
      return []
    }
    const decided = noteSentGift(streaks, gift, sendsMissed())
    return decided === null ? [] : [giftFrame(decided, host())]
  }

  function framesOf(event: LiveEvent): Frame[] {
    if (event.type === 'gift') return giftFrames(event)
    if (!('user' in event) || (event.missed && !sendsMissed()) || hides(event)) return []
    const frame = eventFrame(event, host(), room())
    return [...(frame === null ? [] : [frame]), ...emoteFrames(event, host())]
  }

  /** The clients of the earlier run have had their time to come back. */
  function clientsAreBack(): void {
    waitedFor.clear()
    const ends = owed
    owed = []
    sent = Math.max(sent, ...ends.map(({ offset }) => offset))
    send(ends.flatMap(giftFrames))
    save()
  }

  return {
    restore(known, eventAt) {
      const parsed = progress.safeParse(saved.load())
      if (!parsed.success) return
      sent = parsed.data.sent
      const { open, owed: waiting } = parsed.data
      const wasSent = ({ offset }: LiveEvent): boolean => offset <= sent && !waiting.includes(offset)
      for (const [id, count] of open) streaks.set(id, { count, ended: null })
      const gifts = known.filter((event) => event.type === 'gift')
      for (const gift of gifts.filter(wasSent)) noteSentGift(streaks, gift, sendsMissed())
      for (const [id] of streaks) if (isBegun(streaks, id)) waitedFor.add(id)
      if (waitedFor.size === 0) return
      const ends = [...waiting.map(eventAt), ...gifts.filter(({ offset }) => offset > sent)]
      for (const end of ends) if (end?.type === 'gift' && end.final && waitedFor.has(end.streakId)) owed.push(end)
      cancelBack = clock.after(CLIENTS_BACK_MS, clientsAreBack)
    },
    events(events) {
      // A streak that clients saw begin goes on without them: nobody waits for its end an hour later.
      const isOf = (event: LiveEvent): boolean => event.type === 'gift' && isBegun(streaks, event.streakId)
      const heard = clientCount() === 0 && waitedFor.size === 0 ? events.filter(isOf) : events
      const frames = heard.flatMap(framesOf)
      if (frames.length > 0) send(frames)
      const last = heard.at(-1)
      if (last === undefined || !heard.some(({ type }) => type === 'gift')) return
      // After they were sent: a crash in between repeats an end, with the same message id, and loses none.
      sent = last.offset
      save()
    },
    dispose: () => cancelBack(),
  }
}

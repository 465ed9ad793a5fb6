import type { Cause } from '@standby/shared/connection/cause.ts'
import type { LiveEventDraft, LiveInput, ToldEventDraft } from '@standby/shared/live/event.ts'
import type { TikTokLink, TikTokLinkCallbacks } from '@standby/bridge/sources/link.ts'
import type { FakeClock } from './fake-clock.ts'

/** How the next initial batch looks: so many of the last messages, some of them twice, and in another order. */
export interface BatchShape {
  reach: number
  doubled: boolean
  reversed: boolean
}

/** What a connecting or a follow told of the creator's followers, and when; `answered` where the room did of itself. */
export interface ToldFollowers {
  roomId: string
  by: 'connecting' | 'follow'
  totals: { at: number; total: number }[]
  answered: boolean
}

/** A room without any network: what is said in it reaches a link that is open, and the batch of the next one. */
export function fakeRoom(clock: FakeClock) {
  let room = { id: '1', said: [] as ToldEventDraft[] }
  let shape: BatchShape = { reach: 20, doubled: false, reversed: false }
  let isUp = true
  /** Its creator's; told with each connecting where `answers`. */
  const account = { followers: 100, answers: false }
  const told: ToldFollowers[] = []
  let open: { callbacks: TikTokLinkCallbacks; isOpen: boolean } | null = null
  /** Everything that was handed over and accepted, in order, by room: what a perfect bridge has. */
  const delivered = new Map<string, ToldEventDraft[]>([['1', []]])

  /** How often each room was joined. */
  const joins = new Map<string, number>()

  const note = (event: ToldEventDraft): void => {
    const all = delivered.get(room.id) ?? []
    if (!all.some(({ id }) => id === event.id)) all.push(event)
    delivered.set(room.id, all)
  }
  const totalsOf = (events: readonly ToldEventDraft[]): ToldFollowers['totals'] =>
    events.flatMap((event) => (event.type === 'follow' && event.followers !== undefined ? [{ at: event.at, total: event.followers }] : []))
  const inputsOf = (events: readonly ToldEventDraft[]): LiveInput[] => events.map((event) => ({ type: 'event', event }))

  function close(cause: Cause): void {
    const closing = open
    open = null
    closing?.callbacks.closed(cause)
  }

  return {
    delivered,
    account,
    told,
    joins,
    get id() {
      return room.id
    },
    openLink(callbacks: TikTokLinkCallbacks): TikTokLink {
      const mine = { callbacks, isOpen: false }
      open = mine
      clock.after(50, () => {
        if (open !== mine) return
        if (!isUp) return close({ kind: 'sign', detail: 'down' })
        mine.isOpen = true
        const recent = room.said.slice(-shape.reach)
        const batch = [...(shape.reversed ? recent.toReversed() : recent), ...(shape.doubled ? recent : [])]
        batch.forEach(note)
        joins.set(room.id, (joins.get(room.id) ?? 0) + 1)
        const answer = account.answers ? [{ at: clock.now(), total: account.followers }] : []
        told.push({ roomId: room.id, by: 'connecting', totals: [...answer, ...totalsOf(batch)], answered: account.answers })
        const reports = answer.map(({ at, total }): LiveInput => ({ type: 'room', report: { type: 'followers', followers: total, at } }))
        callbacks.inputs([...reports, ...inputsOf(batch)], true)
        callbacks.opened({ roomId: room.id })
      })
      return {
        close() {
          if (open === mine) open = null
        },
      }
    },
    say(event: LiveEventDraft): void {
      if (event.type === 'gap') return
      room.said.push(event)
      if (open?.isOpen !== true) return
      note(event)
      const totals = totalsOf([event])
      if (totals.length > 0) told.push({ roomId: room.id, by: 'follow', totals, answered: false })
      open.callbacks.frame(1)
      open.callbacks.inputs(inputsOf([event]), false)
    },
    drop: () => close({ kind: 'tiktok', detail: 'closed with 1011' }),
    /** Says goodbye and begins another LIVE. */
    next() {
      close({ kind: 'ended', detail: 'the LIVE ended' })
      room = { id: String(Number(room.id) + 1), said: [] }
      delivered.set(room.id, [])
    },
    up: (on: boolean) => void (isUp = on),
    shape: (next: BatchShape) => void (shape = next),
  }
}

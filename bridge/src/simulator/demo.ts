import type { Clock } from '@standby/shared/clock.ts'
import { BIG_GIFTS, CHEERS, GUESTS, LINES, SINGLE_GIFTS, SMALL_GIFTS, type Guest } from './demo-script.ts'
import * as messages from './messages.ts'
import { picturePath } from './pictures.ts'
import type { Room } from './room.ts'
import type { Simulator } from './simulator.ts'
import type { RoomMessage } from './wire.ts'

export interface Demo {
  readonly room: Room
  stop(): void
}

export interface DemoSetting {
  /** Without a `url` nobody has a picture. */
  simulator: Pick<Simulator, 'room'> & Partial<Pick<Simulator, 'url'>>
  clock: Clock
  random: () => number
  uniqueId?: string
}

/** TikTok gathers messages for a moment and sends them in one frame. */
const FRAME_EVERY_MS = 200
const FOLLOWERS_AT_FIRST = 5200
/** After the last piece of a streak. */
const STREAK_ENDS_MS = 2200

/** Counts of the present LIVE. They start from 0 with a new one. */
interface Figures {
  roomId: string
  viewers: number
  totalViewers: number
  likes: number
  shares: number
}

/** A scripted LIVE that goes on by itself until stopped, whether anybody is connected or not. Pauses while its room is not live. */
export function startDemo({ simulator, clock, random, uniqueId = 'standby.demo' }: DemoSetting): Demo {
  const room = simulator.room(uniqueId)
  const timers = new Set<() => void>()
  let queue: RoomMessage[] = []
  let figures = newFigures()
  room.followers = FOLLOWERS_AT_FIRST

  function newFigures(): Figures {
    return { roomId: room.roomId, viewers: 180, totalViewers: 640, likes: 2400, shares: 40 }
  }

  const guests = GUESTS.map((guest): Guest => {
    const path = picturePath(guest.uniqueId)
    return simulator.url === undefined || path === null ? guest : { ...guest, avatarUrl: simulator.url + path }
  })

  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1))
  const oneOf = <T>(list: readonly T[]): T => list[Math.min(list.length - 1, Math.floor(random() * list.length))] as T
  const deckOf = (list: readonly string[]) => shuffled(list, random)
  const lines = { en: deckOf(LINES.en), fr: deckOf(LINES.fr), es: deckOf(LINES.es), ar: deckOf(LINES.ar), ja: deckOf(LINES.ja) }

  const say = (message: RoomMessage): void => void queue.push(message)
  const after = (delayMs: number, act: () => void): void => {
    const cancel = clock.after(delayMs, () => {
      timers.delete(cancel)
      act()
    })
    timers.add(cancel)
  }
  /** Acts again and again at intervals between the two, as long as the room is live. */
  const nowAndThen = (lowMs: number, highMs: number, act: () => void): void =>
    after(between(lowMs, highMs), () => {
      if (room.status === 'live') {
        if (figures.roomId !== room.roomId) figures = newFigures()
        act()
      }
      nowAndThen(lowMs, highMs, act)
    })

  const chat = (who: Guest = oneOf(guests), text: string = lines[who.language]()): void =>
    say(messages.chat(room.heading(), { who, text, language: who.language }))
  const like = (): void => {
    const count = between(3, 15)
    figures.likes += count
    say(messages.like(room.heading(), { who: oneOf(guests), count, total: figures.likes }))
  }
  const join = (): void => {
    figures.viewers++
    figures.totalViewers++
    say(messages.member(room.heading(), { who: oneOf(guests), memberCount: figures.viewers }))
  }
  const countViewers = (): void => {
    figures.viewers = Math.max(60, Math.min(900, figures.viewers + between(-9, 8)))
    say(messages.roomUser(room.heading(), { viewers: figures.viewers, totalViewers: figures.totalViewers }))
  }
  const follow = (): void => {
    room.followers++
    // TikTok's count lags behind by a few, now more, now less: in recorded follows it goes up and down.
    say(messages.follow(room.heading(), { who: oneOf(guests), followCount: room.followers - between(0, 2) }))
  }
  const unfollow = (): void => void room.followers--
  const share = (): void => say(messages.share(room.heading(), { who: oneOf(guests), shareCount: ++figures.shares }))
  const subscribe = (): void => say(messages.subscribe(room.heading(), { who: oneOf(guests), months: between(1, 9) }))
  const single = (): void => say(messages.gift(room.heading(), { who: oneOf(guests), gift: oneOf(SINGLE_GIFTS) }))
  const big = (): void => {
    say(messages.gift(room.heading(), { who: oneOf(guests), gift: oneOf(BIG_GIFTS) }))
    for (let cheers = between(3, 5); cheers > 0; cheers--) {
      const who = oneOf(guests)
      after(between(400, 2500), () => chat(who, oneOf(CHEERS[who.language])))
    }
  }
  const streak = (): void => {
    const who = oneOf(guests)
    const gift = oneOf(SMALL_GIFTS)
    const groupId = String(clock.now())
    const { roomId } = room
    const pieces = random() < 0.2 ? between(12, 30) : between(1, 8)
    const send = (repeatCount: number, repeatEnd: boolean): void => {
      // A streak does not outlive its LIVE.
      if (room.roomId !== roomId || room.status !== 'live') return
      say(messages.gift(room.heading(), { who, gift, repeatCount, groupId, repeatEnd }))
      if (repeatEnd) return
      if (repeatCount < pieces) after(between(160, 420), () => send(repeatCount + 1, false))
      else after(STREAK_ENDS_MS, () => send(repeatCount, true))
    }
    send(1, false)
  }

  const flush = (): void => {
    const batch = queue
    queue = []
    // What was under way when the LIVE ended is never heard.
    if (batch.length > 0 && room.status === 'live') room.send(batch)
    after(FRAME_EVERY_MS, flush)
  }

  // Something of every kind is there from the start, for the first client.
  for (const act of [countViewers, join, chat, follow, chat, single, like, chat, share, join, chat, streak]) act()
  flush()
  nowAndThen(350, 950, () => chat())
  nowAndThen(600, 1700, like)
  nowAndThen(900, 2600, join)
  nowAndThen(1800, 3200, countViewers)
  nowAndThen(2600, 6500, streak)
  nowAndThen(9000, 20_000, single)
  nowAndThen(5000, 14_000, follow)
  nowAndThen(20_000, 60_000, unfollow)
  nowAndThen(9000, 24_000, share)
  nowAndThen(25_000, 70_000, subscribe)
  nowAndThen(35_000, 80_000, big)

  return {
    room,
    stop() {
      for (const cancel of timers) cancel()
      timers.clear()
    },
  }
}

/** Gives the list's entries one by one in a random order, all of them before any comes again. */
function shuffled(list: readonly string[], random: () => number): () => string {
  let deck: string[] = []
  return () => {
    if (deck.length === 0) deck = [...list]
    return deck.splice(Math.min(deck.length - 1, Math.floor(random() * deck.length)), 1)[0] ?? ''
  }
}

import { describe, afterEach, beforeEach, expect, test } from 'vitest'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { ServerMessage } from '@standby/shared/protocol.ts'
import { chat } from '../../support/fixtures/events.ts'
import type { FeedSocketModel } from '../../support/fakes/feed-socket.ts'
import { FEED_LIMITS, feedWorld, type FeedWorld } from '../../support/fakes/feed-world.ts'

// The real hub and journal; the turns of the event loop pass when a test says so.

let world: FeedWorld
beforeEach(() => void (world = feedWorld(null)))
afterEach(() => world.close())

const { page, behindCount } = FEED_LIMITS
const chats = (from: number, to: number, text = 'x') => Array.from({ length: to - from }, (_, n) => chat(`${from + n}`, text))
const attach = (offset: number | null): FeedSocketModel => world.attach(offset === null ? null : { epoch: world.epoch(), offset })

/** All that waits for this client now. */
function readAll(socket: FeedSocketModel): ServerMessage[] {
  const messages: ServerMessage[] = []
  for (let message = socket.read(); message !== null; message = socket.read()) messages.push(message)
  return messages
}
const eventsIn = (messages: readonly ServerMessage[]): LiveEvent[] => messages.flatMap((one) => ('events' in one ? one.events : []))
const ids = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id)
/** Turns until nothing more comes, with what each client is given in each of them. */
function turns(...sockets: FeedSocketModel[]): string[][][] {
  const given: string[][][] = []
  for (let quiet = 0; quiet < 3;) {
    world.turn()
    const now = sockets.map((socket) => ids(eventsIn(readAll(socket))))
    quiet = now.some((some) => some.length > 0) ? 0 : quiet + 1
    given.push(now)
  }
  return given
}

describe('Feed', () => {
  test('[FD20] a resuming client gets one page in a turn, and the others get what happens in between', () => {
    world.append(chats(0, 9))
    const witness = attach(null)
    world.turn()
    readAll(witness)
    const late = attach(0)
    const seen: string[] = []
    for (let n = 0; n < 5; n += 1) {
      world.append(chats(100 + n, 101 + n))
      world.turn()
      seen.push(`late ${ids(eventsIn(readAll(late))).join(' ')}, witness ${ids(eventsIn(readAll(witness))).join(' ')}`)
    }
    expect(seen).toEqual([
      'late 0 1 2, witness 100',
      'late 3 4 5, witness 101',
      'late 6 7 8, witness 102',
      'late 100 101 102, witness 103',
      // It is where the others are: all that happened meanwhile came behind what it had missed, once.
      'late 103 104, witness 104',
    ])
  })

  test('[FD20][FD23] of many that resume one is served in a turn, in turn; one that hangs up leaves the line', () => {
    world.append(chats(0, 9))
    const [a, b, c] = [attach(0), attach(3), attach(0)] as const
    world.turn()
    expect([a, b, c].map((socket) => readAll(socket).length)).toEqual([1, 0, 0])
    c.cut()
    expect(turns(a, b, c).slice(0, 4)).toEqual([
      [[], ['3', '4', '5'], []],
      [['3', '4', '5'], [], []],
      [[], ['6', '7', '8'], []],
      [['6', '7', '8'], [], []],
    ])
  })

  test('[FD23] one that does not read its page keeps nobody waiting', () => {
    world.append(chats(0, 12))
    const [deaf, quick] = [attach(0), attach(0)] as const
    world.turn()
    expect(ids(turns(quick).flatMap(([own]) => (own ?? []).map((id) => ({ id }))))).toEqual(ids(chats(0, 12)))
    world.append(chats(12, 15))
    turns(quick)
    // It has been given its first page, and is given the next once that is out.
    expect(ids(eventsIn([deaf.read()!]))).toEqual(['0', '1', '2'])
    expect(deaf.read()).toBeNull()
    world.turn()
    expect(ids(eventsIn([deaf.read()!]))).toEqual(['3', '4', '5'])
  })

  test('[FD20] new clients too are served one in a turn, with all that has happened until then', () => {
    world.append(chats(0, 1))
    const all = [attach(null), attach(null)] as const
    world.turn()
    expect(all.map((socket) => readAll(socket).length)).toEqual([1, 0])
    world.append(chats(1, 2))
    world.turn()
    expect(ids(eventsIn(readAll(all[0])))).toEqual(['1'])
    expect(readAll(all[1])).toMatchObject([{ type: 'snapshot', offset: 2, history: [{ id: '0' }, { id: '1' }] }])
    world.turn()
    expect(readAll(all[1])).toEqual([])
  })

  test('[FD21] a page has so many events and bytes at most; an event that is larger comes alone', () => {
    const huge = chats(15, 16, 'x'.repeat(2 * page.bytes))
    world.append([...chats(0, 6), ...chats(6, 15, 'x'.repeat(250)), ...huge, ...chats(16, 20)])
    const late = attach(0)
    const pages = turns(late).flatMap(([own]) => (own === undefined || own.length === 0 ? [] : [own]))
    expect(pages.flat()).toEqual(ids(chats(0, 20)))
    const bytesOf = (own: string[]): number =>
      own.reduce((sum, id) => sum + JSON.stringify(world.truth().events.find((one) => one.id === id)).length, 0)
    for (const own of pages) expect(own.length).toBeLessThanOrEqual(page.count)
    // What stands around each event in the message, its place and its room here, is not counted.
    for (const own of pages) if (own.length > 1) expect(bytesOf(own)).toBeLessThanOrEqual(page.bytes + own.length * 60)
    expect(pages.map((own) => own.length)).toEqual([3, 3, 2, 2, 2, 2, 1, 1, 3, 1])
    expect(pages).toContainEqual(['15'])
  })

  test('[FD22] a client that is behind by too many events starts afresh, with the gap too-far', () => {
    world.append(chats(0, behindCount + 10))
    const [near, far] = [attach(10), attach(9)] as const
    world.turn()
    world.turn()
    expect(near.read()).toMatchObject({ type: 'snapshot', recovered: true, gap: null, offset: 10 + page.count })
    expect(far.read()).toMatchObject({
      type: 'snapshot',
      recovered: false,
      offset: behindCount + 10,
      events: [],
      gap: { reason: 'too-far', afterOffset: 9, untilOffset: behindCount + 11 },
    })
    // It is where everybody is.
    world.append(chats(900, 901))
    world.turn()
    expect(ids(eventsIn(readAll(far)))).toEqual(['900'])
  })

  test('[FD22] so does one that missed part of an earlier LIVE, and none that had all of that', () => {
    world.append(chats(0, 4))
    world.newLive()
    const [whole, part] = [attach(4), attach(3)] as const
    world.turn()
    world.turn()
    expect(whole.read()).toMatchObject({ recovered: true, gap: null, offset: 4 })
    expect(part.read()).toMatchObject({ recovered: false, history: [], gap: { reason: 'too-far', afterOffset: 3, untilOffset: 5 } })
    world.append(chats(4, 6))
    const [later, earlier] = [attach(4), attach(3)] as const
    world.turn()
    world.turn()
    expect(later.read()).toMatchObject({ recovered: true, events: [{ id: '4' }, { id: '5' }] })
    expect(earlier.read()).toMatchObject({ recovered: false, history: [{ id: '4' }, { id: '5' }], gap: { reason: 'too-far' } })
  })

  test('[FD22] a client that falls behind while it resumes, or meets another LIVE, starts afresh too', () => {
    world.append(chats(0, 9))
    const slow = attach(0)
    world.turn()
    world.append(chats(9, 9 + behindCount))
    expect(ids(eventsIn([slow.read()!]))).toEqual(['0', '1', '2'])
    world.turn()
    expect(slow.read()).toMatchObject({ type: 'snapshot', recovered: false, gap: { reason: 'too-far', afterOffset: 3 } })
    const other = attach(45)
    world.turn()
    world.newLive()
    readAll(other)
    world.turn()
    expect(other.read()).toMatchObject({ type: 'snapshot', recovered: false, gap: { reason: 'too-far', afterOffset: 48 } })
  })
})

import { describe, afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { tiktokDown } from '@standby/bridge/simulator/failures.ts'
import { chat, gift, imDelete, like, roomUser } from '@standby/bridge/simulator/messages.ts'
import type { Journal } from '@standby/bridge/store/journal.ts'
import { killable, memoryJournal } from '../support/peers/channel.ts'
import { ROSE, say, watchedRooms, who } from '../support/peers/watched-rooms.ts'
import { waitFor } from '../support/wait.ts'

let rooms: Awaited<ReturnType<typeof watchedRooms>>
beforeAll(async () => void (rooms = await watchedRooms()))
afterEach(() => rooms.clear())
afterAll(() => rooms.close())

type Watched = ReturnType<(typeof rooms)['watch']>

/** Drops the connection, keeps TikTok away while `meanwhile` happens in the room, and waits until it is back. */
async function dropped(one: Watched, awayMs: number, meanwhile: () => void): Promise<void> {
  const undo = rooms.sim.fail(tiktokDown(503), { uniqueId: one.username })
  const lostBefore = one.announcements.length
  one.room.terminateSockets()
  await waitFor(() => one.announcements.length > lostBefore, { what: 'the drop' })
  meanwhile()
  rooms.clock.skip(awayMs)
  undo()
  await waitFor(() => one.announcements.at(-1)?.type === 'tiktok:reconnection:success', { what: 'the recovery', timeoutMs: 20_000 })
}

describe('Gaps', () => {
  test('[GP7] an outage leaves one gap in the feed after the caught-up events, with cause and cost', async () => {
    const one = rooms.watch('one-gap')
    await one.join()
    say(one.room, 'before')
    await waitFor(() => one.events.length === 1, { what: 'the first event' })
    await dropped(one, 20_000, () => say(one.room, 'meanwhile 1', 'meanwhile 2'))
    say(one.room, 'after')
    await waitFor(() => one.texts().includes('after'), { what: 'the event after' })
    expect(one.events.map((event) => (event.type === 'chat' ? event.text : event.type))).toEqual([
      'before',
      'meanwhile 1',
      'meanwhile 2',
      'gap',
      'after',
    ])
    const [started] = one.announcements
    const [gap] = one.gaps()
    expect(gap).toMatchObject({
      id: `gap-${started?.correlationId}`,
      cause: 'tiktok',
      correlationId: started?.correlationId,
      caughtUp: { chat: 2 },
      // "before" came again, so no chat is missing; for the rest half a second is nothing to go by.
      overlapped: true,
      complete: ['chat'],
      estimatedLost: null,
      caughtUpWhole: true,
      likesAdded: 0,
    })
    expect(gap!.attempts).toBe(one.announcements.filter(({ type }) => type.endsWith(':attempt')).length)
    expect(gap!.to - gap!.from).toBeGreaterThanOrEqual(20_000)
    expect(gap!.to - gap!.from).toBeLessThan(60_000)
    expect(one.slices.gaps).toMatchObject([{ from: gap!.from, to: gap!.to, basis: null }])
    expect(one.slices.coverage).toEqual({ gaps: 1, awayMs: gap!.to - gap!.from, giftsMayBeIncomplete: true })
    expect(one.slices.recovery).toMatchObject({ correlationId: started?.correlationId, caughtUp: 2 })
    expect(one.channel.losses()).toMatchObject({ gaps: { tiktok: 1 }, caughtUp: { chat: 2 }, failedCatchUps: 0 })
  })

  test('[GP8] the loss is estimated from the room’s rate and again a minute later; the event stays', async () => {
    const one = rooms.watch('rate', { reconnection: { baseDelayMs: 1_000, maxDelayMs: 5_000 } })
    await one.join()
    await one.chatter(120)
    await dropped(one, 60_000, () => say(one.room, ...Array.from({ length: 60 }, (_, n) => `meanwhile ${n}`)))
    const [gap] = one.gaps()
    const awaySeconds = (gap!.to - gap!.from) / 1_000
    // The initial batch holds the last 20 of the 60; a chat a second is what the room does.
    expect(gap).toMatchObject({ caughtUp: { chat: 20 }, overlapped: false, complete: [] })
    expect(Math.abs(gap!.estimatedLost!.chat! - (awaySeconds - 20))).toBeLessThanOrEqual(6)
    expect(one.slices.gaps).toMatchObject([{ basis: 'before', estimatedLost: gap!.estimatedLost }])
    // Two chats in a minute after it: the mean of both rates is about half.
    for (let n = 0; n < 3; n += 1) {
      say(one.room, `quiet ${n}`)
      await waitFor(() => one.texts().includes(`quiet ${n}`), { what: 'a quiet room' })
      rooms.clock.skip(20_500)
    }
    await waitFor(() => one.slices.gaps?.[0]?.basis === 'before-and-after', { what: 'the second estimate' })
    expect(Math.abs(one.slices.gaps![0]!.estimatedLost!.chat! - (awaySeconds * 0.53 - 20))).toBeLessThanOrEqual(6)
    expect(one.channel.feed.history(1_000).filter(({ type }) => type === 'gap')).toEqual([gap])
  })

  test('[GP9] what the initial batch holds counts once, in its own order, also doubled and out of order', async () => {
    const one = rooms.watch('shuffled')
    await one.join()
    say(one.room, 'a', 'b')
    await waitFor(() => one.events.length === 2, { what: 'the first events' })
    rooms.sim.fault('sign', { kind: 'alter', initial: (history) => [...history.toReversed(), ...history] }, { uniqueId: 'shuffled' })
    await dropped(one, 0, () => say(one.room, 'c', 'd', 'e'))
    expect(one.texts()).toEqual(['a', 'b', 'e', 'd', 'c'])
    expect(one.slices.counters).toMatchObject({ chats: 5 })
    expect(one.gaps()).toMatchObject([{ caughtUp: { chat: 3 }, complete: ['chat'] }])
  })

  test('[GP10] a manual stop and a connect to the same LIVE leave a gap too; another LIVE leaves none', async () => {
    const one = rooms.watch('stopped')
    await one.join()
    say(one.room, 'before')
    await waitFor(() => one.events.length === 1, { what: 'the first event' })
    one.channel.disconnect()
    rooms.clock.skip(90_000)
    say(one.room, 'meanwhile')
    await one.join()
    expect(one.gaps()).toMatchObject([{ cause: 'stopped', correlationId: null, attempts: 1, caughtUp: { chat: 1 } }])
    expect(one.gaps()[0]!.to - one.gaps()[0]!.from).toBeGreaterThanOrEqual(90_000)
    expect(one.slices.recovery).toBeNull()
    one.room.end()
    await one.reached('WAITING_FOR_LIVE')
    one.room.goLive()
    await one.join()
    expect(one.gaps()).toHaveLength(1)
    expect(one.slices.gaps).toEqual([])
    expect(one.slices.coverage).toEqual({ gaps: 0, awayMs: 0, giftsMayBeIncomplete: false })
  })

  test.each(['restart', 'kill'])(
    '[GP11] the bridge’s own absence (%s) in the middle of a LIVE is a gap from its last sign of life',
    async (how) => {
      const journal = memoryJournal()
      const process = killable(journal)
      const first = rooms.watch(`away-${how}`, { journal: process.journal })
      await first.join()
      await first.chatter(40)
      first.room.send([
        roomUser(first.room.heading(), { viewers: 321 }),
        like(first.room.heading(), { who, count: 5, total: 1_000 }),
        roomUser(first.room.heading(), { viewers: 322 }),
      ])
      await waitFor(() => first.slices.counters?.viewers === 322, { what: 'the figures' })
      if (how === 'kill') {
        rooms.clock.skip(10_500)
        await waitFor(() => (journal.recall(`presence:away-${how}`) ?? '').includes('322'), { what: 'a sign of life' })
        process.kill()
      }
      // Between two signs of life: a proper stop gives a last one.
      if (how === 'restart') rooms.clock.skip(9_000)
      const left = rooms.clock.now()
      first.channel.dispose()
      rooms.clock.skip(120_000)
      first.room.send([like(first.room.heading(), { who, count: 10, total: 1_500 })])

      const second = rooms.watch(`away-${how}`, { journal })
      // Nothing begins at zero, before there is any connection.
      expect(second.slices.counters).toMatchObject({ chats: 40, viewers: 322, likes: 1_000 })
      await second.join()
      const [gap] = second.gaps()
      expect(gap).toMatchObject({ cause: 'bridge-away', correlationId: null, attempts: 1, likesAdded: 500, caughtUp: { like: 1 } })
      expect(Math.abs(gap!.from - left)).toBeLessThanOrEqual(how === 'restart' ? 2_000 : 12_000)
      // The last chats came again, and the room's own total says how many likes there were.
      expect(gap!.complete).toEqual(expect.arrayContaining(['chat', 'like']))
      expect(gap!.estimatedLost).toEqual({})
      expect(second.slices.counters).toMatchObject({ likes: 1_500 })
      second.channel.dispose()

      // The gap is in the journal once, and in the state of every later run.
      const third = rooms.watch(`away-${how}`, { journal })
      expect(third.slices.gaps).toMatchObject([{ from: gap!.from, to: gap!.to, cause: 'bridge-away' }])
      expect(third.slices.coverage).toMatchObject({ gaps: 1 })
    },
  )

  test('[GP12] a bridge that goes away in an outage records that outage when it is back, once', async () => {
    const journal = memoryJournal()
    const first = rooms.watch('both', { journal })
    await first.join()
    say(first.room, 'before')
    await waitFor(() => first.events.length === 1, { what: 'the first event' })
    const undo = rooms.sim.fail(tiktokDown(503), { uniqueId: 'both' })
    first.room.terminateSockets()
    await first.reached('RECONNECTING')
    const [started] = first.announcements
    first.channel.dispose()
    undo()
    const second = rooms.watch('both', { journal })
    await second.join()
    expect(second.gaps()).toMatchObject([{ cause: 'tiktok', correlationId: started?.correlationId }])
    second.channel.dispose()
    const third = rooms.watch('both', { journal })
    await third.join()
    expect(third.gaps()).toMatchObject([{ cause: 'bridge-away', correlationId: null }])
    expect(third.slices.gaps?.map(({ cause }) => cause)).toEqual(['tiktok', 'bridge-away'])
  })

  test('[GP13] if catching up fails half way, what arrived stays, the rest is lost, and it says so', async () => {
    const journal = memoryJournal()
    let broken = ''
    const failing: Journal = {
      ...journal,
      append(channel, roomId, drafts) {
        if (drafts.some((draft) => draft.type === 'chat' && draft.text === broken)) throw new Error('a row that cannot be written')
        return journal.append(channel, roomId, drafts)
      },
    }
    const one = rooms.watch('half', { journal: failing })
    await one.join()
    say(one.room, 'before')
    await waitFor(() => one.events.length === 1, { what: 'the first event' })
    broken = 'c'
    const garbage = { method: 'WebcastGiftMessage', msgId: '77', createTime: '0', payload: Buffer.from([0x0a, 0xff]) }
    rooms.sim.fault('sign', { kind: 'alter', initial: [garbage] }, { uniqueId: 'half' })
    await dropped(one, 0, () => say(one.room, 'a', 'b', 'c', 'd'))
    expect(one.texts()).toEqual(['before', 'a', 'b', 'd'])
    expect(one.gaps()).toMatchObject([{ caughtUpWhole: false, caughtUp: { chat: 3 }, estimatedLost: { chat: 1, gift: 1 }, complete: [] }])
    expect(one.channel.losses()).toMatchObject({ failedCatchUps: 1, estimatedLost: { chat: 1, gift: 1 } })
    expect(one.slices.counters).toMatchObject({ chats: 4 })
  })

  test('[GP14] viewers and likes are the room’s own after a gap; late likes are added to the record', async () => {
    const one = rooms.watch('figures')
    await one.join()
    one.room.send([like(one.room.heading(), { who, count: 5, total: 100 }), roomUser(one.room.heading(), { viewers: 50 })])
    await waitFor(() => one.slices.counters?.viewers === 50, { what: 'the figures' })
    rooms.sim.fault('sign', { kind: 'alter', initial: () => [] }, { uniqueId: 'figures', times: 1 })
    await dropped(one, 0, () => undefined)
    expect(one.gaps()).toMatchObject([{ overlapped: false, complete: [], likesAdded: 0 }])
    one.room.send([roomUser(one.room.heading(), { viewers: 44 }), like(one.room.heading(), { who, count: 20, total: 420 })])
    await waitFor(() => one.slices.counters?.likes === 420, { what: 'the total' })
    expect(one.slices.counters).toMatchObject({ viewers: 44 })
    expect(one.slices.gaps).toMatchObject([{ likesAdded: 300, complete: ['like'] }])
  })

  test('[GP15] gifts are complete if the batch held one from before the drop, known or not', async () => {
    const one = rooms.watch('gifts')
    await one.join()
    const rose = (): void => one.room.send([gift(one.room.heading(), { who, gift: { ...ROSE, type: 2 } })])
    rose()
    await waitFor(() => one.events.length === 1, { what: 'the gift' })
    await dropped(one, 0, rose)
    expect(one.gaps()).toMatchObject([{ caughtUp: { gift: 1 }, complete: ['gift'] }])
    expect(one.slices.coverage).toMatchObject({ giftsMayBeIncomplete: false })
    const unheard = gift(one.room.heading({ createTime: String(rooms.clock.now() - 60_000) }), { who, gift: { ...ROSE, type: 2 } })
    rooms.sim.fault('sign', { kind: 'alter', initial: () => [unheard] }, { uniqueId: 'gifts' })
    await dropped(one, 0, () => undefined)
    expect(one.gaps()[1]).toMatchObject({ caughtUp: { gift: 1 }, complete: ['gift'] })
    expect(one.slices.counters).toMatchObject({ gifts: 3, diamonds: 6 })
  })
})

describe('Channel', () => {
  test('[CH12] what TikTok deletes is passed on, behind the events that came before it', async () => {
    const one = rooms.watch('deleting')
    await one.join()
    const bad = chat(one.room.heading(), { who, text: 'bad' })
    one.room.send([bad, imDelete(one.room.heading(), { msgIds: [bad.msgId], userIds: [who.id] })])
    await waitFor(() => one.deleted.length === 1, { what: 'the deletion' })
    expect(one.deleted).toEqual([{ messageIds: [bad.msgId], userIds: [who.id] }])
    expect(one.texts()).toEqual(['bad'])
  })
})

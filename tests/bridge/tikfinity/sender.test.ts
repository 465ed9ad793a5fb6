import { beforeEach, describe, expect, test } from 'vitest'
import { hostOf, type Frame } from '@standby/bridge/tikfinity/frames.pure.ts'
import { CLIENTS_BACK_MS, createSender } from '@standby/bridge/tikfinity/sender.ts'
import type { GiftEvent, LiveEvent } from '@standby/shared/live/event.ts'
import { chat, gift, laterKinds } from '../../support/fixtures/events.ts'
import { strictFrame } from '../../support/fixtures/tikfinity-frames.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'

/** As few of the last events as a busy LIVE leaves a run to know. */
const KNOWN_EVENTS = 20

let journal: LiveEvent[]
let saved: unknown
beforeEach(() => {
  journal = []
  saved = null
})

/** One run of the bridge on the same journal. */
function run({ caughtUp = false, hidden = '' } = {}) {
  const clock = fakeClock()
  const frames: Frame[] = []
  const state = { clients: 1 }
  const sender = createSender({
    clock,
    clientCount: () => state.clients,
    send: (sent) => void (state.clients > 0 && frames.push(...sent)),
    host: () => hostOf('ada'),
    room: () => ({ likes: 0 }),
    sendsMissed: () => caughtUp,
    hides: ({ user }) => user.uniqueId === hidden,
    saved: { load: () => JSON.parse(JSON.stringify(saved)) as unknown, save: (value) => void (saved = value) },
  })
  sender.restore(journal.slice(-KNOWN_EVENTS), (offset) => journal[offset - 1])
  return {
    clock,
    frames,
    state,
    sender,
    /** Written, but the process dies before they are sent. */
    write: (...events: LiveEvent[]) => void journal.push(...events),
    say(...events: LiveEvent[]) {
      journal.push(...events)
      sender.events(events)
    },
    ends: () =>
      frames
        .filter(({ event, data }) => event === 'gift' && data['repeatEnd'] === true)
        .map(({ data }) => [data['groupId'], data['repeatCount']]),
  }
}

const piece = (group: string, count: number, fields: Partial<GiftEvent> = {}): GiftEvent => {
  const id = String(journal.length + 1) + group + String(count)
  return { ...gift(id, { streakId: `1-5655-${group}`, count, final: false }), offset: journal.length + 1, ...fields }
}
const line = (text: string, fields: Partial<LiveEvent> = {}): LiveEvent =>
  ({ ...chat(text, text), offset: journal.length + 1, ...fields }) as LiveEvent

describe('TikFinity’s socket', () => {
  test('[TF14] a chest and an emote are sent in the shapes that TikFinity has, and no other new kind', () => {
    const one = run()
    const emote = { id: 'e1', pictureUrl: 'https://p16.example/e1.png', at: 0, length: 0 }
    one.say(...laterKinds().map((draft): LiveEvent => ({ ...draft, offset: journal.length + 1 })))
    one.say({ ...chat('1', ''), emotes: [emote, { ...emote, id: 'e2', pictureUrl: null }], offset: 20 } as LiveEvent)
    one.say({ ...chat('2', 'so good'), emotes: [emote], offset: 21 } as LiveEvent)
    for (const frame of one.frames) strictFrame(JSON.stringify(frame))
    expect(one.frames.map(({ event }) => event)).toEqual(['envelope', 'chat', 'emote', 'chat'])
    expect(one.frames[0]?.data).toMatchObject({ coins: 20, canOpen: 5, timestamp: 1_700_000_030, uniqueId: 'bob' })
    expect(one.frames[2]?.data).toMatchObject({ emoteId: 'e1', emoteImageUrl: emote.pictureUrl, uniqueId: 'ada' })
  })

  test('[TF10] what was caught up is not sent unless the creator wants it', () => {
    const quiet = run()
    quiet.say(line('now'), line('then', { missed: true }))
    expect(quiet.frames.map(({ data }) => data['comment'])).toEqual(['now'])
    const whole = run({ caughtUp: true })
    whole.say(line('now'), line('then', { missed: true }))
    expect(whole.frames.map(({ data }) => data['comment'])).toEqual(['now', 'then'])
  })

  test('[TF11] what is hidden on Standby’s pages is not sent, but a gift always is', () => {
    const one = run({ hidden: 'ada' })
    one.say(line('hidden'), piece('a', 1, { final: true }))
    expect(one.frames.map(({ event }) => event)).toEqual(['gift'])
  })

  test('[TF8] killed before a streak’s end was sent, the next run sends it once its clients are back', () => {
    const first = run()
    first.say(piece('a', 2))
    first.write(piece('a', 4, { final: true }))
    const second = run()
    second.state.clients = 0
    second.clock.advanceBy(CLIENTS_BACK_MS - 1_000)
    expect(second.ends()).toEqual([])
    second.state.clients = 1
    second.say(line('hello'))
    second.clock.advanceBy(1_000)
    expect(second.ends()).toEqual([['a', 4]])
    const third = run()
    third.clock.advanceBy(2 * CLIENTS_BACK_MS)
    expect(third.ends()).toEqual([])
  })

  test('[TF8] a streak that ends while the clients come back waits for them, also over one more kill', () => {
    run().say(piece('a', 2))
    const second = run()
    second.state.clients = 0
    second.say(piece('a', 5, { final: true, missed: true }))
    expect(second.ends()).toEqual([])
    const third = run()
    third.clock.advanceBy(CLIENTS_BACK_MS)
    expect(third.ends()).toEqual([['a', 5]])
    third.say(piece('b', 1, { final: true }))
    expect(third.ends()).toEqual([
      ['a', 5],
      ['b', 1],
    ])
  })

  test('[TF8] a streak that ended before the kill does not end again', () => {
    run().say(piece('a', 2), piece('a', 3, { final: true }), piece('b', 1))
    const second = run()
    second.clock.advanceBy(CLIENTS_BACK_MS)
    second.say(piece('a', 3, { final: true }), piece('b', 2, { final: true }))
    expect(second.ends()).toEqual([['b', 2]])
  })

  test('[TF8] a streak ends once, however much happened between its beginning, the kill and its end', () => {
    const rush = ({ say }: ReturnType<typeof run>): void => {
      for (let count = 0; count < 2 * KNOWN_EVENTS; count += 1) say(line('busy'))
    }
    const first = run()
    first.say(piece('a', 2), piece('b', 3))
    rush(first)
    const second = run()
    second.state.clients = 0
    second.say(piece('a', 5, { final: true, missed: true }))
    rush(second)
    const third = run()
    third.clock.advanceBy(CLIENTS_BACK_MS)
    expect(third.ends()).toEqual([['a', 5]])
    rush(third)
    third.say(piece('b', 4, { final: true, missed: true }))
    expect(third.ends()).toEqual([
      ['a', 5],
      ['b', 4],
    ])
  })

  test('[TF10] a streak that ended while nobody was connected is not ended again at the next start', () => {
    const first = run()
    first.say(piece('a', 1))
    first.state.clients = 0
    first.say(line('alone'), piece('a', 2), piece('b', 1), piece('a', 3, { final: true }), piece('b', 2, { final: true }))
    const second = run()
    second.clock.advanceBy(CLIENTS_BACK_MS)
    expect(second.frames).toEqual([])
  })

  test('[TF10] of a run without clients nothing is owed', () => {
    const first = run()
    first.state.clients = 0
    first.say(piece('a', 1), piece('a', 2, { final: true }))
    const second = run()
    second.clock.advanceBy(CLIENTS_BACK_MS)
    expect(second.frames).toEqual([])
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createHub, type FeedPosition } from '@standby/bridge/feed/hub.ts'
import { createReaders } from '@standby/bridge/feed/readers.ts'
import { createTurns } from '@standby/bridge/turns.ts'
import type { LiveEventDraft } from '@standby/shared/live/event.ts'
import type { FeedState, ServerMessage } from '@standby/shared/protocol.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { feedSocket } from '../../support/fakes/feed-socket.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'
import { chat, user } from '../../support/fixtures/events.ts'
import { journals } from '../../support/fixtures/journals.ts'
import { liveState } from '../../support/fixtures/show.ts'

const files = journals()

/** A hub on a real journal, one creator, LIVE after LIVE; sockets without a network. */
function world(file = files.file()) {
  const clock = fakeClock()
  const journal = files.at(file)
  let room: string | null = null
  let pending: (() => void)[] = []
  const defer = (callback: () => void): void => void pending.push(callback)
  const live = { channelName: () => 'ada', channel: () => ({ roomId: () => room }) }
  const hub = createHub({
    state: liveState(clock.now()),
    clock,
    log: silentLog,
    defer,
    turns: createTurns(defer),
    limits: { bufferedBytes: 1_000_000, page: { count: 3, bytes: 100_000 }, behindCount: 40 },
  })
  hub.follow(() => ({
    epoch: () => journal.epoch(),
    head: () => journal.head(),
    after: (offset, size) => journal.page('ada', room ?? '', offset, size),
    isTooFar: (offset, count) => journal.isTooFar('ada', room ?? '', offset, count),
    gapAfter: (offset) => journal.gapAfter('ada', offset),
    history: (limit) => (room === null ? [] : journal.latest('ada', room, limit)),
  }))
  const readers = createReaders({ hub, journal, live, clock, log: silentLog })
  const turn = (): void => {
    const due = pending
    pending = []
    for (const callback of due) callback()
  }
  return {
    clock,
    journal,
    hub,
    turn,
    live(roomId: string | null) {
      room = roomId
      hub.restart()
    },
    say(drafts: readonly LiveEventDraft[], roomId = room ?? '') {
      hub.publish(journal.append('ada', roomId, drafts))
      turn()
    },
    moderate(moderation: Partial<FeedState['moderation']>) {
      hub.set('moderation', { ...hub.state().moderation, ...moderation })
      turn()
    },
    reader(position: FeedPosition | null = null) {
      const socket = feedSocket()
      hub.attach(readers.through(socket.ws), readers.position(position))
      turn()
      const messages: ServerMessage[] = []
      const read = (): ServerMessage[] => {
        for (let next = socket.read(); next !== null; next = socket.read()) messages.push(next)
        return messages
      }
      return {
        read,
        /** What came since the last time. */
        fresh() {
          const seen = messages.length
          return read().slice(seen)
        },
        last: () => read().at(-1),
        texts: () =>
          read()
            .flatMap((one) => ('events' in one ? [...one.events, ...('history' in one ? one.history : [])] : []))
            .map((one) => ('text' in one ? one.text : one.type)),
      }
    },
  }
}

const by = (name: string, id: string, text: string): LiveEventDraft => ({ ...chat(id, text), user: user(name) }) as LiveEventDraft

describe('Access', () => {
  test('[AC24] a reader that asks for a position of an earlier LIVE begins with this one', () => {
    const one = world()
    one.live('first')
    one.say([chat('1', 'old 1'), chat('2', 'old 2'), chat('3', 'old 3'), chat('4', 'old 4')])
    one.live('second')
    one.say([chat('5', 'new 1'), chat('6', 'new 2')])
    for (const offset of [0, 1, 3]) {
      const reader = one.reader({ epoch: one.journal.epoch(), offset })
      expect(reader.read()[0]).toMatchObject({ type: 'snapshot', recovered: false, events: [], gap: null })
      expect(reader.texts()).toEqual(['new 1', 'new 2'])
    }
    const resumed = one.reader({ epoch: one.journal.epoch(), offset: 5 })
    expect(resumed.read()[0]).toMatchObject({ recovered: true })
    expect(resumed.texts()).toEqual(['new 2'])
    // The same room may come twice, with another between.
    one.live('first')
    one.say([chat('7', 'again 1')])
    expect(one.reader({ epoch: one.journal.epoch(), offset: 4 }).texts()).toEqual(['again 1'])
  })

  test('[AC24] a LIVE that begins while a reader catches up ends its past', () => {
    const one = world()
    one.live('first')
    one.say(Array.from({ length: 12 }, (_, n) => chat(`a${n}`, `old ${n}`)))
    const reader = one.reader({ epoch: one.journal.epoch(), offset: 1 })
    one.live('second')
    one.say([chat('b', 'new')])
    const before = reader.texts().length
    expect(reader.texts().slice(0, 3)).toEqual(['old 1', 'old 2', 'old 3'])
    one.say([chat('c', 'newer')])
    expect(before).toBeGreaterThan(2)
    expect(reader.texts().slice(3)).toEqual(['new', 'newer'])
  })

  test('[AC24] before there is a LIVE a reader gets no event at all', () => {
    const one = world()
    one.say([chat('1', 'stray')])
    const reader = one.reader({ epoch: one.journal.epoch(), offset: 0 })
    one.say([chat('2', 'stray')])
    expect(reader.texts()).toEqual([])
  })

  test('[AC23] what is hidden does not come, and what was sent is taken back by id, over a restart too', () => {
    const file = files.file()
    const one = world(file)
    one.live('first')
    one.moderate({ blockedWords: ['spoiler'], hiddenUsers: [{ id: 'id-troll', name: 'Troll' }] })
    const reader = one.reader()
    one.say([by('ada', '1', 'fine'), by('troll', '2', 'mean'), by('bob', '3', 'a spoiler'), by('bob', '4', 'also fine')])
    expect(reader.texts()).toEqual(['fine', 'also fine'])
    expect(JSON.stringify(reader.read())).not.toMatch(/Troll|TROLL|spoiler|mean/)
    one.moderate({ hiddenUsers: [{ id: 'id-bob', name: 'Bob' }], hiddenMessages: ['1'] })
    const told = reader.last() as { state: FeedState }
    expect(told.state.moderation.hiddenMessages).toEqual(expect.arrayContaining(['1', '4']))
    expect(told.state.moderation).toMatchObject({ hiddenUsers: [], blockedWords: [] })
    // A message that comes and is hidden in one turn is never told.
    one.hub.publish(one.journal.append('ada', 'first', [by('eve', '5', 'gone')]))
    one.moderate({ hiddenMessages: ['1', '5'] })
    expect(reader.texts()).not.toContain('gone')
    expect(one.reader().texts()).not.toContain('fine')

    const position = { epoch: one.journal.epoch(), offset: one.journal.head() }
    one.journal.close()
    const again = world(file)
    again.live('first')
    again.moderate({ hiddenUsers: [{ id: 'id-bob', name: 'Bob' }], hiddenMessages: ['1', '5'] })
    const back = again.reader(position)
    expect((back.read()[0] as { state: FeedState }).state.moderation.hiddenMessages).toEqual(expect.arrayContaining(['1', '4']))
  })

  test('[AC22] announcements go to others, test events to readers too, each whole or not at all', () => {
    const one = world()
    one.live('first')
    const reader = one.reader()
    const before = reader.read().length
    one.hub.announce({
      type: 'tiktok:reconnection:started',
      correlationId: 'c',
      at: 1,
      cause: 'tiktok',
      attempt: 1,
      nextAttemptAt: 2,
      awayMs: 3,
    })
    one.hub.set('obs', { ...one.hub.state().obs, url: 'ws://studio' })
    one.hub.set('alerts', [])
    one.turn()
    expect(reader.read().slice(before)).toEqual([{ type: 'update', offset: 0, events: [], state: {} }])
    one.hub.announce({ type: 'test', events: [{ ...chat('test-1', 'made up'), offset: 0 }] as never })
    expect(reader.texts()).toEqual(['made up'])
  })

  test('[AC22][AC23] over any schedule a reader gets what is of this LIVE and not hidden then, and no more', () => {
    const who = fc.constantFrom('ada', 'bob', 'eve')
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ do: fc.constant('say' as const), who, word: fc.constantFrom('apple', 'pear', 'plum') }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('hide user' as const), who }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('hide last' as const) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('block' as const), word: fc.constantFrom('apple', 'pear') }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('show all', 'new LIVE', 'old LIVE again') }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('read' as const), back: fc.nat(12) }) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const one = world()
        let [room, count] = ['LIVE-1', 0]
        one.live(room)
        const readers = [one.reader()]
        const said: { id: string; user: string; text: string; room: string }[] = []
        for (const now of steps) {
          if ('word' in now && now.do === 'say') {
            count += 1
            const text = `${now.word} #${count}# ${room}`
            said.push({ id: String(count), user: `id-${now.who}`, text, room })
            one.say([by(now.who, String(count), text)])
          } else if (now.do === 'hide user' && 'who' in now) {
            one.moderate({ hiddenUsers: [...one.hub.state().moderation.hiddenUsers, { id: `id-${now.who}`, name: 'NAMED' }] })
          } else if (now.do === 'hide last') one.moderate({ hiddenMessages: [String(count)] })
          else if (now.do === 'block' && 'word' in now) one.moderate({ blockedWords: [now.word] })
          else if (now.do === 'show all') one.moderate({ hiddenMessages: [], hiddenUsers: [], blockedWords: [] })
          else if (now.do === 'new LIVE' || now.do === 'old LIVE again') {
            room = now.do === 'new LIVE' ? `LIVE-${count + 2}` : 'LIVE-1'
            one.live(room)
          } else if ('back' in now)
            readers.push(one.reader({ epoch: one.journal.epoch(), offset: Math.max(0, one.journal.head() - now.back) }))
          // What came with this step is held to how things are after it, whoever it went to.
          const { hiddenMessages, hiddenUsers, blockedWords } = one.hub.state().moderation
          const mayBeTold = said.filter(
            ({ id, user: by, text, room: where }) =>
              where === room &&
              !hiddenMessages.includes(id) &&
              !hiddenUsers.some((hidden) => hidden.id === by) &&
              !blockedWords.some((word) => text.startsWith(word)),
          )
          for (const reader of readers) {
            const fresh = JSON.stringify(reader.fresh())
            expect(fresh).not.toContain('NAMED')
            for (const { text } of said) if (fresh.includes(text)) expect(mayBeTold.map((told) => told.text)).toContain(text)
          }
        }
        one.journal.close()
      }),
      { numRuns: 60 },
    )
  })
})

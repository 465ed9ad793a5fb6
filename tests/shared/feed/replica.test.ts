import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyMessage, emptyReplica, type Replica } from '@standby/shared/feed/replica.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { ServerMessage, SnapshotMessage, UpdateMessage } from '@standby/shared/protocol.ts'
import { event, liveState, viewer } from '../../support/fixtures/show.ts'

const KEEP = 40
const NOW = 1_700_000_000_000

function chat(offset: number): LiveEvent {
  return event(offset, { type: 'chat', text: `message ${offset}` })
}

function snapshot(fields: Partial<SnapshotMessage>): SnapshotMessage {
  const empty = { epoch: 'a', offset: 0, recovered: false, events: [], history: [], gap: null }
  return { type: 'snapshot', ...empty, state: liveState(NOW), now: NOW, ...fields }
}

function update(events: LiveEvent[], fields: Partial<UpdateMessage> = {}): UpdateMessage {
  return { type: 'update', offset: events.at(-1)?.offset ?? 0, events, state: {}, ...fields }
}

function play(messages: ServerMessage[], from: Replica = emptyReplica()): { replica: Replica; fresh: number[] } {
  let replica = from
  const fresh: number[] = []
  for (const message of messages) {
    const applied = applyMessage(replica, message, KEEP)
    replica = applied.replica
    fresh.push(...applied.fresh.map((one) => one.offset))
  }
  return { replica, fresh }
}

const offsets = (replica: Replica): number[] => replica.recent.map((one) => one.offset)

describe('Replica', () => {
  test('[RP1] history is there to be shown and announced to nobody', () => {
    const { replica, fresh } = play([snapshot({ offset: 3, history: [chat(1), chat(2), chat(3)] })])
    expect(fresh).toEqual([])
    expect(offsets(replica)).toEqual([1, 2, 3])
    expect(replica.offset).toBe(3)
  })

  test('[RP2] a resume brings what was missed as new', () => {
    const { fresh } = play([
      snapshot({ offset: 3, history: [chat(3)] }),
      snapshot({ offset: 5, recovered: true, events: [chat(4), chat(5)] }),
    ])
    expect(fresh).toEqual([4, 5])
  })

  test.each<[string, Partial<SnapshotMessage>]>([
    ['another journal', { epoch: 'b', recovered: true, offset: 2, events: [chat(1), chat(2)] }],
    ['a gap that is too far', { offset: 90, history: [chat(90)], gap: { reason: 'too-far', afterOffset: 3, untilOffset: 91 } }],
    ['a gap for a reason of a later version', { offset: 90, gap: { reason: 'new' as 'too-far', afterOffset: 3, untilOffset: 91 } }],
    ['a gap', { recovered: false, offset: 90, history: [chat(89), chat(90)] }],
  ])('[RP3] after %s it starts afresh and announces nothing', (_what, fields) => {
    const { replica, fresh } = play([snapshot({ offset: 3, history: [chat(3)] }), snapshot(fields)])
    expect(fresh).toEqual([])
    expect(replica.offset).toBe(fields.offset)
    expect(offsets(replica)).toEqual([...(fields.history ?? []), ...(fields.events ?? [])].map((one) => one.offset))
    expect(play([update([chat(fields.offset! + 1)])], replica).fresh).toEqual([fields.offset! + 1])
  })

  test('[RP4] an update changes only the slices it carries, and an empty one nothing', () => {
    const { replica } = play([snapshot({ offset: 3 })])
    const counters = { ...liveState(NOW).counters, viewers: 9 }
    const changed = play([update([], { offset: 3, state: { counters } })], replica).replica
    expect(changed.state).toEqual({ ...replica.state, counters })
    const beat = play([update([], { offset: 3 })], changed).replica
    expect(beat.state).toBe(changed.state)
    expect(beat.recent).toBe(changed.recent)
  })

  test('[RP4] an update before the first snapshot, and a reconnection message, change nothing', () => {
    const empty = emptyReplica()
    expect(play([update([chat(1)])], empty)).toEqual({ replica: empty, fresh: [] })
    const { replica } = play([snapshot({})])
    const started: ServerMessage = {
      type: 'tiktok:reconnection:started',
      correlationId: 'x',
      at: NOW,
      cause: 'network',
      attempt: 1,
      nextAttemptAt: null,
      awayMs: 0,
    }
    expect(play([started], replica).replica).toBe(replica)
    expect(play([started], replica).fresh).toEqual([])
    expect(empty).toEqual({ epoch: null, offset: 0, state: null, recent: [], gap: null })
  })

  test('[RP2] the position is that of the last event, even if the message names an earlier one', () => {
    const events = [chat(4), chat(5), chat(6)]
    const { replica } = play([snapshot({ offset: 3 })])
    expect(play([update(events, { offset: 3 })], replica).replica.offset).toBe(6)
    expect(play([snapshot({ offset: 3, recovered: true, events })], replica).replica.offset).toBe(6)
  })

  test('[RP5] it keeps the last of each type, so that a rush of joins does not push out the chat', () => {
    const rush = Array.from({ length: 500 }, (_, at) => event(at + 4, { type: 'join' }))
    const { replica } = play([snapshot({ offset: 3, history: [chat(1), chat(2), chat(3)] }), update(rush)])
    expect(offsets(replica).slice(0, 3)).toEqual([1, 2, 3])
    expect(replica.recent).toHaveLength(3 + KEEP)
    expect(replica.recent.at(-1)?.offset).toBe(503)
  })

  test.each([
    ['exactly a quarter gives up no more than others', 31, 10, [1]],
    ['more than a quarter gives up down to that, and then the oldest go', 33, 12, [1, 2, 3, 34, 35]],
  ])('[RP9] a person who has %s', (_, otherCount, ownCount, gone) => {
    const from = (at: number, id: string): LiveEvent => event(at, { type: 'chat', text: String(at) }, { user: { ...viewer(0), id } })
    const all = Array.from({ length: otherCount + ownCount }, (__, at) => from(at + 1, at < otherCount ? `quiet${String(at)}` : 'loud'))
    const { replica } = play([snapshot({ offset: 0 }), update(all)])
    const kept = new Set(offsets(replica))
    expect(all.map(({ offset }) => offset).filter((offset) => !kept.has(offset))).toEqual(gone)
  })

  test('[RP9] one person who talks on and on pushes nobody else out, and one alone keeps all the room', () => {
    const from = (at: number, id: string): LiveEvent => event(at, { type: 'chat', text: String(at) }, { user: { ...viewer(0), id } })
    const others = Array.from({ length: KEEP - Math.ceil(KEEP / 4) }, (_, at) => from(at + 1, `quiet${String(at)}`))
    const loud = Array.from({ length: 500 }, (_, at) => from(at + 101, 'loud'))
    const { replica } = play([snapshot({ offset: 0 }), update(others), ...loud.map((one) => update([one]))])
    expect(replica.recent.filter((one) => 'user' in one && one.user.id !== 'loud')).toHaveLength(others.length)
    expect(offsets(replica).at(-1)).toBe(600)
    const alone = play([snapshot({ offset: 0 }), update(loud)]).replica
    expect(offsets(alone)).toEqual(offsets(alone).toSorted((a, b) => a - b))
    expect([alone.recent.length, offsets(alone)[0]]).toEqual([KEEP, 601 - KEEP])
  })

  /** A feed of `count` events sent in pieces over a link that is cut again and again; pieces may come twice. */
  const journeys = fc.record({
    count: fc.integer({ min: 1, max: 120 }),
    pieces: fc.array(fc.record({ size: fc.integer({ min: 0, max: 12 }), cut: fc.boolean(), again: fc.integer({ min: 0, max: 4 }) }), {
      minLength: 1,
      maxLength: 60,
    }),
  })

  test('[RP6] over any number of cuts and resumes each event is new exactly once, in order', () => {
    fc.assert(
      fc.property(journeys, ({ count, pieces }) => {
        const journal = Array.from({ length: count }, (_, at) => chat(at + 1))
        let { replica } = play([snapshot({})])
        const seen: number[] = []
        let sent = 0
        const deliver = (message: ServerMessage): void => {
          const result = play([message], replica)
          replica = result.replica
          seen.push(...result.fresh)
        }
        for (const { size, cut, again } of pieces) {
          const piece = journal.slice(Math.max(0, sent - again), sent + size)
          sent = Math.min(count, sent + size)
          // A cut loses the piece; the resume asks from where the replica stands.
          if (cut) deliver(snapshot({ recovered: true, offset: sent, events: journal.slice(replica.offset, sent) }))
          else deliver(update(piece, { offset: sent }))
        }
        deliver(snapshot({ recovered: true, offset: count, events: journal.slice(replica.offset) }))
        expect(seen).toEqual(journal.map((one) => one.offset))
        expect(offsets(replica)).toEqual(seen.slice(-KEEP))
      }),
    )
  })

  test('[RP7] what cannot be had any more is kept until the next snapshot', () => {
    const gap = { reason: 'deleted' as const, afterOffset: 3, untilOffset: 80 }
    const { replica } = play([snapshot({ offset: 3 }), snapshot({ offset: 90, gap, history: [chat(90)] })])
    expect(replica.gap).toEqual(gap)
    expect(play([update([chat(91)])], replica).replica.gap).toEqual(gap)
    expect(play([snapshot({ offset: 92, recovered: true, events: [chat(91), chat(92)] })], replica).replica.gap).toBeNull()
  })

  test('[RP8] events made up to see what they look like are shown once and move nothing', () => {
    const made = { ...chat(0), id: 'test-1' }
    const before = play([snapshot({ offset: 3, history: [chat(3)] })]).replica
    const { replica, fresh } = applyMessage(before, { type: 'test', events: [made] }, KEEP)
    expect(fresh).toEqual([made])
    expect(replica.recent.map(({ id }) => id)).toEqual([...before.recent.map(({ id }) => id), 'test-1'])
    expect({ ...replica, recent: [] }).toEqual({ ...before, recent: [] })
    expect(play([update([chat(4)])], replica).fresh).toEqual([4])
    expect(applyMessage(emptyReplica(), { type: 'test', events: [made] }, KEEP).fresh).toEqual([])
  })
})

import { describe, expect, test } from 'vitest'
import { openOutages } from '@standby/bridge/live/outages.ts'
import { writeCheckpoint, type Checkpoint } from '@standby/bridge/live/checkpoint.ts'
import type { Journal } from '@standby/bridge/store/journal.ts'
import { memoryJournal } from '../../support/peers/channel.ts'
import { chat, follow, gapEvent } from '../../support/fixtures/events.ts'
import { restoredAtOnce } from '../../support/fixtures/restored.ts'

const T0 = 1_700_000_000_000

function savedValues() {
  const values = new Map<string, string>()
  return {
    read: (key: string): unknown => JSON.parse(values.get(key) ?? 'null'),
    write: (key: string, value: unknown) => void values.set(key, JSON.stringify(value)),
  }
}

const restore = (journal: Journal, keyValues: ReturnType<typeof savedValues>, now: number) =>
  restoredAtOnce({ journal, keyValues, username: 'ada', now: () => now })

function restored(checkpoint: Partial<Checkpoint> | null, eventTimes: number[], now: number, gaps: [number, number][] = []) {
  const journal = memoryJournal()
  const keyValues = savedValues()
  if (checkpoint !== null)
    writeCheckpoint(keyValues, 'ada', {
      roomId: '7',
      at: T0,
      viewers: 0,
      likes: 0,
      followers: null,
      rate: null,
      outage: null,
      ...checkpoint,
    })
  journal.append(
    'ada',
    '7',
    eventTimes.map((at, index) => chat(String(index + 1), 'hello', at)),
  )
  journal.append(
    'ada',
    '7',
    gaps.map(([from, to]) => gapEvent(from, to)),
  )
  return restore(journal, keyValues, now)
}

describe('Gaps', () => {
  test('[GP18] the bridge’s outage begins at its last checkpoint, or at an event that came soon after', () => {
    const from = (...args: Parameters<typeof restored>) => restored(...args).outage?.lastHeardAt
    expect(from({}, [T0 - 3_000], T0 + 60_000)).toBe(T0)
    expect(from({}, [T0 + 4_000], T0 + 60_000)).toBe(T0 + 4_000)
    expect(from({}, [T0 + 3_600_000], T0 + 60_000)).toBe(T0)
    // A database of before there were signs of life.
    expect(from(null, [T0 - 9_000], T0 + 60_000)).toBe(T0 - 9_000)
    expect(from(null, [], T0)).toBeUndefined()
    // Our clock was set back.
    expect(from({}, [], T0 - 5_000)).toBe(T0 - 5_000)
  })

  test('[GP19] an outage that is on record already does not become a second gap', () => {
    const away = { lastHeardAt: T0, cause: 'network' as const, correlationId: 'x' }
    expect(restored({ outage: away }, [], T0 + 60_000).outage).toMatchObject({ lastHeardAt: T0, cause: 'network', correlationId: 'x' })
    expect(restored({ outage: away }, [], T0 + 60_000, [[T0, T0 + 20_000]]).outage).toMatchObject({
      lastHeardAt: T0 + 20_000,
      cause: 'bridge-away',
      correlationId: null,
    })
  })

  test('[GP12] an outage is saved and read under the names of the first version', () => {
    const keyValues = savedValues()
    const absence = { from: T0, cause: 'network', correlationId: 'x' } as const
    const saved = { roomId: '7', at: T0 + 9_000, viewers: 12, likes: 34, followers: null, rate: null, absence }
    keyValues.write('presence:ada', saved)
    const { outage } = restore(memoryJournal(), keyValues, T0 + 60_000)
    expect(outage).toMatchObject({ roomId: '7', lastHeardAt: T0, endedAt: null, cause: 'network', correlationId: 'x', attempts: 0 })
    writeCheckpoint(keyValues, 'ada', { ...saved, at: T0 + 70_000, outage })
    expect(keyValues.read('presence:ada')).toEqual({ ...saved, at: T0 + 70_000 })
  })

  test('[GP20] a LIVE without events is restored too, and an invalid checkpoint counts as none', () => {
    const { show, outage } = restored({ viewers: 12, likes: 34 }, [], T0 + 1_000)
    expect(show).toMatchObject({ roomId: '7', counters: { viewers: 12, likes: 34 } })
    expect(outage).not.toBeNull()
    const keyValues = savedValues()
    keyValues.write('presence:ada', { roomId: 7, at: 'yesterday' })
    expect(restore(memoryJournal(), keyValues, T0)).toMatchObject({ show: { roomId: null }, outage: null })
  })

  test('[GP22] followers survive a restart: from the last checkpoint, or from a follow after it', () => {
    const told = (at: number, sinceGap = true) => ({ followers: { total: 5_200, at, sinceGap } })
    expect(restored(told(T0), [], T0 + 1_000).show).toMatchObject({ counters: { followers: 5_200 }, ...told(T0) })
    expect(restored(told(T0, false), [], T0 + 1_000).show.followers?.sinceGap).toBe(false)
    const journal = memoryJournal()
    const keyValues = savedValues()
    writeCheckpoint(keyValues, 'ada', { roomId: '7', at: T0, viewers: 0, likes: 0, rate: null, outage: null, ...told(T0) })
    journal.append('ada', '7', [follow('1', 5_198, T0 - 9_000)])
    expect(restore(journal, keyValues, T0).show.counters.followers).toBe(5_200)
    journal.append('ada', '7', [follow('2', 5_203, T0 + 4_000)])
    expect(restore(journal, keyValues, T0 + 9_000).show).toMatchObject({ counters: { follows: 2, followers: 5_203 } })
  })

  test('[GP24] a sign of life of before there were followers is one', () => {
    const keyValues = savedValues()
    keyValues.write('presence:ada', { roomId: '7', at: T0, viewers: 12, likes: 34, rate: null, absence: null })
    const { show, outage } = restore(memoryJournal(), keyValues, T0 + 1_000)
    expect(show).toMatchObject({ roomId: '7', counters: { viewers: 12, likes: 34, followers: null } })
    expect(outage).toMatchObject({ lastHeardAt: T0, cause: 'bridge-away' })
  })
})

describe('Degraded mode', () => {
  test('[DG8] fifty past outages are kept, the last ones', () => {
    const keyValues = savedValues()
    const outages = openOutages(keyValues, 'ada')
    for (let n = 0; n < 60; n += 1) outages.add({ cause: 'tiktok', lastedMs: n })
    const again = openOutages(keyValues, 'ada').all()
    expect(again).toHaveLength(50)
    expect([again[0]?.lastedMs, again.at(-1)?.lastedMs]).toEqual([10, 59])
    expect(openOutages(keyValues, 'bob').all()).toEqual([])
  })
})

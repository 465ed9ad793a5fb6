import { describe, expect, test } from 'vitest'
import { addActivity, advanceLine, emptyLine, MOST_WAITING, type ActivityEvent } from '../../../overlay/src/overlay/activity.ts'
import { event } from '../../support/fixtures/show.ts'

const NOW = 1_000_000
const of = (offset: number, type: ActivityEvent['type'], missed = false): ActivityEvent =>
  event(offset, { type }, { missed }) as ActivityEvent

describe('Overlay and standby card', () => {
  test('[OV7] one line at a time, each long enough to read, then none', () => {
    let line = addActivity(addActivity(emptyLine(), of(1, 'join'), NOW), of(2, 'share'), NOW + 100)
    expect(line.shown?.offset).toBe(1)
    line = advanceLine(line, NOW + 1_600)
    expect(line.shown?.offset).toBe(2)
    expect(advanceLine(line, NOW + 1_600 + 5_900)).toBe(line)
    expect(advanceLine(line, NOW + 1_600 + 6_000).shown).toBeNull()
  })

  test('[OV7] in a rush joins give way before what is rarer', () => {
    let line = addActivity(emptyLine(), of(1, 'join'), NOW)
    line = addActivity(line, of(2, 'subscribe'), NOW)
    for (let at = 3; at < 200; at += 1) line = addActivity(line, of(at, 'join'), NOW)
    expect(line.waiting).toHaveLength(MOST_WAITING)
    expect(line.waiting[0]?.offset).toBe(2)
  })

  test('[OV6] what was missed is not announced in the activity line', () => {
    expect(addActivity(emptyLine(), of(1, 'follow', true), NOW).shown).toBeNull()
  })

  test('[OV61] nobody is shown twice with the same, and one person pushes nobody else out', () => {
    const by = (at: number, type: ActivityEvent['type'], name: string): ActivityEvent => ({
      ...of(at, type),
      user: { id: name, uniqueId: name, nickname: name, avatarUrl: null },
    })
    let line = addActivity(emptyLine(), by(1, 'follow', 'ada'), NOW)
    for (let at = 2; at < 20; at += 1) line = addActivity(line, by(at, 'follow', 'ada'), NOW)
    expect(line.waiting).toEqual([])
    for (const [at, name] of ['bob', 'cleo', 'dan'].entries()) line = addActivity(line, by(30 + at, 'share', name), NOW)
    for (const [at, type] of (['share', 'subscribe', 'join', 'share'] as const).entries())
      line = addActivity(line, by(40 + at, type, 'eve'), NOW)
    expect(line.waiting.map(({ user }) => user.id)).toEqual(['bob', 'cleo', 'dan', 'eve'])
  })
})

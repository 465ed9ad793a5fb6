import { describe, expect, test } from 'vitest'
import { createNameChecks } from '@standby/bridge/live/name-check.ts'
import { createRehearsal } from '@standby/bridge/live/rehearsal.ts'
import type { RoomAnswer } from '@standby/bridge/sources/silence.pure.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'

describe('Home page and setup', () => {
  test.each<[RoomAnswer, string, string | null]>([
    ['live', 'live', null],
    ['paused', 'live', null],
    [{ kind: 'offline', detail: '' }, 'not-live', null],
    [{ kind: 'ended', detail: '' }, 'not-live', null],
    [{ kind: 'not-found', detail: '' }, 'no-account', null],
    [{ kind: 'blocked', detail: '' }, 'unknown', 'blocked'],
    [{ kind: 'network', detail: '' }, 'unknown', 'network'],
  ])('[HM9] TikTok’s answer %o is told as %s', async (answer, verdict, cause) => {
    const { check } = createNameChecks({ clock: fakeClock(), ask: () => Promise.resolve(answer), spend: () => null })
    expect(await check('ada')).toEqual({ username: 'ada', verdict, cause })
  })

  test('[HM10] a check costs one action by hand, and the connect that follows it no second one', async () => {
    const clock = fakeClock()
    let spent = 0
    const checks = createNameChecks({ clock, ask: () => Promise.resolve('live' as const), spend: () => (spent++ === 0 ? null : 99) })
    await checks.check('ada')
    expect(checks.paysFor('bob')).toBe(false)
    expect(checks.paysFor('ada')).toBe(true)
    expect(checks.paysFor('ada')).toBe(false)
    expect(await checks.check('ada')).toEqual({ tooOftenUntil: 99 })
    expect(spent).toBe(2)
  })

  test('[HM10] what a check has paid for is forgotten after a minute', async () => {
    const clock = fakeClock()
    const checks = createNameChecks({ clock, ask: () => Promise.resolve('live' as const), spend: () => null })
    await checks.check('ada')
    clock.advanceBy(60_000)
    expect(checks.paysFor('ada')).toBe(false)
  })
})

function rehearsal(about: { hasName?: boolean; isOnAir?: boolean } = {}) {
  const clock = fakeClock()
  let restarts = 0
  const made = createRehearsal({
    clock,
    hasName: () => about.hasName ?? true,
    isOnAir: () => about.isOnAir ?? false,
    restart: async () => void (restarts += 1),
  })
  return { clock, ...made, restarts: () => restarts }
}

describe('Home page and setup', () => {
  test('[HM11] a rehearsal replaces the creator’s LIVE with the demo and ends after five minutes', async () => {
    const { clock, start, view, restarts } = rehearsal()
    expect(await start()).toBe('ok')
    expect(view()).toEqual({ on: true, until: clock.now() + 300_000 })
    expect(restarts()).toBe(1)
    clock.advanceBy(300_000)
    expect(view()).toEqual({ on: false, until: null })
    expect(restarts()).toBe(2)
  })

  test('[HM11] a LIVE that is connected is never interrupted for it', async () => {
    const { start, view, restarts } = rehearsal({ isOnAir: true })
    expect(await start()).toBe('on-air')
    expect([view().on, restarts()]).toEqual([false, 0])
  })

  test('[HM11] if the demo runs anyway nothing restarts; an ended or forgotten rehearsal does not return', async () => {
    const demo = rehearsal({ hasName: false })
    expect(await demo.start()).toBe('ok')
    expect([demo.view().on, demo.restarts()]).toEqual([false, 0])
    const { clock, start, end, forget, restarts } = rehearsal()
    await start()
    await end()
    await end()
    expect(restarts()).toBe(2)
    await start()
    expect(forget()).toBe(true)
    clock.advanceBy(600_000)
    expect(restarts()).toBe(3)
  })
})

import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { beginWayRun, observeWayRun, wayRunState } from '../../../overlay/src/home/way-rehearsal.ts'
import { textOf } from '../../support/browser/dock.ts'
import { home } from '../../support/browser/home.ts'

const SIGNED: TikTokStatus['via'] = { way: 'connector', since: 1, host: 'x', party: 'tiktok' }
const LOCAL: TikTokStatus['via'] = { way: 'tikfinity', since: 7_000, host: '127.0.0.1:21213', party: 'local' }

describe('Home page and setup', () => {
  test('[HM30] a rehearsed change of way ends with the way that took over, and since when', () => {
    const begun = beginWayRun(1_000)
    expect(observeWayRun(begun, { via: SIGNED, health: 'live' }, 1_200)).toBe(begun)
    const lost = observeWayRun(begun, { via: null, health: 'reconnecting' }, 1_300)
    expect(lost).toMatchObject({ lostMs: 300, back: null })
    expect(wayRunState(lost, 60_000)).toBe('going')
    expect(wayRunState(lost, 61_001)).toBe('late')
    expect(observeWayRun(lost, { via: LOCAL, health: 'reconnecting' }, 7_100).back).toBeNull()
    const back = observeWayRun(lost, { via: LOCAL, health: 'live' }, 7_200)
    expect(back.back).toEqual({ way: 'tikfinity', since: 7_000, ms: 6_200 })
    expect(wayRunState(back, 90_000)).toBe('changed')
    expect(wayRunState(observeWayRun(lost, { via: SIGNED, health: 'live' }, 7_200), 7_200)).toBe('same')
  })

  test.each([
    [
      'English',
      undefined,
      'Rehearse a change of way',
      /^Since \d.+ through TikFinity on this computer\. The events were back after \d+\.\d s/,
    ],
    [
      'French',
      fr,
      'Répéter un changement de voie',
      /^Depuis \d.+ par TikFinity sur cet ordinateur\. Les événements étaient de retour après/,
    ],
  ] as const)('[HM30] the page cuts the demo’s signed connection and says what took over, in %s', async (_, catalogue, name, said) => {
    const { feed, commands, settle } = await home('live', {}, catalogue)
    const { tiktok } = feed.bridge.state!
    feed.update([], { demo: { running: true, drop: null }, tiktok: { ...tiktok, demo: true } })
    commands.answer({ '/api/rehearsal': { on: true, until: 1 } })
    await fireEvent.click(screen.getByRole('button', { name: /^5\. / }))
    await fireEvent.click(screen.getByRole('button', { name }))
    await settle()
    expect(commands.sent).toEqual([
      { path: '/api/rehearsal', body: { on: true } },
      { path: '/api/demo/drop', body: { kind: 'sign-down', seconds: 20 } },
    ])
    feed.update([], { tiktok: { ...tiktok, demo: true, health: 'reconnecting', via: null } })
    await settle()
    feed.update([], { tiktok: { ...tiktok, demo: true, via: LOCAL } })
    await settle()
    expect(textOf('way-run')).toMatch(said)
    expect(commands.sent.at(-1)).toEqual({ path: '/api/rehearsal', body: { on: false } })
  })
})

import { describe, expect, test } from 'vitest'
import { announced } from '@standby/bridge/live/announced.ts'
import type { ToldEventDraft } from '@standby/shared/live/event.ts'
import { newShow, withEvents } from '@standby/shared/live/show.ts'
import { chat, follow, user } from '../../support/fixtures/events.ts'

const ada = user('ada')
const by = (id: string, type: 'follow' | 'subscribe' | 'join' | 'share', followers?: number): ToldEventDraft => ({
  ...follow(id, followers),
  user: ada,
  type,
})
const ids = (drafts: readonly ToldEventDraft[]): string[] => drafts.map(({ id }) => id)

describe('Show', () => {
  test('[SH8] twenty follows of one person are one, and the last total that they tell is kept', () => {
    const follows = Array.from({ length: 20 }, (_, at) => by(String(at), 'follow', 100 + at))
    const { drafts, repeated, reports } = announced(newShow('1'), follows)
    expect([ids(drafts), repeated.length, reports.length]).toEqual([['0'], 19, 19])
    expect(reports.at(-1)).toEqual({ type: 'room', report: { type: 'followers', followers: 119, at: follows[19]?.at } })
  })

  test('[SH8] a person who did it before in this LIVE is not announced again, but is in the next LIVE', () => {
    const show = withEvents(newShow('1'), [by('1', 'follow'), by('2', 'subscribe')])
    const again = [by('3', 'follow'), by('4', 'subscribe'), { ...by('5', 'follow'), user: user('bob') }]
    expect(ids(announced(show, again).drafts)).toEqual(['5'])
    expect(ids(announced(newShow('2'), again).drafts)).toEqual(['3', '4', '5'])
  })

  test('[SH8] what is no follow and no subscription is announced as often as it is done', () => {
    const drafts = [by('1', 'join'), by('2', 'join'), by('3', 'share'), by('4', 'share'), chat('5'), chat('6')] as ToldEventDraft[]
    expect(ids(announced(newShow('1'), drafts).drafts)).toEqual(['1', '2', '3', '4', '5', '6'])
  })
})

import * as proto from 'tiktok-live-proto/v3'
import { describe, expect, test } from 'vitest'
import { normalize } from '@standby/bridge/sources/tiktok/normalize.pure.ts'
import { liveEventDraft, type ViewerEventDraft } from '@standby/shared/live/event.ts'
import { replays, type Replay } from '../../../support/fixtures/messages/replays.ts'

type Codec = { decode(bytes: Uint8Array): { badgeList?: unknown } }

const decoded = (method: string, payload: Uint8Array): Record<string, unknown> =>
  (proto as unknown as Record<string, Codec>)[method]!.decode(payload)

/** Every message, decoded, and the event that it became, if any. */
function eventsOf({ messages }: Replay): { method: string; data: Record<string, unknown>; event: ViewerEventDraft | null }[] {
  return messages.map(({ method, msgId, payload }) => {
    const data = decoded(method, payload)
    const input = normalize({ method, msgId, data }, 1_700_000_000_000).find(({ type }) => type === 'event')
    return { method, data, event: input?.type === 'event' && 'user' in input.event ? input.event : null }
  })
}

describe('One attempt at TikTok', () => {
  test.each(replays())('[TK41] [TK42] [TK43] what $name messages say of users, emotes and gifts is in their events', (replay) => {
    const all = eventsOf(replay)
    const identity = (data: Record<string, unknown>) => data['userIdentity'] as proto.UserIdentity | undefined
    for (const { method, data, event } of all) {
      if (event === null) continue
      liveEventDraft.parse(event)
      const user = data['user'] as proto.User | undefined
      const scenes = new Set(user?.badgeList.map(({ sceneType }) => sceneType) ?? [])
      const { relation = {} } = event.user
      expect(relation.badges?.length ?? 0).toBe(scenes.size)
      expect(relation.moderator === true).toBe(
        scenes.has(1) || identity(data)?.isModeratorOfAnchor === true || user?.userAttr?.isAdmin === true,
      )
      expect(relation.subscriber === true).toBe(scenes.has(4) || scenes.has(7) || identity(data)?.isSubscriberOfAnchor === true)
      expect(relation.gifterLevel === undefined || scenes.has(8)).toBe(true)
      expect(relation.topGifterRank === undefined || scenes.has(6)).toBe(true)
      if (method === 'WebcastEmoteChatMessage')
        expect(event.type === 'chat' && event.emotes?.length).toBe((data['emoteList'] as unknown[]).length)
      if (event.type === 'gift') expect(event.pictureUrl).toBe((data['gift'] as proto.Gift).image?.urlList[0])
      if (event.type === 'chat') expect(event.mentions !== undefined).toBe(data['atUser'] !== undefined)
    }
    const relations = all.flatMap(({ event }) => (event === null ? [] : (event.user.relation ?? [])))
    expect(relations.length).toBeGreaterThan(100)
  })

  test.each(replays())('[TK44] every $name goal, ranking and pin becomes news of the room', ({ messages }) => {
    const news = messages.filter(({ method }) => /Goal|Rank|Pin/.test(method))
    expect(news.length).toBeGreaterThan(0)
    for (const { method, msgId, payload } of news) {
      const [input] = normalize({ method, msgId, data: decoded(method, payload) }, 1_700_000_000_000)
      expect([method, input?.type === 'room' && input.report.type]).toEqual([method, 'news'])
    }
  })
})

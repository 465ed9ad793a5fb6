import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as proto from 'tiktok-live-proto/v3'
import { describe, expect, test } from 'vitest'
import { normalize } from '@standby/bridge/sources/tiktok/normalize.pure.ts'
import { liveEventDraft, type ViewerEventDraft } from '@standby/shared/live/event.ts'

const FOLDER = process.env['STANDBY_RECORDINGS'] ?? join(import.meta.dirname, '../../../../../shared/recordings')
const FILE = join(FOLDER, 'webcast-messages.ndjson')

interface Recorded {
  method: string
  msgId: string
  b64: string
}
type Codec = { decode(bytes: Uint8Array): { badgeList?: unknown } }

/** Every recorded message, decoded, and the event that it became, if any. */
function recorded(): { method: string; data: Record<string, unknown>; event: ViewerEventDraft | null }[] {
  const lines = readFileSync(FILE, 'utf8').trim().split('\n')
  return lines.map((line) => {
    const { method, msgId, b64 } = JSON.parse(line) as Recorded
    const data = (proto as unknown as Record<string, Codec>)[method]!.decode(Buffer.from(b64, 'base64')) as Record<string, unknown>
    const input = normalize({ method, msgId, data }, 1_700_000_000_000).find(({ type }) => type === 'event')
    return { method, data, event: input?.type === 'event' ? input.event : null }
  })
}

describe.skipIf(!existsSync(FILE))('One attempt at TikTok', () => {
  test('[TK41] [TK42] [TK43] what the recorded messages tell of users, emotes and gifts is in their events', () => {
    const all = recorded()
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
      expect(relation.gifterLevel !== undefined).toBe(scenes.has(8))
      expect(relation.topGifterRank !== undefined).toBe(scenes.has(6))
      if (method === 'WebcastEmoteChatMessage')
        expect(event.type === 'chat' && event.emotes?.length).toBe((data['emoteList'] as unknown[]).length)
      if (event.type === 'gift') expect(event.pictureUrl).toBe((data['gift'] as proto.Gift).image?.urlList[0])
      if (event.type === 'chat') expect(event.mentions !== undefined).toBe(data['atUser'] !== undefined)
    }
    const relations = all.flatMap(({ event }) => (event === null ? [] : (event.user.relation ?? [])))
    expect(relations.length).toBeGreaterThan(100)
  })

  test('[TK44] every recorded goal, ranking and pin becomes news of the room', () => {
    const lines = readFileSync(FILE, 'utf8').trim().split('\n')
    const told = new Map<string, number>()
    for (const { method, msgId, b64 } of lines.map((line) => JSON.parse(line) as Recorded)) {
      if (!/Goal|Rank|Pin/.test(method)) continue
      const data = (proto as unknown as Record<string, Codec>)[method]!.decode(Buffer.from(b64, 'base64'))
      const [input] = normalize({ method, msgId, data }, 1_700_000_000_000)
      expect([method, input?.type === 'room' && input.report.type]).toEqual([method, 'news'])
      told.set(method, (told.get(method) ?? 0) + 1)
    }
    expect(Object.fromEntries(told)).toEqual({ WebcastGoalUpdateMessage: 29, WebcastRankUpdateMessage: 55, WebcastRoomPinMessage: 9 })
  })
})

import { describe, expect, test } from 'vitest'
import { emptyState } from '@standby/bridge/feed/empty-state.ts'
import {
  configFrame,
  eventFrame,
  giftFrame,
  hostOf,
  roomUserFrame,
  standbyFrame,
  streamEndFrame,
} from '@standby/bridge/tikfinity/frames.pure.ts'
import { DEFAULT_RECONNECTION } from '@standby/shared/connection/policy.ts'
import type { LiveEvent, LiveEventDraft } from '@standby/shared/live/event.ts'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { chat, follow, gapEvent, gift, like, user } from '../../support/fixtures/events.ts'
import { strictFrame } from '../../support/fixtures/tikfinity-frames.ts'

const HOST = hostOf('ada')
const ROOM = { likes: 500 }
const placed = (draft: LiveEventDraft): LiveEvent => ({ ...draft, offset: 1 })
const sent = (frame: unknown) => strictFrame(JSON.stringify(frame))
const tiktokStatus = (fields: Partial<TikTokStatus>): TikTokStatus => ({
  ...emptyState({ ...DEFAULT_RECONNECTION, degradedAfterMs: 10_000 }, 1).tiktok,
  ...fields,
})
const simple = (type: 'share' | 'join' | 'subscribe'): LiveEvent => ({
  type,
  id: '7',
  at: 1_700_000_000_000,
  missed: false,
  user: user('bob'),
  offset: 1,
})

describe('TikFinity’s socket', () => {
  test('[TF2] each kind of event becomes the frame that clients know, with no field missing or null', () => {
    const frames = [
      placed(chat('1', 'hello')),
      placed(like('2', 3, 0)),
      placed(follow('3')),
      simple('share'),
      simple('join'),
      simple('subscribe'),
    ].map((event) => sent(eventFrame(event, HOST, ROOM)))
    expect(frames.map(({ event }) => event)).toEqual(['chat', 'like', 'follow', 'share', 'member', 'subscribe'])
    expect(frames[0]?.data).toMatchObject({
      comment: 'hello',
      emotes: [],
      userId: 'id-ada',
      uniqueId: 'ada',
      nickname: 'ADA',
      profilePictureUrl: '',
      msgId: '1',
      createTime: '1700000000000',
      ...HOST,
    })
    // TikTok did not tell the room's total in this message.
    expect(frames[1]?.data).toMatchObject({ likeCount: 3, totalLikeCount: 500 })
    expect(frames[4]?.data).toMatchObject({ actionId: 1 })
    expect(eventFrame(placed(gapEvent(1, 2)), HOST, ROOM)).toBeNull()
  })

  test('[TF2] a gift has its numbers in both forms, and its type says whether it comes in streaks', () => {
    const event = { ...gift('9', { streakId: 'id-ada-5655-1749', count: 3, final: true, diamondCount: 5 }), offset: 1 }
    const whole = sent(giftFrame({ gift: event, repeatCount: 3, repeatEnd: true, upTo: null }, HOST))
    expect(whole.data).toMatchObject({
      giftId: 5655,
      repeatCount: 3,
      repeatEnd: true,
      groupId: '1749',
      gift: { gift_id: 5655, repeat_count: 3, repeat_end: 1, gift_type: 1 },
      giftType: 1,
      diamondCount: 5,
      giftName: 'Rose',
      describe: 'sent Rose',
    })
    const once = sent(giftFrame({ gift: { ...event, repeatable: false }, repeatCount: 1, repeatEnd: true, upTo: null }, HOST))
    expect(once.data).toMatchObject({ giftType: 2, gift: { gift_type: 2 } })
    expect(sent(giftFrame({ gift: event, repeatCount: 2, repeatEnd: true, upTo: 5 }, HOST)).data).toMatchObject({ groupId: '1749-5' })
    const toGuest = { ...event, streakId: `${event.streakId}-to-id-eve`, receiver: user('eve') }
    const forGuest = sent(giftFrame({ gift: toGuest, repeatCount: 3, repeatEnd: true, upTo: null }, HOST))
    expect(forGuest.data).toMatchObject({ receiverUserId: 'id-eve', groupId: '1749-to-id-eve' })
    expect(whole.data).toMatchObject({ receiverUserId: '' })
  })

  test('[TF2] relationship, badges and emotes are in the fields that clients know', () => {
    const relation = { follower: true, friend: true, moderator: true, subscriber: true, topGifterRank: 2, gifterLevel: 10, teamLevel: 3 }
    const badges = [{ scene: 8, id: '71', level: 10 }, { scene: 4, pictureUrl: 'https://p16.example/sub.webp' }, { scene: 1 }]
    const emotes = [{ id: 'e', pictureUrl: 'https://p16.example/e.webp', at: 0, length: 7 }]
    const event = { ...placed(chat('1', '[emote]')), user: { ...user('bob'), relation: { ...relation, badges } }, emotes } as LiveEvent
    expect(sent(eventFrame(event, HOST, ROOM)).data).toMatchObject({
      comment: '',
      emotes: [{ emoteId: 'e', emoteImageUrl: 'https://p16.example/e.webp', placeInComment: 0 }],
      followRole: 2,
      followInfo: { followStatus: 2 },
      isModerator: true,
      isSubscriber: true,
      topGifterRank: 2,
      gifterLevel: 10,
      teamMemberLevel: 3,
      userSceneTypes: [8, 4, 1],
      userBadges: [
        { type: 'privilege', privilegeId: '71', level: 10, badgeSceneType: 8 },
        { type: 'image', badgeSceneType: 4, displayType: 1, url: 'https://p16.example/sub.webp' },
      ],
    })
    const between = { ...placed(chat('1', 'ab')), emotes: [1, 1].map((at) => ({ ...emotes[0], at, length: 0 })) } as LiveEvent
    expect(sent(eventFrame(between, HOST, ROOM)).data).toMatchObject({
      comment: 'ab',
      emotes: [{ placeInComment: 1 }, { placeInComment: 1 }],
    })
    expect(sent(eventFrame({ ...simple('subscribe'), months: 4 } as LiveEvent, HOST, ROOM)).data).toMatchObject({ subMonth: 4 })
  })

  test('[TF2] viewers, the end of the LIVE and the connection have frames of their own', () => {
    const room = sent(roomUserFrame(42, [{ user: user('bob'), diamonds: 7 }], HOST))
    expect(room.data).toMatchObject({ viewerCount: 42, topViewers: [{ user: { uniqueId: 'bob', topGifterRank: 1 }, coinCount: 7 }] })
    expect(sent(streamEndFrame(HOST)).event).toBe('streamEnd')
    expect(sent(configFrame('1.2.3')).data).toEqual({ events: [], standby: '1.2.3' })
    const lost = tiktokStatus({
      reconnectionState: 'RECONNECTING',
      health: 'degraded',
      nextAttemptAt: 5,
      cause: { kind: 'tiktok', at: 1, detail: '' },
    })
    expect(sent(standbyFrame(lost, HOST)).data).toMatchObject({
      reconnectionState: 'RECONNECTING',
      health: 'degraded',
      cause: 'tiktok',
      nextAttemptAt: 5,
    })
    expect(sent(standbyFrame(tiktokStatus({ nextAttemptAt: null, cause: null }), HOST)).data).not.toHaveProperty('cause')
  })

  test('[TF2] the host has the same number each time, and another one under another name', () => {
    expect(hostOf('ada')).toEqual(hostOf('ada'))
    expect(hostOf('ada').tikfinityUserId).not.toBe(hostOf('bob').tikfinityUserId)
  })
})

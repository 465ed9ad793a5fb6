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
import type { LiveUser } from '@standby/shared/live/user.ts'
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

  test('[TF2] of a viewer of whom TikTok told nothing, each field is empty, 0 or false', () => {
    const nobody = {
      userId: 'id-bob',
      secUid: '',
      uniqueId: 'bob',
      nickname: 'BOB',
      profilePictureUrl: '',
      followRole: 0,
      userBadges: [],
      userSceneTypes: [],
      userDetails: { createTime: '0', bioDescription: '', profilePictureUrls: ['', '', ''] },
      followInfo: { followingCount: 0, followerCount: 0, followStatus: 0, pushStatus: 0 },
      isModerator: false,
      isNewGifter: false,
      isSubscriber: false,
      topGifterRank: null,
      gifterLevel: 0,
      teamMemberLevel: 0,
    }
    const unnamed = { id: '', uniqueId: '', nickname: '', avatarUrl: null }
    const { data } = sent(eventFrame({ ...simple('join'), user: unnamed } as LiveEvent, HOST, ROOM))
    expect(data).toMatchObject({ ...nobody, userId: '', uniqueId: '', nickname: '' })
    const whole = { ...nobody, msgId: '7', createTime: '1700000000000', ...HOST }
    const shown = (displayType: string, label: string) => ({ ...whole, displayType, label })
    expect(eventFrame(simple('join'), HOST, ROOM)?.data).toEqual({ actionId: 1, ...shown('live_room_enter_toast', '{0:user} joined') })
    expect(eventFrame(simple('share'), HOST, ROOM)?.data).toEqual(shown('pm_mt_guidance_share', '{0:user} shared the LIVE'))
    expect(eventFrame(simple('subscribe'), HOST, ROOM)?.data).toEqual({
      subMonth: 1,
      oldSubscribeStatus: 0,
      subscribingStatus: 1,
      ...shown('pm_mt_live_subscribe', '{0:user} subscribed'),
    })
    const fan = { ...placed(follow('7')), user: user('bob') } as LiveEvent
    expect(eventFrame(fan, HOST, ROOM)?.data).toEqual(shown('pm_main_follow_message_viewer_2', '{0:user} followed the LIVE creator'))
    const liked = { ...placed(like('7', 3, 40)), user: user('bob') } as LiveEvent
    expect(eventFrame(liked, HOST, ROOM)?.data).toEqual({
      likeCount: 3,
      totalLikeCount: 40,
      ...shown('pm_mt_msg_viewer', '{0:user} liked the LIVE'),
    })
    expect(roomUserFrame(1, [{ user: user('bob'), diamonds: 7 }], HOST).data).toEqual({
      topViewers: [{ user: { ...nobody, topGifterRank: 1 }, coinCount: 7 }],
      viewerCount: 1,
      ...HOST,
    })
  })

  test('[TF2] each part of a relationship is in its own field', () => {
    const dataOf = (relation: LiveUser['relation']) => {
      const event = { ...simple('join'), user: { ...user('bob'), avatarUrl: 'https://p16.example/b.webp', relation } } as LiveEvent
      return sent(eventFrame(event, HOST, ROOM)).data
    }
    expect(dataOf({})).toMatchObject({
      profilePictureUrl: 'https://p16.example/b.webp',
      userDetails: { profilePictureUrls: Array(3).fill('https://p16.example/b.webp') },
    })
    expect(dataOf({ follower: true })).toMatchObject({ followRole: 1, followInfo: { followStatus: 1 }, isModerator: false })
    expect(dataOf({ friend: true })).toMatchObject({ followRole: 2, isSubscriber: false })
    expect(dataOf({ moderator: true })).toMatchObject({ followRole: 0, isModerator: true, isNewGifter: false })
    expect(dataOf({ newGifter: true })).toMatchObject({ isNewGifter: true, isSubscriber: false })
    expect(dataOf({ subscriber: true })).toMatchObject({ isSubscriber: true, isModerator: false })
    expect(dataOf({ badges: [{ scene: 8, level: 10 }] })).toMatchObject({
      userBadges: [{ type: 'privilege', privilegeId: '', level: 10, badgeSceneType: 8 }],
    })
  })

  test('[TF2] text that an emote stands for is left out, and one without a picture is no emote', () => {
    const emote = (at: number, length: number, pictureUrl: string | null = 'https://p16.example/e.webp') => ({
      id: 'e',
      pictureUrl,
      at,
      length,
    })
    const comment = (text: string, emotes: object[]) => {
      const { comment: said, emotes: drawn } = sent(eventFrame({ ...placed(chat('1', text)), emotes } as LiveEvent, HOST, ROOM)).data as {
        comment: string
        emotes: { placeInComment: number }[]
      }
      return [said, drawn.map(({ placeInComment }) => placeInComment)]
    }
    expect(comment('hi [a] you [b]!', [emote(3, 3), emote(11, 3)])).toEqual(['hi  you !', [3, 8]])
    expect(comment('hi [a] you', [emote(3, 3, null)])).toEqual(['hi  you', []])
    expect(comment(' [a] ', [emote(1, 3)])).toEqual(['', [1]])
    expect(comment(' a ', [])).toEqual([' a ', []])
  })

  test('[TF2] a gift is whole, and a number that cannot be kept exactly is 0', () => {
    const event = { ...gift('9', { streakId: 'id-ada-5655-1749', count: 3, final: false }), offset: 1 }
    const frame = giftFrame({ gift: event, repeatCount: 2, repeatEnd: false, upTo: null }, HOST)
    expect(frame).toMatchObject({
      event: 'gift',
      data: {
        repeatEnd: false,
        gift: { repeat_end: 0 },
        displayType: 'webcast_aweme_gift_send_messageNew',
        label: '{0:user} sent {1:gift} × {2:string}',
        giftPictureUrl: '',
        timestamp: 1_700_000_000_000,
        msgId: '9',
      },
    })
    const drawn = { ...event, giftId: '12345678901234567890', pictureUrl: 'https://p16.example/g.webp', streakId: 'odd' }
    expect(giftFrame({ gift: drawn, repeatCount: 1, repeatEnd: true, upTo: null }, HOST).data).toMatchObject({
      giftId: 0,
      giftPictureUrl: 'https://p16.example/g.webp',
      groupId: '',
    })
    expect(eventFrame(event, HOST, ROOM)).toBeNull()
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
    expect(sent(streamEndFrame(HOST))).toEqual({ event: 'streamEnd', data: { action: 3, ...HOST } })
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
    const idle = sent(standbyFrame(tiktokStatus({ nextAttemptAt: null, cause: null }), HOST)).data
    expect(Object.keys(idle).sort()).toEqual(['attempt', 'health', 'reconnectionState', 'since', ...Object.keys(HOST)].sort())
  })

  test('[TF2] the host has the same number each time, and another one under another name', () => {
    expect(hostOf('ada')).toEqual(hostOf('ada'))
    expect(hostOf('ada').tikfinityUserId).not.toBe(hostOf('bob').tikfinityUserId)
    // Clients keep what they know of a host by this number, over Standby's versions too.
    expect(['ada', 'bob', ''].map((name) => hostOf(name).tikfinityUserId)).toEqual([943_263_164, 261_164_245, 166_136_262])
    for (const name of ['', 'ada', 'maya.paints', '_'.repeat(24)]) {
      const { tikfinityUserId, tikfinityUsername } = hostOf(name)
      expect(tikfinityUsername).toBe(name)
      expect(Number.isSafeInteger(tikfinityUserId) && tikfinityUserId >= 1 && tikfinityUserId <= 1_000_000_000).toBe(true)
    }
  })
})

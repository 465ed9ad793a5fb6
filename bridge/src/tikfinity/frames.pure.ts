import type { ChatEvent, LiveEvent } from '@standby/shared/live/event.ts'
import type { Badge, LiveUser } from '@standby/shared/live/user.ts'
import type { Supporter, TikTokStatus } from '@standby/shared/protocol.ts'
import type { SentGift } from './streaks.pure.ts'

/** The creator, as TikFinity's clients know the host of a LIVE. */
export interface Host {
  tikfinityUserId: number
  tikfinityUsername: string
}

/** One text frame: `{"event": …, "data": {…}}`. No field is ever null but `topGifterRank`. */
export interface Frame {
  event: string
  data: Readonly<Record<string, unknown>>
}

type ViewerEvent = Extract<LiveEvent, { user: LiveUser }>

/** Likes of the room, for an event that does not tell them. */
export interface Room {
  likes: number
}

/** The texts that TikTok shows for each kind, by which some clients know what happened. */
const TEXTS = {
  gift: { displayType: 'webcast_aweme_gift_send_messageNew', label: '{0:user} sent {1:gift} × {2:string}' },
  like: { displayType: 'pm_mt_msg_viewer', label: '{0:user} liked the LIVE' },
  join: { displayType: 'live_room_enter_toast', label: '{0:user} joined' },
  follow: { displayType: 'pm_main_follow_message_viewer_2', label: '{0:user} followed the LIVE creator' },
  share: { displayType: 'pm_mt_guidance_share', label: '{0:user} shared the LIVE' },
  subscribe: { displayType: 'pm_mt_live_subscribe', label: '{0:user} subscribed' },
} as const

const MEMBER_JOINED = 1
const GIFT_IN_STREAKS = 1
const GIFT_ONCE = 2

/** The first frame of every connection. `standby` shows other Standbys that this is not TikFinity. */
export function configFrame(version: string): Frame {
  return { event: 'config', data: { events: [], standby: version } }
}

/** Our own frame, which clients of TikFinity pass over: what the connection to TikTok is doing. */
export function standbyFrame(status: TikTokStatus, host: Host): Frame {
  const { reconnectionState, health, since, attempt, nextAttemptAt, cause } = status
  const next = nextAttemptAt === null ? {} : { nextAttemptAt }
  return {
    event: 'standby',
    data: { reconnectionState, health, since, attempt, ...next, ...(cause !== null && { cause: cause.kind }), ...host },
  }
}

/** The LIVE is over. */
export function streamEndFrame(host: Host): Frame {
  return { event: 'streamEnd', data: { action: 3, ...host } }
}

/** Viewers, and those who gave the most. */
export function roomUserFrame(viewers: number, supporters: readonly Supporter[], host: Host): Frame {
  const topViewers = supporters.map(({ user, diamonds }, index) => ({ user: userBlock(user, index + 1), coinCount: diamonds }))
  return { event: 'roomUser', data: { topViewers, viewerCount: viewers, ...host } }
}

export function giftFrame({ gift, repeatCount, repeatEnd, upTo }: SentGift, host: Host): Frame {
  const giftId = numberOf(gift.giftId)
  const giftType = gift.repeatable === false ? GIFT_ONCE : GIFT_IN_STREAKS
  // What follows viewer and gift: TikTok's number for the streak, and whom it is for if that is a guest.
  const group = gift.streakId.split(`-${gift.giftId}-`)[1] ?? ''
  return {
    event: 'gift',
    data: {
      giftId,
      repeatCount,
      groupId: upTo === null ? group : `${group}-${upTo}`,
      ...common(gift, host),
      ...TEXTS.gift,
      repeatEnd,
      gift: { gift_id: giftId, repeat_count: repeatCount, repeat_end: repeatEnd ? 1 : 0, gift_type: giftType },
      describe: `sent ${gift.name}`,
      giftType,
      diamondCount: gift.diamondCount,
      giftName: gift.name,
      giftPictureUrl: gift.pictureUrl ?? '',
      timestamp: gift.at,
      receiverUserId: gift.receiver?.id ?? '',
    },
  }
}

/** The frame of every kind of event but gifts, whose streaks have a memory; null for what TikFinity does not have. */
export function eventFrame(event: LiveEvent, host: Host, room: Room): Frame | null {
  switch (event.type) {
    case 'chat':
      return { event: 'chat', data: { ...chatParts(event), ...common(event, host) } }
    case 'like':
      return {
        event: 'like',
        data: { likeCount: event.count, totalLikeCount: event.total || room.likes, ...common(event, host), ...TEXTS.like },
      }
    case 'join':
      return { event: 'member', data: { actionId: MEMBER_JOINED, ...common(event, host), ...TEXTS.join } }
    case 'follow':
      return { event: 'follow', data: { ...common(event, host), ...TEXTS.follow } }
    case 'share':
      return { event: 'share', data: { ...common(event, host), ...TEXTS.share } }
    case 'subscribe':
      return {
        event: 'subscribe',
        data: { subMonth: event.months ?? 1, oldSubscribeStatus: 0, subscribingStatus: 1, ...common(event, host), ...TEXTS.subscribe },
      }
    case 'envelope':
      return {
        event: 'envelope',
        data: {
          coins: event.diamondCount,
          canOpen: event.people,
          timestamp: Math.trunc((event.opensAt ?? event.at) / 1000),
          ...common(event, host),
        },
      }
    default:
      return null
  }
}

/** Emotes that are a message of their own: a frame for each, as TikFinity has them, beside the one of the chat. */
export function emoteFrames(event: LiveEvent, host: Host): Frame[] {
  if (event.type !== 'chat' || event.text !== '') return []
  return (event.emotes ?? []).flatMap(({ id, pictureUrl }) =>
    pictureUrl === null ? [] : [{ event: 'emote', data: { emoteId: id, emoteImageUrl: pictureUrl, ...common(event, host) } }],
  )
}

function common(event: ViewerEvent, host: Host) {
  return { ...userBlock(event.user, null), msgId: event.id, createTime: String(event.at), ...host }
}

/** For TikFinity's clients a picture stands between characters: text that an emote takes the place of is left out. */
function chatParts({ text, emotes = [] }: ChatEvent) {
  let comment = ''
  let read = 0
  const placed = emotes.flatMap(({ id, pictureUrl, at, length }) => {
    comment += text.slice(read, at)
    read = at + length
    return pictureUrl === null ? [] : [{ emoteId: id, emoteImageUrl: pictureUrl, placeInComment: comment.length }]
  })
  comment += text.slice(read)
  return { emotes: placed, comment: comment.trim() === '' ? '' : comment }
}

/** What clients read of a viewer. A part that TikTok did not tell is empty, 0 or false. */
function userBlock(user: LiveUser, topGifterRank: number | null) {
  const picture = user.avatarUrl ?? ''
  const { relation = {} } = user
  const { badges = [] } = relation
  const followRole = relation.friend === true ? 2 : relation.follower === true ? 1 : 0
  return {
    userId: user.id,
    secUid: '',
    uniqueId: user.uniqueId,
    nickname: user.nickname,
    profilePictureUrl: picture,
    followRole,
    userBadges: badges.flatMap((one) => badgeOf(one) ?? []),
    userSceneTypes: badges.map(({ scene }) => scene),
    userDetails: { createTime: '0', bioDescription: '', profilePictureUrls: [picture, picture, picture] },
    followInfo: { followingCount: 0, followerCount: 0, followStatus: followRole, pushStatus: 0 },
    isModerator: relation.moderator === true,
    isNewGifter: relation.newGifter === true,
    isSubscriber: relation.subscriber === true,
    topGifterRank: topGifterRank ?? relation.topGifterRank ?? null,
    gifterLevel: relation.gifterLevel ?? 0,
    teamMemberLevel: relation.teamLevel ?? 0,
  }
}

function badgeOf({ scene, id = '', level, pictureUrl }: Badge) {
  if (level !== undefined) return { type: 'privilege', privilegeId: id, level, badgeSceneType: scene }
  return pictureUrl === undefined ? null : { type: 'image', badgeSceneType: scene, displayType: 1, url: pictureUrl }
}

/** The creator's number is TikFinity's own, which nobody else has: one made of the name is the same each time. */
export function hostOf(username: string): Host {
  let hash = 2_166_136_261
  for (const character of username) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0
  return { tikfinityUserId: (hash % 1_000_000_000) + 1, tikfinityUsername: username }
}

/** Gift ids have at most 16 digits. */
function numberOf(text: string): number {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : 0
}

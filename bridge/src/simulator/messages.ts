import * as proto from 'tiktok-live-proto/v3'
import { message, type Codec, type RoomMessage } from './wire.ts'

/** Somebody in the room. `uniqueId` is the @name. */
export interface Viewer {
  id: string
  uniqueId: string
  nickname: string
  avatarUrl?: string
  moderator?: boolean
  subscriber?: boolean
  /** The creator's own relationship to the viewer. */
  follows?: 'follower' | 'friend'
  gifterLevel?: number
  teamLevel?: number
  /** Among the gifters of this LIVE, 1 for the first. */
  topGifterRank?: number
}

/** An emote in a chat, or alone. */
export interface EmotePicture {
  id: string
  pictureUrl: string
  /** In the text without the emotes. */
  index?: number
}

/** A gift of the shop. Type 1 can be sent in streaks; every other type arrives once and has no `repeatEnd`. */
export interface GiftKind {
  id: string
  name: string
  diamondCount: number
  type: number
  pictureUrl?: string
}

/** Where and when a message belongs; the room fills it in. */
export interface Heading {
  msgId: string
  roomId: string
  createTime: string
}

export const CONTROL = { paused: 1, resumed: 2, ended: 3, suspended: 4 } as const

/** A viewer with an id made from the name, so that the same name is always the same person. */
export function viewer(uniqueId: string, nickname = uniqueId): Viewer {
  let hash = 7n
  for (const char of uniqueId) hash = (hash * 31n + BigInt(char.codePointAt(0) ?? 0)) % 100_000_000_000_000n
  return { id: (6_800_000_000_000_000_000n + hash).toString(), uniqueId, nickname }
}

export function user(who: Viewer): proto.User {
  return message(proto.User, {
    id: who.id,
    displayId: who.uniqueId,
    nickname: who.nickname,
    ...(who.avatarUrl !== undefined && { avatarThumb: message(proto.ImageModel, { urlList: [who.avatarUrl] }) }),
    badgeList: badges(who),
    followInfo: message(proto.FollowInfo, {
      followingCount: '12',
      followerCount: '34',
      followStatus: who.follows === 'friend' ? '2' : who.follows === 'follower' ? '1' : '0',
    }),
    ...(who.moderator === true && { userAttr: message(proto.UserAttr, { isAdmin: true }) }),
  })
}

/** As TikTok sends them: the level within what it logs, the rank within the address that the badge opens. */
function badges(who: Viewer): proto.BadgeStruct[] {
  const level = (sceneType: number, value: number | undefined): proto.BadgeStruct[] =>
    value === undefined
      ? []
      : [
          message(proto.BadgeStruct, {
            sceneType,
            privilegeLogExtra: message(proto.PrivilegeLogExtra, { privilegeId: '71', level: String(value) }),
          }),
        ]
  const rank = who.topGifterRank
  const opens = `sslocal://webcast_webview_popup?gravity=bottom&rank=${rank}&score=11`
  return [
    ...(who.moderator === true ? [message(proto.BadgeStruct, { sceneType: 1 })] : []),
    ...(who.subscriber === true ? [message(proto.BadgeStruct, { sceneType: 4 })] : []),
    ...(rank === undefined ? [] : [message(proto.BadgeStruct, { sceneType: 6, openweburl: opens })]),
    ...level(8, who.gifterLevel),
    ...level(10, who.teamLevel),
  ]
}

function emoteModel({ id, pictureUrl }: EmotePicture): proto.EmoteModel {
  return message(proto.EmoteModel, { emoteId: id, image: message(proto.ImageModel, { urlList: [pictureUrl] }) })
}

interface Line {
  /** Tells follow from share: the connector reads the kind out of this key. */
  key: string
  pattern: string
  who: Viewer
}

function common(method: string, heading: Heading, line?: Line): proto.CommonMessageData {
  return message(proto.CommonMessageData, {
    ...heading,
    method,
    isShowMsg: true,
    ...(line !== undefined && {
      displayText: message(proto.MessageCommonText, {
        key: line.key,
        defaultPattern: line.pattern,
        pieces: [message(proto.TextPiece, { type: 11, userValue: message(proto.TextPieceUser, { user: user(line.who) }) })],
      }),
    }),
  })
}

interface Made<T> {
  method: string
  codec: Codec<T>
  heading: Heading
  line?: Line
}

/** Every message carries the same `common` part, which names its method again. */
export function made<T extends { common: proto.CommonMessageData | undefined }>(
  { method, codec, heading, line }: Made<T>,
  fields: Partial<T>,
): RoomMessage {
  const whole = { ...message(codec, fields), common: common(method, heading, line) }
  return { method, msgId: heading.msgId, createTime: heading.createTime, payload: codec.encode(whole).finish() }
}

export interface ChatFields {
  who: Viewer
  text: string
  language?: string
  emotes?: readonly EmotePicture[]
  /** Whom it answers. */
  to?: Viewer
}

export function chat(heading: Heading, { who, text, language = 'en', emotes = [], to }: ChatFields): RoomMessage {
  return made(
    { method: 'WebcastChatMessage', codec: proto.WebcastChatMessage, heading },
    {
      user: user(who),
      content: text,
      contentLanguage: language,
      emotes: emotes.map((emote) => ({ index: emote.index ?? 0, emote: emoteModel(emote) })),
      ...(to !== undefined && { atUser: user(to) }),
      userIdentity: message(proto.UserIdentity, {
        isModeratorOfAnchor: who.moderator === true,
        isSubscriberOfAnchor: who.subscriber === true,
        isFollowerOfAnchor: who.follows !== undefined,
        isMutualFollowingWithAnchor: who.follows === 'friend',
      }),
    },
  )
}

/** A message of nothing but emotes. */
export function emoteChat(heading: Heading, { who, emotes }: { who: Viewer; emotes: readonly EmotePicture[] }): RoomMessage {
  return made(
    { method: 'WebcastEmoteChatMessage', codec: proto.WebcastEmoteChatMessage, heading },
    { user: user(who), emoteList: emotes.map(emoteModel) },
  )
}

function pictureOf({ pictureUrl }: GiftKind): { image?: proto.ImageModel } {
  return pictureUrl === undefined ? {} : { image: message(proto.ImageModel, { urlList: [pictureUrl] }) }
}

export interface GiftFields {
  who: Viewer
  gift: GiftKind
  /** Pieces in the streak so far. */
  repeatCount?: number
  /** The last message of a streak repeats the count with this set. Ignored for gifts that cannot be sent in streaks. */
  repeatEnd?: boolean
  /** The same over one streak: when it began, epoch ms. '0' for gifts that cannot be sent in streaks. */
  groupId?: string
  /** The guest whom it is for; the creator if it is left out. */
  to?: Viewer
}

export function gift(heading: Heading, { who, gift: kind, repeatCount = 1, repeatEnd = false, groupId, to }: GiftFields): RoomMessage {
  const combo = kind.type === 1
  const ended = combo && repeatEnd
  const line = { key: 'webcast_aweme_gift_send_message', pattern: '{0:user} sent {1:gift} {2:string}', who }
  return made(
    { method: 'WebcastGiftMessage', codec: proto.WebcastGiftMessage, heading, line },
    {
      user: user(who),
      ...(to !== undefined && { toUser: user(to) }),
      giftId: kind.id,
      gift: message(proto.Gift, {
        id: kind.id,
        name: kind.name,
        diamondCount: kind.diamondCount,
        type: kind.type,
        combo,
        ...pictureOf(kind),
      }),
      fanTicketCount: kind.diamondCount,
      groupCount: 1,
      repeatCount,
      comboCount: repeatCount,
      repeatEnd: ended ? 1 : 0,
      groupId: combo ? (groupId ?? heading.createTime) : '0',
      sendType: ended ? '0' : '1',
      logId: `${heading.createTime}${heading.msgId.slice(-12)}`,
    },
  )
}

/** `total` is the room's own count after these likes. */
export function like(heading: Heading, { who, count, total }: { who: Viewer; count: number; total: number }): RoomMessage {
  const line = { key: 'pm_mt_msg_viewer', pattern: '{0:user} liked the LIVE', who }
  const fields = { user: user(who), count, total: String(total) }
  return made({ method: 'WebcastLikeMessage', codec: proto.WebcastLikeMessage, heading, line }, fields)
}

export interface MemberFields {
  who: Viewer
  memberCount?: number
  /** TikTok's other use of this message: not a join, a subscription. */
  subscribed?: boolean
}

export function member(heading: Heading, { who, memberCount = 1, subscribed = false }: MemberFields): RoomMessage {
  const { MEMBER_MESSAGE_ACTION_JOINED, MEMBER_MESSAGE_ACTION_SUBSCRIBED } = proto.MemberMessageAction
  const line = subscribed
    ? { key: 'ttlive_subscribe_subscribed', pattern: '{0:user} subscribed', who }
    : { key: 'live_room_enter_toast', pattern: '{0:user} joined', who }
  const action = subscribed ? MEMBER_MESSAGE_ACTION_SUBSCRIBED : MEMBER_MESSAGE_ACTION_JOINED
  return made(
    { method: 'WebcastMemberMessage', codec: proto.WebcastMemberMessage, heading, line },
    { user: user(who), memberCount, action, userId: who.id },
  )
}

export function follow(heading: Heading, { who, followCount = 1 }: { who: Viewer; followCount?: number }): RoomMessage {
  const line = { key: 'pm_main_follow_message_viewer_2', pattern: '{0:user} followed the LIVE creator', who }
  const fields = { user: user(who), action: '1', followCount: String(followCount) }
  return made({ method: 'WebcastSocialMessage', codec: proto.WebcastSocialMessage, heading, line }, fields)
}

export function share(heading: Heading, { who, shareCount = 1 }: { who: Viewer; shareCount?: number }): RoomMessage {
  const line = { key: 'pm_mt_guidance_share', pattern: '{0:user} shared the LIVE', who }
  const fields = { user: user(who), action: '3', shareCount }
  return made({ method: 'WebcastSocialMessage', codec: proto.WebcastSocialMessage, heading, line }, fields)
}

export function subscribe(heading: Heading, { who, months = 1 }: { who: Viewer; months?: number }): RoomMessage {
  const line = { key: 'pm_mt_goal_progress_comment', pattern: '{0:user} subscribed', who }
  const subscribingStatus = proto.SubscribingStatus.SUBSCRIBING_STATUS_ONCE
  const fields = { user: user(who), subMonth: String(months), subscribingStatus }
  return made({ method: 'WebcastSubNotifyMessage', codec: proto.WebcastSubNotifyMessage, heading, line }, fields)
}

export interface RoomUserFields {
  viewers: number
  /** Since the LIVE began. */
  totalViewers?: number
}

export function roomUser(heading: Heading, { viewers, totalViewers = viewers }: RoomUserFields): RoomMessage {
  const fields = { total: String(viewers), totalUser: String(totalViewers) }
  return made({ method: 'WebcastRoomUserSeqMessage', codec: proto.WebcastRoomUserSeqMessage, heading }, fields)
}

/** `action` is one of CONTROL, or any other number TikTok may send. */
export function control(heading: Heading, { action, tips = '' }: { action: number; tips?: string }): RoomMessage {
  return made({ method: 'WebcastControlMessage', codec: proto.WebcastControlMessage, heading }, { action, tips })
}

/** TikTok, or a moderator there, takes messages away: these, or all of these users. */
export function imDelete(heading: Heading, { msgIds = [], userIds = [] }: { msgIds?: string[]; userIds?: string[] }): RoomMessage {
  const fields = { deleteMsgIds: msgIds, deleteUserIds: userIds }
  return made({ method: 'WebcastImDeleteMessage', codec: proto.WebcastImDeleteMessage, heading }, fields)
}

/** One of TikTok's own goals, of one part. */
export function goalUpdate(
  heading: Heading,
  { id, title, name, progress, target }: { id: string; title: string; name: string; progress: number; target: number },
): RoomMessage {
  const gift = message(proto.LiveStreamSubGoalGift, { name })
  const part = message(proto.LiveStreamSubGoal, { id, progress: String(progress), target: String(target), gift })
  const goal = message(proto.LiveStreamGoal, { id, idStr: id, description: title, subGoals: [part] })
  return made({ method: 'WebcastGoalUpdateMessage', codec: proto.WebcastGoalUpdateMessage, heading }, { goal })
}

/** The creator's place in one of TikTok's rankings; 0: none. */
export function rankUpdate(heading: Heading, { ranking, place }: { ranking: number; place: number }): RoomMessage {
  const updates = [message(proto.RankUpdate, { rankType: ranking, ownRank: String(place) })]
  return made({ method: 'WebcastRankUpdateMessage', codec: proto.WebcastRankUpdateMessage, heading }, { updates })
}

/** A chat message is pinned, or taken off again. */
export function roomPin(
  heading: Heading,
  { who, text, messageId, isOn = true }: { who: Viewer; text: string; messageId: string; isOn?: boolean },
): RoomMessage {
  const chatMessage = message(proto.WebcastChatMessage, { user: user(who), content: text })
  const action = isOn ? proto.PinMessageActionType.PIN : proto.PinMessageActionType.PIN_CANCEL
  const fields = { chatMessage, action, pinMsgId: messageId, pinTime: heading.createTime, displayDuration: '60' }
  return made({ method: 'WebcastRoomPinMessage', codec: proto.WebcastRoomPinMessage, heading }, fields)
}

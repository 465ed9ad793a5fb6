import { cleanText, MAX_NAME_LENGTH } from '@standby/shared/clean-text.ts'
import type { CountedType, LiveInput, LiveUser, RoomReport, ToldEventDraft, ViewerEventDraft } from '@standby/shared/live/event.ts'
import { phaseId } from '@standby/shared/live/event-id.ts'
import type { RoomNews } from '@standby/shared/live/room-state.ts'
import { battleOf, forfeitOf, scoresOf, wholeBattle, type BattleMessage } from './battle.pure.ts'
import { chatOf, emoteChat } from './chat.pure.ts'
import { fields, type Fields } from './fields.pure.ts'
import { aboutOf, captionOf, envelopeOf, pollOf, questionOf, superFanOf } from './moments.pure.ts'
import { pictureOf, picturesOf } from './pictures.pure.ts'
import { guestOf, isSomebodyElse, UNKNOWN_CREATOR, type Creator } from './receiver.pure.ts'
import { relationOf } from './relation.pure.ts'
import { goalOf, pinOf, ranksOf } from './room-news.pure.ts'
import { idText, wholeNumber } from './text.ts'

/** One decoded TikTok message: its method name, the decoded object, and the message id of its envelope. */
export interface DecodedMessage {
  method: string
  msgId: string
  data: unknown
}

type Moment = Pick<ViewerEventDraft, 'id' | 'at' | 'user' | 'missed'>

/** `WebcastMemberMessage.action` and `WebcastControlMessage.action`, `tiktok-live-proto/v3`. */
const MEMBER_JOINED = 1
const MEMBER_SUBSCRIBED = 3
const CONTROL_PAUSED = 1
const CONTROL_RESUMED = 2
const CONTROL_ENDED = 3
const CONTROL_SUSPENDED = 4
/** `Gift.type` of a gift sent in streaks. The others come once, with `repeatEnd` 0. */
const GIFT_IN_STREAKS = 1
/** `WebcastSubNotifyMessage.messageType` of a subscription. The others are notices about goals, presents and ends of subscriptions. */
const SUB_SUCCESS = 0
/** `WebcastSubNotifyMessage.subscribingStatus` of a subscription that was cancelled, and of one that was paid back. */
const SUB_TAKEN_BACK = [3, 4]

/** The messages that become events which are counted, by what they most often are. */
const METHOD_TYPES: Readonly<Record<string, CountedType>> = {
  WebcastChatMessage: 'chat',
  WebcastEmoteChatMessage: 'chat',
  WebcastGiftMessage: 'gift',
  WebcastLikeMessage: 'like',
  WebcastSocialMessage: 'follow',
  WebcastMemberMessage: 'join',
  WebcastSubNotifyMessage: 'subscribe',
}
/** Messages or users in one deletion; there is no telling what a stranger's message holds. */
const MAX_DELETED = 1_000

/** Before TikTok: 2016. */
const LIVE_BEGAN = Date.UTC(2016)
const MAX_AHEAD_MS = 86_400_000

/**
 * What a message means to us, in order; empty for a message we do not use, or an event without any message id (it could not be distinguished from a
 * repetition). `now` stands in if TikTok gives no time. `missed` is false: only the connection knows whether it was away. `creator`: whose
 * LIVE it is. What is for somebody else in it is not the creator's.
 */
export function normalize(message: DecodedMessage, now: number, creator: Creator = UNKNOWN_CREATOR): LiveInput[] {
  const data = fields(message.data)
  switch (message.method) {
    case 'WebcastChatMessage':
      return event(message, data, now, (moment) => ({ ...moment, type: 'chat', ...chatOf(data) }))
    case 'WebcastEmoteChatMessage':
      return event(message, data, now, (moment) => ({ ...moment, type: 'chat', ...emoteChat(data['emoteList']) }))
    case 'WebcastGiftMessage':
      return event(message, data, now, (moment) => gift(moment, data, creator))
    case 'WebcastLikeMessage':
      return like(message, data, now)
    case 'WebcastSocialMessage':
      return social(message, data, now, creator)
    case 'WebcastMemberMessage':
      return member(message, data, now)
    case 'WebcastSubNotifyMessage':
      return subscription(message, data, now, creator)
    case 'WebcastRoomUserSeqMessage':
      return [viewers(data)]
    case 'WebcastControlMessage':
      return control(message, data, now)
    case 'WebcastImDeleteMessage':
      return deleted(data)
    default:
      return beside(message, data, now, creator)
  }
}

/** What TikTok shows beside the seven kinds that viewers know best. */
function beside(message: DecodedMessage, data: Fields, now: number, creator: Creator): LiveInput[] {
  const at = momentOf(fields(data['common'])['createTime'], now)
  switch (message.method) {
    case 'WebcastGoalUpdateMessage':
      return news(goalOf(data), at)
    case 'WebcastRankUpdateMessage':
      return news(ranksOf(data), at)
    case 'WebcastRoomPinMessage':
      return news(pinOf(data, now, liveUser), at)
    case 'WebcastLinkMicBattle':
      return battleInputs(battleOf(data, creator), at)
    case 'WebcastLinkMicArmies':
      return battleInputs(scoresOf(data, creator), at)
    case 'WebcastLinkMicBattlePunishFinish':
      return battleInputs(forfeitOf(data, creator), at)
    case 'WebcastPollMessage':
      return pollInputs(data, at)
    case 'WebcastQuestionNewMessage': {
      const told = questionOf(data)
      return told === null ? [] : event(message, data, now, (moment) => ({ ...by(moment, told.user), type: 'question', ...told.question }))
    }
    case 'WebcastEnvelopeMessage': {
      const told = envelopeOf(data)
      return told === null ? [] : event(message, data, now, (moment) => ({ ...by(moment, told.user), type: 'envelope', ...told.envelope }))
    }
    case 'WebcastBarrageMessage': {
      const told = superFanOf(data)
      return told === null
        ? []
        : event(message, data, now, (moment) => ({ ...by(moment, told.user), type: 'superfan', joined: told.joined }))
    }
    case 'WebcastCaptionMessage': {
      const caption = captionOf(data, now)
      return news(caption && { type: 'caption', caption }, at)
    }
    default:
      return []
  }
}

/** These messages have their user elsewhere. */
const by = (moment: Moment, user: unknown): Moment => ({ ...moment, user: liveUser(user, undefined) })

/** The news first, so that the event can be told with all that is known by then. */
function battleInputs(told: BattleMessage | null, at: number): LiveInput[] {
  if (told === null) return []
  const { battle, phase } = told
  const inputs = news({ type: 'battle', battle, over: phase === 'end' }, at)
  if (phase === null) return inputs
  const id = phaseId('battle', battle.battleId, phase)
  return [...inputs, { type: 'event', event: { id, at, missed: false, type: 'battle', phase, ...wholeBattle(battle) } }]
}

function pollInputs(data: Fields, at: number): LiveInput[] {
  const told = pollOf(data)
  if (told === null) return []
  const { poll, phase } = told
  const inputs = news({ type: 'poll', poll, over: phase === 'end' }, at)
  if (phase === null) return inputs
  const id = phaseId('poll', poll.pollId, phase)
  return [...inputs, { type: 'event', event: { id, at, missed: false, type: 'poll', phase, ...poll } }]
}

/** The title and topic of the LIVE, by the room's own answer; null if it does not tell them. */
export function aboutLive(roomInfo: unknown, now: number): LiveInput | null {
  const about = aboutOf(roomInfo)
  return about === null ? null : report({ type: 'news', news: { type: 'about', ...about }, at: now })
}

/** The addresses of the pictures of those in a message, where there are several of one. */
export function pictureLists(message: DecodedMessage): string[][] {
  if (!(message.method in METHOD_TYPES)) return []
  const data = fields(message.data)
  return [data['user'], data['toUser']].map((user) => picturesOf(fields(user)['avatarThumb'])).filter((addresses) => addresses.length > 1)
}

/** What an undecoded message would have been, by its method; null if it would have been none that is counted. */
export function eventTypeOf(method: string): CountedType | null {
  return METHOD_TYPES[method] ?? null
}

/** `ended` by the creator or `suspended` by TikTok when the message says the LIVE is over, else null. */
export function endOfStream(message: DecodedMessage): 'ended' | 'suspended' | null {
  if (message.method !== 'WebcastControlMessage') return null
  const action = wholeNumber(fields(message.data)['action'])
  return action === CONTROL_ENDED ? 'ended' : action === CONTROL_SUSPENDED ? 'suspended' : null
}

/** The creator's followers by the room's own answer, of which TikTok says when it gave it; null if it does not tell both. */
export function followersOf(roomInfo: unknown, now: number): LiveInput | null {
  const { data, extra } = fields(roomInfo)
  const followers = followerTotal(fields(fields(fields(data)['owner'])['follow_info'])['follower_count'])
  const at = wholeNumber(fields(extra)['now'])
  return followers === null || !isTimeOfLive(at, now) ? null : report({ type: 'followers', followers, at })
}

function event(message: DecodedMessage, data: Fields, now: number, build: (moment: Moment) => ToldEventDraft): LiveInput[] {
  const common = fields(data['common'])
  const id = idOf(message, data)
  if (id === '') return []
  const moment: Moment = { id, at: momentOf(common['createTime'], now), user: liveUser(data['user'], data['userIdentity']), missed: false }
  return [{ type: 'event', event: build(moment) }]
}

function idOf(message: DecodedMessage, data: Fields): string {
  return idText(fields(data['common'])['msgId']) || idText(message.msgId)
}

/** TikTok's time in ms; `now` if there is none, or none that a LIVE can have. */
function momentOf(value: unknown, now: number): number {
  const at = wholeNumber(value)
  return isTimeOfLive(at, now) ? at : now
}

/** A clock may be off by hours, not by years. */
function isTimeOfLive(at: number, now: number): boolean {
  return at >= LIVE_BEGAN && at <= now + MAX_AHEAD_MS
}

const report = (value: RoomReport): LiveInput => ({ type: 'room', report: value })

function liveUser(value: unknown, userIdentity: unknown): LiveUser {
  const user = fields(value)
  const relation = relationOf(user, userIdentity)
  return {
    id: idText(user['id']) || idText(user['idStr']),
    uniqueId: cleanText(user['displayId'], MAX_NAME_LENGTH),
    nickname: cleanText(user['nickname'], MAX_NAME_LENGTH),
    avatarUrl: pictureOf(user['avatarThumb']),
    ...(relation !== null && { relation }),
  }
}

function gift(moment: Moment, data: Fields, creator: Creator): ViewerEventDraft {
  const details = fields(data['gift'])
  const giftId = idText(data['giftId']) || idText(details['id'])
  const pictureUrl = pictureOf(details['image'])
  const kind = wholeNumber(details['type'])
  // Gifts that come once share the group id 0: the message id keeps two of them apart. Without its details only the group tells what it is.
  const group = idText(data['groupId'])
  const inStreaks = kind === GIFT_IN_STREAKS || (kind === 0 && group !== '')
  const guest = guestOf(data, creator)
  const streak = [
    moment.user.id,
    giftId,
    group || moment.id,
    ...(guest === null ? [] : ['to', guest.id || guest.uniqueId || guest.nickname]),
  ]
  return {
    ...moment,
    type: 'gift',
    ...(guest !== null && { receiver: { ...guest, avatarUrl: pictureOf(fields(data['toUser'])['avatarThumb']) } }),
    giftId,
    name: cleanText(details['name'], MAX_NAME_LENGTH),
    diamondCount: wholeNumber(details['diamondCount']),
    count: Math.max(1, wholeNumber(data['repeatCount'])),
    streakId: streak.join('-'),
    final: !inStreaks || wholeNumber(data['repeatEnd']) === 1,
    repeatable: inStreaks,
    ...(pictureUrl !== null && { pictureUrl }),
  }
}

function like(message: DecodedMessage, data: Fields, now: number): LiveInput[] {
  const count = wholeNumber(data['count'])
  const total = wholeNumber(data['total'])
  const inputs = count > 0 ? event(message, data, now, (moment) => ({ ...moment, type: 'like', count, total })) : []
  if (total > 0) inputs.push(report({ type: 'likes', likes: total }))
  return inputs
}

/** A follow or a share, told apart by the key of the text TikTok shows; by `action` if there is no key. Others are not used. */
function social(message: DecodedMessage, data: Fields, now: number, creator: Creator): LiveInput[] {
  const key = fields(fields(data['common'])['displayText'])['key']
  const action = wholeNumber(data['action'])
  const hasKey = typeof key === 'string' && key !== ''
  const says = (word: string, itsAction: number): boolean => (hasKey ? key.includes(word) : action === itsAction)
  if (says('follow', 1)) {
    // Of a guest, or taken back.
    if (isSomebodyElse(data['targetUserId'], creator) || (hasKey && key.includes('unfollow'))) return []
    const followers = followerTotal(data['followCount'])
    return event(message, data, now, (moment) => ({ ...moment, type: 'follow', ...(followers !== null && { followers }) }))
  }
  if (says('share', 3)) return event(message, data, now, (moment) => ({ ...moment, type: 'share' }))
  return []
}

/** The creator's followers; null if TikTok gives none, or a number it cannot be. */
function followerTotal(value: unknown): number | null {
  const total = wholeNumber(value)
  return total > 0 && total < Number.MAX_SAFE_INTEGER ? total : null
}

function member(message: DecodedMessage, data: Fields, now: number): LiveInput[] {
  const action = wholeNumber(data['action'])
  if (action === MEMBER_JOINED) return event(message, data, now, (moment) => ({ ...moment, type: 'join' }))
  if (action === MEMBER_SUBSCRIBED) return event(message, data, now, (moment) => ({ ...moment, type: 'subscribe' }))
  return []
}

/** A new subscription to this creator. Notices of all kinds come as the same message. */
function subscription(message: DecodedMessage, data: Fields, now: number, creator: Creator): LiveInput[] {
  const isNew = Number(data['messageType'] ?? 0) === SUB_SUCCESS && !SUB_TAKEN_BACK.includes(wholeNumber(data['subscribingStatus']))
  const isOurs = !isSomebodyElse(fields(data['eventTracking'])['anchorId'], creator)
  const months = wholeNumber(data['subMonth'])
  return isNew && isOurs ? event(message, data, now, (moment) => ({ ...moment, type: 'subscribe', ...(months > 0 && { months }) })) : []
}

function viewers(data: Fields): LiveInput {
  const totalViewers = wholeNumber(data['totalUser'])
  return report({ type: 'viewers', viewers: wholeNumber(data['total']), totalViewers: totalViewers > 0 ? totalViewers : null })
}

function control(message: DecodedMessage, data: Fields, now: number): LiveInput[] {
  const action = wholeNumber(data['action'])
  const id = idOf(message, data)
  if (action === CONTROL_PAUSED) return [report({ type: 'paused' })]
  if (action === CONTROL_RESUMED) return [report({ type: 'resumed' })]
  const end = endOfStream(message)
  if (end === null || id === '') return []
  const at = momentOf(fields(data['common'])['createTime'], now)
  return [{ type: 'event', event: { id, at, missed: false, type: 'live-end', by: end === 'ended' ? 'creator' : 'tiktok' } }]
}

function news(reported: RoomNews | null, at: number): LiveInput[] {
  return reported === null ? [] : [report({ type: 'news', news: reported, at })]
}

function deleted(data: Fields): LiveInput[] {
  const messageIds = ids(data['deleteMsgIds'])
  const userIds = ids(data['deleteUserIds'])
  return messageIds.length + userIds.length === 0 ? [] : [report({ type: 'deleted', messageIds, userIds })]
}

function ids(value: unknown): string[] {
  if (!Array.isArray(value)) return []
  return value
    .slice(0, MAX_DELETED)
    .map(idText)
    .filter((id) => id !== '')
}

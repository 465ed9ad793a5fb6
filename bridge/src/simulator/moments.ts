import * as proto from 'tiktok-live-proto/v3'
import { made, user, type Heading, type Viewer } from './messages.ts'
import { message, type RoomMessage } from './wire.ts'

// What a LIVE goes through beside what its viewers do: battles, polls, questions, treasure chests, super fans, captions.

/** One side of a battle, a creator alone. */
export interface BattleSide {
  who: Viewer
  score: number
  result?: 'win' | 'lose' | 'draw'
}

export interface BattleFields {
  battleId: string
  sides: readonly BattleSide[]
  /** When it began, epoch ms. */
  startedAt: number
  seconds?: number
}

const RESULTS = {
  win: proto.BattleResultResult.WIN,
  lose: proto.BattleResultResult.LOSE,
  draw: proto.BattleResultResult.DRAW,
} as const

function settings({ battleId, startedAt, seconds = 300 }: BattleFields, status: proto.BattleSettingsBattleStatus): proto.BattleSetting {
  return message(proto.BattleSetting, { battleId, startTimeMs: String(startedAt), duration: seconds, status })
}

function army({ who, score }: BattleSide): proto.BattleUserArmies {
  return message(proto.BattleUserArmies, { anchorIdStr: who.id, hostscore: String(score) })
}

/** It begins, or ends with everybody's score and TikTok's verdict. */
export function battle(heading: Heading, fields: BattleFields, phase: 'start' | 'end'): RoomMessage {
  const { battleId, sides } = fields
  const { BATTLE_STARTED, BATTLE_FINISHED } = proto.BattleSettingsBattleStatus
  const isOver = phase === 'end'
  return made(
    { method: 'WebcastLinkMicBattle', codec: proto.WebcastLinkMicBattle, heading },
    {
      battleId,
      battleSettings: settings(fields, isOver ? BATTLE_FINISHED : BATTLE_STARTED),
      action: isOver ? proto.LinkMicBattleBattleAction.FINISH : proto.LinkMicBattleBattleAction.OPEN,
      anchorsInfo: sides.map(({ who }) =>
        message(proto.BattleUserInfoWrapper, {
          key: who.id,
          value: message(proto.BattleUserInfo, {
            user: message(proto.BattleBaseUserInfo, { userId: who.id, nickName: who.nickname, displayId: who.uniqueId }),
          }),
        }),
      ),
      armies: sides.map((side) => message(proto.UserArmiesWrapper, { key: side.who.id, value: army(side) })),
      battleResult: isOver
        ? Object.fromEntries(
            sides.map(({ who, score, result }) => [
              who.id,
              message(proto.BattleResult, {
                userId: who.id,
                score: String(score),
                ...(result !== undefined && { result: RESULTS[result] }),
              }),
            ]),
          )
        : {},
    },
  )
}

/** The scores of a battle that is on. */
export function battleScores(heading: Heading, fields: BattleFields): RoomMessage {
  const { battleId, sides } = fields
  return made(
    { method: 'WebcastLinkMicArmies', codec: proto.WebcastLinkMicArmies, heading },
    {
      battleId,
      armies: Object.fromEntries(sides.map((side) => [side.who.id, army(side)])),
      triggerReason: proto.LinkMicArmiesTriggerReason.SCORE_UPDATE,
      battleSettings: settings(fields, proto.BattleSettingsBattleStatus.BATTLE_STARTED),
    },
  )
}

export interface PollFields {
  pollId: string
  title: string
  options: readonly { text: string; votes: number }[]
  startedAt: number
  seconds?: number
}

export function poll(
  heading: Heading,
  { pollId, title, options, startedAt, seconds = 60 }: PollFields,
  phase: 'start' | 'votes' | 'end',
): RoomMessage {
  const optionList = options.map(({ text, votes }, optionIdx) =>
    message(proto.PollOptionInfo, { displayContent: text, votes: String(votes), optionIdx }),
  )
  const startTime = String(startedAt)
  const endTime = String(startedAt + seconds * 1000)
  return made(
    { method: 'WebcastPollMessage', codec: proto.WebcastPollMessage, heading },
    {
      pollId,
      ...(phase === 'start' && { startContent: message(proto.PollStartContent, { startTime, endTime, title, optionList }) }),
      ...(phase === 'votes' && { updateVotesContent: message(proto.PollUpdateVotesContent, { optionList }) }),
      ...(phase === 'end' && { endContent: message(proto.PollEndContent, { optionList }) }),
      pollBasicInfo: message(proto.PollBasicInfo, { pollIdStr: pollId, title }),
    },
  )
}

export function question(heading: Heading, { who, text, questionId }: { who: Viewer; text: string; questionId: string }): RoomMessage {
  const data = message(proto.Question, { questionId, content: text, user: user(who) })
  return made({ method: 'WebcastQuestionNewMessage', codec: proto.WebcastQuestionNewMessage, heading }, { data })
}

export interface EnvelopeFields {
  envelopeId: string
  who: Viewer
  diamonds: number
  people: number
  /** Epoch ms. */
  opensAt: number
  /** Only super fans can open it. */
  forSuperFans?: boolean
  /** It was opened, or its time is over. */
  gone?: boolean
}

export function envelope(heading: Heading, fields: EnvelopeFields): RoomMessage {
  const { envelopeId, who, diamonds, people, opensAt, forSuperFans = false, gone = false } = fields
  const { SUPER_FAN_BOX, BUSINESS_TYPE_USER_DIAMOND } = proto.EnvelopeBusinessType
  const line = { key: 'pm_mt_treasure_box_sender_comment', pattern: '{0:user} sent a Treasure Box with {1:image} x {2:string}', who }
  return made(
    { method: 'WebcastEnvelopeMessage', codec: proto.WebcastEnvelopeMessage, heading, ...(!gone && { line }) },
    {
      display: gone ? proto.EnvelopeDisplay.HIDE : proto.EnvelopeDisplay.NEW,
      envelopeInfo: message(proto.MessageRedEnvelopInfo, {
        envelopeId,
        businessType: forSuperFans ? SUPER_FAN_BOX : BUSINESS_TYPE_USER_DIAMOND,
        ...(!gone && {
          sendUserId: who.id,
          sendUserName: who.nickname,
          diamondCount: diamonds,
          peopleCount: people,
          unpackAt: Math.trunc(opensAt / 1000),
        }),
      }),
    },
  )
}

/** A viewer has become a super fan, or TikTok tells something else of one. */
export function superFan(heading: Heading, { who, joined = true }: { who: Viewer; joined?: boolean }): RoomMessage {
  const key = joined ? 'ttlive_superfan_commentnotif_superfanjoined' : 'ttlive_superfan_levelup'
  const pieces = [message(proto.TextPiece, { type: 11, userValue: message(proto.TextPieceUser, { user: user(who) }) })]
  return made(
    { method: 'WebcastBarrageMessage', codec: proto.WebcastBarrageMessage, heading },
    { content: { key, defaultPattern: '{0:user} became a Super Fan', defaultFormat: undefined, pieces }, duration: '4000' },
  )
}

export interface CaptionFields {
  sentenceId: string
  texts: readonly { language: string; text: string }[]
  /** The sentence does not change any more. */
  final?: boolean
}

export function caption(heading: Heading, { sentenceId, texts, final = true }: CaptionFields): RoomMessage {
  return made(
    // TikTok gives captions no time.
    { method: 'WebcastCaptionMessage', codec: proto.WebcastCaptionMessage, heading: { ...heading, createTime: '0' } },
    {
      sentenceId,
      definite: final,
      durationMs: '2000',
      content: texts.map(({ language, text }) => message(proto.CaptionContent, { lang: language, content: text })),
    },
  )
}

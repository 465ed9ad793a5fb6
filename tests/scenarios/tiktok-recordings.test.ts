import { describe, expect, test } from 'vitest'
import * as proto from 'tiktok-live-proto/v3'
import { endsTheLive, playRecording } from '@standby/bridge/simulator/playback.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import type { RoomMessage } from '@standby/bridge/simulator/wire.ts'
import { liveEventDraft, type LiveEventType, type RoomReport, type ToldEventDraft } from '@standby/shared/live/event.ts'
import { newerMessages } from '../support/fixtures/messages/newer.ts'
import { oddities } from '../support/fixtures/messages/oddities.ts'
import { replays, unusualKinds } from '../support/fixtures/messages/replays.ts'
import { simulator, watchLink } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

/** What a replayed message should become, told from the raw protobuf and not from our own reading of it. */
function expected({ method, payload }: RoomMessage): string[] {
  switch (method) {
    case 'WebcastChatMessage':
      return [`chat ${proto.WebcastChatMessage.decode(payload).content.trim()}`]
    case 'WebcastEmoteChatMessage':
      return ['chat  with 1 emotes']
    case 'WebcastGiftMessage': {
      const { giftId, repeatCount, repeatEnd, gift } = proto.WebcastGiftMessage.decode(payload)
      return [`gift ${giftId} x${repeatCount} of ${gift?.diamondCount ?? 0}${gift?.type !== 1 || repeatEnd === 1 ? ' final' : ''}`]
    }
    case 'WebcastLikeMessage': {
      const { count, total } = proto.WebcastLikeMessage.decode(payload)
      return [...(count > 0 ? [`like ${count}`] : []), ...(total === '0' ? [] : [`likes ${total}`])]
    }
    case 'WebcastSocialMessage': {
      const { action, followCount } = proto.WebcastSocialMessage.decode(payload)
      return [Number(action) === 1 ? `follow, then ${followCount}` : 'share']
    }
    case 'WebcastMemberMessage':
      return ['join']
    case 'WebcastSubNotifyMessage':
      return ['subscribe']
    case 'WebcastRoomUserSeqMessage':
      return [`viewers ${proto.WebcastRoomUserSeqMessage.decode(payload).total}`]
    case 'WebcastControlMessage':
      return (
        [['paused'], ['resumed'], ['live-end creator'], ['live-end tiktok']][proto.WebcastControlMessage.decode(payload).action - 1] ?? []
      )
    case 'WebcastImDeleteMessage': {
      const { deleteMsgIds, deleteUserIds } = proto.WebcastImDeleteMessage.decode(payload)
      return [`deleted ${[...deleteMsgIds, ...deleteUserIds].join(' ')}`]
    }
    case 'WebcastGoalUpdateMessage':
      return proto.WebcastGoalUpdateMessage.decode(payload).goal === undefined ? [] : ['news goal']
    case 'WebcastRankUpdateMessage':
      return proto.WebcastRankUpdateMessage.decode(payload).updates.some(({ rankType }) => rankType > 0) ? ['news ranks'] : []
    case 'WebcastRoomPinMessage':
      return ['news pin']
    case 'WebcastQuestionNewMessage':
      return [`question ${proto.WebcastQuestionNewMessage.decode(payload).data?.content.trim()}`]
    case 'WebcastEnvelopeMessage': {
      const { display, envelopeInfo } = proto.WebcastEnvelopeMessage.decode(payload)
      return display === proto.EnvelopeDisplay.NEW ? [`envelope of ${envelopeInfo?.diamondCount} for ${envelopeInfo?.peopleCount}`] : []
    }
    default:
      return []
  }
}

/** The same words for what came out. */
function inWords(event: ToldEventDraft): string {
  switch (event.type) {
    case 'question':
      return `question ${event.text}`
    case 'envelope':
      return `envelope of ${event.diamondCount} for ${event.people}`
    case 'superfan':
      return `superfan${event.joined ? ' joined' : ''}`
    case 'battle':
      return `battle ${event.phase} ${event.sides.map(({ score }) => score).join(' : ')}`
    case 'poll':
      return `poll ${event.phase} ${event.options.map(({ votes }) => votes).join(' : ')}`
    case 'live-end':
      return `live-end ${event.by}`
    default:
      return viewerInWords(event)
  }
}

function viewerInWords(event: ToldEventDraft): string {
  if (event.type === 'chat') return `chat ${event.text}${event.emotes === undefined ? '' : ` with ${event.emotes.length} emotes`}`
  if (event.type === 'like') return `like ${event.count}`
  if (event.type === 'follow') return `follow, then ${event.followers}`
  if (event.type !== 'gift') return event.type
  return `gift ${event.giftId} x${event.count} of ${event.diamondCount}${event.final ? ' final' : ''}`
}

function reportInWords(report: RoomReport): string {
  if (report.type === 'viewers') return `viewers ${report.viewers}`
  if (report.type === 'likes') return `likes ${report.likes}`
  if (report.type === 'deleted') return `deleted ${[...report.messageIds, ...report.userIds].join(' ')}`
  return report.type === 'news' ? `news ${report.news.type}` : report.type
}

/** Cut after each message that ends a LIVE: a link is over with it, and the next one goes on. */
function lives(messages: readonly RoomMessage[]): RoomMessage[][] {
  const cut: RoomMessage[][] = [[]]
  for (const message of messages) {
    cut.at(-1)!.push(message)
    if (endsTheLive(message)) cut.push([])
  }
  return cut.filter((one) => one.length > 0)
}

/** Plays the messages, LIVE after LIVE, to one real link each; what they became, in words. */
async function played(sim: Simulator, username: string, messages: readonly RoomMessage[]): Promise<string[]> {
  const room = sim.room(username)
  const seen: string[] = []
  for (const live of lives(messages)) {
    const link = watchLink({ username, upstream: sim.upstream() })
    await link.opened()
    await waitFor(() => room.socketCount === 1, { what: 'the socket' })
    await playRecording(room, live, { perFrame: 7 })
    if (!endsTheLive(live.at(-1)!)) room.closeSockets(1000)
    const cause = await link.closed()
    expect(cause.kind).toBe(endsTheLive(live.at(-1)!) ? 'ended' : 'tiktok')
    expect(link.complaints).toEqual([])
    expect(link.calls()).not.toContain('undecoded')
    for (const input of link.inputs(false)) {
      if (input.type === 'room') {
        const { report } = input
        seen.push(reportInWords(report))
        continue
      }
      const { event } = input
      expect(liveEventDraft.parse(event)).toEqual(event)
      if ('user' in event) {
        expect(event.user.id).toMatch(/^\d{5,}$/)
        expect(event.user.nickname + event.user.uniqueId).not.toBe('')
      }
      expect(event.at).toBeGreaterThan(1_600_000_000_000)
      seen.push(inWords(event))
    }
    await waitFor(() => room.socketCount === 0, { what: 'the socket to go' })
  }
  return seen
}

/** Kinds that no made LIVE has, and that mean something all the same. */
const OF_USE = [
  'WebcastLinkMicBattle',
  'WebcastLinkMicArmies',
  'WebcastLinkMicBattlePunishFinish',
  'WebcastPollMessage',
  'WebcastCaptionMessage',
]

/** "gift 5655 x1 of 1" is a gift; "news goal" is state. */
const kindsOf = (seen: readonly string[]): string[] => [...new Set(seen.map((one) => /^news \w+|^[\w-]+/.exec(one)![0]))].sort()

/** All that the recordings of 2023 hold, but for TikTok's notices that somebody of a high level joined. */
const KINDS_RECORDED = [
  ...(['chat', 'envelope', 'follow', 'gift', 'join', 'like', 'live-end', 'question', 'share', 'subscribe'] satisfies LiveEventType[]),
  ...['deleted', 'likes', 'paused', 'resumed', 'viewers'],
  ...['news goal', 'news pin', 'news ranks'],
].sort()

describe('One attempt at TikTok', () => {
  test('[TK25][TK48] replayed messages arrive in order, every kind that they contain, without an error', async () => {
    const sim = await simulator()
    for (const { name, messages } of replays()) {
      const seen = await played(sim, name, messages)
      expect(seen).toEqual(messages.flatMap(expected))
      expect(seen.length).toBeGreaterThan(400)
      expect(kindsOf(seen)).toEqual(KINDS_RECORDED)
    }
    await sim.close()
  })

  test('[TK25] a kind of message that is of no use disturbs nothing, all its fields set', async () => {
    const sim = await simulator()
    const unusual = unusualKinds()
    const useless = unusual.filter(({ method }) => !OF_USE.includes(method))
    expect(useless.length).toBeGreaterThan(40)
    expect(await played(sim, 'unusual', useless)).toEqual([])
    const ofUse = unusual.filter(({ method }) => OF_USE.includes(method))
    expect(kindsOf(await played(sim, 'of use', ofUse))).toEqual(['battle', 'news battle', 'news caption', 'news poll', 'poll'])
    await sim.close()
  })

  test.each([1, 2, 3])('[TK47][SM44] battles, polls, questions, chests, super fans and captions come out, seed %i', async (seed) => {
    const sim = await simulator()
    const { creator, messages } = newerMessages(seed)
    const seen = await played(
      sim,
      creator.uniqueId,
      messages.map(({ message }) => message),
    )
    expect(seen).toEqual(messages.flatMap(({ becomes }) => becomes))
    await sim.close()
  })

  test('[TK24] the edges: nobody, nothing, too much, too long, of another time', async () => {
    const sim = await simulator()
    const room = sim.room('odd')
    const link = watchLink({ username: 'odd', upstream: sim.upstream() })
    await link.opened()
    await waitFor(() => room.socketCount === 1, { what: 'the socket' })
    for (const { what, message, becomes } of oddities(() => room.heading(), expect.closeTo(Date.now(), -5))) {
      const before = link.inputs(false).length
      const frames = link.calls().filter((call) => call === 'frame').length
      room.send([message])
      await waitFor(() => link.calls().filter((call) => call === 'frame').length > frames, { what, everyMs: 1 })
      const inputs = link.inputs(false).slice(before)
      expect(inputs, what).toMatchObject(becomes)
      for (const input of inputs) if (input.type === 'event') expect(liveEventDraft.parse(input.event), what).toEqual(input.event)
    }
    expect(link.complaints).toEqual([])
    expect(link.calls()).not.toContain('undecoded')
    link.close()
    await sim.close()
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aboutLive, normalize } from '@standby/bridge/sources/tiktok/normalize.pure.ts'
import type { Creator } from '@standby/bridge/sources/tiktok/receiver.pure.ts'
import { liveEventDraft, type LiveInput } from '@standby/shared/live/event.ts'

const NOW = 1_790_000_000_000
const CREATOR: Creator = { id: '1', uniqueId: 'ada', nickname: 'Ada' }
const common = { msgId: '77', createTime: String(NOW - 5_000) }
const inputs = (method: string, data: object, creator = CREATOR): LiveInput[] =>
  normalize({ method, msgId: '77', data: { common, ...data } }, NOW, creator)
const eventOf = (method: string, data: object, creator = CREATOR) => {
  const input = inputs(method, data, creator).find(({ type }) => type === 'event')
  if (input?.type !== 'event') return null
  expect(liveEventDraft.parse(input.event)).toEqual(input.event)
  return input.event
}
const newsOf = (method: string, data: object, creator = CREATOR) => {
  const input = inputs(method, data, creator).find(({ type }) => type === 'room')
  return input?.type === 'room' && input.report.type === 'news' ? input.report : null
}

const user = (id: string, name: string) => ({ userId: id, displayId: name, nickName: name.toUpperCase() })
const anchorsInfo = [
  { key: '2', value: { user: user('2', 'bob') } },
  { key: '1', value: { user: user('1', 'ada') } },
]
const armies = { '1': { anchorIdStr: '1', hostscore: '120' }, '2': { anchorIdStr: '2', hostscore: '80' } }
const battleSettings = { startTimeMs: String(NOW), duration: 300, status: 1 }
const host = (id: string, name: string) => ({ id, uniqueId: name, nickname: name.toUpperCase(), avatarUrl: null })

describe('One attempt at TikTok', () => {
  test('[TK47] a battle begins with its sides, the creator’s own first, and when it is to end', () => {
    expect(eventOf('WebcastLinkMicBattle', { battleId: '9', action: 4, battleSettings, anchorsInfo })).toEqual({
      id: 'battle-9-start',
      at: NOW - 5_000,
      missed: false,
      type: 'battle',
      phase: 'start',
      battleId: '9',
      startedAt: NOW,
      endsAt: NOW + 300_000,
      sides: [
        { id: '1', hosts: [host('1', 'ada')], score: 0, own: true },
        { id: '2', hosts: [host('2', 'bob')], score: 0, own: false },
      ],
    })
    // An invitation is none, and neither is what has no id.
    expect(eventOf('WebcastLinkMicBattle', { battleId: '9', action: 1, anchorsInfo })).toBeNull()
    expect(inputs('WebcastLinkMicBattle', { action: 4, anchorsInfo })).toEqual([])
    // By the name alone too.
    const byName = { id: '', uniqueId: 'BOB', nickname: '' }
    expect(eventOf('WebcastLinkMicBattle', { battleId: '9', action: 4, anchorsInfo }, byName)).toMatchObject({
      sides: [
        { id: '2', own: true },
        { id: '1', own: false },
      ],
    })
  })

  test('[TK47] scores are news, by creator or by team', () => {
    expect(newsOf('WebcastLinkMicArmies', { battleId: '9', armies, triggerReason: 1 })).toMatchObject({
      at: NOW - 5_000,
      news: {
        type: 'battle',
        over: false,
        battle: {
          battleId: '9',
          sides: [
            { id: '1', score: 120, own: true },
            { id: '2', score: 80 },
          ],
        },
      },
    })
    expect(eventOf('WebcastLinkMicArmies', { battleId: '9', armies, triggerReason: 1 })).toBeNull()
    const teamArmies = [
      { teamId: '5', teamTotalScore: '70', teamUser: [{ userId: '2' }, { userId: '3' }] },
      { teamId: '6', teamTotalScore: '90', teamUser: [{ userId: '1' }, { userId: '4' }] },
    ]
    expect(newsOf('WebcastLinkMicArmies', { battleId: '9', armies, teamArmies })?.news).toMatchObject({
      battle: {
        sides: [
          { id: '6', score: 90, own: true, hosts: [{ id: '1' }, { id: '4' }] },
          { id: '5', score: 70, own: false, hosts: [{ id: '2' }, { id: '3' }] },
        ],
      },
    })
  })

  test('[TK47] a battle ends with TikTok’s verdict, by whichever message says it first', () => {
    const battleResult = { '1': { userId: '1', result: 0, score: '121' }, '2': { userId: '2', result: 1, score: '80' } }
    expect(eventOf('WebcastLinkMicBattle', { battleId: '9', action: 5, anchorsInfo, battleResult })).toMatchObject({
      id: 'battle-9-end',
      sides: [
        { id: '1', score: 121, result: 'win' },
        { id: '2', score: 80, result: 'lose' },
      ],
    })
    // That everybody has won says nothing: it is what is there if TikTok tells no verdict.
    const nothing = { '1': { userId: '1', score: '5' }, '2': { userId: '2', score: '6' } }
    const event = eventOf('WebcastLinkMicBattle', { battleId: '9', action: 6, anchorsInfo, battleResult: nothing })
    expect(event?.type === 'battle' && event.sides.map((side) => [side.score, 'result' in side])).toEqual([
      [5, false],
      [6, false],
    ])
    const ends = [
      ['WebcastLinkMicArmies', { armies, triggerReason: 2 }],
      ['WebcastLinkMicBattlePunishFinish', {}],
      ['WebcastLinkMicBattle', { battleSettings: { status: 3 } }],
    ] as const
    for (const [method, data] of ends) expect(eventOf(method, { battleId: '9', ...data })?.id).toBe('battle-9-end')
  })

  test('[TK47] a poll begins, is voted in and ends', () => {
    const optionList = [
      { optionIdx: 1, displayContent: 'No', votes: '3' },
      { optionIdx: 0, displayContent: 'Yes', votes: '8' },
    ]
    const startContent = { title: 'Tea?', startTime: '1790000000', endTime: '1790000060000', optionList }
    expect(eventOf('WebcastPollMessage', { pollId: '3', startContent })).toMatchObject({
      id: 'poll-3-start',
      phase: 'start',
      title: 'Tea?',
      startedAt: NOW,
      endsAt: NOW + 60_000,
      options: [
        { text: 'Yes', votes: 8 },
        { text: 'No', votes: 3 },
      ],
    })
    const votes = { pollId: '3', updateVotesContent: { optionList } }
    expect(eventOf('WebcastPollMessage', votes)).toBeNull()
    expect(newsOf('WebcastPollMessage', votes)?.news).toMatchObject({
      type: 'poll',
      over: false,
      poll: { options: [{ votes: 8 }, { votes: 3 }] },
    })
    expect(eventOf('WebcastPollMessage', { pollId: '3', endContent: { optionList } })).toMatchObject({ id: 'poll-3-end' })
    expect(inputs('WebcastPollMessage', { startContent })).toEqual([])
  })

  test('[TK47] a question has who asks, and a chest who gives it, to how many, and when it opens', () => {
    const bob = { id: '2', displayId: 'bob', nickname: 'Bob' }
    expect(eventOf('WebcastQuestionNewMessage', { data: { questionId: '5', content: ' why? ', user: bob } })).toMatchObject({
      id: '77',
      type: 'question',
      questionId: '5',
      text: 'why?',
      user: { id: '2', uniqueId: 'bob' },
    })
    expect(inputs('WebcastQuestionNewMessage', { data: { content: 'why?' } })).toEqual([])
    const envelopeInfo = {
      envelopeId: '8',
      businessType: 1,
      sendUserId: '2',
      sendUserName: 'Bob',
      diamondCount: 20,
      peopleCount: 5,
      unpackAt: 1_790_000_030,
    }
    expect(eventOf('WebcastEnvelopeMessage', { display: 1, envelopeInfo })).toMatchObject({
      type: 'envelope',
      envelopeId: '8',
      kind: 'viewer',
      diamondCount: 20,
      people: 5,
      opensAt: NOW + 30_000,
      user: { id: '2', uniqueId: '', nickname: 'Bob' },
    })
    const pieces = [{ userValue: { user: { ...bob, userAttr: { isAdmin: true } } } }]
    const shown = eventOf('WebcastEnvelopeMessage', { common: { ...common, displayText: { pieces } }, display: 1, envelopeInfo })
    expect(shown).toMatchObject({ user: { uniqueId: 'bob', relation: { moderator: true } } })
    // Somebody else's name in the text is not who gave it.
    const other = [{ userValue: { user: { ...bob, id: '3' } } }]
    expect(
      eventOf('WebcastEnvelopeMessage', { common: { ...common, displayText: { pieces: other } }, display: 1, envelopeInfo }),
    ).toMatchObject({ user: { id: '2', uniqueId: '' } })
    const kinds = [1, 2, 4, 19, 13].map((businessType) => {
      const event = eventOf('WebcastEnvelopeMessage', { display: 1, envelopeInfo: { ...envelopeInfo, businessType } })
      return event?.type === 'envelope' && event.kind
    })
    expect(kinds).toEqual(['viewer', 'tiktok', 'tiktok', 'super-fans', 'other'])
    expect(inputs('WebcastEnvelopeMessage', { display: 2, envelopeInfo })).toEqual([])
    expect(inputs('WebcastEnvelopeMessage', { display: 1, envelopeInfo: { diamondCount: 5 } })).toEqual([])
  })

  test('[TK47] of TikTok’s notices only those of super fans are events, wherever the user is', () => {
    const bob = { id: '2', displayId: 'bob', nickname: 'Bob' }
    const key = 'ttlive_superFan_commentNotif_superFanJoined'
    expect(eventOf('WebcastBarrageMessage', { content: { key, pieces: [{ userValue: { user: bob } }] } })).toMatchObject({
      type: 'superfan',
      joined: true,
      user: { id: '2' },
    })
    const levels = { commonBarrageContent: { key: 'ttlive_superfan_x' }, fansLevelParam: { user: bob } }
    expect(eventOf('WebcastBarrageMessage', levels)).toMatchObject({ joined: false, user: { id: '2' } })
    expect(inputs('WebcastBarrageMessage', { content: { key: 'pm_mt_fan_live_join' }, user: bob })).toEqual([])
  })

  test('[TK47] a caption is what is said now, and the end of the LIVE says who ended it', () => {
    const content = [
      { lang: 'en', content: 'hello' },
      { lang: 'fr', content: ' ' },
    ]
    expect(newsOf('WebcastCaptionMessage', { sentenceId: '4', content, durationMs: '2000', definite: true })?.news).toEqual({
      type: 'caption',
      caption: { id: '4', at: NOW, texts: [{ language: 'en', text: 'hello' }], shownMs: 2_000, final: true },
    })
    expect(inputs('WebcastCaptionMessage', { sentenceId: '4', content: [] })).toEqual([])
    expect(eventOf('WebcastControlMessage', { action: 3 })).toEqual({
      id: '77',
      at: NOW - 5_000,
      missed: false,
      type: 'live-end',
      by: 'creator',
    })
    expect(eventOf('WebcastControlMessage', { action: 4 })).toMatchObject({ by: 'tiktok' })
    expect(inputs('WebcastControlMessage', { action: 12 })).toEqual([])
  })

  test('[TK49] the title and topic of the LIVE are told by the room’s own answer', () => {
    const answer = { data: { title: ' Painting the sea ', hashtag: { title: 'Art' } } }
    expect(aboutLive(answer, NOW)).toEqual({
      type: 'room',
      report: { type: 'news', at: NOW, news: { type: 'about', title: 'Painting the sea', topic: 'Art' } },
    })
    expect(aboutLive({ data: { hashtag: 5 } }, NOW)).toBeNull()
    expect(aboutLive(null, NOW)).toBeNull()
  })

  test('[TK47] whatever is in such a message, nothing is thrown, and what comes out fits the schema', () => {
    const methods = fc.constantFrom(
      ...['LinkMicBattle', 'LinkMicArmies', 'LinkMicBattlePunishFinish', 'PollMessage', 'QuestionNewMessage'],
      ...['EnvelopeMessage', 'BarrageMessage', 'CaptionMessage', 'ControlMessage'],
    )
    const map = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.string(), fc.anything()),
      fc.array(fc.record({ key: fc.anything(), value: fc.anything() })),
    )
    const parts = fc.record({
      battleId: fc.oneof(fc.constant('9'), fc.anything()),
      pollId: fc.oneof(fc.constant('9'), fc.anything()),
      action: fc.oneof(fc.integer(), fc.anything()),
      display: fc.constantFrom(1, 2, 'x'),
      battleSettings: fc.anything(),
      anchorsInfo: map,
      armies: map,
      battleResult: map,
      teamArmies: fc.oneof(
        fc.anything(),
        fc.array(fc.record({ teamId: fc.constantFrom('1', '', 5), teamUser: map, teamTotalScore: fc.anything() })),
      ),
      teamMember: fc.oneof(fc.anything(), fc.array(fc.record({ teamId: fc.constantFrom('1', '2'), userId: fc.anything() }))),
      startContent: fc.oneof(fc.anything(), fc.record({ optionList: map, startTime: fc.anything() })),
      endContent: fc.anything(),
      data: fc.oneof(fc.anything(), fc.record({ questionId: fc.constant('5'), user: fc.anything(), content: fc.anything() })),
      envelopeInfo: fc.oneof(
        fc.anything(),
        fc.record({ envelopeId: fc.constant('5'), unpackAt: fc.anything(), businessType: fc.anything() }),
      ),
      content: fc.oneof(fc.anything(), fc.record({ key: fc.constant('ttlive_superfan'), pieces: map }), map),
    })
    fc.assert(
      fc.property(methods, parts, (method, data) => {
        for (const input of inputs(`Webcast${method}`, data)) {
          if (input.type === 'event') expect(liveEventDraft.parse(input.event)).toEqual(input.event)
        }
      }),
    )
  })
})

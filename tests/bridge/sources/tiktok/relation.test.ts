import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chatOf, emoteChat } from '@standby/bridge/sources/tiktok/chat.pure.ts'
import { normalize } from '@standby/bridge/sources/tiktok/normalize.pure.ts'
import { relationOf } from '@standby/bridge/sources/tiktok/relation.pure.ts'
import { relation as relationSchema } from '@standby/shared/live/user.ts'

const picture = (name: string) => ({ urlList: [`https://p16.example/${name}.webp`, 'https://p16.example/second.webp'] })
const emote = (id: string) => ({ emoteId: id, image: picture(id) })
const url = (name: string): string => `https://p16.example/${name}.webp`
const ofMessage = (method: string, data: object) => {
  const [input] = normalize({ method, msgId: '7', data: { user: { id: '1', displayId: 'bob' }, ...data } }, 1_700_000_000_000)
  return input?.type === 'event' ? input.event : null
}

describe('One attempt at TikTok', () => {
  test('[TK41] a user’s relationship comes from the badges and from what the message says of its sender', () => {
    const user = {
      followInfo: { followStatus: '1' },
      badgeList: [
        { sceneType: 1, displayType: 2, text: { key: 'pm_mt_moderator_im' } },
        { sceneType: 4, displayType: 1, image: { image: picture('sub') }, privilegeLogExtra: { privilegeId: '9' } },
        { sceneType: 6, openweburl: 'sslocal://x?show_mask=1&rank=2&score=11' },
        { sceneType: 8, privilegeLogExtra: { privilegeId: '71', level: '10' }, combine: { icon: picture('level') } },
        { sceneType: 10, privilegeLogExtra: { level: '3' } },
      ],
    }
    expect(relationOf(user, {})).toEqual({
      follower: true,
      moderator: true,
      subscriber: true,
      topGifterRank: 2,
      gifterLevel: 10,
      teamLevel: 3,
      badges: [
        { scene: 1 },
        { scene: 4, id: '9', pictureUrl: url('sub') },
        { scene: 6 },
        { scene: 8, id: '71', level: 10, pictureUrl: url('level') },
        { scene: 10, level: 3 },
      ],
    })
    expect(relationOf({}, { isMutualFollowingWithAnchor: true })).toEqual({ follower: true, friend: true })
    expect(relationOf({}, { isFollowerOfAnchor: true, isSubscriberOfAnchor: true, isModeratorOfAnchor: true })).toEqual({
      follower: true,
      subscriber: true,
      moderator: true,
    })
    expect(relationOf({ followInfo: { followStatus: '2' } }, null)).toEqual({ follower: true, friend: true })
    expect(relationOf({ userAttr: { isAdmin: true } }, null)).toEqual({ moderator: true })
  })

  test('[TK41] of a user about whom TikTok tells nothing there is no relationship', () => {
    expect(relationOf({}, {})).toBeNull()
    expect(relationOf({ followInfo: { followStatus: '0' }, badgeList: 'none' }, { isFollowerOfAnchor: false })).toBeNull()
    expect(ofMessage('WebcastChatMessage', { content: 'hi' })).not.toHaveProperty('user.relation')
  })

  test('[TK41] a badge that comes twice is one, with all that both tell; there are at most eight', () => {
    const twice = [
      { sceneType: 8, privilegeLogExtra: { level: '5' } },
      { sceneType: 8, combine: { icon: picture('five') } },
    ]
    expect(relationOf({ badgeList: twice }, null)?.badges).toEqual([{ scene: 8, level: 5, pictureUrl: url('five') }])
    const many = Array.from({ length: 500 }, (_, scene) => ({ sceneType: scene + 20 }))
    expect(relationOf({ badgeList: many }, null)?.badges).toHaveLength(8)
  })

  test('[TK41] whatever stands for a user, what it makes fits the schema, or is nothing', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (badgeList, followInfo, identity) => {
        const made = relationOf({ badgeList, followInfo, userAttr: identity }, identity)
        if (made !== null) relationSchema.parse(made)
      }),
    )
  })

  test('[TK42] a chat has its emotes in place, in order and within the text, and none within a character', () => {
    const emotes = [
      { index: 4, emote: emote('b') },
      { index: 0, emote: emote('a') },
      { index: 900, emote: emote('c') },
      { index: 2, emote: { emoteId: 'without a picture' } },
    ]
    expect(chatOf({ content: 'hey you', emotes })).toEqual({
      text: 'hey you',
      emotes: [
        { id: 'a', pictureUrl: url('a'), at: 0, length: 0 },
        { id: 'without a picture', pictureUrl: null, at: 2, length: 0 },
        { id: 'b', pictureUrl: url('b'), at: 4, length: 0 },
        { id: 'c', pictureUrl: url('c'), at: 7, length: 0 },
      ],
    })
    expect(chatOf({ content: '😀x', emotes: [{ index: 1, emote: emote('a') }] }).emotes).toMatchObject([{ at: 0 }])
  })

  test('[TK42] a chat of emotes alone has an empty text, and there are at most twenty emotes', () => {
    const alone = [
      { id: 'a', pictureUrl: url('a'), at: 0, length: 0 },
      { id: 'b', pictureUrl: url('b'), at: 0, length: 0 },
    ]
    expect(emoteChat([emote('a'), emote('b')])).toEqual({ text: '', emotes: alone })
    expect(chatOf({ content: '', emotes: [{ emote: emote('a') }, { emote: emote('b') }] })).toEqual({ text: '', emotes: alone })
    expect(emoteChat('nonsense')).toEqual({ text: '', emotes: [{ id: '', pictureUrl: null, at: 0, length: 0 }] })
    const many = Array.from({ length: 500 }, () => emote('a'))
    expect(emoteChat(many).emotes).toHaveLength(20)
    expect(chatOf({ content: 'x', emotes: many.map((one) => ({ emote: one })) }).emotes).toHaveLength(20)
  })

  test('[TK42] an emote’s picture is cleaned up as a viewer’s picture is', () => {
    const pictured = (...urlList: string[]) => emoteChat([{ emoteId: 'a', image: { urlList } }]).emotes?.[0]?.pictureUrl
    expect(pictured('javascript:x')).toBeNull()
    expect(pictured('https://p16.example/a~shrink.webp', url('a'))).toBe(url('a'))
  })

  test('[TK42] a chat tells whom it answers or names, each once, and its language', () => {
    const eve = { id: '2', displayId: 'eve', nickname: 'Eve', avatarThumb: picture('eve') }
    const said = chatOf({ content: '@Eve hi', atUser: eve, mentionUsers: [eve, { id: '3', displayId: 'al' }, {}], contentLanguage: 'en' })
    expect(said).toEqual({
      text: '@Eve hi',
      mentions: [
        { id: '2', uniqueId: 'eve', nickname: 'Eve' },
        { id: '3', uniqueId: 'al', nickname: '' },
      ],
      language: 'en',
    })
    expect(chatOf({ content: 'hi' })).toEqual({ text: 'hi' })
  })

  test('[TK43] a gift has its picture and a subscription its months, if TikTok tells them', () => {
    const rose = { giftId: '5655', gift: { id: '5655', name: 'Rose', diamondCount: 1, type: 1, image: picture('rose') }, repeatCount: 1 }
    expect(ofMessage('WebcastGiftMessage', rose)).toMatchObject({ pictureUrl: url('rose') })
    expect(ofMessage('WebcastGiftMessage', { ...rose, gift: { ...rose.gift, image: { urlList: ['javascript:x'] } } })).not.toHaveProperty(
      'pictureUrl',
    )
    expect(ofMessage('WebcastSubNotifyMessage', { subMonth: '4' })).toMatchObject({ type: 'subscribe', months: 4 })
    expect(ofMessage('WebcastSubNotifyMessage', {})).not.toHaveProperty('months')
  })
})

import type { Badge, Relation } from '@standby/shared/live/user.ts'
import { fields, type Fields } from './fields.pure.ts'
import { pictureOf } from './pictures.pure.ts'
import { idText, wholeNumber } from './text.ts'

/** What a badge is about: `BadgeStruct.sceneType`, `tiktok-live-proto/v3`, as recorded. */
const SCENE = { moderator: 1, newGifter: 2, subscriber: 4, topGifter: 6, otherSubscriber: 7, gifterLevel: 8, teamLevel: 10 } as const
/** `FollowInfo.followStatus`. */
const FOLLOWS = 1
const FOLLOWS_EACH_OTHER = 2
/** TikTok shows four or five; there is no telling what a stranger's message holds. */
const MAX_BADGES = 8

/**
 * A user's relationship to the creator, by the user's own badges and by what the message says of its sender. Only what is true is in it;
 * null if TikTok said nothing.
 */
export function relationOf(user: Fields, userIdentity: unknown): Relation | null {
  const identity = fields(userIdentity)
  const badges = badgesOf(user['badgeList'])
  const has = (...scenes: number[]): boolean => badges.some(({ scene }) => scenes.includes(scene))
  const levelOf = (scene: number): number => badges.find((badge) => badge.scene === scene)?.level ?? 0
  const status = wholeNumber(fields(user['followInfo'])['followStatus'])
  const isFriend = identity['isMutualFollowingWithAnchor'] === true || status === FOLLOWS_EACH_OTHER
  const isFollower = isFriend || identity['isFollowerOfAnchor'] === true || status === FOLLOWS
  const isModerator = identity['isModeratorOfAnchor'] === true || fields(user['userAttr'])['isAdmin'] === true || has(SCENE.moderator)
  const isSubscriber = identity['isSubscriberOfAnchor'] === true || has(SCENE.subscriber, SCENE.otherSubscriber)
  const rank = topRank(user['badgeList'])
  const gifterLevel = levelOf(SCENE.gifterLevel)
  const teamLevel = levelOf(SCENE.teamLevel)
  const relation: Relation = {
    ...(isFollower && { follower: true }),
    ...(isFriend && { friend: true }),
    ...(isModerator && { moderator: true }),
    ...(isSubscriber && { subscriber: true }),
    ...(has(SCENE.newGifter) && { newGifter: true }),
    ...(rank > 0 && { topGifterRank: rank }),
    ...(gifterLevel > 0 && { gifterLevel }),
    ...(teamLevel > 0 && { teamLevel }),
    ...(badges.length > 0 && { badges }),
  }
  return Object.keys(relation).length === 0 ? null : relation
}

/** TikTok sends many badges twice, as a picture and as a combination of picture and text: one of each scene is kept, with all it tells. */
function badgesOf(list: unknown): Badge[] {
  const badges = new Map<number, Badge>()
  for (const one of Array.isArray(list) ? list.slice(0, 2 * MAX_BADGES) : []) {
    const badge = fields(one)
    const scene = wholeNumber(badge['sceneType'])
    const log = fields(badge['privilegeLogExtra'])
    const level = wholeNumber(log['level'])
    const id = idText(log['privilegeId'])
    const pictureUrl = pictureOf(fields(badge['image'])['image']) ?? pictureOf(fields(badge['combine'])['icon'])
    if (scene === 0) continue
    const before = badges.get(scene)
    badges.set(scene, {
      scene,
      ...(id !== '' && { id }),
      ...(level > 0 && { level }),
      ...(pictureUrl !== null && { pictureUrl }),
      ...before,
    })
  }
  return [...badges.values()].slice(0, MAX_BADGES)
}

/** TikTok tells the rank of a top gifter in the address that the badge opens. */
function topRank(list: unknown): number {
  for (const one of Array.isArray(list) ? list.slice(0, 2 * MAX_BADGES) : []) {
    const badge = fields(one)
    const opens = badge['openweburl']
    if (wholeNumber(badge['sceneType']) !== SCENE.topGifter || typeof opens !== 'string') continue
    const rank = wholeNumber(/[?&]rank=(\d{1,3})(?:&|$)/.exec(opens)?.[1])
    if (rank > 0) return rank
  }
  return 0
}

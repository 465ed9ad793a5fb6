import { cleanText, MAX_NAME_LENGTH } from '@standby/shared/clean-text.ts'
import type { LiveUser } from '@standby/shared/live/event.ts'
import { fields, type Fields } from './fields.pure.ts'
import { idText } from './text.ts'

/** Whose LIVE it is, as far as it is known; `''` for what is not. */
export interface Creator {
  id: string
  uniqueId: string
  nickname: string
}

/** Who a message says that it is for. */
type Named = Pick<LiveUser, 'id' | 'uniqueId' | 'nickname'>

export const UNKNOWN_CREATOR: Creator = { id: '', uniqueId: '', nickname: '' }

/** The creator by the room's own answer. The name that Standby was given is known in any case. */
export function creatorOf(roomInfo: unknown, uniqueId: string): Creator {
  const data = fields(fields(roomInfo)['data'])
  const owner = fields(data['owner'])
  const id = [owner['id_str'], data['owner_user_id_str'], owner['id'], data['owner_user_id']].map(exactId).find((one) => one !== '')
  return { id: id ?? '', uniqueId, nickname: cleanText(owner['nickname'], MAX_NAME_LENGTH) }
}

/**
 * The guest whom a gift is for; null if it is for the creator, or if TikTok names nobody. TikTok has three places that name a receiver.
 * The first that names somebody decides.
 */
export function guestOf(gift: Fields, creator: Creator): Named | null {
  const monitor = fields(gift['monitorInfo'])
  const anchorId = idText(monitor['anchorId'])
  const known = { ...creator, id: creator.id || anchorId }
  const toUser = named(fields(gift['toUser']))
  const member: Named = {
    id: idText(gift['toMemberId']) || idText(gift['toMemberIdInt']),
    uniqueId: '',
    nickname: cleanText(gift['toMemberNickname'], MAX_NAME_LENGTH),
  }
  if (isNamed(toUser)) return isCreator(toUser, known) ? null : { ...toUser, nickname: toUser.nickname || member.nickname }
  if (isNamed(member)) return isCreator(member, known) ? null : member
  // This is made for TikTok's own measurements: it counts only if it certainly speaks of this creator's LIVE.
  const measured: Named = { id: idText(monitor['toUserId']), uniqueId: '', nickname: '' }
  return creator.id !== '' && anchorId === creator.id && isNamed(measured) && !isCreator(measured, creator) ? measured : null
}

/** Whether this id is known to be somebody other than the creator. */
export function isSomebodyElse(id: unknown, creator: Creator): boolean {
  const text = idText(id)
  return text !== '' && creator.id !== '' && text !== creator.id
}

function named(user: Fields): Named {
  return {
    id: idText(user['id']) || idText(user['idStr']),
    uniqueId: cleanText(user['displayId'], MAX_NAME_LENGTH),
    nickname: cleanText(user['nickname'], MAX_NAME_LENGTH),
  }
}

const isNamed = ({ id, uniqueId, nickname }: Named): boolean => id !== '' || uniqueId !== '' || nickname !== ''

/** By the first of id, @name and nickname that both sides have. */
function isCreator(one: Named, creator: Creator): boolean {
  if (one.id !== '' && creator.id !== '') return one.id === creator.id
  if (one.uniqueId !== '' && creator.uniqueId !== '') return one.uniqueId.toLowerCase() === creator.uniqueId.toLowerCase()
  return one.nickname !== '' && one.nickname === creator.nickname
}

/** An id as text; `''` if it came as a number that JSON has rounded. */
function exactId(value: unknown): string {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? '' : idText(value)
}

import { cleanText, MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from '@standby/shared/clean-text.ts'
import type { LiveEventDraft } from '@standby/shared/live/event.ts'
import type { Caption, Poll } from '@standby/shared/live/moments.ts'
import { entries, fields, timeOf, type Fields } from './fields.pure.ts'
import { pictureOf } from './pictures.pure.ts'
import { idText, wholeNumber } from './text.ts'

type Draft<Type extends LiveEventDraft['type']> = Extract<LiveEventDraft, { type: Type }>

/** `EnvelopeDisplay`: a chest that is new. The others say that it is gone. */
const ENVELOPE_NEW = 1
/** `EnvelopeBusinessType`. */
const BY_VIEWER = 1
const FOR_SUPER_FANS = 19
const BY_TIKTOK = [2, 3, 4, 5, 9]
/** TikTok's polls have at most some options, and its captions some languages. */
const MAX_ENTRIES = 20

export interface PollMessage {
  poll: Poll
  phase: 'start' | 'end' | null
}

/** A poll begins, is voted in, or ends; null if it has no id. */
export function pollOf(data: Fields): PollMessage | null {
  const basic = fields(data['pollBasicInfo'])
  const pollId = idText(data['pollId']) || idText(basic['pollIdStr'])
  if (pollId === '') return null
  const [start, update, end] = [fields(data['startContent']), fields(data['updateVotesContent']), fields(data['endContent'])]
  const phase = data['endContent'] !== undefined ? 'end' : data['startContent'] !== undefined ? 'start' : null
  const listed = [end, update, start].map((content) => entries(content['optionList'], MAX_ENTRIES)).find((list) => list.length > 0) ?? []
  const options = listed
    .toSorted((a, b) => wholeNumber(a['optionIdx']) - wholeNumber(b['optionIdx']))
    .map((option) => ({ text: cleanText(option['displayContent'], MAX_TEXT_LENGTH), votes: wholeNumber(option['votes']) }))
  const title = cleanText(start['title'], MAX_TEXT_LENGTH) || cleanText(basic['title'], MAX_TEXT_LENGTH)
  return { phase, poll: { pollId, title, startedAt: timeOf(start['startTime']), endsAt: timeOf(start['endTime']), options } }
}

/** A question and who asked it; null if the message holds none. */
export function questionOf(data: Fields): { question: Pick<Draft<'question'>, 'questionId' | 'text'>; user: unknown } | null {
  const told = fields(data['data'])
  const questionId = idText(told['questionId'])
  if (questionId === '') return null
  return { question: { questionId, text: cleanText(told['content'], MAX_TEXT_LENGTH) }, user: told['user'] }
}

type Envelope = Pick<Draft<'envelope'>, 'envelopeId' | 'kind' | 'diamondCount' | 'people' | 'opensAt'>

/** A treasure chest that is there now, and who gave it, in TikTok's words for a user; null if the message tells something else. */
export function envelopeOf(data: Fields): { envelope: Envelope; user: unknown } | null {
  const info = fields(data['envelopeInfo'])
  const envelopeId = idText(info['envelopeId'])
  if (envelopeId === '' || wholeNumber(data['display']) !== ENVELOPE_NEW) return null
  const envelope: Envelope = {
    envelopeId,
    kind: kindOf(wholeNumber(info['businessType'])),
    diamondCount: wholeNumber(info['diamondCount']),
    people: wholeNumber(info['peopleCount']),
    opensAt: timeOf(info['unpackAt']),
  }
  const sender = idText(info['sendUserId'])
  const shown = userIn(fields(data['common'])['displayText'], sender)
  const plain = { id: sender, nickname: cleanText(info['sendUserName'], MAX_NAME_LENGTH), avatarThumb: info['sendUserAvatar'] }
  return {
    envelope,
    user: shown === null ? plain : { ...plain, ...shown, avatarThumb: pictured(plain.avatarThumb) ?? shown['avatarThumb'] },
  }
}

function kindOf(business: number): Envelope['kind'] {
  if (business === BY_VIEWER) return 'viewer'
  if (business === FOR_SUPER_FANS) return 'super-fans'
  return BY_TIKTOK.includes(business) ? 'tiktok' : 'other'
}

const pictured = (image: unknown): unknown => (pictureOf(image) === null ? null : image)

/** A super fan, by the key of the text that TikTok shows; null for TikTok's other notices of this kind. */
export function superFanOf(data: Fields): { joined: boolean; user: unknown } | null {
  const keys = [fields(data['content'])['key'], fields(data['commonBarrageContent'])['key']].map((key) => cleanText(key, 200).toLowerCase())
  if (!keys.some((key) => key.includes('ttlive_superfan'))) return null
  const named = [data['user'], fields(data['fansLevelParam'])['user'], fields(data['userGradeParam'])['user']]
  const shown = [data['content'], data['commonBarrageContent'], fields(data['common'])['displayText']].map((text) => userIn(text, ''))
  const user = [...named, ...shown].find((one) => idText(fields(one)['id']) !== '')
  return { joined: keys.some((key) => key.includes('superfanjoined')), user }
}

/** The user within a text that TikTok shows. `id`: only this one, if it is known. */
function userIn(text: unknown, id: string): Fields | null {
  const users = entries(fields(text)['pieces'], MAX_ENTRIES).map((piece) => fields(fields(piece['userValue'])['user']))
  return users.find((user) => idText(user['id']) !== '' && (id === '' || idText(user['id']) === id)) ?? null
}

/** What was just said; null if it is nothing. */
export function captionOf(data: Fields, now: number): Caption | null {
  const texts = entries(data['content'], MAX_ENTRIES)
    .map((one) => ({ language: cleanText(one['lang'], 20), text: cleanText(one['content'], MAX_TEXT_LENGTH) }))
    .filter(({ text }) => text !== '')
  if (texts.length === 0) return null
  const common = fields(data['common'])
  // TikTok gives captions no time of their own.
  return {
    id: idText(data['sentenceId']) || idText(common['msgId']),
    at: now,
    texts,
    shownMs: wholeNumber(data['durationMs']),
    final: data['definite'] === true,
  }
}

/** The creator's words for the LIVE and TikTok's topic, by the room's own answer; null if it tells neither. */
export function aboutOf(roomInfo: unknown): { title: string; topic: string } | null {
  const data = fields(fields(roomInfo)['data'])
  const title = cleanText(data['title'], MAX_TEXT_LENGTH)
  const topic = cleanText(fields(data['hashtag'])['title'], MAX_TEXT_LENGTH)
  return title === '' && topic === '' ? null : { title, topic }
}

import type { GiftEvent, LiveEvent } from '../live/event.ts'
import { cleanText, MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from '../clean-text.ts'
import type { Occasion } from './action.ts'

/** What another program is given about the moment, and what the gaps of a template are filled with. Texts are empty and numbers 0 if there are none. */
export interface Values {
  event: Occasion
  /** The creator's @name, without the @. */
  creator: string
  /** The viewer's name as it is shown. */
  user: string
  /** The viewer's @name, without the @. */
  username: string
  userid: string
  gift: string
  /** Pieces of the whole streak. */
  count: number
  /** What all of them are worth. */
  diamonds: number
  /** The chat message. */
  text: string
  /** The chat message without its beginning. */
  rest: string
  /** Why TikTok is away, in a few English words. */
  cause: string
  /** How long TikTok was away, or has been so far. */
  seconds: number
}

export const NO_VALUES: Values = {
  event: 'drop',
  creator: '',
  user: '',
  username: '',
  userid: '',
  gift: '',
  count: 0,
  diamonds: 0,
  text: '',
  rest: '',
  cause: '',
  seconds: 0,
}

/** What a test is run with. */
export function sampleValues(event: Occasion): Values {
  const viewer = { user: 'Ada', username: 'ada', userid: '1' }
  const base = { ...NO_VALUES, event, creator: 'creator' }
  switch (event) {
    case 'gift':
      return { ...base, ...viewer, gift: 'Rose', count: 5, diamonds: 5 }
    case 'follow':
      return { ...base, ...viewer }
    case 'chat':
      return { ...base, ...viewer, text: '!hello world', rest: 'world' }
    case 'live-begins':
    case 'live-ends':
      return base
    case 'drop':
    case 'degraded':
    case 'back':
      return { ...base, cause: 'a test', seconds: 12 }
  }
}

type Told = Extract<LiveEvent, { type: 'gift' | 'follow' | 'chat' }>

/** What an event tells, once more without anything that cannot be shown. */
export function valuesOf(event: Told, creator: string): Values {
  const { nickname, uniqueId, id } = event.user
  return {
    ...NO_VALUES,
    event: event.type,
    creator,
    user: cleanText(nickname, MAX_NAME_LENGTH) || cleanText(uniqueId, MAX_NAME_LENGTH),
    username: cleanText(uniqueId, MAX_NAME_LENGTH),
    userid: cleanText(id, MAX_NAME_LENGTH),
    ...(event.type === 'gift' && { gift: cleanText(event.name, MAX_NAME_LENGTH), count: event.count, diamonds: worthOf(event) }),
    ...(event.type === 'chat' && { text: cleanText(event.text, MAX_TEXT_LENGTH) }),
  }
}

export function worthOf({ diamondCount, count }: Pick<GiftEvent, 'diamondCount' | 'count'>): number {
  return diamondCount * count
}

import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { CardState, CardText } from '@standby/shared/settings/card-settings.ts'
import type { GoalKind } from '@standby/shared/settings/overlay-settings.ts'

/** What viewers read about a cause: never technical, never somebody's fault. */
const viewerCauses: Record<CauseKind, string> = {
  network: 'Our internet is taking a short break.',
  tiktok: 'TikTok is taking a short break.',
  sign: 'The chat is having a hiccup.',
  crowded: 'The chat is having a hiccup.',
  'rate-limited': 'The chat is having a hiccup.',
  offline: 'The show starts soon.',
  ended: 'Thanks for watching.',
  paused: 'Taking a short pause.',
  auth: 'The chat is having a hiccup.',
  'not-found': 'The chat is having a hiccup.',
  vanished: 'The chat is having a hiccup.',
  blocked: 'The chat is having a hiccup.',
  closed: 'The chat is having a hiccup.',
  stalled: 'The chat is having a hiccup.',
  protocol: 'The chat is having a hiccup.',
  local: 'The chat is having a hiccup.',
}

/** A count and its word stay on one line. */
const plural = (count: number, one: string, many: string): string => `${count}\u00a0${count === 1 ? one : many}`

/** What the card says if the creator has not written something else. */
const cardStates: Record<CardState, CardText> = {
  away: { title: 'Back in a moment', line: 'Stay with us, the show goes on.' },
  break: { title: 'Short break', line: 'Back in a moment.' },
  welcome: { title: 'We’re back!', line: 'Every gift you sent still counts on TikTok.' },
  soon: { title: 'Starting soon', line: 'Good to have you here.' },
  paused: { title: 'Short pause', line: 'Stay with us, the show goes on.' },
  ended: { title: 'See you next time', line: 'Thanks for watching.' },
}

/** What a goal without a title of the creator's own is called. */
const goalTitles: Record<GoalKind, string> = {
  likes: 'Likes',
  diamonds: 'Diamonds',
  viewers: 'Viewers',
  followers: 'Followers',
  custom: 'Goal',
}

/** What viewers read. The overlay and the card load nothing else. */
export const enViewers = {
  language: 'en',

  overlay: {
    page: 'Standby overlay',
    chat: 'Chat',
    viewers: 'Viewers',
    likes: 'Likes',
    diamonds: 'Diamonds',
    sent: 'sent',
    /** Before the name of the guest whom a gift is for. */
    to: 'to',
    /** Of what has no name that can be seen. */
    unnamed: { person: 'Somebody', gift: 'a gift' },
    emote: '[emote]',
    joined: 'is here',
    followed: 'followed',
    shared: 'shared the LIVE',
    subscribed: 'subscribed',
    oneMoment: 'One moment…',
    backInAMoment: 'Back in a moment',
    paused: 'Short pause',
    startsSoon: 'Starting soon',
    thanks: 'Thanks for watching',
    weAreBack: 'We’re back!',
    giftsCount: 'Every gift you sent still counts on TikTok.',
    awayFor: (time: string) => `Away for ${time}`,
    caughtUp: (what: string) => `${what} caught up`,
    messages: (count: number) => plural(count, 'message', 'messages'),
    gifts: (count: number) => plural(count, 'gift', 'gifts'),
    others: (count: number) => plural(count, 'moment', 'moments'),
    mayBeMissing: (what: string) => `about ${what} may be missing`,
    link: '[link]',
    test: 'Test',
    asOf: 'from before the break',
    supporters: 'Top supporters',
    reached: 'Reached!',
    goals: goalTitles,
  },

  /** Shown only if the creator has switched them on: TikTok may warn creators for them. */
  calls: ['Follow to catch the next LIVE', 'Tap the screen twice if you like it', 'Send this LIVE to a friend'],

  standby: {
    page: 'Standby card',
    states: cardStates,
    rightBack: 'We’ll be right back',
    awaySince: 'since the break began',
    nextLook: 'until we look again',
    lastKnown: 'Before the break',
    usuallyBack: (time: string) => `Usually back within ${time}`,
    maybeBack: (time: string) => `Maybe back within ${time}`,
    aMinute: 'a minute',
    someMinutes: 'a few minutes',
    causes: viewerCauses,
  },
}

export type ViewerCatalogue = typeof enViewers

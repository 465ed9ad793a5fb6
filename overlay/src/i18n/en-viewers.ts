import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { GoalKind } from '@standby/shared/settings/overlay-settings.ts'

/** What viewers read about a cause: never technical, never somebody's fault. */
const viewerCauses: Record<CauseKind, string> = {
  network: 'Our internet is taking a short break.',
  tiktok: 'TikTok is having a hiccup.',
  sign: 'The chat is having a hiccup.',
  'rate-limited': 'The chat is having a hiccup.',
  offline: 'The show starts soon.',
  ended: 'Thanks for watching.',
  paused: 'Taking a short pause.',
  auth: 'The chat is having a hiccup.',
  'not-found': 'The chat is having a hiccup.',
  blocked: 'The chat is having a hiccup.',
  stalled: 'The chat is having a hiccup.',
  protocol: 'The chat is having a hiccup.',
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

/** What a goal without a title of the creator's own is called. */
const goalTitles: Record<GoalKind, string> = { likes: 'Likes', diamonds: 'Diamonds', viewers: 'Viewers', custom: 'Goal' }

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
    joined: 'is here',
    followed: 'joined the community',
    shared: 'shared the LIVE',
    subscribed: 'subscribed',
    connecting: 'Connecting…',
    reconnecting: 'Reconnecting…',
    reconnectingIn: (seconds: number) => `Reconnecting… ${seconds} s`,
    oneMoment: 'One moment…',
    backInAMoment: 'Back in a moment',
    paused: 'Short pause',
    startsSoon: 'Starting soon',
    thanks: 'Thanks for watching',
    backAfter: (time: string) => `Back after ${time}`,
    caughtUp: (what: string) => `${what} caught up`,
    messages: (count: number) => plural(count, 'message', 'messages'),
    gifts: (count: number) => plural(count, 'gift', 'gifts'),
    others: (count: number) => plural(count, 'moment', 'moments'),
    mayBeMissing: (what: string) => `about ${what} may be missing`,
    link: '[link]',
    test: 'Test',
    asOf: 'as of the break',
    supporters: 'Top supporters',
    reached: 'Reached!',
    goals: goalTitles,
  },

  /** Shown only if the creator has switched them on: TikTok may warn creators for them. */
  calls: ['Follow to catch the next LIVE', 'Tap the screen twice if you like it', 'Send this LIVE to a friend'],

  standby: {
    page: 'Standby card',
    backInAMoment: 'Back in a moment',
    stay: 'Stay with us, the show goes on.',
    rightBack: 'We’ll be right back',
    startsSoon: 'Starting soon',
    startsSoonText: 'Good to have you here.',
    ended: 'See you next time',
    paused: 'Short pause',
    welcomeBack: 'Welcome back!',
    allWell: 'All is well',
    allWellText: 'The show is on. This card waits in case the connection drops.',
    nextTry: 'Next try',
    tryingNow: 'Trying now',
    lastKnown: 'Before the break',
    usuallyBack: (time: string) => `Usually back within ${time}`,
    maybeBack: (time: string) => `Maybe back within ${time}`,
    aMinute: 'a minute',
    someMinutes: 'a few minutes',
    causes: viewerCauses,
  },
}

export type ViewerCatalogue = typeof enViewers

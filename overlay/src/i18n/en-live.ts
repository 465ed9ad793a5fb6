import type { CountedType } from '@standby/shared/live/event.ts'

/** Kinds of test events that the overlay shows, as their buttons name them; `recovery` is a drop that is over. */
const tests: Record<Exclude<CountedType, 'like'> | 'recovery', string> = {
  chat: 'Chat',
  gift: 'Gift',
  follow: 'Follow',
  share: 'Share',
  join: 'Join',
  subscribe: 'Subscription',
  recovery: 'Back again',
}

export const enLive = {
  held: (count: number) => (count === 0 ? 'Holds still while you point at it' : `Holds still · ${count} new`),
  options: (name: string) => `Hide something from ${name}`,
  hideMessage: 'Hide this',
  hideUser: 'Hide this viewer',
  nothingToSee: '(nothing to see)',
  chest: (diamonds: number, people: number) => `${diamonds} diamonds for ${people} viewers`,
  superFanJoined: 'joined',
  phases: { start: 'begins', end: 'over' },
  endedByTikTok: 'by TikTok',
  hiddenMark: 'hidden',
  testMark: 'test',
  showAgain: 'Show again',
  showAgainLabel: (name: string) => `Show again: ${name}`,
  moderation: 'Moderation',
  moderationText: 'Hides on your pages only: overlay and standby card. Nothing changes on TikTok itself.',
  hiddenUsers: 'Hidden viewers',
  nobodyHidden: 'Nobody is hidden.',
  hiddenMessages: (count: number) => (count === 1 ? '1 message is hidden.' : `${count} messages are hidden.`),
  gist: (count: number) => `${count} hidden`,
  blockedWords: 'Blocked words',
  blockedWordsHint:
    'One per line. A message or a name with one of these words is not shown. Words count whole (“ass” is not in “class”), however they are dressed up: accents, digits, look-alike ' +
    'letters, repeats, blanks, stars. In scripts without spaces between words (Chinese, Japanese, Thai), and in Korean, Arabic and Hebrew, they count anywhere. What is spelled with other ' +
    'accents is another word (“año”).',
  saveWords: 'Save words',
  savedWords: 'Saved',
  tryIt: 'Try it',
  testText: 'Sends a made-up event to your pages. It is marked as a test and never counted.',
  tests,
  testLabel: (kind: string) => `Test: ${kind}`,
  tested: (kind: string) => `Sent: ${kind}`,
}

import type { PartState, ShowPart } from '@standby/shared/live/gap.ts'
import type { LiveEventType } from '@standby/shared/live/event.ts'
import type { DropKind, ObsPhase } from '@standby/shared/protocol.ts'
import type { ConditionKind } from '../parts/condition.ts'
import type { Scheme } from '../parts/scheme.ts'

export const enStates: Record<ConditionKind, string> = {
  'bridge-away': 'Standby is not running',
  idle: 'Not connected',
  connecting: 'Connecting',
  live: 'Live',
  paused: 'Live, paused',
  reconnecting: 'Reconnecting',
  degraded: 'Still reconnecting',
  failed: 'Not getting through',
  'needs-help': 'Needs your help',
  'waiting-for-live': 'Waiting for your LIVE',
  stopped: 'Stopped',
}

const obsPhases: Record<ObsPhase, string> = {
  off: 'Not set up',
  connecting: 'Connecting',
  connected: 'Connected',
  waiting: 'OBS not found',
  'wrong-password': 'Password needed',
  stopped: 'Stopped',
}

const drops: Record<DropKind, string> = {
  close: 'TikTok closes the connection',
  silence: 'The connection goes silent',
  refuse: 'New connections are refused',
  'rate-limit': 'The sign service asks Standby to wait',
  offline: 'The creator is not live',
  end: 'The LIVE ends',
  network: 'The network fails',
  'sign-down': 'The sign service fails, another way takes over',
  'proxy-silent': 'The sign service’s server says nothing',
  'not-found-by-mistake': 'TikTok denies the account by mistake',
}

const eventKinds: Record<LiveEventType, string> = {
  chat: 'Chat',
  gift: 'Gift',
  like: 'Likes',
  follow: 'New follower',
  share: 'Shared',
  join: 'Joined',
  subscribe: 'Subscribed',
  question: 'Question',
  envelope: 'Treasure chest',
  superfan: 'Super fan',
  battle: 'Battle',
  poll: 'Poll',
  'live-end': 'LIVE ended',
  gap: 'Gap',
}

const parts: Record<ShowPart, string> = {
  chat: 'chat',
  alerts: 'alerts',
  counters: 'viewers and likes',
  goals: 'goals',
  supporters: 'top supporters',
  history: 'history',
  obs: 'OBS',
  moderation: 'moderation',
  deletions: 'removals by TikTok',
}

const partStates: Record<PartState, string> = {
  works: 'Works',
  stale: 'Last values',
  cached: 'From before the drop',
  paused: 'Waiting',
}

const schemes: Record<Scheme, string> = { auto: 'Automatic', dark: 'Dark', light: 'Light' }

export const enDock = {
  nextTry: 'Next try',
  page: 'Standby dock',
  forTime: (time: string) => `for ${time}`,
  bridgeAway: 'This page cannot reach Standby on this computer.',
  bridgeAwayTodo: 'Start Standby. This page comes back by itself.',
  looking: 'Looking for Standby…',
  lookingShort: 'Looking',
  noAccess: 'No access',
  stale: 'Last known values',
  idle: 'No LIVE is chosen.',
  idleTodo: 'Enter your TikTok name on the home page, or start the demo.',
  allWell: 'The connection to TikTok is fine.',
  connectingText: 'Opening the connection to TikTok.',
  stoppedText: 'You stopped the connection.',
  stoppedTodo: 'Press Start to connect again.',
  patience: 'Standby keeps trying by itself.',
  attempt: (attempt: number, of: number) => `Attempt ${attempt} of ${of}`,
  attemptBeyond: (attempt: number) => `Attempt ${attempt}`,
  tryingNow: 'Trying now',
  slowProbe: (attempts: number) => `${attempts} attempts in a row failed. Standby keeps trying, more slowly.`,
  parts,
  partStates,
  valuesFrom: (time: string) => `${time} old`,
  backRange: (from: string, to: string) => `Probably back in ${from} to ${to}.`,
  backWithin: (time: string) => `Probably back within ${time}.`,
  backUnknown: 'Nobody can say when TikTok will be back.',
  recoveryBasis: (outages: number) => (outages === 1 ? 'from 1 earlier outage' : `from ${outages} earlier outages`),
  missedSoFar: (counts: string) => `About ${counts} missed so far.`,
  missedUnknown: 'How much was missed is not known.',
  nothingMissed: 'Nothing missed so far.',
  details: 'Details',
  scheme: 'Look of this dock',
  schemes,
  demo: 'Demo',
  demoWell: 'Demo LIVE: made-up viewers, nothing here is real.',
  alsoAlerts: (count: number, isDemo: boolean) =>
    `${isDemo ? 'The demo LIVE is on' : 'Connected to TikTok'}, but ${count === 1 ? 'one thing needs' : `${count} things need`} you.`,
  alsoObs: (isDemo: boolean) => `${isDemo ? 'The demo LIVE is on' : 'Connected to TikTok'}, but OBS needs you.`,
  noInternetYet: 'Can’t reach TikTok yet: no internet.',
  reconnect: 'Reconnect now',
  force: 'Try once anyway',
  stop: 'Stop',
  start: 'Start',
  sureStop: 'Tap again to stop',
  sureDrop: 'Tap again to drop',
  homePage: 'Home and setup',
  correctName: 'Correct the name',
  obsPhases,
  show: 'This LIVE',
  viewers: 'Viewers',
  likes: 'Likes',
  diamonds: 'Diamonds',
  followers: 'Followers',
  recent: 'Recent',
  nothingYet: 'Nothing has happened yet.',
  missed: 'while away',
  eventKinds,
  rehearse: 'Rehearse a drop',
  rehearseText: 'Breaks the demo’s connection, so that you can watch everything recover.',
  dropKind: 'What happens',
  drops,
  dropSeconds: 'Seconds',
  drop: 'Drop',
  dropOn: (time: string) => `The drop lasts for ${time} more`,
  tryAgainIn: (time: string) => `Try again in ${time}.`,
  noAnswer: 'Standby did not answer. Check that it is running, then try again.',
  oddAnswer: (status: number) => `Standby answered with an error (${status}). Its log says more.`,
}

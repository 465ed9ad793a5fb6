import type { Alert } from './alert.ts'
import type { CauseKind } from './connection/cause.ts'
import type { Coverage, EventCounts, GapRecord, PartState, RecoveryEstimate, ShowPart } from './live/gap.ts'
import type { LiveEvent, LiveUser } from './live/event.ts'
import type { RoomState } from './live/room-state.ts'
import type { CardSettings } from './settings/card-settings.ts'
import type { Moderation } from './settings/moderation.ts'
import type { ObsAutomationSettings } from './settings/obs-settings.ts'
import type { ObsCommands, ObsHints, ObsHoldings, ObsPlans, ObsProblems, ObsReasons, ObsWords } from './words/obs-sentences.ts'
import type { OverlaySettings } from './settings/overlay-settings.ts'
import type { FieldWords } from './words/refusals.ts'
import type { Sentence } from './words/sentence.ts'
import type { ViaView, WayView } from './connection/way.ts'
import type { StabilityView } from './connection/stability.ts'

/** The bridge's default address and the path of its feed. */
export const DEFAULT_PORT = 4747
export const FEED_PATH = '/ws'

export type ReconnectionState =
  | 'IDLE' // nothing to connect to, or never started
  | 'CONNECTING' // the first attempt, before anything was lost
  | 'CONNECTED'
  | 'RECONNECTING' // lost it; waiting for the next attempt or making it
  | 'WAITING_FOR_LIVE' // the creator is not live; asking now and then
  | 'FAILED' // a whole cycle of attempts failed (a slow probe goes on), or something must be fixed by hand (it does not)
  | 'STOPPED' // the creator stopped it

export type Health = 'live' | 'reconnecting' | 'degraded' | 'offline'

export type BreakerState = 'closed' | 'open' | 'half-open'

export interface CauseView {
  kind: CauseKind
  /** When it happened. */
  at: number
  /** For developers and the log; people read the catalogue of texts by `kind`. */
  detail: string
}

export interface DegradedView {
  since: number
  cause: CauseKind | null
  /** What still works, and what does not. */
  parts: Record<ShowPart, PartState>
  /** When the shown values were last brought up to date. */
  valuesAt: number
  /** Null: nothing to go by. */
  recovery: RecoveryEstimate | null
  /** Estimated from the room's rate before the drop, so far. Null: nothing to go by. */
  missed: EventCounts | null
}

/** `GET /api/tiktok/status`, and the `tiktok` slice of the feed's state. Times are ms since the epoch, `null` if there is none. */
export interface TikTokStatus {
  username: string | null
  /** True while the built-in demo LIVE is what it is connected to. */
  demo: boolean
  roomId: string | null
  reconnectionState: ReconnectionState
  health: Health
  /** The last cause that counts now; null while all is well. */
  cause: CauseView | null
  /** Which attempt this is since the drop; 0 when connected and stable. */
  attempt: number
  maxAttempts: number
  nextAttemptAt: number | null
  /** Since when the present `reconnectionState` lasts. */
  since: number
  /** When the connection was lost, while it is. */
  lostAt: number | null
  /** Names one outage in log, feed and API, from the drop to the recovery. */
  correlationId: string | null
  circuitBreaker: { state: BreakerState; openUntil: number | null }
  /** While the connection is away for long, or if the events come by a way that cannot report everything: then its cause is null. */
  degraded: DegradedView | null
  /** The room is paused by its creator; the connection is fine. */
  paused: boolean
  /** Requests to the sign service that are left, per window of time; empty in the demo, which needs none. */
  signBudget: BudgetView[]
  /** Where the events come from; null while there is no connection. */
  via: ViaView | null
  /** Every way into the LIVE, and whether it could be used now. */
  ways: WayView[]
  /** The policy in force, after checking the settings. */
  policy: PolicyView
  /** Uptime, drops, times to recover and the last outages: docs/metrics.md. */
  stability: StabilityView
  metrics: TikTokMetrics
}

export interface BudgetView {
  windowMs: number
  limit: number
  left: number
}

/** What happens after a drop. All times in ms. */
export interface PolicyView {
  maxAttempts: number
  baseDelayMs: number
  maxDelayMs: number
  multiplier: number
  degradedAfterMs: number
}

/**
 * Counted since the channel was started. `connectedMs`, `drops` and `recoveries` are read from `stability.total`, which alone counts them;
 * clients that were written before there was a `stability` rely on them here.
 */
export interface TikTokMetrics {
  connectedMs: number
  drops: number
  recoveries: number
  attempts: number
  framesReceived: number
  eventsAccepted: number
  duplicatesIgnored: number
  /** Messages the library could not decode, by TikTok's method name. */
  undecoded: Record<string, number>
}

/** Totals of this show. They are state: the last value wins, also after a gap. */
export interface ShowCounters {
  viewers: number
  likes: number
  /** The creator's, in all; null until TikTok has said. They can become fewer. */
  followers: number | null
  diamonds: number
  chats: number
  gifts: number
  follows: number
  shares: number
  joins: number
  subscribes: number
}

export interface Supporter {
  user: LiveUser
  diamonds: number
}

/** The last recovery, so that a page can say what came back. */
export interface RecoveryView {
  correlationId: string
  at: number
  awayMs: number
  /** Events that came with the initial batch and were new. */
  caughtUp: number
}

export type ObsPhase =
  | 'off' // not configured, or switched off
  | 'connecting'
  | 'connected'
  | 'waiting' // OBS is not there; tried again at `nextAttemptAt`
  | 'wrong-password' // stopped until the password is changed
  | 'stopped'

/** What OBS sends out. */
export interface ObsOutput {
  /** Any of the three. */
  active: boolean
  streaming: boolean
  recording: boolean
  virtualCamera: boolean
  /** Its stream has lost the server and tries again. */
  reconnecting: boolean
  /** The line does not take what OBS sends: frames are being skipped. */
  congested: boolean
  /** Since when it has been in trouble, one way or the other. */
  troubledSince: number | null
  /** Frames skipped since the stream began, over its reconnects. */
  skippedFrames: number
}

export const NO_OBS_OUTPUT: ObsOutput = {
  active: false,
  streaming: false,
  recording: false,
  virtualCamera: false,
  reconnecting: false,
  congested: false,
  troubledSince: null,
  skippedFrames: 0,
}

/** `GET /api/obs/status`, and the `obs` slice. Never holds the password. */
export interface ObsStatus {
  phase: ObsPhase
  url: string
  hasPassword: boolean
  /** When something needs doing by the creator, else null. */
  problem: Sentence<ObsProblems> | null
  nextAttemptAt: number | null
  version: string | null
  programScene: string | null
  scenes: string[]
  standbyScene: string
  standbySceneExists: boolean | null
  studioMode: boolean | null
  /** For mode `source`: whether the source is where it would be shown. Null while not known, and in other modes. */
  sourceExists: boolean | null
  /** Names of canvases besides the main one: OBS lets nobody switch their scenes from outside. */
  canvases: string[]
  /** Worth knowing, asks for nothing. */
  hints: Sentence<ObsHints>[]
  settings: ObsAutomationSettings
  output: ObsOutput
  automation: {
    /** idle: nothing to do. standby: the standby scene is on because of us. yielded: the creator took over for this outage. */
    state: 'idle' | 'standby' | 'yielded'
    /** The scene it will go back to. */
    returnTo: string | null
    standbySince: number | null
    /** What it did last and why, for the log and the dock. `dryRun`: what it would have done. */
    lastAction: { at: number; command: Sentence<ObsCommands>; why: Sentence<ObsReasons>; dryRun: boolean } | null
    /** Paused by the creator for this show. */
    paused: boolean
    /** Standby was put on by hand, through Standby, and goes by hand. */
    manual: boolean
    /** What it would do next and when, if nothing changes; null: nothing. */
    next: Sentence<ObsPlans> | null
    nextAt: number | null
    /** Why it does not do what it would do otherwise: paused, a dry run, a hands-off scene, a link that flaps … */
    holding: Sentence<ObsHoldings> | null
  }
}

export const DROP_KINDS = [
  'close',
  'silence',
  'refuse',
  'rate-limit',
  'offline',
  'end',
  'network',
  'sign-down',
  'proxy-silent',
  'not-found-by-mistake',
] as const
export type DropKind = (typeof DROP_KINDS)[number]

export interface DemoStatus {
  running: boolean
  /** The drop that is on now. */
  drop: { kind: DropKind; until: number } | null
}

/** What the bridge knows, cut in slices: an update carries only the slices that changed. */
export interface FeedState {
  tiktok: TikTokStatus
  counters: ShowCounters
  supporters: Supporter[]
  recovery: RecoveryView | null
  /** The gaps of this show, oldest first, the last 20. */
  gaps: GapRecord[]
  coverage: Coverage
  room: RoomState
  overlay: OverlaySettings
  card: CardSettings
  moderation: Moderation
  obs: ObsStatus
  demo: DemoStatus
  /** What the creator should know of now, the newest last. */
  alerts: Alert[]
}

export interface SnapshotMessage {
  type: 'snapshot'
  epoch: string
  offset: number
  /** True when nothing was lost since the position asked for; false for a new client, or if the journal does not reach back. */
  recovered: boolean
  state: FeedState
  /** What was missed since the position asked for, oldest first; empty unless `recovered`. */
  events: LiveEvent[]
  /** The last events of this show, oldest first, for a page that has just loaded: shown, never alerted. Empty when `recovered`. */
  history: LiveEvent[]
  /** The bridge's clock when it sent this, for countdowns on another machine's clock. */
  now: number
  /** What lies between the position asked for and this snapshot, and cannot be had; null if nothing does, or none was asked for. */
  gap: FeedGap | null
}

/**
 * other-feed: another journal, or another creator's. deleted: gone by retention or by hand. lost-tail: a crash of the computer took it.
 * too-far: it is there, and too much to be caught up: of an earlier LIVE, or more than 5,000 events. More reasons may come.
 */
export interface FeedGap {
  reason: 'other-feed' | 'deleted' | 'lost-tail' | 'too-far'
  afterOffset: number
  /** The first offset behind the gap. */
  untilOffset: number
}

export interface UpdateMessage {
  type: 'update'
  offset: number
  events: LiveEvent[]
  state: Partial<FeedState>
}

/**
 * `started` at the drop, `attempt` with each attempt after it, `success` when events flow again, `failed` when a whole cycle of attempts
 * failed (a slow probe goes on) or a person has to act.
 */
export interface ReconnectionMessage {
  type: 'tiktok:reconnection:started' | 'tiktok:reconnection:attempt' | 'tiktok:reconnection:success' | 'tiktok:reconnection:failed'
  correlationId: string
  at: number
  cause: CauseKind | null
  attempt: number
  nextAttemptAt: number | null
  /** Since the drop. */
  awayMs: number
}

/** Events made up by the creator to see what they look like: shown and marked as tests, never counted, kept or sent again. */
export interface TestMessage {
  type: 'test'
  events: LiveEvent[]
}

export type ServerMessage = SnapshotMessage | UpdateMessage | ReconnectionMessage | TestMessage

/** Close codes of `/ws` that are ours. A client closed with one of these comes back by resuming. */
export const CLOSE_TOO_SLOW = 4008
export const CLOSE_SHUTTING_DOWN = 1001
/** The time of day was set: what a client made of the times it was told is wrong by that much. */
export const CLOSE_COME_BACK = 1012
/** It sent far more than signs of life. */
export const CLOSE_TOO_MANY_MESSAGES = 4029
/** This one does not: it has to be given the new token first. */
export const CLOSE_TOKEN_REPLACED = 4003

/** Body of every answer that is not 2xx: what happened, where, and what to do next. */
export interface ApiError {
  error: string
  /** The field of the request that is wrong, if one is. */
  field?: string
  message: string
  /** `message`, to be said in another language, if it is about OBS or a field; all others are known by `error`. */
  sentence?: Sentence<ObsWords> | Sentence<FieldWords>
}

import { COUNTED_TYPES, GAP_CAUSES } from '@standby/shared/live/event.ts'
import { ALERT_IDS } from '@standby/shared/alert.ts'
import type { ChannelsView } from '@standby/shared/channels.ts'
import { CAUSE_KINDS, type CauseKind } from '@standby/shared/connection/cause.ts'
import type { Stability, StabilityFigures } from '@standby/shared/connection/stability.ts'
import { WAY_PROBLEMS, WAYS } from '@standby/shared/connection/way.ts'
import { SHOW_PARTS, type EventCounts, type PartState, type ShowPart } from '@standby/shared/live/gap.ts'
import { roomState } from '@standby/shared/live/room-state.ts'
import { liveUser } from '@standby/shared/live/user.ts'
import { DROP_KINDS, type FeedState, type ObsStatus, type TikTokStatus } from '@standby/shared/protocol.ts'
import { CARD, CARD_LANGUAGES, CARD_STATES, type CardSettings } from '@standby/shared/settings/card-settings.ts'
import { LOOK, type LookSettings, type SavedLook } from '@standby/shared/settings/look-settings.ts'
import type { Moderation } from '@standby/shared/settings/moderation.ts'
import { OBS_AUTOMATION } from '@standby/shared/settings/obs-settings.ts'
import { GOAL_KINDS, OVERLAY, OVERLAY_THEMES, type OverlaySettings } from '@standby/shared/settings/overlay-settings.ts'
import { wholeOf } from '@standby/shared/settings/schema.ts'
import * as z from 'zod'

// The slices of the feed's state, for the description of the API alone: they are Standby's own, so nothing has to check them. Types hold them to
// `FeedState`, and a test holds what a bridge really sends to them.

const time = z.number().describe('ms since 1970')
const maybe = time.nullable()
const count = z.number()

/** One of our own words, of which there may be more one day. */
const word = <Word extends string>(...known: readonly Word[]): z.ZodType<Word> =>
  z
    .string()
    .describe(known.length === 0 ? 'A word of ours.' : `One of: ${known.join(', ')}. There may be more.`) as unknown as z.ZodType<Word>

const causeKind = word<CauseKind>(...CAUSE_KINDS)

/** A sentence for a person: `text` is English, `code` with `params` says it in any other language. */
export const sentence = <Said>(): z.ZodType<Said> =>
  z.object({ code: z.string(), params: z.record(z.string(), z.unknown()), text: z.string() }) as unknown as z.ZodType<Said>

const counts = z.record(z.string(), z.number()).describe('How many, by type of event') as unknown as z.ZodType<EventCounts>

const alerts = z.array(
  z.object({
    id: word(...ALERT_IDS),
    severity: word('warning', 'critical'),
    raisedAt: time,
    clearedAt: maybe,
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
)
const way = word(...WAYS)
const figures = {
  downMs: z.number(),
  uptimePercent: z.number().nullable(),
  drops: count,
  dropsPerHour: z.number().nullable(),
  recoveries: count,
  recoveryMeanMs: z.number().nullable(),
  recoveryP95Ms: z.number().nullable(),
  attemptsPerRecovery: z.number().nullable(),
  cyclesSucceeded: count,
  cyclesFailed: count,
  cycleSuccessPercent: z.number().nullable(),
  score: z.number().nullable(),
}
const stability = {
  ...figures,
  since: time,
  connectedMs: z.number(),
  wantedMs: z.number(),
  objectiveMet: z.boolean().nullable(),
  byCause: z.record(z.string(), z.object(figures) satisfies z.ZodType<StabilityFigures>) as unknown as z.ZodType<Stability['byCause']>,
}
export const sessionStability = z.object({ ...stability, roomId: z.string() })

export const tiktokStatus = z.object({
  username: z.string().nullable(),
  demo: z.boolean(),
  roomId: z.string().nullable(),
  reconnectionState: word('IDLE', 'CONNECTING', 'CONNECTED', 'RECONNECTING', 'WAITING_FOR_LIVE', 'FAILED', 'STOPPED'),
  health: word('live', 'reconnecting', 'degraded', 'offline'),
  cause: z.object({ kind: causeKind, at: time, detail: z.string() }).nullable(),
  attempt: count,
  maxAttempts: count,
  nextAttemptAt: maybe,
  since: time,
  lostAt: maybe,
  correlationId: z.string().nullable(),
  circuitBreaker: z.object({ state: word('closed', 'open', 'half-open'), openUntil: maybe }),
  degraded: z
    .object({
      since: time,
      cause: causeKind.nullable(),
      parts: z.record(z.enum(SHOW_PARTS), word<PartState>('works', 'stale', 'cached', 'paused')) as unknown as z.ZodType<
        Record<ShowPart, PartState>
      >,
      valuesAt: time,
      recovery: z.object({ earliestAt: time, latestAt: time, basis: word('next-attempt', 'past-outages'), outages: count }).nullable(),
      missed: counts.nullable(),
    })
    .nullable(),
  paused: z.boolean(),
  signBudget: z.array(z.object({ windowMs: z.number(), limit: count, left: count })),
  via: z.object({ way, since: time, host: z.string().nullable(), party: word('tiktok', 'sign', 'local').nullable() }).nullable(),
  ways: z.array(
    z.object({
      way,
      place: count.nullable(),
      ready: z.boolean(),
      problem: word(...WAY_PROBLEMS).nullable(),
      hasKey: z.boolean().nullable(),
    }),
  ),
  policy: z.object({ maxAttempts: count, baseDelayMs: count, maxDelayMs: count, multiplier: count, degradedAfterMs: count }),
  stability: z.object({
    total: z.object(stability),
    session: sessionStability.nullable(),
    outages: z.array(
      z.object({
        correlationId: z.string().nullable(),
        roomId: z.string().nullable(),
        from: time,
        to: maybe,
        firstCause: causeKind,
        lastCause: causeKind,
        attempts: count,
        failedAt: maybe,
        outcome: word('open', 'recovered', 'ended', 'stopped'),
        ways: z.array(way),
      }),
    ),
  }),
  metrics: z.object({
    connectedMs: z.number(),
    drops: count,
    recoveries: count,
    attempts: count,
    framesReceived: count,
    eventsAccepted: count,
    duplicatesIgnored: count,
    undecoded: z.record(z.string(), z.number()).describe('By TikTok’s name of the message'),
  }),
}) satisfies z.ZodType<TikTokStatus>

export const channelsView = z.object({
  channels: z.array(
    tiktokStatus.pick({ health: true, reconnectionState: true, since: true, cause: true, nextAttemptAt: true }).extend({
      username: z.string(),
      first: z.boolean(),
      liveSince: maybe,
      alerts,
      viewers: count,
      diamonds: count,
    }),
  ),
  fixed: z.boolean(),
  now: time,
}) satisfies z.ZodType<ChannelsView>

export const obsStatus = z.object({
  phase: word('off', 'connecting', 'connected', 'waiting', 'wrong-password', 'stopped'),
  url: z.string(),
  hasPassword: z.boolean(),
  problem: sentence<NonNullable<ObsStatus['problem']>>().nullable(),
  nextAttemptAt: maybe,
  version: z.string().nullable(),
  programScene: z.string().nullable(),
  scenes: z.array(z.string()),
  standbyScene: z.string(),
  standbySceneExists: z.boolean().nullable(),
  studioMode: z.boolean().nullable(),
  sourceExists: z.boolean().nullable(),
  canvases: z.array(z.string()),
  hints: z.array(sentence<ObsStatus['hints'][number]>()),
  settings: wholeOf(OBS_AUTOMATION, {}) as unknown as z.ZodType<ObsStatus['settings']>,
  output: z.object({
    active: z.boolean(),
    streaming: z.boolean(),
    recording: z.boolean(),
    virtualCamera: z.boolean(),
    reconnecting: z.boolean(),
    congested: z.boolean(),
    troubledSince: maybe,
    skippedFrames: count,
  }),
  automation: z.object({
    state: word('idle', 'standby', 'yielded'),
    returnTo: z.string().nullable(),
    standbySince: maybe,
    lastAction: z
      .object({
        at: time,
        command: sentence<NonNullable<ObsStatus['automation']['lastAction']>['command']>(),
        why: sentence<NonNullable<ObsStatus['automation']['lastAction']>['why']>(),
        dryRun: z.boolean(),
      })
      .nullable(),
    paused: z.boolean(),
    manual: z.boolean(),
    next: sentence<NonNullable<ObsStatus['automation']['next']>>().nullable(),
    nextAt: maybe,
    holding: sentence<NonNullable<ObsStatus['automation']['holding']>>().nullable(),
  }),
}) satisfies z.ZodType<ObsStatus>

const goal = z.object({ kind: word(...GOAL_KINDS), title: z.string(), target: count, current: count })
export const overlaySettings = wholeOf(OVERLAY, { goals: z.array(goal) }) as unknown as z.ZodType<OverlaySettings>

const cardFile = z.object({ id: z.string(), name: z.string(), type: z.string(), bytes: count }).nullable()
const cardText = z.object({ title: z.string(), line: z.string() })
const cardTexts = z.partialRecord(z.enum(CARD_LANGUAGES), z.partialRecord(z.enum(CARD_STATES), cardText))
export const cardChoices = wholeOf(CARD, { accent: z.string().nullable(), texts: cardTexts })
export const cardSettings = z.object({ ...cardChoices.shape, backdrop: cardFile, music: cardFile }) satisfies z.ZodType<CardSettings>

const lookFile = z.object({ id: z.string(), name: z.string(), type: z.string(), bytes: count }).nullable()
const colour = z.string().nullable()
export const lookChoices = wholeOf(LOOK, { accent: colour, ground: colour })
const lookSettings = z.object({ ...lookChoices.shape, ownFont: lookFile, sound: lookFile }) satisfies z.ZodType<LookSettings>
const savedLook = z.object({ ...lookSettings.shape, title: z.string(), theme: word(...OVERLAY_THEMES) }) satisfies z.ZodType<SavedLook>
export const looks = z.object({ ...lookSettings.shape, theme: word(...OVERLAY_THEMES), looks: z.array(z.string()) })

export const moderation = z.object({
  hiddenMessages: z.array(z.string()),
  hiddenUsers: z.array(z.object({ id: z.string(), name: z.string() })),
  blockedWords: z.array(z.string()),
}) satisfies z.ZodType<Moderation>

export const supporter = z.object({ user: liveUser, diamonds: count })

export const gapRecord = z.object({
  at: time,
  from: time,
  to: time,
  cause: word(...GAP_CAUSES),
  correlationId: z.string().nullable(),
  attempts: count,
  caughtUp: counts,
  estimatedLost: counts.nullable(),
  overlapped: z.boolean(),
  complete: z.array(word(...COUNTED_TYPES)).optional(),
  caughtUpWhole: z.boolean(),
  likesAdded: count,
  followersAdded: count.nullable(),
  basis: word('before', 'before-and-after').nullable(),
})

export const demoStatus = z.object({
  running: z.boolean(),
  drop: z.object({ kind: word(...DROP_KINDS), until: time }).nullable(),
})

/** All slices. */
export const feedState = z.object({
  tiktok: tiktokStatus,
  counters: z.object({
    viewers: count,
    likes: count,
    followers: count.nullable(),
    diamonds: count,
    chats: count,
    gifts: count,
    follows: count,
    shares: count,
    joins: count,
    subscribes: count,
  }),
  supporters: z.array(supporter),
  recovery: z.object({ correlationId: z.string(), at: time, awayMs: z.number(), caughtUp: count }).nullable(),
  gaps: z.array(gapRecord),
  coverage: z.object({ gaps: count, awayMs: z.number(), giftsMayBeIncomplete: z.boolean() }),
  room: roomState,
  overlay: overlaySettings,
  card: cardSettings,
  look: lookSettings,
  looks: z.array(savedLook),
  moderation,
  obs: obsStatus,
  demo: demoStatus,
  alerts,
}) satisfies z.ZodType<FeedState>

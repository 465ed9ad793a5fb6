import type { Check, DoctorView } from '@standby/shared/checks.ts'
import type { ComputerView, NewVersionView } from '@standby/shared/computer.ts'
import type { HistoryView, LiveReport } from '@standby/shared/history.ts'
import { liveEventDraft } from '@standby/shared/live/event.ts'
import type { ObsPagesView, ObsRemovalResult, ObsSetupResult, ObsSetupView } from '@standby/shared/obs-setup.ts'
import type { ApiError } from '@standby/shared/protocol.ts'
import { HISTORY } from '@standby/shared/settings/history-settings.ts'
import { wholeOf } from '@standby/shared/settings/schema.ts'
import type { SettingsExport, SettingsImported, SettingsView } from '@standby/shared/settings/settings-view.ts'
import type { NameCheck, RehearsalView, TokensView } from '@standby/shared/setup.ts'
import type { TikFinityView } from '@standby/shared/tikfinity.ts'
import type { NameLookup, NamesView } from '@standby/shared/web-names.ts'
import * as z from 'zod'
import { cardChoices, gapRecord, lookChoices, moderation, obsStatus, overlaySettings, sentence, supporter } from './state.ts'

// What the API answers, for its description alone. Types hold each to what the routes return, and a test holds real answers to them.

const time = z.number().describe('ms since 1970')
const count = z.number()
/** Of words of ours there may be more one day. */
const text = <Word extends string = string>(): z.ZodType<Word> => z.string() as unknown as z.ZodType<Word>

export const apiError = z.object({
  error: z.string().describe('A word of ours, by which a program knows what happened'),
  field: z.string().optional(),
  message: z.string().describe('What happened and what to do'),
  sentence: sentence<NonNullable<ApiError['sentence']>>().optional(),
  retryAt: z.number().optional(),
})

const session = {
  roomId: z.string(),
  startedAt: time,
  endedAt: time,
  current: z.boolean(),
  counts: z.record(z.string(), z.number()),
  diamonds: count,
  likes: count,
  peakViewers: count.nullable(),
  totalViewers: count.nullable(),
  gaps: count,
  awayMs: z.number(),
  giftsMayBeIncomplete: z.boolean(),
}
export const historyView = z.object({
  sessions: z.array(z.object(session)),
  retention: wholeOf(HISTORY, {}),
  bytes: count,
}) satisfies z.ZodType<HistoryView>

export const liveReport = z.object({
  ...session,
  supporters: z.array(supporter),
  gapRecords: z.array(gapRecord),
  samples: z.array(z.object({ at: time, viewers: count, likes: count })),
  chatsPerMinute: z.array(count),
  connectedPercent: z.number(),
}) satisfies z.ZodType<LiveReport>

export const doctorView = z.object({
  at: time,
  checks: z.array(
    z.object({
      id: z.string(),
      verdict: z.enum(['ok', 'warn', 'fail', 'skipped']),
      code: z.string(),
      params: z.record(z.string(), z.unknown()),
      found: z.string(),
      todo: z.string().nullable(),
    }),
  ) as unknown as z.ZodType<Check[]>,
  report: z.string(),
}) satisfies z.ZodType<DoctorView>

export const nameCheck = z.object({
  username: z.string(),
  verdict: z.enum(['live', 'not-live', 'no-account', 'unknown']),
  cause: text<NonNullable<NameCheck['cause']>>().nullable(),
}) satisfies z.ZodType<NameCheck>

export const rehearsalView = z.object({ on: z.boolean(), until: time.nullable() }) satisfies z.ZodType<RehearsalView>

const token = z.object({ token: z.string(), fixed: z.boolean() })
export const tokensView = z.union([
  z.object({ on: z.literal(false) }),
  z.object({ on: z.literal(true), read: token, control: token, origins: z.array(z.string()) }),
]) satisfies z.ZodType<TokensView>

export const namesView = z.object({
  names: z.array(z.string()),
  namesFixed: z.boolean(),
  port: count,
  port80: z.object({ on: z.boolean(), fixed: z.boolean(), state: z.enum(['off', 'open', 'taken', 'not-allowed']) }),
  system: z.enum(['windows', 'other']),
}) satisfies z.ZodType<NamesView>

export const nameLookup = z.object({
  name: z.string(),
  verdict: z.enum(['here', 'elsewhere', 'nowhere']),
  addresses: z.array(z.string()),
}) satisfies z.ZodType<NameLookup>

export const newVersion = z.object({
  version: z.string(),
  isNewer: z.boolean(),
  changes: z.array(z.string()),
  page: z.string(),
}) satisfies z.ZodType<NewVersionView>

export const computerView = z.object({
  version: z.string(),
  node: z.string(),
  isPackage: z.boolean(),
  hasWindow: z.boolean(),
  builtAt: time.nullable(),
  autostart: z.boolean().nullable(),
  releases: z.string().nullable(),
  looksWeekly: z.boolean().nullable(),
  found: newVersion.nullable(),
}) satisfies z.ZodType<ComputerView>

const settingsValues = {
  tiktokUsername: z.string().nullable(),
  ways: z.array(text<SettingsView['ways'][number]>()),
  obs: z.object({
    enabled: z.boolean(),
    url: z.string(),
    standbyScene: z.string(),
    ...(obsStatus.shape.settings as unknown as z.ZodObject).shape,
  }) as unknown as z.ZodType<SettingsView['obs']>,
  overlay: overlaySettings,
  card: cardChoices as unknown as z.ZodType<SettingsView['card']>,
  look: lookChoices,
  moderation: moderation.pick({ hiddenUsers: true, blockedWords: true }),
  history: wholeOf(HISTORY, {}),
  tikfinity: z.object({ on: z.boolean(), caughtUp: z.boolean() }),
}
const fixed = z.array(z.object({ field: z.string(), variable: z.string() }))
export const settingsView = z.object({ ...settingsValues, hasObsPassword: z.boolean(), fixed }) satisfies z.ZodType<SettingsView>
export const settingsImported = z.object({ ...settingsView.shape, notChanged: fixed }) satisfies z.ZodType<SettingsImported>
export const settingsExport = z.object({
  standby: z.literal('settings'),
  version: z.literal(1),
  settings: z.object(settingsValues),
}) satisfies z.ZodType<SettingsExport>

export const tikfinityView = z.object({
  socket: z.object({ state: z.string(), by: z.string().optional(), code: z.string().optional() }) as unknown as z.ZodType<
    TikFinityView['socket']
  >,
  port: count.nullable(),
  on: z.boolean(),
  caughtUp: z.boolean(),
  clients: z.array(z.object({ id: count, origin: z.string().nullable(), userAgent: z.string().nullable(), connectedAt: time })),
  allowed: z.array(z.string()),
  refused: z.array(z.object({ origin: z.string(), at: time })),
}) satisfies z.ZodType<TikFinityView>

export const obsSetupView = z.object({
  browserSource: z.boolean(),
  canvas: z.object({ width: count, height: count }),
  overlayScene: z.string().nullable(),
  standbyScene: z.string(),
  will: z.array(sentence<ObsSetupView['will'][number]>()),
  there: z.array(sentence<ObsSetupView['there'][number]>()),
  refused: z.array(z.object({ about: z.enum(['overlay', 'standby']), sentence: sentence<ObsSetupView['refused'][number]['sentence']>() })),
  fallbacks: z.array(text<ObsSetupView['fallbacks'][number]>()),
  made: z.array(sentence<ObsSetupView['made'][number]>()),
}) satisfies z.ZodType<ObsSetupView>

export const obsSetupResult = z.object({
  made: z.array(sentence<ObsSetupResult['made'][number]>()),
  problem: sentence<NonNullable<ObsSetupResult['problem']>>().nullable(),
  setup: obsSetupView.nullable(),
}) satisfies z.ZodType<ObsSetupResult>

export const obsRemovalResult = z.object({
  removed: z.array(sentence<ObsRemovalResult['removed'][number]>()),
  kept: z.array(sentence<ObsRemovalResult['kept'][number]>()),
  problem: sentence<NonNullable<ObsRemovalResult['problem']>>().nullable(),
}) satisfies z.ZodType<ObsRemovalResult>

export const obsPagesView = z.object({
  sources: z.array(
    z.object({
      inputName: z.string(),
      page: text<ObsPagesView['sources'][number]['page']>(),
      state: text<ObsPagesView['sources'][number]['state']>(),
      showing: z.boolean(),
      revived: z.object({ how: z.enum(['refresh', 'swap']), at: time }).nullable(),
    }),
  ),
  pages: z.array(
    z.object({
      id: count,
      page: z.string(),
      source: z.string().nullable(),
      inObs: z.boolean(),
      visible: z.boolean().nullable(),
      connectedAt: time,
      lastSignAt: time,
    }),
  ),
}) satisfies z.ZodType<ObsPagesView>

/** An event with its place in the journal; 0 for a test event. */
export const liveEvent = liveEventDraft.and(z.object({ offset: z.number() }))

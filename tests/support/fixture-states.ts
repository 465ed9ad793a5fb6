import { newHistory, summary } from '@standby/bridge/metrics/observe.ts'
import type { GapRecord } from '@standby/shared/gap.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { DOCK_FIXTURES } from './fixture-dock.ts'
import { HEALTH_FIXTURES } from './fixture-health.ts'
import { OBS_FIXTURES } from './fixture-obs.ts'
import { event, gift, liveState, lost, OBS_OFF, OBS_ON, OBS_STANDBY, person, talk, viewer } from './fixture-show.ts'
import { alert, HOUR_MS, MINUTE_MS, show, type Fixture } from './fixture-situation.ts'
import { madeUpStability } from './fixture-stability.ts'

const LONG = [
  'This is what four hundred characters look like when somebody really has something to say about the way the light falls on the paper,',
  'and does not stop, and goes on about the brushes, the water, the cat that walked through it, and the song that was playing, which was',
  'lovely by the way, and then asks three questions at once without waiting for any answer at all, as people do on a good evening, so.',
].join(' ')

/** Hard to lay out, or meant to break the page. */
const SCRIPTS: LiveEvent[] = [
  event(1, { type: 'chat', text: 'مرحبا بالجميع! كيف حالكم اليوم؟ هذا البث رائع جدا والألوان جميلة 🎨' }, { user: viewer(3) }),
  event(2, { type: 'chat', text: 'שלום, איזה ציור יפה! mixed with English 123' }, { user: viewer(9) }),
  event(3, { type: 'chat', text: '👩🏽‍🚀🏳️‍🌈👨‍👩‍👧‍👦🇫🇷🇯🇵 ❤️‍🔥' }, { user: person(40, '👩🏽‍🚀 Astro') }),
  event(4, { type: 'chat', text: LONG }, { user: person(41, 'A really quite extraordinarily long nickname that goes on') }),
  event(5, { type: 'chat', text: '<img src=x onerror=alert(1)><b>bold?</b>' }, { user: person(42, '<script>alert(1)</script>') }),
  event(
    6,
    { type: 'chat', text: `z${'\u0301\u0302\u0303\u0304\u0305\u0306'.repeat(16)}algo` },
    { user: person(43, `Z${'\u0337\u0322\u034e'.repeat(9)}`) },
  ),
  event(7, { type: 'chat', text: `https://example.com/${'a-very-long-address-without-any-break-'.repeat(3)}` }, { user: viewer(7) }),
  event(8, { type: 'chat', text: '今日も配信ありがとうございます！とても楽しいです。' }, { user: viewer(5) }),
]

const SCRIPTS_GIFT = [
  { afterMs: 200, events: [gift(21, 'sx', 'وردة', 5, 104, false, { user: person(44, 'محمد عبد الرحمن الطويل الاسم جدا جدا') })] },
]

const NOBODY = { viewers: 3, likes: 0, followers: null, diamonds: 0, chats: 0, gifts: 0, follows: 0, shares: 0, joins: 3, subscribes: 0 }

/** Every situation by its name; `now` in ms. */
export const FIXTURES = {
  live: (now) => show(now),
  busy: (now) =>
    show(now, {
      steps: [
        { afterMs: 150, events: [gift(21, 's1', 'Rose', 1, 3, false, { user: viewer(0) })] },
        {
          afterMs: 300,
          events: [event(22, { type: 'share' }, { user: viewer(6) }), gift(23, 's2', 'Galaxy', 1000, 1, true, { user: viewer(8) })],
        },
        { afterMs: 500, events: [gift(24, 's1', 'Rose', 1, 7, false, { user: viewer(0) })] },
        { afterMs: 700, events: [gift(25, 's1', 'Rose', 1, 12, false, { user: viewer(0) })] },
        { afterMs: 800, state: { counters: { ...liveState(now).counters, viewers: 1_302, likes: 49_120 } } },
      ],
    }),
  'first-minute': (now) =>
    show(now, { tiktok: { since: now - 4_000 }, history: [], state: { supporters: [], counters: NOBODY, obs: OBS_OFF } }),
  scripts: (now) =>
    show(now, {
      history: SCRIPTS,
      steps: SCRIPTS_GIFT,
    }),
  'scripts-shown': (now) => show(now, { history: SCRIPTS.filter(({ offset }) => [1, 2, 3, 8].includes(offset)), steps: SCRIPTS_GIFT }),
  connecting: (now) =>
    show(now, {
      tiktok: { reconnectionState: 'CONNECTING', health: 'offline', since: now - 1_000, roomId: null },
      history: [],
      state: { supporters: [] },
    }),

  reconnecting: (now) => show(now, { tiktok: lost(now, 'tiktok', { awayMs: 3_000, attempt: 1, nextAttemptAt: now + 4_400 }) }),
  trying: (now) => show(now, { tiktok: lost(now, 'tiktok', { awayMs: 8_000, attempt: 2, nextAttemptAt: null }) }),
  degraded: (now) =>
    show(now, { tiktok: lost(now, 'tiktok', { awayMs: 34_000, attempt: 3, nextAttemptAt: now + 17_400 }), obs: OBS_STANDBY }),
  network: (now) => show(now, { tiktok: lost(now, 'network', { awayMs: 21_000, attempt: 1, nextAttemptAt: null }), obs: OBS_STANDBY }),
  blocked: (now) =>
    show(now, { tiktok: lost(now, 'blocked', { awayMs: 50_000, attempt: 3, nextAttemptAt: now + 35_000 }), obs: OBS_STANDBY }),
  'rate-limited': (now) =>
    show(now, {
      tiktok: lost(now, 'rate-limited', { awayMs: 75_000, attempt: 3, nextAttemptAt: now + 184_000 }),
      obs: OBS_STANDBY,
      answers: {
        '/api/tiktok/reconnect': {
          status: 409,
          body: { error: 'held-back', message: 'TikTok keeps failing, so Standby is giving it a rest.', retryAt: now + 184_000 },
        },
      },
    }),
  stalled: (now) => show(now, { tiktok: lost(now, 'stalled', { awayMs: 2_000, attempt: 0, nextAttemptAt: now + 3_000 }) }),
  protocol: (now) => show(now, { tiktok: lost(now, 'protocol', { awayMs: 14_000, attempt: 2, nextAttemptAt: now + 9_000 }) }),
  auth: (now) =>
    show(now, {
      tiktok: lost(now, 'auth', { awayMs: 44_000, attempt: 1, reconnectionState: 'FAILED', nextAttemptAt: null }),
      obs: OBS_STANDBY,
      state: { alerts: [alert(now, 'auth', 44_000, { cause: 'auth' })] },
    }),
  failed: (now) =>
    show(now, {
      tiktok: {
        ...lost(now, 'sign', { awayMs: 1_320_000, attempt: 12, reconnectionState: 'FAILED', nextAttemptAt: now + 252_000 }),
        circuitBreaker: { state: 'open', openUntil: now + 252_000 },
        signBudget: [
          { windowMs: 60_000, limit: 5, left: 5 },
          { windowMs: 3_600_000, limit: 30, left: 18 },
        ],
        stability: madeUpStability(now, 2 * HOUR_MS, [
          { agoMs: 96 * MINUTE_MS, lastedMs: 6_100, cause: 'tiktok', attempts: 1 },
          { agoMs: 22 * MINUTE_MS, lastedMs: null, cause: 'sign', attempts: 11, failedAfterMs: 17 * MINUTE_MS },
        ]),
      },
      obs: OBS_STANDBY,
      state: {
        alerts: [
          alert(now, 'reconnection-failed', 5 * MINUTE_MS, { cause: 'sign' }),
          alert(now, 'breaker-open', 20 * MINUTE_MS, { cause: 'sign' }),
        ],
      },
    }),
  'too-often': (now) =>
    show(now, {
      tiktok: lost(now, 'tiktok', { awayMs: 16_000, attempt: 2, nextAttemptAt: now + 6_000 }),
      answers: {
        '/api/tiktok/reconnect': {
          status: 429,
          body: { error: 'too-often', message: 'That is often enough for now: once in 5 seconds, 6 times a minute.', retryAt: now + 4_000 },
        },
      },
    }),
  'not-found': (now) =>
    show(now, {
      tiktok: {
        ...lost(now, 'not-found', { awayMs: 12_000, attempt: 1, reconnectionState: 'FAILED', nextAttemptAt: null }),
        username: 'maya.pants',
        health: 'offline',
        lostAt: null,
        degraded: null,
        stability: summary(newHistory(now - 12_000), now),
      },
      history: [],
      state: { alerts: [alert(now, 'auth', 12_000, { cause: 'not-found' })] },
    }),
  recovered: (now) =>
    show(now, {
      tiktok: {
        since: now - 1_000,
        stability: madeUpStability(now, 47 * MINUTE_MS, [{ agoMs: 22_300, lastedMs: 21_300, cause: 'tiktok', attempts: 2 }]),
      },
      history: [...talk(5), ...talk(4, 6, true), gift(11, 'sm', 'Heart Me', 1, 5, true, { missed: true })],
      state: {
        recovery: { correlationId: 'lq1x2y3z-abcde', at: now - 500, awayMs: 21_300, caughtUp: 10 },
        gaps: [gapRecord(now, { awayMs: 21_300, caughtUp: { chat: 9, gift: 1 }, estimatedLost: null, overlapped: true })],
      },
    }),

  'recovered-late': (now) =>
    show(now, {
      tiktok: { since: now - 1_000 },
      history: [...talk(3), ...talk(6, 4, true), gift(11, 'sm', 'Heart Me', 1, 5, true, { missed: true })],
      state: {
        recovery: { correlationId: 'lq1x2y3z-abcde', at: now - 500, awayMs: 100_000, caughtUp: 42 },
        gaps: [
          gapRecord(now, { awayMs: 100_000, caughtUp: { chat: 38, gift: 4 }, estimatedLost: { chat: 31, like: 400 }, overlapped: false }),
        ],
      },
    }),

  'waiting-for-live': (now) => show(now, { tiktok: notLive(now, 'offline'), history: [] }),
  ended: (now) => show(now, { tiktok: notLive(now, 'ended') }),
  paused: (now) => show(now, { tiktok: { paused: true, since: now - 12_000 } }),
  stopped: (now) => show(now, { tiktok: { reconnectionState: 'STOPPED', health: 'offline', since: now - 95_000 } }),
  idle: (now) =>
    show(now, {
      tiktok: { reconnectionState: 'IDLE', health: 'offline', username: null, roomId: null, since: now - 5_000 },
      history: [],
      state: { obs: OBS_OFF, supporters: [], counters: { ...NOBODY, viewers: 0, joins: 0 } },
    }),
  'bridge-away': (now) => show(now, { bridgeStays: false }),

  demo: (now) =>
    show(now, {
      tiktok: { username: 'demo', demo: true, since: now - 40_000, signBudget: [], stability: madeUpStability(now, 40_000) },
      state: { demo: { running: true, drop: null }, obs: OBS_OFF },
    }),
  'demo-drop': (now) =>
    show(now, {
      tiktok: {
        ...lost(now, 'tiktok', { awayMs: 12_000, attempt: 2, nextAttemptAt: now + 7_600 }),
        username: 'demo',
        demo: true,
        signBudget: [],
      },
      state: { demo: { running: true, drop: { kind: 'refuse', until: now + 9_000 } }, obs: { ...OBS_ON, ...OBS_STANDBY } },
    }),

  ...HEALTH_FIXTURES,
  ...OBS_FIXTURES,
  ...DOCK_FIXTURES,
} satisfies Record<string, (now: number) => Fixture>

export type FixtureName = keyof typeof FIXTURES

function gapRecord(
  now: number,
  { awayMs, ...more }: Pick<GapRecord, 'caughtUp' | 'estimatedLost' | 'overlapped'> & { awayMs: number },
): GapRecord {
  const named = { cause: 'tiktok', correlationId: 'lq1x2y3z-abcde', attempts: 2, basis: 'before' } as const
  return {
    at: now - 500,
    from: now - 500 - awayMs,
    to: now - 500,
    ...named,
    caughtUpWhole: true,
    likesAdded: 310,
    followersAdded: null,
    ...more,
  }
}

function notLive(now: number, kind: 'offline' | 'ended'): Partial<TikTokStatus> {
  const cause = { kind, at: now - 20_000, detail: '' }
  return { reconnectionState: 'WAITING_FOR_LIVE', health: 'offline', cause, since: now - 20_000, nextAttemptAt: now + 38_000, roomId: null }
}

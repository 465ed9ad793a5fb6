import { say } from '@standby/bridge/obs/words.ts'
import type { GapRecord } from '@standby/shared/gap.ts'
import { DEFAULT_OVERLAY } from '@standby/shared/overlay-settings.ts'
import { DEFAULT_OBS_AUTOMATION, NO_OBS_OUTPUT } from '@standby/shared/protocol.ts'
import { lost, OBS_OFF, OBS_ON, OBS_STANDBY, talk, viewer } from './fixture-show.ts'
import { alert, MINUTE_MS, show, type Fixture } from './fixture-situation.ts'
import { madeUpStability } from './fixture-stability.ts'

function gap(from: number, lastedMs: number, more: Partial<GapRecord>): GapRecord {
  return {
    from,
    to: from + lastedMs,
    cause: 'tiktok',
    correlationId: null,
    attempts: 1,
    caughtUp: {},
    estimatedLost: null,
    overlapped: false,
    caughtUpWhole: true,
    likesAdded: 0,
    followersAdded: null,
    at: from + lastedMs,
    basis: 'before-and-after',
    ...more,
  }
}

/** What the dock tells and sets beyond the connection itself. */
export const DOCK_FIXTURES = {
  /** Live again after three drops and a restart, with what each of them cost. */
  'after-drops': (now) => {
    const at = [58, 41, 22, 9].map((minutes) => now - minutes * MINUTE_MS) as [number, number, number, number]
    return show(now, {
      tiktok: {
        since: now - 8 * MINUTE_MS,
        stability: madeUpStability(now, 55 * MINUTE_MS, [
          { agoMs: 41 * MINUTE_MS, lastedMs: 5_400, cause: 'tiktok', attempts: 1 },
          { agoMs: 22 * MINUTE_MS, lastedMs: 3.5 * MINUTE_MS, cause: 'network', attempts: 0 },
          { agoMs: 9 * MINUTE_MS, lastedMs: 48_000, cause: 'stalled', attempts: 3 },
        ]),
      },
      state: {
        gaps: [
          gap(at[0], 95_000, { cause: 'bridge-away', caughtUp: { chat: 14, gift: 1 }, estimatedLost: { chat: 9 }, likesAdded: 1_840 }),
          gap(at[1], 5_400, {
            correlationId: `o${41 * MINUTE_MS}`,
            caughtUp: { chat: 6 },
            overlapped: true,
            complete: ['chat', 'gift', 'follow', 'share', 'subscribe'],
            likesAdded: 212,
            followersAdded: -3,
          }),
          gap(at[2], 3.5 * MINUTE_MS, {
            cause: 'network',
            correlationId: `o${22 * MINUTE_MS}`,
            caughtUp: { chat: 17, gift: 2, follow: 1 },
            estimatedLost: { chat: 52, gift: 6, follow: 2, like: 80 },
            likesAdded: 3_260,
            followersAdded: 12,
          }),
          gap(at[3], 48_000, { cause: 'stalled', correlationId: `o${9 * MINUTE_MS}`, caughtUp: { chat: 3 }, caughtUpWhole: false }),
        ],
        coverage: { gaps: 4, awayMs: 359_000, giftsMayBeIncomplete: true },
      },
    })
  },
  /** The creator has hidden somebody, made goals and changed the overlay. */
  tended: (now) =>
    show(now, {
      state: {
        moderation: {
          hiddenMessages: [talk(12)[9]?.id ?? ''],
          hiddenUsers: [{ id: viewer(10).id, name: viewer(10).nickname }],
          blockedWords: ['cat', 'spoiler'],
        },
        overlay: {
          ...DEFAULT_OVERLAY,
          theme: 'solid',
          scale: 1.25,
          language: 'fr',
          sound: { on: true, volume: 0.4 },
          parts: { ...DEFAULT_OVERLAY.parts, supporters: { on: true, corner: 'top-right' } },
          goals: [
            { kind: 'likes', title: '', target: 100_000, current: 0 },
            { kind: 'custom', title: 'Push-ups', target: 50, current: 12 },
          ],
        },
        obs: { ...OBS_ON, settings: { ...DEFAULT_OBS_AUTOMATION, handsOffScenes: ['Face'], cutTransitions: true } },
      },
    }),
  /** Nothing to go by: no estimate of the return, and none of what is missed. */
  'degraded-blind': (now) => {
    const tiktok = lost(now, 'blocked', { awayMs: 90_000, attempt: 4, nextAttemptAt: now + 140_000 })
    const degraded = tiktok.degraded === null || tiktok.degraded === undefined ? null : { ...tiktok.degraded, recovery: null, missed: null }
    return show(now, { tiktok: { ...tiktok, degraded }, obs: OBS_STANDBY })
  },
  /** The circuit breaker holds the attempts back. */
  'breaker-open': (now) =>
    show(now, {
      tiktok: {
        ...lost(now, 'tiktok', { awayMs: 160_000, attempt: 5, nextAttemptAt: now + 41_000 }),
        circuitBreaker: { state: 'open', openUntil: now + 41_000 },
      },
      obs: OBS_STANDBY,
      state: { alerts: [alert(now, 'breaker-open', 19_000, { cause: 'tiktok' })] },
      answers: {
        '/api/tiktok/reconnect': {
          status: 409,
          body: { error: 'held-back', message: 'TikTok keeps failing, so Standby is giving it a rest.', retryAt: now + 41_000 },
        },
      },
    }),
  'obs-connecting': (now) => show(now, { state: { obs: OBS_OFF }, obs: { phase: 'connecting' } }),
  'obs-kicked': (now) => show(now, { state: { obs: OBS_OFF }, obs: { phase: 'stopped', problem: say('obs-kicked') } }),
  'obs-misspelt': (now) =>
    show(now, {
      obs: {
        standbyScene: 'Stand by',
        standbySceneExists: false,
        problem: say('standby-scene-misspelt', { scene: 'Stand by', meant: 'Standby' }),
      },
    }),
  /** A source instead of a scene, in studio mode, with a second canvas, and only said. */
  'obs-source': (now) =>
    show(now, {
      obs: {
        studioMode: true,
        sourceExists: true,
        canvases: ['Aitum Vertical'],
        hints: [say('source-in-studio-mode')],
        settings: { ...DEFAULT_OBS_AUTOMATION, mode: 'source', sourceName: 'Standby card', dryRun: true },
        automation: {
          ...OBS_OFF.automation,
          next: say('next-show-if-away-for', { source: 'Standby card', seconds: 10 }),
          holding: say('dry-run'),
          lastAction: {
            at: now - 4 * MINUTE_MS,
            command: say('hide-source', { source: 'Standby card' }),
            why: say('tiktok-back', { seconds: 3 }),
            dryRun: true,
          },
        },
      },
    }),
  'obs-flapping': (now) =>
    show(now, {
      obs: {
        ...OBS_STANDBY,
        output: { ...NO_OBS_OUTPUT, active: true, streaming: true },
        automation: {
          ...OBS_OFF.automation,
          state: 'standby',
          returnTo: 'Face',
          standbySince: now - 40_000,
          next: say('next-back', { scene: 'Face' }),
          nextAt: now + 26_000,
          holding: say('back-and-forth', { seconds: 48 }),
          lastAction: {
            at: now - 40_000,
            command: say('to-standby', { scene: 'Standby' }),
            why: say('tiktok-away', { seconds: 10 }),
            dryRun: false,
          },
        },
      },
    }),
} satisfies Record<string, (now: number) => Fixture>

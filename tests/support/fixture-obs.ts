import { say } from '@standby/bridge/obs/words.ts'
import { NO_OBS_OUTPUT } from '@standby/shared/protocol.ts'
import { lost, OBS_OFF } from './fixture-show.ts'
import { show, type Fixture } from './fixture-situation.ts'

/** What can be the matter with OBS. */
export const OBS_FIXTURES = {
  'obs-waiting': (now) =>
    show(now, {
      state: { obs: OBS_OFF },
      obs: { phase: 'waiting', nextAttemptAt: now + 7_000, problem: say('obs-not-running', { url: OBS_OFF.url }) },
    }),
  'obs-wrong-password': (now) =>
    show(now, {
      state: { obs: OBS_OFF },
      obs: {
        phase: 'wrong-password',
        hasPassword: true,
        problem: say('password-wrong'),
      },
      answers: {
        '/api/obs/connect': {
          status: 400,
          body: { error: 'invalid-request', field: 'url', message: 'url: must look like ws://127.0.0.1:4455' },
        },
        '/api/tiktok/connect': {
          status: 400,
          body: { error: 'invalid-request', field: 'username', message: 'username: has letters, digits, dots and underscores only' },
        },
      },
    }),
  'obs-trouble': (now) =>
    show(now, {
      obs: {
        output: { ...NO_OBS_OUTPUT, active: true, streaming: true, congested: true, troubledSince: now - 12_000, skippedFrames: 184 },
        automation: { ...OBS_OFF.automation, next: say('next-standby-if-away-for', { scene: 'Standby', seconds: 10 }) },
      },
    }),
  'obs-going': (now) =>
    show(now, {
      tiktok: lost(now, 'tiktok', { awayMs: 4_000, attempt: 1, nextAttemptAt: now + 3_400 }),
      obs: {
        output: { ...NO_OBS_OUTPUT, active: true, streaming: true, reconnecting: true, troubledSince: now - 4_000 },
        automation: { ...OBS_OFF.automation, next: say('next-standby-if-away', { scene: 'Standby' }), nextAt: now + 6_000 },
      },
    }),
  'obs-paused': (now) =>
    show(now, {
      obs: { automation: { ...OBS_OFF.automation, paused: true, holding: say('automation-paused') } },
    }),
  'obs-no-scene': (now) =>
    show(now, {
      obs: {
        standbyScene: 'Be right back',
        standbySceneExists: false,
        problem: say('standby-scene-missing', { scene: 'Be right back' }),
      },
    }),
  'obs-yielded': (now) =>
    show(now, {
      tiktok: lost(now, 'tiktok', { awayMs: 64_000, attempt: 3, nextAttemptAt: now + 12_000 }),
      obs: {
        programScene: 'Face',
        automation: {
          ...OBS_OFF.automation,
          state: 'yielded',
          returnTo: null,
          standbySince: null,
          lastAction: { at: now, command: say('hands-off'), why: say('you-switched', { scene: 'Face' }), dryRun: false },
        },
      },
    }),
} satisfies Record<string, (now: number) => Fixture>

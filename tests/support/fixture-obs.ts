import { NO_OBS_OUTPUT } from '@standby/shared/protocol.ts'
import { lost, OBS_OFF } from './fixture-show.ts'
import { show, type Fixture } from './fixture-situation.ts'

/** What can be the matter with OBS. */
export const OBS_FIXTURES = {
  'obs-waiting': (now) =>
    show(now, {
      state: { obs: OBS_OFF },
      obs: { phase: 'waiting', nextAttemptAt: now + 7_000, problem: 'OBS is not running, or its WebSocket server is switched off.' },
    }),
  'obs-wrong-password': (now) =>
    show(now, {
      state: { obs: OBS_OFF },
      obs: {
        phase: 'wrong-password',
        hasPassword: true,
        problem: 'OBS refused the password. Enter the one it shows under Show Connect Info.',
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
        automation: { ...OBS_OFF.automation, next: 'to "Standby", if TikTok is away for 10 s' },
      },
    }),
  'obs-going': (now) =>
    show(now, {
      tiktok: lost(now, 'tiktok', { awayMs: 4_000, attempt: 1, nextAttemptAt: now + 3_400 }),
      obs: {
        output: { ...NO_OBS_OUTPUT, active: true, streaming: true, reconnecting: true, troubledSince: now - 4_000 },
        automation: { ...OBS_OFF.automation, next: 'to "Standby", if TikTok stays away', nextAt: now + 6_000 },
      },
    }),
  'obs-paused': (now) =>
    show(now, {
      obs: { automation: { ...OBS_OFF.automation, paused: true, holding: 'Paused for this show: nothing is switched by itself.' } },
    }),
  'obs-no-scene': (now) => show(now, { obs: { standbyScene: 'Be right back', standbySceneExists: false } }),
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
          lastAction: { at: now, command: 'left the scene alone', why: 'it was changed by hand' },
        },
      },
    }),
} satisfies Record<string, (now: number) => Fixture>

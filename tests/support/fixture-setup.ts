import { CHECK_TEXTS } from '@standby/shared/check-texts.ts'
import { checkText, type Check, type CheckFinding, type CheckId, type CheckVerdict, type DoctorView } from '@standby/shared/checks.ts'
import { DEFAULT_RETENTION } from '@standby/shared/history.ts'
import type { ObsSetupView } from '@standby/shared/obs-setup.ts'
import { DEFAULT_OVERLAY } from '@standby/shared/overlay-settings.ts'
import { DEFAULT_OBS_AUTOMATION } from '@standby/shared/protocol.ts'
import type { FixedSetting, SettingsView } from '@standby/shared/settings-view.ts'
import type { RehearsalView, TokensView } from '@standby/shared/setup.ts'

// What the home page asks for, made up.

export function madeUpSettings(tiktokUsername: string | null = 'maya.paints', fixed: FixedSetting[] = []): SettingsView {
  return {
    tiktokUsername,
    obs: { enabled: true, url: 'ws://127.0.0.1:4455', standbyScene: 'Standby', ...DEFAULT_OBS_AUTOMATION },
    overlay: DEFAULT_OVERLAY,
    moderation: { hiddenUsers: [], blockedWords: [] },
    history: DEFAULT_RETENTION,
    hasObsPassword: true,
    fixed,
  }
}

export const MADE_UP_TOKENS: TokensView = {
  on: true,
  read: { token: 'made-up-read-token-0123456789', fixed: false },
  control: { token: 'made-up-control-token-0123456', fixed: false },
  origins: ['http://192.168.1.5:4747'],
}

/** One click away from all of it. */
export const MADE_UP_SETUP: ObsSetupView = {
  browserSource: true,
  canvas: { width: 1080, height: 1920 },
  overlayScene: 'Studio',
  standbyScene: 'Standby',
  will: [
    { code: 'make-scene', params: { scene: 'Standby' }, text: 'The scene "Standby".' },
    {
      code: 'make-source',
      params: { scene: 'Studio', source: 'Standby overlay' },
      text: 'The source "Standby overlay" in the scene "Studio".',
    },
  ],
  there: [],
  refused: [],
  fallbacks: [],
  made: [],
}

function check(id: CheckId, verdict: CheckVerdict, finding: CheckFinding): Check {
  return { id, verdict, ...finding, ...checkText(finding, CHECK_TEXTS) }
}

export function madeUpDoctor(now: number): DoctorView {
  const checks = [
    check('versions', 'ok', {
      code: 'versions',
      params: { standby: '0.1.0', node: '26.10.0', connector: '2.5.0', system: 'win32 10.0 x64' },
    }),
    check('data', 'warn', { code: 'disk-low', params: { folder: '~\\AppData\\Local\\Standby\\Data', freeMb: 312 } }),
    check('port', 'ok', { code: 'port-serving', params: { url: 'http://127.0.0.1:4747' } }),
    check('network', 'ok', { code: 'network-fine', params: {} }),
    check('sign', 'fail', { code: 'host-unreachable', params: { host: 'api.eulerstream.com', code: 'ETIMEDOUT' } }),
    check('obs', 'fail', { code: 'obs-wrong-password', params: {} }),
    check('scene', 'skipped', { code: 'scene-unasked', params: {} }),
  ]
  return { at: now, checks, report: checks.map(({ id, verdict, found }) => `${verdict} ${id} ${found}`).join('\n') }
}

/** Null: nothing of the home page's. */
export function setupAnswer(path: string, now: number): object | null {
  switch (path.split('?')[0]) {
    case '/api/settings':
      return madeUpSettings()
    case '/api/tokens':
      return { on: false } satisfies TokensView
    case '/api/rehearsal':
      return { on: false, until: null } satisfies RehearsalView
    case '/api/obs/setup':
      return MADE_UP_SETUP
    case '/api/doctor':
      return madeUpDoctor(now)
    default:
      return null
  }
}

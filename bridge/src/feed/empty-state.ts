import { NO_ROOM_STATE } from '@standby/shared/live/room-state.ts'
import { FULL_COVERAGE } from '@standby/shared/live/gap.ts'
import { DEFAULT_CARD } from '@standby/shared/settings/card-settings.ts'
import { DEFAULT_LOOK } from '@standby/shared/settings/look-settings.ts'
import { NO_MODERATION } from '@standby/shared/settings/moderation.ts'
import { DEFAULT_OVERLAY } from '@standby/shared/settings/overlay-settings.ts'
import { NO_OBS_OUTPUT, type FeedState, type ObsStatus, type PolicyView } from '@standby/shared/protocol.ts'
import { newConnectionHistory, summary } from '../metrics/observe.pure.ts'
import { DEFAULT_OBS_AUTOMATION, DEFAULT_OBS_URL, DEFAULT_STANDBY_SCENE } from '@standby/shared/settings/obs-settings.ts'

/** What the feed says before the parts have spoken. */
export function emptyState(policy: PolicyView, now: number): FeedState {
  const obs: ObsStatus = {
    // Until its settings are known; a password may have to be fetched first.
    phase: 'connecting',
    url: DEFAULT_OBS_URL,
    hasPassword: false,
    problem: null,
    nextAttemptAt: null,
    version: null,
    programScene: null,
    scenes: [],
    standbyScene: DEFAULT_STANDBY_SCENE,
    standbySceneExists: null,
    studioMode: null,
    sourceExists: null,
    canvases: [],
    hints: [],
    settings: DEFAULT_OBS_AUTOMATION,
    output: NO_OBS_OUTPUT,
    automation: {
      state: 'idle',
      returnTo: null,
      standbySince: null,
      lastAction: null,
      paused: false,
      manual: false,
      next: null,
      nextAt: null,
      holding: null,
    },
  }
  return {
    tiktok: {
      username: null,
      demo: false,
      roomId: null,
      reconnectionState: 'IDLE',
      health: 'offline',
      cause: null,
      attempt: 0,
      maxAttempts: policy.maxAttempts,
      signBudget: [],
      policy,
      stability: summary(newConnectionHistory(now), now),
      nextAttemptAt: null,
      since: 0,
      lostAt: null,
      correlationId: null,
      circuitBreaker: { state: 'closed', openUntil: null },
      degraded: null,
      via: null,
      ways: [],
      paused: false,
      metrics: {
        connectedMs: 0,
        drops: 0,
        recoveries: 0,
        attempts: 0,
        framesReceived: 0,
        eventsAccepted: 0,
        duplicatesIgnored: 0,
        undecoded: {},
      },
    },
    counters: { viewers: 0, likes: 0, followers: null, diamonds: 0, chats: 0, gifts: 0, follows: 0, shares: 0, joins: 0, subscribes: 0 },
    supporters: [],
    recovery: null,
    gaps: [],
    coverage: FULL_COVERAGE,
    room: NO_ROOM_STATE,
    overlay: DEFAULT_OVERLAY,
    card: DEFAULT_CARD,
    look: DEFAULT_LOOK,
    looks: [],
    moderation: NO_MODERATION,
    obs,
    demo: { running: false, drop: null },
    alerts: [],
  }
}

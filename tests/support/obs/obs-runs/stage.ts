import type { ObsStatus, TikTokStatus } from '@standby/shared/protocol.ts'
import { startBridge, type TestBridge } from '../../peers/bridge.ts'
import type { TestObs } from '../obs.ts'
import { stays, waitFor } from '../../wait.ts'

/** Short, so that a run is: the demo's LIVE is away for seconds, not for minutes. */
export const SETTINGS = { DEGRADED_AFTER: '2000', RECONNECTION_BASE_DELAY: '2000', RECONNECTION_BACKOFF_MULTIPLIER: '1' }

/** The first one may have to build the pages. */
const READY_MS = 120_000

/** A real bridge on its demo, beside a real OBS. */
export interface Stage {
  obs: TestObs
  bridge(): TestBridge
  tiktok(): Promise<TikTokStatus>
  status(): Promise<ObsStatus>
  post(path: string, body: Record<string, unknown>): Promise<void>
  /** The demo's LIVE drops, and can be had again after so many seconds. */
  drop(seconds: number): Promise<void>
  onProgram(scene: string, timeoutMs?: number): Promise<void>
  live(): Promise<void>
  /** Nothing is switched for so long: what is on program stays. */
  rest(ms: number): Promise<void>
  /** SIGKILL, and started again with what it had saved. */
  crashBridge(awayMs: number): Promise<void>
  end(): Promise<void>
}

export async function setStage(obs: TestObs, settings: Record<string, string> = SETTINGS): Promise<Stage> {
  const env = { OBS_WEBSOCKET_URL: obs.url, OBS_WEBSOCKET_PASSWORD: obs.password, LOG_LEVEL: 'info', ...settings }
  let bridge = await startBridge({ env, readyMs: READY_MS })
  const get = async <Answer>(path: string): Promise<Answer> => (await (await fetch(bridge.origin + path)).json()) as Answer

  const self: Stage = {
    obs,
    bridge: () => bridge,
    tiktok: () => get('/api/tiktok/status'),
    status: () => get('/api/obs/status'),
    async post(path, body) {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(bridge.origin + path, { method: 'POST', headers, body: JSON.stringify(body) })
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    },
    drop: (seconds) => self.post('/api/demo/drop', { kind: 'close', seconds }),
    async onProgram(scene, timeoutMs = 30_000) {
      await waitFor(async () => (await obs.program()) === scene, { what: `"${scene}" on program`, timeoutMs, everyMs: 3 })
    },
    async live() {
      await waitFor(async () => (await self.tiktok()).health === 'live', { what: 'TikTok to be back', timeoutMs: 30_000 })
    },
    async rest(ms) {
      const scene = await obs.program()
      await stays(async () => (await obs.program()) === scene, { that: `"${scene}" is on program`, forMs: ms })
    },
    async crashBridge(awayMs) {
      await bridge.kill()
      await self.rest(awayMs)
      bridge = await startBridge({ env, dataDir: bridge.dataDir, readyMs: READY_MS })
    },
    end: () => bridge.stop().then(() => undefined),
  }
  await self.live()
  await waitFor(async () => (await self.status()).programScene !== null, { what: 'OBS to be connected', timeoutMs: 20_000 })
  return self
}

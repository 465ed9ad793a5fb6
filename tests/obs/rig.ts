import { pino, type Logger } from 'pino'
import { systemClock } from '@standby/bridge/clock.ts'
import { createObs, type Obs } from '@standby/bridge/obs/obs.ts'
import { NO_FLAPS, type Flaps } from '@standby/bridge/obs/flaps.ts'
import { BLANK, type Mind } from '@standby/bridge/obs/mind.ts'
import type { ObsSettings } from '@standby/bridge/obs/status.ts'
import { DEFAULT_OBS_AUTOMATION, type Health, type ObsStatus } from '@standby/shared/protocol.ts'
import { waitFor } from '../support/wait.ts'

/** What a test looks at: the automation alone, with the real time, a memory that outlives it, and its log. */
export interface Rig {
  obs: Obs
  settings: ObsSettings
  statuses: ObsStatus[]
  log(): string
  /** What would be found after a crash now. */
  saved(): Mind
  setHealth(health: Health): void
  /** Ends without a word, as a crash would, and starts anew with what was saved. */
  crash(): Promise<void>
  connected(): Promise<ObsStatus>
  close(): Promise<void>
}

export function rig(wanted: Partial<ObsSettings> & { url: string }, flaps: Flaps = NO_FLAPS): Rig {
  const lines: string[] = []
  const log: Logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  const statuses: ObsStatus[] = []
  let saved: Mind = { ...BLANK, flaps }

  const start = (): Obs => {
    const obs = createObs({
      clock: systemClock,
      random: Math.random,
      log,
      memory: { load: () => saved, save: (mind) => (saved = mind) },
      onStatus: (status) => statuses.push(status),
    })
    obs.configure(self.settings)
    return obs
  }

  const self: Rig = {
    settings: { ...DEFAULT_OBS_AUTOMATION, password: null, standbyScene: 'Standby', enabled: true, ...wanted },
    statuses,
    obs: undefined as never,
    log: () => lines.join(''),
    saved: () => saved,
    setHealth: (health) => self.obs.setHealth(health, Date.now()),
    async crash() {
      const before = saved
      await self.obs.close()
      saved = before
      self.obs = start()
    },
    connected: () =>
      waitFor(() => self.obs.status().programScene !== null && self.obs.status(), { what: 'OBS to be connected', timeoutMs: 30_000 }),
    close: () => self.obs.close(),
  }
  self.obs = start()
  return self
}

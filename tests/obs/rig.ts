import { pino, type Logger } from 'pino'
import { createObsLink, type ObsLink } from '@standby/bridge/obs/link/link.ts'
import { NO_FLAPS, type Flaps } from '@standby/bridge/obs/scenes/flaps.pure.ts'
import { INITIAL_STATE, type AutomationState } from '@standby/bridge/obs/scenes/state.ts'
import type { ObsSettings } from '@standby/bridge/obs/status.ts'
import type { Health, ObsStatus } from '@standby/shared/protocol.ts'
import { DEFAULT_OBS_AUTOMATION } from '@standby/shared/settings/obs-settings.ts'
import { skippingClock, type SkippingClock } from '../support/fakes/skipping-clock.ts'
import { countUnanswered } from '../support/obs/unanswered.ts'
import { waitFor } from '../support/wait.ts'

/** What a test looks at: the automation alone, on a clock that can be put forward, a memory that outlives it, and its log. */
export interface Rig {
  obs: ObsLink
  settings: ObsSettings
  clock: SkippingClock
  statuses: ObsStatus[]
  log(): string
  /** What would be found after a crash now. */
  saved(): AutomationState
  setHealth(health: Health): void
  /** Ends without a word, as a crash would, and starts again with what was saved. */
  crash(): Promise<void>
  connected(): Promise<ObsStatus>
  /**
   * Puts the automation's clock forward by so much, a step at a time. OBS has answered all that each step made the automation ask, so
   * that what is still as it was at the end was left alone. OBS itself, and its transitions, take no part in it: their time is real.
   */
  pass(ms: number): Promise<void>
  /** The same, a step after the other, until it is so. */
  passUntil(what: string, condition: () => unknown): Promise<void>
  close(): Promise<void>
}

export interface RigOptions {
  flaps?: Flaps
}

/** Shorter than anything the automation waits for. */
const STEP_MS = 250

export function rig(wanted: Partial<ObsSettings> & { url: string }, { flaps = NO_FLAPS }: RigOptions = {}): Rig {
  const lines: string[] = []
  const log: Logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  const statuses: ObsStatus[] = []
  const clock = skippingClock()
  let saved: AutomationState = { ...INITIAL_STATE, flaps }
  const unanswered = countUnanswered()
  const rest = (): Promise<boolean> => waitFor(unanswered.atRest, { what: 'the answers of OBS', everyMs: 1 })

  async function step(ms: number): Promise<void> {
    clock.skip(ms)
    await waitFor(() => clock.nextDueAt() > clock.now(), { what: 'the timers that are due', everyMs: 1 })
    await rest()
  }

  const start = (): ObsLink => {
    const obs = createObsLink({
      clock,
      random: Math.random,
      log,
      saved: { load: () => saved, save: (mind) => (saved = mind) },
      onStatus: (status) => statuses.push(status),
      onSession: unanswered.watch,
    })
    obs.configure(self.settings)
    return obs
  }

  const self: Rig = {
    settings: { ...DEFAULT_OBS_AUTOMATION, password: null, standbyScene: 'Standby', enabled: true, ...wanted },
    clock,
    statuses,
    obs: undefined as never,
    log: () => lines.join(''),
    saved: () => saved,
    setHealth: (health) => self.obs.setHealth(health, clock.now()),
    async crash() {
      const before = saved
      await self.obs.close()
      saved = before
      self.obs = start()
    },
    async connected() {
      const isConnected = (): ObsStatus | null => {
        const status = self.obs.status()
        if (status.phase === 'waiting') clock.skip(Math.max(0, (status.nextAttemptAt ?? 0) - clock.now()))
        return status.programScene === null ? null : status
      }
      return waitFor(isConnected, { what: 'OBS to be connected', timeoutMs: 30_000 })
    },
    async pass(ms) {
      await rest()
      for (let left = ms; left > 0; left -= STEP_MS) await step(Math.min(STEP_MS, left))
    },
    async passUntil(what, condition) {
      const holds = async (): Promise<boolean> => {
        if (await condition()) return true
        await self.pass(STEP_MS)
        return false
      }
      await waitFor(holds, { what, timeoutMs: 15_000, everyMs: 5 })
    },
    close: () => self.obs.close(),
  }
  self.obs = start()
  return self
}

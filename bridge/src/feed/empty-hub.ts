import type { Config } from '../config.ts'
import { emptyState } from './empty-state.ts'
import { createHub, type Hub, type HubOptions } from './hub.ts'
import { feedTurns } from './turns.ts'

export interface EmptyHubOptions extends Pick<HubOptions, 'clock' | 'log' | 'defer'> {
  config: Pick<Config, 'reconnection' | 'degradedAfterMs'>
  /** Whether an OBS follows the LIVE. */
  hasObs: boolean
}

/** The hub of a channel, before the parts have spoken. */
export function emptyHub({ config: { reconnection, degradedAfterMs }, hasObs, clock, log, defer }: EmptyHubOptions): Hub {
  const { obs, ...state } = emptyState({ ...reconnection, degradedAfterMs }, clock.now())
  return createHub({ state: { ...state, obs: hasObs ? obs : { ...obs, phase: 'off' } }, clock, log, defer, turns: feedTurns() })
}

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Router } from 'express'
import type { Logger } from 'pino'
import { systemClock, type BridgeClock } from './clock.ts'
import type { Config } from './config.ts'
import { emptyHub } from './feed/empty-hub.ts'
import type { Hub } from './feed/hub.ts'
import { openLog } from './log.ts'
import { createSettings, type Settings } from './settings/settings.ts'
import type { Journal } from './store/journal.ts'
import { openStore } from './store/store.ts'

/** What every feature works with. */
export interface Core {
  config: Config
  clock: BridgeClock
  /** In [0, 1), as `Math.random`. */
  random: () => number
  /** Runs a callback in the next turn of the event loop, after what has arrived. */
  defer: (callback: () => void) => void
  log: Logger
  /** Why there is no log, as a sentence; null if there is one. */
  logProblem: string | null
  journal: Journal
  settings: Settings
  /** The state and events that every client gets. */
  hub: Hub
  /** Other ports on which Standby itself listens now, so that it never takes itself for another program. */
  ownPorts: Set<number>
  /** The port of our own pages: the one that the server got, or before that the one that was asked for. */
  port: () => number
}

/**
 * A part of the bridge. Making it opens the files that it needs, and begins nothing: no timer, no connection, no work. All features are made,
 * then started, and stopped in the reverse order.
 */
export interface Feature {
  routes?: readonly Route[]
  start?(): void | Promise<void>
  stop?(): void | Promise<void>
}

export interface Route {
  path: '/' | '/api' | '/avatar' | '/card' | '/look'
  router: Router
}

/** Opens the log and the database. Throws `DatabaseInUse` and `DatabaseTooNew`. */
export function createCore(config: Config, port: () => number): { core: Core; store: Feature } {
  const clock = systemClock
  const defer = setImmediate
  const { log, problem: logProblem } = openLog(config.dataDir, config.logLevel)
  const store = openStore({ file: join(config.dataDir, 'standby.db'), newEpoch: randomUUID, clock, log })
  const settings = createSettings({ config, clock, log })
  const hub = emptyHub({ config, hasObs: true, clock, log, defer })
  const { journal } = store
  return { core: { config, clock, random: Math.random, defer, log, logProblem, journal, settings, hub, ownPorts: new Set(), port }, store }
}

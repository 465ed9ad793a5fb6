import type { Clock } from '@standby/shared/clock.ts'
import type { FeedState } from '@standby/shared/protocol.ts'
import type { Router } from 'express'
import type { Logger } from 'pino'
import { createSampler } from './sampler.ts'
import { createHistory } from './history.ts'
import { historyRoutes } from './routes.ts'
import type { Journal } from '../store/journal.ts'
import type { SettingsFile } from '../settings/file.ts'
import type { Turns } from '../turns.ts'

export interface HistoryFeatureOptions {
  journal: Journal
  settings: SettingsFile
  /** The present channel's name in the journal. */
  channel: () => string
  /** The creator of the settings; null where none is set. */
  creator: () => string | null
  /** What the feed says now. */
  state: () => FeedState
  turns: Turns
  clock: Clock
  log: Logger
}

/** All that has to do with past LIVEs: writing down the present one, looking back, and deleting what is too old. */
export interface HistoryFeature {
  routes: Router
  onNewShow(): void
  close(): Promise<void>
}

export function createHistoryFeature({
  journal,
  settings,
  channel,
  creator,
  state,
  turns,
  clock,
  log,
}: HistoryFeatureOptions): HistoryFeature {
  const { archive } = journal
  const chronicle = createSampler({ archive, channel, state, clock })
  const history = createHistory({
    archive,
    channel,
    creator,
    roomId: () => state().tiktok.roomId,
    retention: {
      read: () => settings.read().history,
      write: (retention) => settings.write({ ...settings.read(), history: retention }),
    },
    turns,
    clock,
    log,
  })
  return {
    routes: historyRoutes(history),
    onNewShow: () => chronicle.onNewShow(),
    async close() {
      chronicle.dispose()
      history.dispose()
      // What is being deleted must be let go of before the database is closed.
      await history.idle()
    },
  }
}

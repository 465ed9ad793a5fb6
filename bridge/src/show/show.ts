import type { Clock } from '@standby/shared/clock.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { FeedState } from '@standby/shared/protocol.ts'
import { Router } from 'express'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { systemResolve } from '../network/names.ts'
import { avatarRoutes } from './avatar-routes.ts'
import { settingsRoutes } from '../settings/routes.ts'
import { showRoutes } from './routes.ts'
import { createAvatars } from './avatars.ts'
import { createGet, createResolve } from './download.ts'
import { createModeration, type ShowModeration } from './moderation.ts'
import { changedOverlay, countedGoal } from './overlay-settings.ts'
import { createPictureSource } from './picture-source.ts'
import { createSettingsTransfer, type SettingsTransferOptions } from '../settings/transfer.ts'
import { createTestEvents, TEST_BUDGET } from './test-events.ts'
import { createRateBudget } from '../live/rate-budget.ts'
import { recallJson, type Journal } from '../store/journal.ts'
import type { SettingsFile } from '../settings/file.ts'

export interface ShowOptions extends Pick<SettingsTransferOptions, 'spendReconnect'> {
  clock: Clock
  log: Logger
  journal: Journal
  settings: SettingsFile
  /** What the environment fixes. */
  fixed: Pick<Config, 'tiktokUsername' | 'obs'>
  /** Origins besides TikTok's that pictures may come from. */
  pictureOrigins: () => readonly string[]
  onSlice: <Slice extends 'overlay' | 'moderation'>(slice: Slice, value: FeedState[Slice]) => void
  /** Sends made-up events to every client. */
  onTest: (events: LiveEvent[]) => void
  /** An import has changed the settings of the connection and of OBS. */
  onImported: SettingsTransferOptions['onImported']
}

/** All that the creator says about what is shown: overlay, moderation, test events; viewers' pictures, and the settings as a file. */
export interface Show {
  moderation: ShowModeration
  routes: Router
  avatars: Router
}

/** Longer than a page waits for a picture it has room for. */
const PICTURE_TIMEOUT_MS = 5_000
const MAX_PICTURE_BYTES = 512_000

export function createShow(options: ShowOptions): Show {
  const { clock, journal, settings, log } = options

  const moderation = createModeration({
    saved: { read: () => settings.read().moderation, write: (saved) => settings.write({ ...settings.read(), moderation: saved }) },
    memory: { load: () => recallJson(journal, 'moderation'), save: (rooms) => journal.remember('moderation', JSON.stringify(rooms)) },
    onChange: (view) => options.onSlice('moderation', view),
    log,
  })
  const avatars = createAvatars({
    clock,
    fetchPicture: createPictureSource({
      resolve: createResolve(systemResolve, PICTURE_TIMEOUT_MS),
      get: createGet({ timeoutMs: PICTURE_TIMEOUT_MS, maxBytes: MAX_PICTURE_BYTES }),
      trusted: options.pictureOrigins,
    }),
  })
  const transfer = createSettingsTransfer({
    settings,
    fixed: options.fixed,
    spendReconnect: options.spendReconnect,
    async onImported(change) {
      publishOverlay()
      moderation.refresh()
      await options.onImported(change)
    },
  })
  const testEvent = createTestEvents(clock)
  const testBudget = createRateBudget(TEST_BUDGET, clock)

  const overlay = (): FeedState['overlay'] => settings.read().overlay
  const publishOverlay = (): void => options.onSlice('overlay', overlay())

  function saveOverlay(next: FeedState['overlay']): FeedState['overlay'] {
    settings.write({ ...settings.read(), overlay: next })
    publishOverlay()
    return next
  }

  publishOverlay()
  moderation.refresh()

  const show = showRoutes({
    ...moderation,
    overlay,
    changeOverlay: (change) => saveOverlay(changedOverlay(overlay(), change)),
    countGoal(change) {
      const counted = countedGoal(overlay(), change)
      return counted === null ? null : saveOverlay(counted)
    },
    moderation: () => moderation.view(),
    test(asked) {
      const tooOftenUntil = testBudget.spend()
      if (tooOftenUntil !== null) return { tooOftenUntil }
      const event = testEvent(asked)
      options.onTest([event])
      return event
    },
  })

  return { moderation, routes: Router().use(show, settingsRoutes(transfer)), avatars: avatarRoutes(avatars) }
}

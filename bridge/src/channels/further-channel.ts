import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Router } from 'express'
import { createAlertsFeature } from '../alerts/feature.ts'
import type { Core, Feature, Route } from '../core.ts'
import { emptyHub } from '../feed/empty-hub.ts'
import { createPageRegistry } from '../feed/page-registry.ts'
import { createReaders } from '../feed/readers.ts'
import type { FeedOfChannel } from '../feed/sockets.ts'
import { createHistoryFeature } from '../history/feature.ts'
import { createLive } from '../live/live.ts'
import type { SharedAccess } from '../live/shared-access.ts'
import type { WakeListener } from '../live/wake.ts'
import { createSettings } from '../settings/settings.ts'
import type { Pictures } from '../show/pictures.ts'
import { createShow } from '../show/show.ts'
import { journalOf } from './journal-of.ts'

/** A channel besides the first: its own connection, show, feed, settings and history. No OBS follows it. */
export interface FurtherChannel extends WakeListener {
  username: string
  feed: FeedOfChannel
  /** What the channel has at a path. */
  router(path: Route['path']): Router
  start(): Promise<void>
  stop(): Promise<void>
}

/** What further channels share with the first one. */
export interface Shared {
  access: SharedAccess
  pictures: Pick<Pictures, 'learn'>
}

/** Opens the channel's settings, which are in the folder `channels/@NAME` of the data directory. Begins nothing. */
export function createFurtherChannel(core: Core, username: string, shared: Shared): FurtherChannel {
  const { clock, defer, log: mainLog } = core
  const log = mainLog.child({ channel: username })
  // The @ also keeps names that Windows reserves, such as con, from being folders.
  const dataDir = channelFolder(core.config.dataDir, username)
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    // The LIVE goes on. If somebody changes a setting, the answer says that it could not be saved.
    log.warn({ err: error, dataDir }, 'channels: the folder of a channel could not be made; its settings cannot be saved')
  }
  const config: Core['config'] = {
    ...core.config,
    dataDir,
    tiktokUsername: username,
    // Nothing of OBS is set here, so there is no password to keep.
    secrets: 'file',
  }
  const settings = createSettings({ config, clock, log })
  const hub = emptyHub({ config, hasObs: false, clock, log, defer })
  const journal = journalOf(core.journal, username)
  const own: Core = { ...core, config, log, journal, settings, hub }

  const live = createLive(own, null, shared.access)
  const show = createShow(own, live, shared.pictures)
  const history = createHistoryFeature(own, live)
  const alerts = createAlertsFeature(own, live, { obs: null, setup: null })
  const features: Feature[] = [settings, show, live, history, alerts]
  const routers = new Map<Route['path'], Router>()
  for (const { path, router } of features.flatMap(({ routes }) => routes ?? []))
    routers.set(path, (routers.get(path) ?? Router()).use(router))
  const readers = createReaders({ hub, journal, live, clock, log })
  const started: Feature[] = []

  async function stop(): Promise<void> {
    for (const feature of started.splice(0).reverse()) await feature.stop?.()
    hub.close()
  }

  return {
    username,
    feed: { hub, readers, pages: createPageRegistry(clock) },
    router: (path) => routers.get(path) ?? Router(),
    woke: live.woke,
    clockWasSet: live.clockWasSet,
    async start() {
      for (const feature of features) {
        started.push(feature)
        await feature.start?.()
      }
      live.open()
    },
    stop,
  }
}

/** Where a further channel's own settings are, in the data directory of all. */
export function channelFolder(dataDir: string, username: string): string {
  return join(dataDir, 'channels', `@${username}`)
}

import { setGlobalProxyFromEnv } from 'node:http'
import { createActions } from './actions/feature.ts'
import { createAlertsFeature } from './alerts/feature.ts'
import { createChannels } from './channels/channels.ts'
import { createApiDescription } from './api/feature.ts'
import { createComputer } from './computer/feature.ts'
import type { Config } from './config.ts'
import { createCore, type Feature, type Route } from './core.ts'
import { createCustomPages } from './custom-pages/feature.ts'
import { createPageRegistry } from './feed/page-registry.ts'
import { createReaders } from './feed/readers.ts'
import { createHistoryFeature } from './history/feature.ts'
import { createLive } from './live/live.ts'
import { createSharedAccess } from './live/shared-access.ts'
import { createWakeWatch } from './live/wake.ts'
import { createMetrics } from './metrics/feature.ts'
import { proxyEnv } from './network/proxy.ts'
import { createObs } from './obs/obs.ts'
import { listen } from './server/http.ts'
import { createTransfer } from './settings/feature.ts'
import { createNames } from './setup/names.ts'
import { createSetup } from './setup/setup.ts'
import { createPictures } from './show/pictures.ts'
import { createShow } from './show/show.ts'
import { createTikFinity } from './tikfinity/feature.ts'

export interface Bridge {
  /** `http://127.0.0.1:4747` */
  url: string
  /** Where other computers find it; empty if they cannot come in. */
  otherOrigins(): string[]
  demo(): boolean
  /** Why events are not being saved, or null. */
  /** What is wrong with what lies on the disk, a sentence each. */
  storageProblems(): string[]
  stop(): Promise<void>
}

/** The pages that were waiting for the start come before the TikTok library. */
const FIRST_ANSWERS_MS = 50

export interface BridgeSurroundings {
  pagesDir: string
  /** Where it is started from by a command; null if it is not. */
  folder?: string | null
  warnings: readonly string[]
  /** A person wants Standby to end: what `stop` of the bridge, and then the process, is for. */
  quit: () => void
  /** What takes the place of the channels of one bridge: those of a fleet. */
  channels?: typeof createChannels
}

/** Makes the features, starts them in order, and stops them in the reverse order. */
export async function startBridge(config: Config, about: BridgeSurroundings): Promise<Bridge> {
  let port = config.port
  const { core, store } = createCore(config, () => port)
  const { clock, log, journal, settings, hub } = core
  for (const warning of about.warnings) log.warn({ warning }, 'config')
  log.info({ node: process.version, platform: process.platform, policy: config.reconnection }, 'starting')

  // For what is fetched without an agent of its own: the webhook.
  const { proxy } = config.upstream
  const restoreProxy = proxy === undefined ? null : setGlobalProxyFromEnv(proxyEnv(proxy))

  const pages = createPageRegistry(clock)
  const obs = createObs(core, pages)
  const access = createSharedAccess(core)
  const live = createLive(core, obs, access)
  const pictures = createPictures(core, live.pictureOrigins)
  const show = createShow(core, live, pictures)
  const history = createHistoryFeature(core, live)
  const tikfinity = createTikFinity(core, live)
  const setup = createSetup(core, live, tikfinity)
  const alerts = createAlertsFeature(core, live, { obs, setup })
  const metrics = createMetrics(core, live, obs, alerts)
  const transfer = createTransfer(core, { show, obs, live, tikfinity })
  const names = createNames(core)
  const computer = createComputer(core, live, about.quit)
  const channels = (about.channels ?? createChannels)(core, live, { access, pictures })
  const features: Feature[] = [
    store,
    settings,
    obs,
    pictures,
    show,
    live,
    channels,
    createWakeWatch(core, [live, channels]),
    history,
    alerts,
    metrics,
    transfer,
    tikfinity,
    createActions(core, live, obs),
    createCustomPages(core),
    setup,
    names,
    computer,
    createApiDescription(() => routes),
  ]
  const routes: readonly Route[] = features.flatMap((feature) => feature.routes ?? [])
  const readers = createReaders({ hub, journal, live, clock, log })
  const { remoteAccess } = setup

  const started: Feature[] = []
  const stop = async (): Promise<void> => {
    for (const feature of started.splice(0).reverse()) await feature.stop?.()
    restoreProxy?.()
  }
  try {
    for (const feature of features) {
      started.push(feature)
      await feature.start?.()
    }
    const { host } = config
    const namedAccess = names.access
    const server = await listen({
      host,
      port,
      pagesDir: about.pagesDir,
      folder: about.folder ?? null,
      remoteAccess,
      namedAccess,
      routes,
      channels: { find: channels.find, first: { hub, readers, pages } },
      clock,
      log,
    })
    port = server.port
    started.push({ stop: () => server.close() })
    await names.serve(server.secondPort)
  } catch (error) {
    await stop()
    throw error
  }
  const cancelOpen = clock.after(FIRST_ANSWERS_MS, live.open)
  started.push({ stop: cancelOpen })

  log.info({ host: config.host, port, demo: live.isDemo() }, 'started')
  return {
    url: setup.url(),
    otherOrigins: setup.origins,
    demo: live.isDemo,
    storageProblems: () =>
      [journal.problem(), settings.problem(), setup.tokensProblem(), core.logProblem].filter((problem) => problem !== null),
    async stop() {
      log.info('stopping')
      await stop()
    },
  }
}

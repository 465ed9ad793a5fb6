import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { MANUAL_BUDGET, SIGN_BUDGET } from '@standby/shared/connection/budget.ts'
import { tiktokPolicy } from '@standby/shared/connection/policy.ts'
import type { LiveEventType } from '@standby/shared/live/event.ts'
import { createAlerts } from './alerts/alerts.ts'
import { alertReadingsOf } from './alerts/readings.ts'
import { createWebhook } from './alerts/webhook.ts'
import { systemClock, systemTimes } from './clock.ts'
import type { Config } from './config.ts'
import { emptyState } from './feed/empty-state.ts'
import { feedSource } from './feed/journal-source.ts'
import { createHistoryFeature } from './history/feature.ts'
import { createActiveChannel } from './live/active-channel.ts'
import { openLog } from './log.ts'
import { sessions } from './metrics/observe.pure.ts'
import { createPrometheus } from './metrics/prometheus.ts'
import { createObs } from './obs/obs.ts'
import { createShow } from './show/show.ts'
import { pictureOrigins } from './show/picture-source.ts'
import { Router } from 'express'
import { liveRoutes } from './live/routes.ts'
import { listen } from './server/http.ts'
import { feedTurns } from './feed/turns.ts'
import { createHub } from './feed/hub.ts'
import { createReaders } from './feed/readers.ts'
import { createRateBudget } from './live/rate-budget.ts'
import { openJournal, timesIn } from './store/journal.ts'
import { createLogSync } from './store/log-sync.ts'
import { createSettings } from './settings/settings.ts'
import { createSetup } from './setup/setup.ts'
import { createTurns } from './turns.ts'
import { watchWake } from './live/wake.ts'

export interface Bridge {
  /** `http://127.0.0.1:4747` */
  url: string
  /** Where other computers find it; empty where they cannot come in. */
  otherOrigins(): string[]
  demo(): boolean
  /** Why events are not being saved, or null. */
  storageProblem(): string | null
  stop(): Promise<void>
}

/** The pages that were waiting for the start come before the library. */
const FIRST_ANSWERS_MS = 50

/** Builds the parts and hands them to each other. The only place that knows them all. */
export async function startBridge(config: Config, about: { pagesDir: string; warnings: readonly string[] }): Promise<Bridge> {
  const clock = systemClock
  const random = Math.random
  const log = openLog(config.dataDir, config.logLevel)
  for (const warning of about.warnings) log.warn({ warning }, 'config')
  log.info({ node: process.version, platform: process.platform, policy: config.reconnection }, 'starting')

  const database = join(config.dataDir, 'standby.db')
  const journal = openJournal({ file: database, newEpoch: randomUUID, log })
  const turns = createTurns(setImmediate)
  const logSync = createLogSync({ file: `${database}-wal`, clock, log })
  const settings = createSettings({ config, clock, log, onKnown: () => obsSide.configure() })

  const hub = createHub({
    source: feedSource(journal, () => host),
    state: emptyState({ ...config.reconnection, degradedAfterMs: config.degradedAfterMs }, clock.now()),
    clock,
    log,
    defer: setImmediate,
    turns: feedTurns(),
    refresh: () => hub.set('tiktok', host.channel().status()),
  })

  let port = config.port
  const obsSide = createObs({
    clock,
    random,
    log,
    journal,
    settings,
    fixed: config.obs,
    degradedAfterMs: config.degradedAfterMs,
    port: () => port,
    onStatus: (status) => hub.set('obs', status),
  })
  const { obs } = obsSide

  // Restarting is no way around it.
  const signBudget = createRateBudget(SIGN_BUDGET, clock, timesIn(journal, 'sign-budget'))
  const eventCounts: Partial<Record<LiveEventType, number>> = {}
  let signRequests = 0
  let storageWasFine = journal.problem() === null
  const webhook = config.webhook === null ? null : createWebhook({ address: config.webhook, fetch, clock, random, log })
  const alerts = createAlerts({
    read: () => alertReadingsOf(host.channel().status(), host.channel().past(), journal.problem() === null),
    webhook,
    username: () => host.channel().status().username,
    clock,
    log,
    onChange: (active) => hub.set('alerts', active),
  })
  const prometheus = createPrometheus({
    read: () => ({
      now: clock.now(),
      status: host.channel().status(),
      history: host.channel().past(),
      losses: host.channel().losses(),
      events: eventCounts,
      signRequests,
      feedClients: hub.clientCount(),
      obs: obs.status().phase,
      storageOk: journal.problem() === null,
      alerts: alerts.active().map(({ id }) => id),
    }),
  })
  const manualBudget = createRateBudget(MANUAL_BUDGET, clock)
  const whose = { channel: () => host.channelName(), creator: () => setupSide.creator(), state: () => hub.state() }
  const historySide = createHistoryFeature({ ...whose, journal, settings, turns, clock, log })
  // The TikTok library is loaded with the first attempt, which keeps every page waiting.
  const listening = Promise.withResolvers<undefined>()
  const host = createActiveChannel({
    ready: listening.promise,
    clock,
    random,
    log,
    journal,
    turns: createTurns(setImmediate),
    policy: tiktokPolicy(config.reconnection),
    degradedAfterMs: config.degradedAfterMs,
    upstream: config.upstream,
    probeHosts: config.probeHosts,
    username: () => setupSide.username(),
    signBudget: {
      ...signBudget,
      spend() {
        const retryAt = signBudget.spend()
        if (retryAt === null) signRequests += 1
        return retryAt
      },
    },
    outputIsReconnecting: () => obs.outputIsReconnecting(),
    onEvents(events) {
      for (const { type } of events) eventCounts[type] = (eventCounts[type] ?? 0) + 1
      hub.publish(events)
      if (journal.problem() === null) logSync.written()
      if ((journal.problem() === null) !== storageWasFine) {
        storageWasFine = !storageWasFine
        setImmediate(() => alerts.check())
      }
    },
    onSlice(slice, value) {
      hub.set(slice, value)
      // When all of this turn is done: an alert is about what came of it.
      if (slice === 'tiktok') setImmediate(() => alerts.check())
    },
    onAnnouncement: (message) => hub.announce(message),
    onNewShow() {
      showSide.moderation.roomIs(host.channel().roomId())
      hub.beginAnew()
      historySide.onNewShow()
    },
    onDeleted: (deleted) => showSide.moderation.deleted(deleted),
    otherParts: () => ({ obs: obs.status().phase === 'connected' ? 'works' : 'paused' }),
    onHealth: (health, since) => obs.setHealth(health, since, host.demo() !== null),
  })

  const showSide = createShow({
    clock,
    log,
    journal,
    settings,
    fixed: config,
    pictureOrigins: () => pictureOrigins(host.demo()?.upstream ?? config.upstream),
    onSlice: (slice, value) => hub.set(slice, value),
    onTest: (events) => hub.announce({ type: 'test', events }),
    spendReconnect: () => manualBudget.spend(),
    async onImported({ usernameChanged }) {
      obsSide.configure()
      if (usernameChanged) await host.restart()
    },
  })

  const setupSide = createSetup({
    config,
    clock,
    log,
    settings,
    host,
    port: () => port,
    spend: () => manualBudget.spend(),
    storageProblem: () => journal.problem(),
  })

  await host.restart()
  settings.begin()

  const api = liveRoutes({
    tiktokStatus: () => host.channel().status(),
    sessions: () => sessions(host.channel().past(), clock.now()),
    connect: setupSide.connect,
    disconnect: () => host.channel().disconnect(),
    reconnect(force) {
      // Nothing to do, and so nothing to count: a healthy connection is never dropped.
      if (host.channel().status().reconnectionState === 'CONNECTED') return 'ok'
      const tooOftenUntil = manualBudget.spend()
      if (tooOftenUntil !== null) return { tooOftenUntil }
      const { heldUntil } = host.channel().connect(force)
      return heldUntil === null ? 'ok' : { heldUntil }
    },
    obsStatus: () => obs.status(),
    configureObs: obsSide.change,
    retryObs: obsSide.retry,
    drop: (kind, seconds) => host.demo()?.drop(kind, seconds) ?? null,
  })

  const end = async (server?: { close(): Promise<void> }): Promise<void> => {
    settings.close()
    alerts.dispose()
    webhook?.dispose()
    setupSide.rehearsal.dispose()
    await host.stop()
    await server?.close()
    await obsSide.close()
    await historySide.close()
    logSync.stop()
    journal.close()
  }

  const server = await listen({
    host: config.host,
    port: config.port,
    pagesDir: about.pagesDir,
    beyond: setupSide.beyond,
    // Theirs first: the API ends in "not found".
    api: Router().use(obsSide.routes, showSide.routes, historySide.routes, setupSide.routes, api),
    avatars: showSide.avatars,
    pages: obsSide.pages,
    hub,
    readers: createReaders({ hub, journal, host, clock, log }),
    healthz: () => ({
      ok: true,
      health: host.channel().status().health,
      obs: obs.status().phase,
      clients: hub.clientCount(),
      storage: journal.problem() ?? 'ok',
    }),
    metrics: prometheus,
    clock,
    log,
  }).catch(async (error: unknown) => {
    await end()
    throw error
  })

  port = server.port
  const onStep = (): void => hub.sendAway('the clock of this computer was set, come back with epoch and offset')
  const stopWatch = watchWake({ times: systemTimes, clock, log, onWoke: (sleptMs) => host.channel().woke(sleptMs), onStep })
  const cancelStart = clock.after(FIRST_ANSWERS_MS, () => listening.resolve(undefined))
  log.info({ host: config.host, port: server.port, demo: host.demo() !== null }, 'started')
  return {
    url: setupSide.url(),
    otherOrigins: () => setupSide.origins(),
    demo: () => host.demo() !== null,
    storageProblem: () => journal.problem(),
    async stop() {
      log.info('stopping')
      cancelStart()
      stopWatch()
      await end(server)
    },
  }
}

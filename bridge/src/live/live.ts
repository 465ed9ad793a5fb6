import type { LiveEvent } from '@standby/shared/live/event.ts'
import { tiktokPolicy } from '@standby/shared/connection/policy.ts'
import type { Core, Feature, Route } from '../core.ts'
import { sessions } from '../metrics/observe.pure.ts'
import type { Obs } from '../obs/obs.ts'
import { pictureOrigins } from '../show/picture-source.ts'
import { createTurns } from '../turns.ts'
import { createActiveChannel, type ActiveChannel } from './active-channel.ts'
import { STUDIO_URLS } from '../sources/studio/attempt.ts'
import { effectiveWays } from '../settings/effective.pure.ts'
import type { ChannelListener } from './channel-options.ts'
import { createCommands, type Commands } from './commands.ts'
import type { Keys } from './keys.ts'
import { liveRoutes } from './routes.ts'
import type { SharedAccess } from './shared-access.ts'
import type { WakeListener } from './wake.ts'

/** What other features hear of the LIVE. */
export interface LiveListener {
  /** Events that are in the journal now. */
  onEvents?(events: readonly LiveEvent[]): void
  /** The status of the connection has changed. */
  onStatus?(): void
  /** Viewers, totals or supporters have changed. */
  onFigures?(): void
  /** Another creator comes next, once this has been waited for. */
  onCreator?(): void | Promise<void>
  /** Another LIVE, or another creator. */
  onNewShow?(): void
  /** TikTok, or the creator, removed these messages or these users' messages. */
  onDeleted?: ChannelListener['onDeleted']
  onPictures?: ChannelListener['onPictures']
}

/** The connection to a LIVE, the show in it, and the rules for a person who connects by hand. */
export interface Live
  extends
    Feature,
    WakeListener,
    Pick<ActiveChannel, 'channel' | 'channelName'>,
    Pick<Commands, 'creator' | 'restart' | 'rehearsal' | 'names'> {
  routes: readonly Route[]
  listen(listener: LiveListener): void
  isDemo(): boolean
  /** Makes the first attempt. Before it nothing loads the TikTok library, which would keep every page waiting. */
  open(): void
  /** Spends one action by hand. Returns null, or the time of the next allowed one. */
  spendByHand(): number | null
  /** Requests to the sign service since the bridge started. */
  signRequests(): number
  keys: Keys
  /** Origins besides TikTok's that pictures may come from. */
  pictureOrigins(): readonly string[]
}

/** `obs`: null if no OBS follows this LIVE. */
export function createLive(core: Core, obs: Pick<Obs, 'setHealth' | 'outputIsReconnecting' | 'status'> | null, shared: SharedAccess): Live {
  const { config, clock, journal, hub } = core
  const { upstream } = config
  const listeners: LiveListener[] = []
  const opened = Promise.withResolvers<undefined>()
  const { keys, signBudget, guestBudget, knownNames } = shared

  const active = createActiveChannel({
    ready: Promise.all([opened.promise, shared.keysKnown]),
    async beforeCreator() {
      for (const { onCreator } of listeners) await onCreator?.()
    },
    core,
    journal,
    turns: createTurns(core.defer),
    tiktok: {
      keys,
      probeHosts: config.probeHosts,
      signBudget,
      guestBudget,
      knownNames,
      order: () => effectiveWays(config.ways, core.settings.read().ways).value,
      tikfinityUrl: config.tikfinityUrl,
      isOwnPort: (port) => core.ownPorts.has(port),
      eulerUrl: config.eulerUrl,
      // It carries the LIVE of the creator who sits at this computer.
      studioUrls: obs === null ? [] : STUDIO_URLS,
    },
    timings: { policy: tiktokPolicy(config.reconnection), degradedAfterMs: config.degradedAfterMs },
    surroundings: {
      outputIsReconnecting: () => obs?.outputIsReconnecting() ?? false,
      otherParts: () => (obs === null ? {} : { obs: obs.status().phase === 'connected' ? 'works' : 'paused' }),
    },
    listener: {
      onEvents(events) {
        hub.publish(events)
        for (const { onEvents } of listeners) onEvents?.(events)
      },
      onSlice(slice, value) {
        hub.set(slice, value)
        if (slice === 'tiktok') for (const { onStatus } of listeners) onStatus?.()
        if (slice === 'counters' || slice === 'supporters') for (const { onFigures } of listeners) onFigures?.()
      },
      onAnnouncement: (message) => hub.announce(message),
      onNewShow() {
        for (const { onNewShow } of listeners) onNewShow?.()
        hub.restart()
      },
      onPictures(lists) {
        for (const { onPictures } of listeners) onPictures?.(lists)
      },
      onDeleted(deleted) {
        for (const { onDeleted } of listeners) onDeleted?.(deleted)
      },
      onHealth: (health, since) => obs?.setHealth(health, since, active.demo() !== null),
    },
  })
  const status = () => active.channel().status()
  hub.follow(active.feed, () => hub.set('tiktok', status()))

  let isOver = false
  // A key may have come late, from a store that was locked.
  shared.onKeys(() => {
    if (!isOver) active.waysChanged('keys')
  })

  const commands = createCommands(core, active, { knownNames, keys })

  const router = liveRoutes({
    ...commands,
    tiktokStatus: status,
    sessions: () => sessions(active.channel().past(), clock.now()),
    drop: (kind, seconds) => active.demo()?.drop(kind, seconds) ?? null,
  })

  return {
    routes: [{ path: '/api', router }],
    listen: (listener) => void listeners.push(listener),
    channel: active.channel,
    channelName: active.channelName,
    isDemo: () => active.demo() !== null,
    open: () => opened.resolve(undefined),
    creator: commands.creator,
    restart: commands.restart,
    rehearsal: commands.rehearsal,
    names: commands.names,
    spendByHand: commands.spend,
    signRequests: signBudget.requestCount,
    keys,
    pictureOrigins: () => pictureOrigins(active.demo()?.upstream ?? upstream),
    async start() {
      await commands.restart()
    },
    woke: (sleptMs) => active.channel().woke(sleptMs),
    clockWasSet: () => hub.sendAway('the clock of this computer was set, come back with epoch and offset'),
    async stop() {
      isOver = true
      commands.rehearsal.dispose()
      await active.stop()
    },
  }
}

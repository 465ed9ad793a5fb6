import { MAX_CHANNELS, type ChannelsView, type ChannelView } from '@standby/shared/channels.ts'
import type { FeedState } from '@standby/shared/protocol.ts'
import type { Core, Feature, Route } from '../core.ts'
import type { Live } from '../live/live.ts'
import type { WakeListener } from '../live/wake.ts'
import { createFurtherChannel, type FurtherChannel, type Shared } from './further-channel.ts'
import { channelRoutes } from './routes.ts'

/** The channels besides the first one. */
export interface Channels extends Feature, WakeListener {
  routes: readonly Route[]
  find: FindChannel
}

/** Whose channel this is, by the name that TikTok has; `first`: the channel that addresses without it mean; null: there is none such. */
export type FindChannel = (name: string) => 'first' | FurtherChannel | null

export function createChannels(core: Core, live: Pick<Live, 'creator' | 'listen'>, shared: Shared): Channels {
  const { config, clock, log, settings, hub } = core
  const running = new Map<string, FurtherChannel>()
  /** One change at a time: a channel that stops still writes. */
  let changing: Promise<void> = Promise.resolve()
  let isStarted = false
  let isStopping = false

  /** Never the first one too: no LIVE may have two sockets. */
  function wanted(): string[] {
    const first = live.creator()
    return (config.channels ?? settings.read().channels).filter((name) => name !== first)
  }

  async function adapt(): Promise<void> {
    const names = isStopping ? [] : wanted()
    shared.access.signBudget.shareAmong(names.length + 1)
    for (const [name, channel] of running) {
      if (names.includes(name)) continue
      running.delete(name)
      await channel.stop()
    }
    // All are there at once, for pages that are open already. Their shows come back one after the other.
    const added = names.filter((name) => !running.has(name)).map((name) => createFurtherChannel(core, name, shared))
    for (const channel of added) running.set(channel.username, channel)
    for (const channel of added) {
      // One that cannot start must not keep the others from it.
      await channel.start().catch((error: unknown) => log.error({ err: error, channel: channel.username }, 'channels: one could not start'))
    }
    if (added.length > 0) log.info({ count: running.size }, 'channels: started')
  }

  /** Starts and stops what the list says. */
  function follow(): Promise<void> {
    changing = changing.then(adapt).catch((error: unknown) => log.error({ err: error }, 'channels: a change failed'))
    return changing
  }

  const find: FindChannel = (name) => (name === live.creator() ? 'first' : (running.get(name) ?? null))

  function view(): ChannelsView {
    const first = live.creator()
    const further = [...running.values()].map(({ username, feed }) => viewOf(username, false, feed.hub.state()))
    return {
      channels: first === null ? further : [viewOf(first, true, hub.state()), ...further],
      fixed: config.channels !== null,
      now: clock.now(),
    }
  }

  const router = channelRoutes({
    view,
    async add(name) {
      if (config.channels !== null) return 'fixed'
      const { channels } = settings.read()
      if (name === live.creator() || channels.includes(name)) return 'ok'
      if (channels.length >= MAX_CHANNELS - 1) return 'full'
      settings.write({ ...settings.read(), channels: [...channels, name] })
      await follow()
      return 'ok'
    },
    async remove(name) {
      if (config.channels !== null) return 'fixed'
      const { channels } = settings.read()
      if (!channels.includes(name)) return name === live.creator() ? 'first' : 'unknown'
      settings.write({ ...settings.read(), channels: channels.filter((one) => one !== name) })
      await follow()
      return 'ok'
    },
  })

  // Another creator in the first place may be one of the further ones: that one lets go of the LIVE before the first takes it.
  live.listen({ onCreator: () => (isStarted ? follow() : undefined) })

  return {
    routes: [{ path: '/api', router }],
    find,
    start() {
      isStarted = true
      // Nobody waits for hundreds of shows to be restored.
      void follow()
    },
    async stop() {
      isStopping = true
      await follow()
    },
    woke: (sleptMs) => running.forEach((channel) => channel.woke(sleptMs)),
    clockWasSet: () => running.forEach((channel) => channel.clockWasSet()),
  }
}

function viewOf(username: string, first: boolean, { tiktok, counters, alerts }: FeedState): ChannelView {
  const { health, reconnectionState, since, cause, nextAttemptAt, stability, roomId } = tiktok
  const isOn = health !== 'offline' && roomId !== null
  return {
    username,
    first,
    health,
    reconnectionState,
    since,
    liveSince: isOn ? (stability.session?.since ?? since) : null,
    cause,
    nextAttemptAt,
    alerts,
    viewers: isOn ? counters.viewers : 0,
    diamonds: counters.diamonds,
  }
}

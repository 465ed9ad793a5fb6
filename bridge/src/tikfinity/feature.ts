import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { hiddenNow } from '@standby/shared/settings/moderation.ts'
import { changed } from '@standby/shared/settings/field.ts'
import { TIKFINITY, type TikFinitySettings } from '@standby/shared/settings/tikfinity-settings.ts'
import type { TikFinityView } from '@standby/shared/tikfinity.ts'
import type { Core, Feature, Route } from '../core.ts'
import { installedVersions } from '../doctor/versions.ts'
import type { Live } from '../live/live.ts'
import { savedAt } from '../store/journal.ts'
import { PAGE_SIZE, type PageSize } from '../store/page.ts'
import { configFrame, hostOf, roomUserFrame, standbyFrame, streamEndFrame, type Frame, type Host } from './frames.pure.ts'
import { tikfinityRoutes } from './routes.ts'
import { createSender } from './sender.ts'
import { createTikFinitySocket } from './socket.ts'

/** The socket for widgets, games and bots that know TikFinity's. It stays open while TikTok is away. */
export interface TikFinity extends Feature {
  routes: readonly Route[]
  view(): TikFinityView
  /** Takes over the settings. */
  configure(): void
}

const MAX_ORIGINS = 50
/** Of the LIVE that is on, to know which streaks have ended. */
const KNOWN_EVENTS = 2_000
const ONE_EVENT: PageSize = { ...PAGE_SIZE, count: 1 }
const DEMO_NAME = 'demo'
/** Clients show the viewers as a number: several times a second is of no use. */
const VIEWERS_EVERY_MS = 1_000

export function createTikFinity(core: Core, live: Live): TikFinity {
  const { config, clock, log, journal, settings, hub, ownPorts } = core
  const socket = createTikFinitySocket({
    port: config.tikfinityPort ?? 0,
    clock,
    log,
    allowed: () => read().origins,
    greeting: () => [configFrame(version), standbyFrame(status(), host())].map((frame) => JSON.stringify(frame)),
  })
  const sender = createSender({
    clock,
    clientCount: socket.clientCount,
    send,
    host,
    room: () => hub.state().counters,
    sendsMissed: () => read().caughtUp,
    hides: hiddenNow(() => hub.state().moderation),
    saved: savedAt(journal, 'tikfinity'),
  })
  const { standby: version } = installedVersions()
  let lastStatus = ''
  let wasEnded = false
  let viewers = ''
  let cancelViewers: (() => void) | null = null

  const read = (): TikFinitySettings => settings.read().tikfinity
  function status(): TikTokStatus {
    return hub.state().tiktok
  }

  function host(): Host {
    return hostOf(status().username ?? DEMO_NAME)
  }

  function send(frames: readonly Frame[]): void {
    if (frames.length > 0 && socket.clientCount() > 0) socket.send(frames.map((frame) => JSON.stringify(frame)))
  }

  function sendStatus(): void {
    const now = status()
    const { reconnectionState, health, nextAttemptAt, since, cause } = now
    const key = JSON.stringify([reconnectionState, health, nextAttemptAt, since])
    if (key === lastStatus) return
    lastStatus = key
    const isEnded = cause?.kind === 'ended'
    send([standbyFrame(now, host()), ...(isEnded && !wasEnded ? [streamEndFrame(host())] : [])])
    wasEnded = isEnded
  }

  function sendViewers(): void {
    cancelViewers = null
    const { counters, supporters } = hub.state()
    const key = JSON.stringify([counters.viewers, supporters])
    if (key === viewers) return
    viewers = key
    send([roomUserFrame(counters.viewers, supporters, host())])
  }

  function write(next: TikFinitySettings): void {
    settings.write({ ...settings.read(), tikfinity: next })
  }

  async function openOrClose(): Promise<void> {
    if (read().on && config.tikfinityPort !== null) await socket.open()
    else await socket.close()
    if (socket.state().state === 'listening') ownPorts.add(socket.port())
    else ownPorts.delete(socket.port())
  }

  function view(): TikFinityView {
    const { on, caughtUp, origins } = read()
    const isDisabled = config.tikfinityPort === null
    return {
      socket: isDisabled ? { state: 'disabled' } : socket.state(),
      port: isDisabled ? null : socket.port(),
      on,
      caughtUp,
      clients: socket.clients(),
      allowed: origins,
      refused: socket.refused(),
    }
  }

  live.listen({
    onEvents: (events) => sender.events(events),
    onStatus: sendStatus,
    onFigures() {
      if (socket.clientCount() > 0) cancelViewers ??= clock.after(VIEWERS_EVERY_MS, sendViewers)
    },
  })

  const router = tikfinityRoutes({
    view,
    async change(wanted) {
      write(changed(TIKFINITY, read(), wanted))
      await openOrClose()
    },
    allow(origin) {
      const { origins } = read()
      if (!origins.includes(origin) && origins.length >= MAX_ORIGINS) return false
      write({ ...read(), origins: [...new Set([...origins, origin])] })
      socket.allowedChanged()
      return true
    },
    forbid(origin) {
      write({ ...read(), origins: read().origins.filter((one) => one !== origin) })
      socket.allowedChanged()
    },
  })

  return {
    routes: [{ path: '/api', router }],
    view,
    configure: () => void openOrClose(),
    start() {
      const roomId = live.channel().roomId()
      if (roomId !== null) {
        const channel = live.channelName()
        const eventAt = (at: number) => journal.page(channel, roomId, at - 1, ONE_EVENT).events.find(({ offset }) => offset === at)
        sender.restore(journal.latest(channel, roomId, KNOWN_EVENTS), eventAt)
      }
      // Finding out who has the port can take seconds, and nothing waits for this socket.
      void openOrClose()
    },
    async stop() {
      sender.dispose()
      cancelViewers?.()
      await socket.close()
    },
  }
}

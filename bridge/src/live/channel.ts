import type { ConnectionState } from '@standby/shared/connection/connection.ts'
import { announcement, reconnectionState } from '@standby/shared/connection/view.ts'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { createCounters } from '../metrics/counters.ts'
import type { Losses } from '../metrics/losses.pure.ts'
import { summary, type ConnectionHistory } from '../metrics/observe.pure.ts'
import type { InitialBatch } from './catch-up.ts'
import type { FeedSource } from '../feed/hub.ts'
import { channelFeed } from './channel-feed.ts'
import type { ChannelOptions } from './channel-options.ts'
import { createChannelConnection } from './connection.ts'
import { degradedView, holdEstimates, limitedView, type DegradedContext } from './degraded.ts'
import { watchHealth } from './health-watch.ts'
import { watchOutages } from './outage-watch.ts'
import { openOutages } from './outages.ts'
import { createLiveShow } from './show.ts'
import { connectionStatus } from './status.ts'

export interface Channel {
  /** The bridge has started: connects, unless TikTok asked an earlier run to wait. */
  start(): void
  /** A person asks: connects, or tries again at once; if it is held back (breaker, a time asked for) only with `force`. */
  connect(force: boolean): { heldUntil: number | null }
  disconnect(): void
  /** The creator changed something about the ways. A connection that is up stays as it is. */
  waysChanged(what: 'order' | 'keys'): void
  /** The computer slept: what fell due meanwhile is done, and a connection has to show that it lives. */
  woke(sleptMs: number): void
  status(): TikTokStatus
  /** What clients of its feed are given. */
  feed: FeedSource
  roomId(): string | null
  /** The past of its connection, for metrics and alerts. */
  past(): ConnectionHistory
  /** What outages cost since the bridge started. */
  losses(): Losses
  /** Closes whatever is open and reports nothing more. */
  dispose(): void
}

/** One creator: the connection, the show folded from its events, its outages, and what of all that goes into the feed. */
export function createChannel(options: ChannelOptions): Channel {
  const { username, demo, core, store, source, timings, surroundings, listener } = options
  const { clock, log } = core
  let shown: { state: TikTokStatus['reconnectionState']; since: number } = { state: 'IDLE', since: clock.now() }

  const counters = createCounters()
  const held = holdEstimates()
  const live = createLiveShow({ username, core, store, counters, listener, onPaused: publishStatus })
  const outages = watchOutages({ clock, outages: openOutages(store.keyValues, username), restored: store.restoredShow.outage })
  const onPictures = (lists: string[][]): void => listener.onPictures?.(lists)
  const connection = createChannelConnection({
    core,
    store,
    source,
    timings,
    surroundings,
    live,
    counters,
    onPictures,
    onJoined,
    onChange,
    onWays: publishStatus,
  })
  const health = watchHealth({
    core,
    state: connection.state,
    degradedAfterMs: timings.degradedAfterMs,
    onHealth(value, since) {
      // While all is well the probe learns which hosts to ask if nothing answers.
      if (value === 'live') void source.learn()
      listener.onHealth(value, since)
    },
    // With a change of the connection the status is published anyway.
    onTimer: publishStatus,
  })

  /** Returns what to announce once the machine knows of the connection too. */
  function onJoined(roomId: string, batch: InitialBatch): () => void {
    const { lostAt, correlationId } = connection.state()
    const outage = outages.end(lostAt !== null)
    const { gap, caughtUp } = live.join(roomId, batch, outage)
    return () => {
      const awayMs = lostAt === null ? null : clock.now() - lostAt
      if (awayMs !== null && correlationId !== null) listener.onSlice('recovery', { correlationId, at: clock.now(), awayMs, caughtUp })
      if (awayMs !== null || gap !== null) log.info({ correlationId, awayMs, caughtUp, gap }, 'tiktok: back')
      if (gap?.caughtUpWhole === false) log.warn({ correlationId, lost: gap.estimatedLost }, 'tiktok: catching up failed in part')
    }
  }

  function onChange(state: ConnectionState, previous: ConnectionState): void {
    const { roomId } = live.show()
    const now = clock.now()
    const name = reconnectionState(state)
    if (name !== shown.state) shown = { state: name, since: now }
    const outage = outages.follow({
      previous,
      state,
      roomId,
      heardAt: live.heardAt(),
      unproved: connection.unproved(),
      way: connection.way(),
    })
    if (outage !== null) live.lost(outage)
    if (state.phase !== previous.phase) tellShow(state)
    health.update()
    const message = announcement(previous, state, now)
    publishStatus()
    if (message !== null) listener.onAnnouncement(message)
  }

  function tellShow(state: ConnectionState): void {
    if (state.phase === 'connected') live.connected()
    const isOver = state.cause?.kind === 'ended' || state.cause?.kind === 'offline'
    if (state.phase === 'waiting' && isOver) live.over()
  }

  function publishStatus(): void {
    listener.onSlice('tiktok', status())
  }

  function status(): TikTokStatus {
    const state = connection.state()
    const now = clock.now()
    const { roomId, paused } = live.show()
    const via = connection.via()
    const limited = via === null ? null : limitedView(via, Math.min(live.heardAt(), now))
    const degraded = health.value() === 'degraded' ? held(degradedView(state, degradedContext(now)), state.lostAt) : limited
    const stability = summary(outages.figures(), now)
    return {
      username: demo ? null : username,
      demo,
      roomId,
      paused,
      signBudget: source.signBudgetLeft(),
      via,
      ways: source.ways.view(),
      ...connectionStatus(state, { ...timings, health: health.value(), since: shown.since, degraded, now }),
      metrics: counters.read(stability.total),
      stability,
    }
  }

  function degradedContext(now: number): DegradedContext {
    return {
      ...timings,
      now,
      outage: outages.current(),
      outages: outages.past(),
      valuesAt: live.heardAt(),
      rate: live.rate(),
      otherParts: surroundings.otherParts(),
    }
  }

  listener.onSlice('recovery', null)
  publishStatus()

  return {
    start: connection.start,
    connect: (force) => ({ heldUntil: connection.connect(force) }),
    disconnect: connection.disconnect,
    waysChanged: connection.waysChanged,
    woke(sleptMs) {
      connection.woke(sleptMs)
      health.update()
      publishStatus()
    },
    status,
    feed: channelFeed(store.journal, username, () => live.show().roomId),
    roomId: () => live.show().roomId,
    past: outages.figures,
    losses: counters.losses,
    dispose() {
      live.dispose()
      connection.disconnect()
      connection.dispose()
      health.dispose()
    },
  }
}

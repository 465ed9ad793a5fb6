import type { Cause, CauseKind } from '@standby/shared/connection/cause.ts'
import { heldUntil, type ConnectionEffect, type ConnectionState, type SavedConnection } from '@standby/shared/connection/connection.ts'
import type { ConnectionPolicy } from '@standby/shared/connection/policy.ts'
import { createRunner } from '@standby/shared/connection/runner.ts'
import { announcement, reconnectionState } from '@standby/shared/connection/view.ts'
import { healthDeadline, healthOf } from '@standby/shared/connection/health.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { PartState, ShowPart } from '@standby/shared/live/gap.ts'
import type { BudgetView, Health, ReconnectionMessage, TikTokStatus } from '@standby/shared/protocol.ts'
import { outageAfter } from './outage.ts'
import type { InitialBatch } from './catch-up.ts'
import { createChannelLink } from './link.ts'
import { connectionStatus, logTransition, looksTheSame } from './status.ts'
import { degradedView } from './degraded.ts'
import { createLiveShow, type LiveShowOptions } from './show.ts'
import { factsOf, newConnectionHistory, observe, summary, type ConnectionHistory } from '../metrics/observe.pure.ts'
import { createCounters, type Losses } from '../metrics/counters.ts'
import { createEvidence, type EvidenceOptions } from '../network/evidence.ts'
import { openOutages } from './outages.ts'
import type { TikTokLink, TikTokLinkCallbacks } from '../sources/link.ts'
import { createLivenessCheck } from '../sources/liveness.ts'
import { watchSilence, type RoomAnswer } from '../sources/silence.ts'

export interface ChannelOptions extends Omit<LiveShowOptions, 'tally' | 'onPaused'> {
  demo: boolean
  policy: ConnectionPolicy<CauseKind>
  degradedAfterMs: number
  signBudgetLeft: () => BudgetView[]
  openLink: (callbacks: TikTokLinkCallbacks) => TikTokLink
  /** Asks TikTok whether the room is live. */
  askRoom: () => Promise<RoomAnswer>
  /** What tells this computer's network from TikTok. */
  network: Omit<EvidenceOptions, 'send' | 'log'>
  /** What an earlier run left behind, and where this one leaves it. */
  saved: SavedConnection | null
  save: (saved: SavedConnection) => void
  random: () => number
  /** Parts of the show that do not hang on TikTok and do not work now. */
  otherParts: () => Partial<Record<ShowPart, PartState>>
  onAnnouncement: (message: ReconnectionMessage) => void
  onHealth: (health: Health, since: number) => void
}

export interface Channel {
  /** The bridge has started: connects, unless an earlier run was told to wait. */
  start(): void
  /** A person asks: connects, or tries again at once; where it is held back (breaker, a time asked for) only with `force`. */
  connect(force: boolean): { heldUntil: number | null }
  disconnect(): void
  /** The computer slept: what fell due meanwhile is done, and a connection has to show that it lives. */
  woke(sleptMs: number): void
  status(): TikTokStatus
  /** The last events of this show, oldest first. */
  history(limit: number): LiveEvent[]
  roomId(): string | null
  /** The past of its connection, for metrics and alerts. */
  past(): ConnectionHistory
  /** What outages cost since the bridge started. */
  losses(): Losses
  /** Closes whatever is open and reports nothing more. */
  dispose(): void
}

/** One creator: the connection, the show folded from its events, and what of both goes into the feed. */
export function createChannel(options: ChannelOptions): Channel {
  const { username, journal, kept, clock, log } = options
  const tally = createCounters(clock)
  const pastOutages = openOutages(kept, username)
  let health: { value: Health; since: number } = { value: 'offline', since: clock.now() }
  let shown: { state: TikTokStatus['reconnectionState']; since: number } = { state: 'IDLE', since: clock.now() }
  let cancelHealthTimer = (): void => undefined
  let disposed = false
  let history = newConnectionHistory(clock.now())

  const runner = createRunner({ policy: options.policy, saved: options.saved, clock, random: options.random, onEffect, onChange })
  const live = createLiveShow({ ...options, tally, onPaused: () => options.onSlice('tiktok', status()) })
  let absence = live.restoredAbsence()
  const evidence = createEvidence({ ...options.network, send: (event) => runner.send(event), log })
  const silence = watchSilence({
    clock,
    // A paused room may be silent for as long as it likes.
    askRoom: () => (live.show().paused ? Promise.resolve('paused') : options.askRoom()),
    onSilent: giveUp,
  })
  const proof = createLivenessCheck({ clock, defer: options.defer, onDead: giveUp })
  const link = createChannelLink({ openLink, runner, live, silence, tally, log, onJoined })

  function openLink(callbacks: TikTokLinkCallbacks): TikTokLink {
    return options.openLink({
      ...callbacks,
      frame(messageCount) {
        proof.heard()
        callbacks.frame(messageCount)
      },
    })
  }

  /** The connection looks open and is not. */
  function giveUp(cause: Cause): void {
    const { generation } = runner.state()
    link.close(generation)
    runner.send({ type: 'closed', generation, cause })
  }

  function onEffect(effect: ConnectionEffect): void {
    if (effect.type === 'open') link.open(effect.generation)
    else if (effect.type === 'probe') {
      const { cause } = runner.state()
      if (cause !== null) evidence.onProbe(effect.generation, cause)
    } else link.close(effect.generation)
  }

  /** Returns what is to be told once the machine knows of the connection too. */
  function onJoined(roomId: string, batch: InitialBatch): () => void {
    const { lostAt, correlationId, generation } = runner.state()
    const away = absence === null ? null : { ...absence, attempts: generation - absence.generation }
    const { gap, caughtUp } = live.join(roomId, batch, away)
    if (lostAt !== null && away !== null) pastOutages.add({ cause: away.cause, lastedMs: Math.max(0, clock.now() - lostAt) })
    return () => {
      const awayMs = lostAt === null ? null : clock.now() - lostAt
      if (awayMs !== null && correlationId !== null) options.onSlice('recovery', { correlationId, at: clock.now(), awayMs, caughtUp })
      if (awayMs !== null || gap !== null) log.info({ correlationId, awayMs, caughtUp, gap }, 'tiktok: back')
      if (gap?.caughtUpWhole === false) log.warn({ correlationId, lost: gap.estimatedLost }, 'tiktok: catching up failed in part')
    }
  }

  function onChange(state: ConnectionState, previous: ConnectionState): void {
    if (looksTheSame(state, previous)) return
    const now = clock.now()
    tally.transition(previous, state)
    const { roomId } = live.show()
    const fact = factsOf(previous, state, now, roomId)
    if (fact !== null) history = observe(history, fact)
    if (state.phase !== previous.phase || state.cause !== previous.cause) logTransition(log, state, previous)
    const name = reconnectionState(state)
    if (name !== shown.state) shown = { state: name, since: now }
    const away = outageAfter(absence, { previous, state, roomId, heardAt: live.heardAt(), unproved: proof.pending(), now })
    if (away !== absence && away !== null) live.lost(away)
    absence = away
    if (state.phase !== previous.phase) onPhase(state)
    if (state.breaker !== previous.breaker || state.askedUntil !== previous.askedUntil) {
      const { breaker, askedUntil, cause, causeAt } = state
      options.save({ breaker, askedUntil, cause, causeAt })
    }
    updateHealth()
    const message = announcement(previous, state, now)
    options.onSlice('tiktok', status())
    if (message !== null) options.onAnnouncement(message)
  }

  function onPhase(state: ConnectionState): void {
    if (state.phase === 'connected') {
      silence.start()
      live.connected()
    } else {
      silence.stop()
      proof.stop()
    }
    if (state.phase === 'waiting' && state.cause !== null) {
      if (state.cause.kind === 'ended' || state.cause.kind === 'offline') live.over()
      evidence.onLoss(state.generation, state.cause)
    }
  }

  function updateHealth(): void {
    cancelHealthTimer()
    cancelHealthTimer = () => undefined
    if (disposed) return
    const now = clock.now()
    const state = runner.state()
    const value = healthOf(state, now, options.degradedAfterMs)
    if (value !== health.value) {
      log.info({ from: health.value, to: value, cause: state.cause?.kind, correlationId: state.correlationId }, 'health')
      health = { value, since: now }
      options.onHealth(value, now)
    }
    const nextAt = healthDeadline(state, now, options.degradedAfterMs)
    if (nextAt !== null) cancelHealthTimer = clock.after(nextAt - now, onHealthTimer)
  }

  /** Time alone has changed the health; with a change of the connection the status is published anyway. */
  function onHealthTimer(): void {
    updateHealth()
    options.onSlice('tiktok', status())
  }

  function status(): TikTokStatus {
    const state = runner.state()
    const { demo, policy, degradedAfterMs } = options
    const now = clock.now()
    const { roomId, paused } = live.show()
    const degraded =
      health.value === 'degraded'
        ? degradedView(state, {
            now,
            policy,
            degradedAfterMs,
            absence,
            valuesAt: live.heardAt(),
            rate: live.rate(),
            pastOutages: pastOutages.all(),
            otherParts: options.otherParts(),
          })
        : null
    return {
      username: demo ? null : username,
      demo,
      roomId,
      paused,
      signBudget: options.signBudgetLeft(),
      ...connectionStatus(state, { health: health.value, since: shown.since, policy, degradedAfterMs, degraded, now }),
      metrics: tally.read(state),
      stability: summary(history, now),
    }
  }

  options.onSlice('recovery', null)
  options.onSlice('tiktok', status())

  return {
    start: () => runner.send({ type: 'start' }),
    connect(force) {
      const state = runner.state()
      const isUp = state.phase === 'connected' || state.phase === 'connecting'
      const until = force || isUp ? null : heldUntil(state, clock.now())
      if (until === null) runner.send({ type: 'connect', force })
      return { heldUntil: until }
    },
    disconnect: () => runner.send({ type: 'disconnect' }),
    woke(sleptMs) {
      const { phase, generation } = runner.state()
      if (phase === 'connected') {
        // Time asleep is no silence: the connection is asked, not judged.
        runner.send({ type: 'frame', generation })
        proof.ask(sleptMs)
      } else runner.send({ type: 'wake' })
      onHealthTimer()
    },
    status,
    history(limit) {
      const { roomId } = live.show()
      return roomId === null ? [] : journal.latest(username, roomId, limit)
    },
    roomId: () => live.show().roomId,
    past: () => history,
    losses: () => tally.losses(),
    dispose() {
      live.dispose()
      runner.send({ type: 'disconnect' })
      disposed = true
      runner.dispose()
      cancelHealthTimer()
      silence.stop()
      proof.stop()
    },
  }
}

import type { Clock } from '@standby/shared/clock.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import { heldUntil, type ConnectionEffect, type ConnectionState, type SavedConnection } from '@standby/shared/connection/connection.ts'
import type { ConnectionPolicy } from '@standby/shared/connection/policy.ts'
import { createRunner } from '@standby/shared/connection/runner.ts'
import { announcement, reconnectionState } from '@standby/shared/connection/view.ts'
import { healthDeadline, healthOf } from '@standby/shared/health.ts'
import type { LiveEvent, LiveInput } from '@standby/shared/live/event.ts'
import { newShow, topSupporters, withEvents, withReport, type Show } from '@standby/shared/live/show.ts'
import type { BudgetView, FeedState, Health, ReconnectionMessage, TikTokStatus } from '@standby/shared/protocol.ts'
import type { Logger } from 'pino'
import { connectionStatus, logTransition, looksTheSame } from './channel-status.ts'
import { factsOf, newHistory, observe, summary, type History } from './metrics/observe.ts'
import { createTally } from './metrics/tally.ts'
import { createEvidence, type EvidenceOptions } from './network/evidence.ts'
import type { Journal } from './store/journal.ts'
import type { TikTokLink, TikTokLinkCallbacks } from './tiktok/link.ts'
import { watchSilence, type RoomAnswer } from './tiktok/silence.ts'

export interface ChannelOptions {
  username: string
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
  journal: Journal
  clock: Clock
  random: () => number
  /** Runs a callback once what has arrived in this turn of the event loop is in. */
  defer: (callback: () => void) => void
  log: Logger
  onEvents: (events: readonly LiveEvent[]) => void
  onSlice: <Slice extends keyof FeedState>(slice: Slice, value: FeedState[Slice]) => void
  onAnnouncement: (message: ReconnectionMessage) => void
  /** A LIVE that is not the one of before; its events come next. */
  onNewShow: () => void
  onHealth: (health: Health, since: number) => void
}

export interface Channel {
  /** The bridge has started: connects, unless an earlier run was told to wait. */
  start(): void
  /** A person asks: connects, or tries again at once; where it is held back (breaker, a time asked for) only with `force`. */
  connect(force: boolean): { heldUntil: number | null }
  disconnect(): void
  status(): TikTokStatus
  /** The last events of this show, oldest first. */
  history(limit: number): LiveEvent[]
  roomId(): string | null
  /** The past of its connection, for metrics and alerts. */
  past(): History
  /** Closes whatever is open and reports nothing more. */
  dispose(): void
}

/** Supporters in the feed's state. */
const SUPPORTER_COUNT = 5

/** One creator: the connection, the show folded from its events, and what of both goes into the feed. */
export function createChannel(options: ChannelOptions): Channel {
  const { username, journal, clock, log } = options
  const tally = createTally(clock)
  let show = restoredShow(journal, username)
  let link: { generation: number; link: TikTokLink } | null = null
  let arrived: LiveInput[] = []
  let health: { value: Health; since: number } = { value: 'offline', since: clock.now() }
  let shown: { state: TikTokStatus['reconnectionState']; since: number } = { state: 'IDLE', since: clock.now() }
  let cancelHealthTimer = (): void => undefined
  let disposed = false
  let history = newHistory(clock.now())

  const runner = createRunner({ policy: options.policy, saved: options.saved, clock, random: options.random, onEffect, onChange })
  const evidence = createEvidence({ ...options.network, send: (event) => runner.send(event), log })
  const silence = watchSilence({
    clock,
    // A paused room may be silent for as long as it likes.
    askRoom: () => (show.paused ? Promise.resolve('paused') : options.askRoom()),
    onSilent(cause) {
      const { generation } = runner.state()
      closeLink(generation)
      runner.send({ type: 'closed', generation, cause })
    },
  })

  function onEffect(effect: ConnectionEffect): void {
    if (effect.type === 'open') open(effect.generation)
    else if (effect.type === 'probe') {
      const { cause } = runner.state()
      if (cause !== null) evidence.onProbe(effect.generation, cause)
    } else closeLink(effect.generation)
  }

  function closeLink(generation: number): void {
    if (link?.generation !== generation) return
    link.link.close()
    link = null
  }

  function open(generation: number): void {
    tally.attempt()
    // The initial batch comes before the room is known for certain; it waits until then.
    let initial: LiveInput[] = []
    let caughtUp = 0
    const callbacks: TikTokLinkCallbacks = {
      opened({ roomId }) {
        takeIn()
        if (show.roomId !== roomId) {
          show = newShow(roomId)
          publishShow(null)
          options.onNewShow()
        }
        caughtUp = accept(initial.map(asMissed))
        initial = []
        const { lostAt, correlationId } = runner.state()
        runner.send({ type: 'opened', generation })
        if (lostAt !== null && correlationId !== null) {
          options.onSlice('recovery', { correlationId, at: clock.now(), awayMs: clock.now() - lostAt, caughtUp })
          log.info({ correlationId, caughtUp, awayMs: clock.now() - lostAt }, 'tiktok: back')
        }
      },
      frame(messageCount) {
        tally.frame()
        if (messageCount > 0) silence.heard()
        runner.send({ type: 'frame', generation })
      },
      inputs(inputs, isInitial) {
        if (isInitial) initial.push(...inputs)
        else {
          if (arrived.length === 0) options.defer(takeIn)
          arrived.push(...inputs)
        }
      },
      undecoded: (method) => tally.undecoded(method),
      closed(cause) {
        takeIn()
        if (link?.generation === generation) link = null
        runner.send({ type: 'closed', generation, cause })
      },
    }
    try {
      const opened = options.openLink(callbacks)
      // It may have closed before it returned.
      if (runner.state().generation === generation && runner.state().phase !== 'disconnected') link = { generation, link: opened }
    } catch (error) {
      log.error({ err: error }, 'tiktok: an attempt could not be made')
      runner.send({ type: 'closed', generation, cause: { kind: 'protocol', detail: 'the attempt could not be made' } })
    }
  }

  /** Journals and folds what has arrived in this turn. */
  function takeIn(): void {
    if (arrived.length === 0) return
    const inputs = arrived
    arrived = []
    accept(inputs)
  }

  /** Returns how many events were new. */
  function accept(inputs: readonly LiveInput[]): number {
    if (disposed || inputs.length === 0) return 0
    const drafts = inputs.flatMap((input) => (input.type === 'event' ? [input.event] : []))
    const accepted = drafts.length === 0 ? [] : journal.append(username, show.roomId ?? '', drafts)
    tally.events(accepted.length, drafts.length - accepted.length)
    const before = show
    show = withEvents(show, accepted)
    for (const input of inputs) if (input.type === 'room') show = withReport(show, input.report)
    options.onEvents(accepted)
    publishShow(before)
    return accepted.length
  }

  function publishShow(before: Show | null): void {
    if (show.counters !== before?.counters) options.onSlice('counters', show.counters)
    if (show.supporters !== before?.supporters) options.onSlice('supporters', topSupporters(show, SUPPORTER_COUNT))
    if (show.paused !== before?.paused) options.onSlice('tiktok', status())
  }

  function onChange(state: ConnectionState, previous: ConnectionState): void {
    if (looksTheSame(state, previous)) return
    const now = clock.now()
    tally.transition(previous, state)
    const fact = factsOf(previous, state, now, show.roomId)
    if (fact !== null) history = observe(history, fact)
    if (state.phase !== previous.phase || state.cause !== previous.cause) logTransition(log, state, previous)
    const name = reconnectionState(state)
    if (name !== shown.state) shown = { state: name, since: now }
    if (state.phase !== previous.phase) {
      if (state.phase === 'connected') silence.start()
      else silence.stop()
      if (state.phase === 'waiting' && state.cause !== null) evidence.onLoss(state.generation, state.cause)
    }
    if (state.breaker !== previous.breaker || state.askedUntil !== previous.askedUntil) {
      const { breaker, askedUntil, cause, causeAt } = state
      options.save({ breaker, askedUntil, cause, causeAt })
    }
    updateHealth()
    const message = announcement(previous, state, now)
    options.onSlice('tiktok', status())
    if (message !== null) options.onAnnouncement(message)
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
    return {
      username: demo ? null : username,
      demo,
      roomId: show.roomId,
      paused: show.paused,
      signBudget: options.signBudgetLeft(),
      ...connectionStatus(state, { health: health.value, since: shown.since, policy, degradedAfterMs, now: clock.now() }),
      metrics: tally.read(state),
      stability: summary(history, clock.now()),
    }
  }

  publishShow(null)
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
    status,
    history: (limit) => (show.roomId === null ? [] : journal.latest(username, show.roomId, limit)),
    roomId: () => show.roomId,
    past: () => history,
    dispose() {
      takeIn()
      runner.send({ type: 'disconnect' })
      disposed = true
      runner.dispose()
      cancelHealthTimer()
      silence.stop()
    },
  }
}

/** What of the last LIVE the journal still knows, so that a restart in the middle of a show does not begin at zero. */
function restoredShow(journal: Journal, username: string): Show {
  const roomId = journal.lastRoomId(username)
  if (roomId === null) return newShow(null)
  return withEvents(newShow(roomId), journal.latest(username, roomId, RESTORE_COUNT))
}

/** More events than a long LIVE has; it bounds the memory of a start, not the figures of a show. */
const RESTORE_COUNT = 500_000

function asMissed(input: LiveInput): LiveInput {
  return input.type === 'event' ? { type: 'event', event: { ...input.event, missed: true } } : input
}

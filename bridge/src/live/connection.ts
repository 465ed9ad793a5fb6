import type { Millis } from '@standby/shared/clock.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'
import { heldUntil, type ConnectionEffect, type ConnectionState } from '@standby/shared/connection/connection.ts'
import { createRunner } from '@standby/shared/connection/runner.ts'
import type { ViaView, Way } from '@standby/shared/connection/way.ts'
import type { Counters } from '../metrics/counters.ts'
import { createEvidence } from '../network/evidence.ts'
import { createLivenessCheck } from '../sources/liveness.ts'
import type { TikTokLink, TikTokLinkCallbacks } from '../sources/link.ts'
import { watchSilence } from '../sources/silence.ts'
import type { InitialBatch } from './catch-up.ts'
import type { ChannelOptions } from './channel-options.ts'
import { createLadder } from './ladder.ts'
import { createChannelLink, type JoinedRoom } from './link.ts'
import type { LiveShow } from './show.ts'
import { logTransition, looksTheSame } from './status.ts'
import { createTwins } from './twins.ts'

export interface ChannelConnectionOptions extends Pick<ChannelOptions, 'core' | 'store' | 'source' | 'timings' | 'surroundings'> {
  /** What comes over the connection goes there. */
  live: Pick<LiveShow, 'arrive' | 'takeIn' | 'show'>
  counters: Counters
  /** There is a connection, and this is what came with it. Returns what is to be done once the machine has heard of it too. */
  onJoined: (roomId: string, batch: InitialBatch) => () => void
  onPictures: (lists: string[][]) => void
  /** The connection has changed in a way that the status shows. */
  onChange: (state: ConnectionState, previous: ConnectionState) => void
  /** Another way has become usable, or is no longer. */
  onWays: () => void
}

/** The connection of one channel: the machine, its one link, and what watches over both. */
export interface ChannelConnection {
  state(): ConnectionState
  /** The way of the present attempt or connection. */
  way(): Way
  /** Where the events come from; null while there is no connection. */
  via(): ViaView | null
  /** The computer slept, and the connection has not shown since that it lives. */
  unproved(): boolean
  /** Connects, unless TikTok asked an earlier run to wait. */
  start(): void
  /** A person asks. Returns until when it is held back, or null. */
  connect(force: boolean): Millis | null
  disconnect(): void
  /** The creator set their order, or entered a key for one of them. */
  waysChanged(what: 'order' | 'keys'): void
  /** The computer slept for so long. */
  woke(sleptMs: number): void
  dispose(): void
}

export function createChannelConnection(options: ChannelConnectionOptions): ChannelConnection {
  const { core, store, source, timings, surroundings, live, counters, onPictures, onJoined } = options
  const { clock, random, log, defer } = core
  const { saved, save } = store.connection
  const twins = createTwins()
  let via: ViaView | null = null
  let isSparse = false

  const ladder = createLadder({ ways: source.ways, runner: () => runner, saved, policy: timings.policy, clock, log })
  const isFirst = ladder.way() === 'connector'
  const runner = createRunner({ policy: timings.policy, saved: isFirst ? saved : null, clock, random, onEffect, onChange })
  const evidence = createEvidence({
    probe: source.probe,
    outputIsReconnecting: surroundings.outputIsReconnecting,
    send: (event) => runner.send(event),
    log,
  })
  const silence = watchSilence({
    clock,
    // A paused room may be silent for as long as it likes.
    askRoom: () => (live.show().paused ? Promise.resolve('paused') : source.askRoom()),
    onSilent: giveUp,
  })
  const proof = createLivenessCheck({ clock, defer, onDead: giveUp })
  const link = createChannelLink({ openLink, runner, live, counters, log, onFrame, onPictures, onJoined: join })

  function openLink(callbacks: TikTokLinkCallbacks): TikTokLink {
    const way = ladder.way()
    // Of a LIVE that is over nothing is known.
    const roomId = runner.state().lostAt === null ? null : live.show().roomId
    const inputs: TikTokLinkCallbacks['inputs'] = (came, isInitial) =>
      callbacks.inputs(twins.known(way, came, { now: clock.now(), isInitial }), isInitial)
    return source.ways.open(way, { ...callbacks, inputs }, roomId)
  }

  function join(room: JoinedRoom, batch: InitialBatch): () => void {
    isSparse = room.server?.isSparse === true
    via = { way: ladder.way(), since: clock.now(), host: room.server?.host ?? null, party: room.server?.party ?? null }
    return onJoined(room.roomId, batch)
  }

  function onFrame(messageCount: number): void {
    proof.heard()
    if (messageCount > 0) silence.heard()
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

  function onChange(state: ConnectionState, previous: ConnectionState): void {
    if (looksTheSame(state, previous)) return
    if (state.phase !== previous.phase || state.cause !== previous.cause) logTransition(log, state, previous)
    if (state.phase !== 'connected') via = null
    options.onChange(state, previous)
    if (state.phase !== previous.phase) watchOver(state)
    // Only what binds the signed connection outlives a restart.
    if (ladder.way() !== 'connector' || (state.breaker === previous.breaker && state.askedUntil === previous.askedUntil)) return
    const { breaker, askedUntil, cause, causeAt } = state
    save({ breaker, askedUntil, cause, causeAt })
  }

  function watchOver(state: ConnectionState): void {
    if (state.phase === 'connected') {
      silence.start({ party: via?.party ?? 'tiktok', hasOtherWay: ladder.hasOther(), isSparse })
      return
    }
    silence.stop()
    proof.stop()
    if (state.phase === 'waiting' && state.cause !== null) void evidence.onLoss(state.generation, state.cause).then(ladder.consider)
    else ladder.consider()
  }

  function onWays(): void {
    ladder.consider()
    options.onWays()
  }

  return {
    state: runner.state,
    way: ladder.way,
    via: () => via,
    unproved: proof.pending,
    start() {
      source.ways.start(onWays)
      runner.send({ type: 'start' })
    },
    connect(force) {
      const state = runner.state()
      const isUp = state.phase === 'connected' || state.phase === 'connecting'
      const until = force || isUp ? null : heldUntil(state, clock.now())
      if (until === null) runner.send({ type: 'connect', force })
      return until
    },
    disconnect: () => runner.send({ type: 'disconnect' }),
    waysChanged(what) {
      source.ways.forgive()
      if (what === 'keys') ladder.newKey()
      onWays()
    },
    woke(sleptMs) {
      const { phase, generation } = runner.state()
      if (phase === 'connected') {
        // Time asleep is no silence: the connection is asked, not judged.
        runner.send({ type: 'frame', generation })
        proof.ask(sleptMs)
      } else runner.send({ type: 'wake' })
    },
    dispose() {
      runner.dispose()
      source.ways.stop()
      silence.stop()
      proof.stop()
    },
  }
}

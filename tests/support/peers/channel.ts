import type { LiveEvent } from '@standby/shared/live/event.ts'
import { DEFAULT_RECONNECTION, tiktokPolicy, type ReconnectionSettings } from '@standby/shared/connection/policy.ts'
import type { FeedState, Health, ReconnectionMessage } from '@standby/shared/protocol.ts'
import type { SavedConnection } from '@standby/shared/connection/connection.ts'
import { createChannel } from '@standby/bridge/live/channel.ts'
import type { Clock } from '@standby/shared/clock.ts'
import { systemClock } from '@standby/bridge/clock.ts'
import type { EvidenceOptions } from '@standby/bridge/network/evidence.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { keptIn, openJournal, type Journal } from '@standby/bridge/store/journal.ts'
import type { Source } from '@standby/bridge/sources/source.ts'
import { askRoom, type TikTokSource } from '@standby/bridge/sources/tiktok/attempt.ts'
import { connectorSource } from '@standby/bridge/sources/tiktok/source.ts'
import { createWays } from '@standby/bridge/sources/ways.ts'
import { DEFAULT_WAYS, type Way } from '@standby/shared/connection/way.ts'
import { silentLog } from '../fakes/silent-log.ts'
import { restoredAtOnce } from '../fixtures/restored.ts'

export interface WatchOptions {
  simulator: Simulator
  username: string
  /** Short delays, so that a test need not wait for real ones. */
  reconnection?: Partial<ReconnectionSettings>
  journal?: Journal
  probe?: EvidenceOptions['probe']
  spendSign?: () => number | null
  saved?: SavedConnection | null
  onSave?: (saved: SavedConnection) => void
  clock?: Clock
  degradedAfterMs?: number
  /** The ways besides the signed connection. */
  others?: readonly Source[]
  order?: () => readonly Way[]
  name?: TikTokSource['name']
}

/** A real channel over the real connector to the simulator, with all it reports kept. */
export function watchChannel(options: WatchOptions) {
  const { simulator, username, reconnection = {}, journal = memoryJournal(), saved = null, onSave = () => undefined } = options
  const {
    probe = () => Promise.resolve({ verdict: 'reachable' as const, evidence: [] }),
    spendSign = () => null,
    clock = systemClock,
    degradedAfterMs = 10_000,
    others = [],
    order = () => DEFAULT_WAYS,
  } = options
  const watched = { onAttempt: (): void => undefined }
  const events: LiveEvent[] = []
  const announcements: ReconnectionMessage[] = []
  const healths: Health[] = []
  const deleted: { messageIds: string[]; userIds: string[] }[] = []
  const state: Partial<FeedState> = {}
  const keyValues = keptIn(journal)
  const source = {
    username,
    upstream: simulator.upstream(),
    clock,
    log: silentLog,
    ...(options.name !== undefined && { name: options.name }),
  }
  const signed = connectorSource(() => ({ ...source, spendSign }))
  const connector: Source = {
    ...signed,
    open(...args) {
      watched.onAttempt()
      return signed.open(...args)
    },
  }
  const ways = createWays({ sources: [connector, ...others], order, isOwnPort: () => false, clock })
  const channel = createChannel({
    username,
    demo: false,
    core: { clock, random: Math.random, log: silentLog, defer: setImmediate },
    store: {
      journal,
      keyValues,
      restoredShow: restoredAtOnce({ journal, keyValues, username, now: clock.now }),
      connection: { saved, save: onSave },
    },
    source: {
      signBudgetLeft: () => [],
      ways,
      askRoom: () => askRoom(source),
      probe,
      learn: () => Promise.resolve(),
    },
    timings: {
      policy: tiktokPolicy({ ...DEFAULT_RECONNECTION, baseDelayMs: 300, maxDelayMs: 2_000, ...reconnection }),
      degradedAfterMs,
    },
    surroundings: { outputIsReconnecting: () => false, otherParts: () => ({}) },
    listener: {
      onEvents: (accepted) => void events.push(...accepted),
      onSlice: (slice, value) => void (state[slice] = value),
      onNewShow: () => undefined,
      onDeleted: (deletion) => void deleted.push(deletion),
      onAnnouncement: (message) => void announcements.push(message),
      onHealth: (health) => void healths.push(health),
    },
  })
  return Object.assign(watched, { channel, ways, events, announcements, healths, deleted, state, journal })
}

let epochs = 0
export function memoryJournal(): Journal {
  return openJournal({ file: ':memory:', newEpoch: () => `epoch-${(epochs += 1)}`, log: silentLog })
}

/** A journal whose process can be killed: what it is told after that never happened. */
export function killable(journal: Journal): { journal: Journal; isDead: () => boolean; kill: () => void } {
  let dead = false
  return {
    journal: {
      ...journal,
      append: (...args) => (dead ? [] : journal.append(...args)),
      remember: (...args) => (dead ? undefined : journal.remember(...args)),
    },
    isDead: () => dead,
    kill: () => void (dead = true),
  }
}

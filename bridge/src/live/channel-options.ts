import type { Clock } from '@standby/shared/clock.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { SavedConnection } from '@standby/shared/connection/connection.ts'
import type { ConnectionPolicy } from '@standby/shared/connection/policy.ts'
import type { LiveEvent, RoomReport } from '@standby/shared/live/event.ts'
import type { PartState, ShowPart } from '@standby/shared/live/gap.ts'
import type { BudgetView, FeedState, Health, ReconnectionMessage } from '@standby/shared/protocol.ts'
import type { Logger } from 'pino'
import type { EvidenceOptions } from '../network/evidence.ts'
import type { RoomAnswer } from '../sources/silence.pure.ts'
import type { Journal } from '../store/journal.ts'
import type { KeyValues } from '../store/key-values.ts'
import type { Ways } from '../sources/ways.ts'
import type { RestoredShow } from './restore-show.ts'

/** All that a channel needs. Two channels may share any of it but the username, the saved connection and the listener. */
export interface ChannelOptions {
  /** Its name in the journal. */
  username: string
  demo: boolean
  core: ChannelCore
  store: ChannelStore
  source: ChannelSource
  timings: ChannelTimings
  surroundings: ChannelSurroundings
  listener: ChannelListener
}

/** Time, chance and the log. */
export interface ChannelCore {
  clock: Clock
  random: () => number
  log: Logger
  /** Runs a callback once what has arrived in this turn of the event loop is in; `setImmediate`. */
  defer: (callback: () => void) => void
}

/** Where a channel keeps what must outlive it, and what an earlier one left there. */
export interface ChannelStore {
  journal: Journal
  keyValues: KeyValues
  restoredShow: RestoredShow
  connection: { saved: SavedConnection | null; save: (saved: SavedConnection) => void }
}

/** Where the LIVE comes from. */
export interface ChannelSource {
  /** All ways into it. */
  ways: Ways
  /** Asks TikTok whether the room is live. */
  askRoom: () => Promise<RoomAnswer>
  /** Tells this computer's network from TikTok. */
  probe: EvidenceOptions['probe']
  /** To be called while all is well: the probe notes which hosts answer. */
  learn: () => Promise<void>
  signBudgetLeft: () => BudgetView[]
}

export interface ChannelTimings {
  policy: ConnectionPolicy<CauseKind>
  degradedAfterMs: number
}

/** What goes on beside the channel and matters to it. */
export interface ChannelSurroundings {
  /** OBS says that its own output has lost its line. */
  outputIsReconnecting: () => boolean
  /** Parts of the show that do not depend on TikTok and do not work now. */
  otherParts: () => Partial<Record<ShowPart, PartState>>
}

/** Messages that TikTok removed, and users whose messages it removed. */
export type Deleted = Pick<Extract<RoomReport, { type: 'deleted' }>, 'messageIds' | 'userIds'>

/** Hears what happens in a channel. */
export interface ChannelListener {
  /** Events that were just written to the journal, in order. */
  onEvents(events: readonly LiveEvent[]): void
  onSlice<Slice extends keyof FeedState>(slice: Slice, value: FeedState[Slice]): void
  onAnnouncement(message: ReconnectionMessage): void
  /** Another LIVE than before; its events come next. */
  onNewShow(): void
  onHealth(health: Health, since: number): void
  onDeleted(deleted: Deleted): void
  /** TikTok listed several addresses of a picture, in the order in which they are to be tried. */
  onPictures?(lists: string[][]): void
}

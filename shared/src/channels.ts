import type { Alert } from './alert.ts'
import type { CauseView, Health, ReconnectionState } from './protocol.ts'

/** As many as one bridge was measured with (docs/load.md). */
export const MAX_CHANNELS = 1_000

/** One line of `GET /api/channels`. Times are ms since the epoch, on the bridge's clock. */
export interface ChannelView {
  username: string
  /** The one that OBS follows, and that addresses without a channel mean. */
  first: boolean
  health: Health
  reconnectionState: ReconnectionState
  /** Since when `reconnectionState` lasts. */
  since: number
  /** Since when Standby has seen the LIVE that is on; null while none is. */
  liveSince: number | null
  /** Why it is not connected; null while all is well. */
  cause: CauseView | null
  nextAttemptAt: number | null
  /** What somebody should look after, the newest last. */
  alerts: Alert[]
  viewers: number
  diamonds: number
}

/** `GET /api/channels`. */
export interface ChannelsView {
  channels: ChannelView[]
  /** `STANDBY_CHANNELS` sets the list, so it cannot be changed here. */
  fixed: boolean
  /** When this was true, on the bridge's clock. */
  now: number
}

/** How much a channel needs somebody, the most first. */
const URGENCY = ['trouble', 'away', 'live', 'offline'] as const
export type ChannelState = (typeof URGENCY)[number]

/** trouble: an alert, or a person has to act. away: its LIVE is on, and Standby is on the way back. */
export function channelState({
  alerts,
  health,
  reconnectionState,
}: Pick<ChannelView, 'alerts' | 'health' | 'reconnectionState'>): ChannelState {
  if (alerts.length > 0 || reconnectionState === 'FAILED') return 'trouble'
  if (health === 'live') return 'live'
  return health === 'offline' ? 'offline' : 'away'
}

export const CHANNEL_ORDERS = ['problems', 'name', 'viewers', 'diamonds', 'since'] as const
export type ChannelOrder = (typeof CHANNEL_ORDERS)[number]

/** The channels whose name has `search` in it, in this order; names decide between equals. */
export function shownChannels(channels: readonly ChannelView[], order: ChannelOrder, search: string): ChannelView[] {
  const wanted = search.trim().toLowerCase().replace(/^@/, '')
  const by = COMPARE[order]
  return channels
    .filter(({ username }) => username.includes(wanted))
    .sort((a, b) => by(a, b) || (a.username < b.username ? -1 : a.username > b.username ? 1 : 0))
}

const urgency = (channel: ChannelView): number => URGENCY.indexOf(channelState(channel))

const COMPARE: Readonly<Record<ChannelOrder, (a: ChannelView, b: ChannelView) => number>> = {
  problems: (a, b) => urgency(a) - urgency(b),
  name: () => 0,
  viewers: (a, b) => b.viewers - a.viewers,
  diamonds: (a, b) => b.diamonds - a.diamonds,
  // The LIVE that has been on for longest first; those that are off come last.
  since: (a, b) => (a.liveSince ?? Infinity) - (b.liveSince ?? Infinity) || 0,
}

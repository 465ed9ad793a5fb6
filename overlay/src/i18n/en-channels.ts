import type { ChannelOrder, ChannelState } from '@standby/shared/channels.ts'

const states: Record<ChannelState, string> = { trouble: 'Needs you', away: 'On its way back', live: 'Live', offline: 'Not live' }

const orders: Record<ChannelOrder, string> = {
  problems: 'Problems first',
  name: 'Name',
  viewers: 'Most viewers',
  diamonds: 'Most diamonds',
  since: 'Longest LIVE first',
}

export const enChannels = {
  page: 'Standby channels',
  title: 'Channels',
  counts: (all: number, live: number, trouble: number) =>
    `${all.toLocaleString('en')} ${all === 1 ? 'channel' : 'channels'} · ${live} live · ${trouble === 0 ? 'no problems' : trouble === 1 ? '1 problem' : `${trouble} problems`}`,
  home: 'Home page',
  search: 'Search by name',
  order: 'Order',
  orders,
  add: 'Add a channel',
  placeholder: '@name',
  addButton: 'Add',
  remove: 'Remove',
  removeSure: 'Tap again to remove',
  removeOne: (name: string) => `Remove @${name}`,
  fixed: 'The environment variable STANDBY_CHANNELS sets this list. Change it there and start Standby again.',
  none: 'There are no channels yet. Add the TikTok name of a creator. Standby watches each LIVE by itself.',
  noneFound: (search: string) => `No channel has “${search}” in its name.`,
  states,
  first: 'first',
  liveFor: (time: string) => `Live for ${time}`,
  viewers: 'viewers',
  diamonds: 'diamonds',
  dock: 'Dock',
  overlay: 'Overlay',
  card: 'Card',
  openDock: (name: string) => `Dock of @${name}`,
  openOverlay: (name: string) => `Overlay of @${name}`,
  openCard: (name: string) => `Standby card of @${name}`,
}

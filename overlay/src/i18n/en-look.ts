import type { GoalKind, OverlayCorner, OverlayPart, OverlayTheme } from '@standby/shared/settings/overlay-settings.ts'

const themes: Record<OverlayTheme, string> = { glass: 'Glass', solid: 'Solid', minimal: 'Minimal' }

const parts: Record<OverlayPart, string> = {
  chat: 'Chat',
  alerts: 'Alerts',
  counters: 'Counters',
  activity: 'Activity',
  goals: 'Goals',
  supporters: 'Top supporters',
  badge: 'Connection badge',
  summary: '“We’re back” message',
  battle: 'Battle (only during one)',
}

const corners: Record<OverlayCorner, string> = {
  'top-left': 'Top left',
  'top-right': 'Top right',
  'bottom-left': 'Bottom left',
  'bottom-right': 'Bottom right',
}

const goalKinds: Record<GoalKind, string> = {
  likes: 'Likes',
  diamonds: 'Diamonds',
  viewers: 'Viewers',
  followers: 'Followers',
  custom: 'Counted by hand',
}

export const enLook = {
  title: 'Overlay look',
  note: 'Every open overlay follows at once. Settings in an overlay’s URL override these.',
  theme: 'Theme',
  themes,
  scale: 'Size',
  language: 'Language',
  languages: { auto: 'Automatic', en: 'English', fr: 'Français' },
  parts: 'Parts',
  partNames: parts,
  cornerOf: (part: string) => `Corner of ${part}`,
  corners,
  safeZones: 'Keep clear of TikTok’s own buttons',
  mirrored: 'Mirror all texts',
  outageFigures: 'Tell viewers what was missed in a drop',
  avatars: 'Pictures of viewers',
  giftPictures: 'Pictures of gifts',
  giftPicturesNote:
    'TikTok warns creators who show pictures of its gifts: it takes them for asking for gifts. So they are off unless you switch them on.',
  guestGifts: 'Gifts to guests (never counted as yours)',
  links: 'Show web addresses in chat',
  callsToAction: 'Ask for follows, likes and gifts',
  callsToActionNote: 'TikTok may warn creators who do that.',
  sound: 'Sound',
  volume: 'Volume',
  goals: 'Goals',
  goalKinds,
  goalKind: (at: number) => `Goal ${at}: kind`,
  goalTitle: (at: number) => `Goal ${at}: title`,
  goalTarget: (at: number) => `Goal ${at}: target`,
  titlePlaceholder: 'Title (optional)',
  ofTarget: (current: string, target: string) => `${current} of ${target}`,
  less: 'One less',
  more: 'One more',
  removeGoal: (at: number) => `Remove goal ${at}`,
  addGoal: 'Add a goal',
  noGoals: 'No goals yet.',
  newGoal: 'New goal (viewers do not see it yet)',
  newKind: 'New goal: kind',
  newTarget: 'New goal: target',
  newTitle: 'New goal: title',
  putOnAir: 'Put on air',
  discard: 'Discard',
  goalRemoved: 'Goal removed.',
  undo: 'Undo',
}

import { choice, choiceOrNone, defaultsOf, fields, flag, group, own, quantity, type ValuesOf } from './field.ts'

export const OVERLAY_PARTS = ['chat', 'alerts', 'counters', 'activity', 'goals', 'supporters', 'badge', 'summary', 'battle'] as const
export type OverlayPart = (typeof OVERLAY_PARTS)[number]

export const OVERLAY_THEMES = ['glass', 'solid', 'minimal'] as const
export type OverlayTheme = (typeof OVERLAY_THEMES)[number]

export const OVERLAY_CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const
export type OverlayCorner = (typeof OVERLAY_CORNERS)[number]

export const GOAL_KINDS = ['likes', 'diamonds', 'viewers', 'followers', 'custom'] as const
export type GoalKind = (typeof GOAL_KINDS)[number]

/** One goal. `title` is the creator's own; if it is empty the page has words for the kind. */
export interface Goal {
  kind: GoalKind
  title: string
  /** At least 1. */
  target: number
  /** Of a custom goal, counted by hand; 0 for the others, whose progress is in the counters. */
  current: number
}

const part = (corner: OverlayCorner, on = true) => group({ on: flag(on), corner: choice(OVERLAY_CORNERS, corner) })

/** `GET /api/overlay/settings`, and the `overlay` slice of the feed. The overlay's own address wins over it (docs/overlay.md). */
export const OVERLAY = fields({
  /** Null: the language of the browser, else English. */
  language: choiceOrNone(['en', 'fr']),
  theme: choice(OVERLAY_THEMES, 'glass'),
  /** Size of everything. */
  scale: quantity({ min: 0.5, max: 2, isWhole: false, outside: 'default' }, 1),
  parts: group({
    chat: part('bottom-left'),
    alerts: part('top-left'),
    counters: part('top-left'),
    activity: part('bottom-left'),
    goals: part('top-left'),
    supporters: part('top-right', false),
    badge: part('top-left'),
    summary: part('top-left'),
    /** Shown only while there is a battle. */
    battle: part('top-right', false),
  } satisfies Record<OverlayPart, unknown>),
  /** Keeps clear of what TikTok's own app draws over a vertical LIVE. */
  safeZones: flag(true),
  /** Every text reversed, for a camera picture that viewers see mirrored. */
  mirrored: flag(false),
  /** Off: no call to follow, like or send gifts, which TikTok warns creators for. */
  callsToAction: flag(false),
  /** Off: what looks like a web address is replaced by a mark. */
  links: flag(false),
  /** What was missed in a drop, in figures, when TikTok is back. Off: only the creator sees them, in the dock. */
  outageFigures: flag(false),
  /** Pictures of viewers; off: drawn initials. */
  avatars: flag(true),
  /** Pictures of gifts in the alerts. Off: a drawing; TikTok warns creators who show its gifts. */
  giftPictures: flag(false),
  /** Off: gifts to guests are not shown. They never count as the creator's. */
  guestGifts: flag(true),
  sound: group({ on: flag(false), volume: quantity({ min: 0, max: 1, isWhole: false, outside: 'default' }, 0.6) }),
  /** At most 4, whose schema is in `overlay-changes.ts`: it cleans their titles, and the overlay carries no code for that. */
  goals: own<Goal[]>([]),
})

export type OverlaySettings = ValuesOf<typeof OVERLAY>

export const DEFAULT_OVERLAY: OverlaySettings = defaultsOf(OVERLAY)

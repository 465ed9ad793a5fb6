export const OVERLAY_PARTS = ['chat', 'alerts', 'counters', 'activity', 'goals', 'supporters', 'badge', 'summary'] as const
export type OverlayPart = (typeof OVERLAY_PARTS)[number]

export const OVERLAY_THEMES = ['glass', 'solid', 'minimal'] as const
export type OverlayTheme = (typeof OVERLAY_THEMES)[number]

export const OVERLAY_CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const
export type OverlayCorner = (typeof OVERLAY_CORNERS)[number]

export const GOAL_KINDS = ['likes', 'diamonds', 'viewers', 'custom'] as const
export type GoalKind = (typeof GOAL_KINDS)[number]

/** One goal. `title` is the creator's own; where it is empty the page has words for the kind. */
export interface Goal {
  kind: GoalKind
  title: string
  /** At least 1. */
  target: number
  /** Of a custom goal, counted by hand; 0 for the others, whose progress is in the counters. */
  current: number
}

/** `GET /api/overlay/settings`, and the `overlay` slice of the feed. The overlay's own address wins over it (docs/overlay.md). */
export interface OverlaySettings {
  /** Null: the language of the browser, else English. */
  language: 'en' | 'fr' | null
  theme: OverlayTheme
  /** Size of everything, 0.5 to 2. */
  scale: number
  parts: Record<OverlayPart, { on: boolean; corner: OverlayCorner }>
  /** Keeps clear of what TikTok's own app draws over a vertical LIVE. */
  safeZones: boolean
  /** Every text reversed, for a camera picture that viewers see mirrored. */
  mirrored: boolean
  /** Off: no call to follow, like or send gifts, which TikTok warns creators for. */
  callsToAction: boolean
  /** Off: what looks like a web address is replaced by a mark. */
  links: boolean
  /** Pictures of viewers; off: drawn initials. */
  avatars: boolean
  sound: { on: boolean; volume: number }
  /** At most 4. */
  goals: Goal[]
}

export const DEFAULT_OVERLAY: OverlaySettings = {
  language: null,
  theme: 'glass',
  scale: 1,
  parts: {
    chat: { on: true, corner: 'bottom-left' },
    alerts: { on: true, corner: 'top-left' },
    counters: { on: true, corner: 'top-left' },
    activity: { on: true, corner: 'bottom-left' },
    goals: { on: true, corner: 'top-left' },
    supporters: { on: false, corner: 'top-right' },
    badge: { on: true, corner: 'top-left' },
    summary: { on: true, corner: 'top-left' },
  },
  safeZones: true,
  mirrored: false,
  callsToAction: false,
  links: false,
  avatars: true,
  sound: { on: false, volume: 0.6 },
  goals: [],
}

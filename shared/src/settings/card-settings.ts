import { defaultsOf, fields, flag, group, own, quantity, textOrNone, type ValuesOf } from './field.ts'

/**
 * What the card is about. away: TikTok is away. break: nothing is wrong, so the creator has put it on by hand. welcome: TikTok is back.
 * soon, ended, paused: the LIVE has not begun, is over, or is paused.
 */
export const CARD_STATES = ['away', 'break', 'welcome', 'soon', 'paused', 'ended'] as const
export type CardState = (typeof CARD_STATES)[number]

export const CARD_LANGUAGES = ['en', 'fr'] as const
export type CardLanguage = (typeof CARD_LANGUAGES)[number]

export interface CardText {
  title: string
  line: string
}

/** The creator's own words. Where there are none, the page has its own. */
export type CardTexts = Partial<Record<CardLanguage, Partial<Record<CardState, CardText>>>>

/** The schemas of `own` fields are in `card-changes.ts`. */
export const CARD = fields({
  /** The name of the show, above everything else. */
  title: textOrNone({ maxLength: 60 }),
  /** Below everything else: a handle, or when the next LIVE is. */
  line: textOrNone({ maxLength: 120 }),
  /** `#rrggbb`. Null: that of the theme. */
  accent: own<string | null>(null),
  shows: group({
    /** The time since the drop, counting up. */
    timeAway: flag(true),
    figures: flag(true),
    goals: flag(true),
    supporters: flag(true),
    /** Counts down to the next attempt. Off by default: when an attempt fails, viewers see it begin again. */
    ring: flag(false),
  }),
  /** Of the creator's own music. */
  volume: quantity({ min: 0, max: 1, isWhole: false, outside: 'default' }, 0.5),
  texts: own<CardTexts>({}),
})

export type CardChoices = ValuesOf<typeof CARD>

export const CARD_SLOTS = ['backdrop', 'music'] as const
export type CardSlot = (typeof CARD_SLOTS)[number]

/** A file of the creator's own, which the bridge keeps and serves at `/card/SLOT`. */
export interface CardFile {
  /** Another one for each file, so that a page knows that it has changed. */
  id: string
  /** As it was called on the creator's computer. */
  name: string
  /** By its first bytes. */
  type: string
  bytes: number
}

/** `GET /api/card/settings`, and the `card` slice of the feed. */
export interface CardSettings extends CardChoices {
  /** A picture, or a video that is shown without sound, again and again. */
  backdrop: CardFile | null
  music: CardFile | null
}

export const DEFAULT_CARD: CardSettings = { ...defaultsOf(CARD), backdrop: null, music: null }

/** Bytes. */
export const CARD_FILE_LIMITS = { picture: 8_000_000, video: 60_000_000, music: 30_000_000 } as const

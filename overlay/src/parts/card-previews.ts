/** Situations of the standby card that can be looked at before they happen: `/standby?preview=15s`. */
export const CARD_PREVIEWS = ['reconnecting', '15s', '5min', 'welcome', 'break'] as const
export type CardPreview = (typeof CARD_PREVIEWS)[number]

/** What the standby scene shows in an OBS that has no browser sources. */
export const SETUP_FALLBACKS = ['text', 'colour'] as const
export type SetupFallback = (typeof SETUP_FALLBACKS)[number]

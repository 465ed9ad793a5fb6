/** The events of a gap that are counted. TikTok reports total likes and viewers again, and nobody misses joins. */
export const COUNTED = ['chat', 'gift', 'follow', 'share', 'subscribe'] as const
export type CountedType = (typeof COUNTED)[number]

/** `GET /api/moderation`, and the `moderation` slice: what no page may show. State, so that every overlay agrees, whenever it loads. */
export interface Moderation {
  /** Ids of events hidden by hand, or deleted by TikTok; the newest last, bounded. */
  hiddenMessages: string[]
  /** Users hidden by hand, or whose messages TikTok deleted all of. */
  hiddenUsers: { id: string; name: string }[]
  /** Words of the creator's own choice, lower case. A message that has one is not shown. */
  blockedWords: string[]
}

export const NO_MODERATION: Moderation = { hiddenMessages: [], hiddenUsers: [], blockedWords: [] }

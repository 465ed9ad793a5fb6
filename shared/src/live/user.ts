import * as z from 'zod'

/** One of a user's badges. `scene`: TikTok's number for what it is about, such as 8 for the gifter level. */
export const badge = z.object({
  scene: z.number(),
  id: z.string().exactOptional(),
  level: z.number().exactOptional(),
  /** TikTok's address: pages ask the bridge for it. */
  pictureUrl: z.string().exactOptional(),
})

/** A user's relationship to the creator. A field is there only if TikTok sent it. */
export const relation = z.object({
  follower: z.boolean().exactOptional(),
  /** They follow each other. */
  friend: z.boolean().exactOptional(),
  moderator: z.boolean().exactOptional(),
  subscriber: z.boolean().exactOptional(),
  /** Sent a first gift lately. */
  newGifter: z.boolean().exactOptional(),
  topGifterRank: z.number().exactOptional(),
  gifterLevel: z.number().exactOptional(),
  /** In the creator's team of fans. */
  teamLevel: z.number().exactOptional(),
  badges: z.array(badge).exactOptional(),
})

/** Who did it. `uniqueId` is the @name. `avatarUrl` is TikTok's address or null: pages never load it directly. */
export const liveUser = z.object({
  id: z.string(),
  uniqueId: z.string(),
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
  relation: relation.exactOptional(),
})
export type LiveUser = z.infer<typeof liveUser>
export type Relation = z.infer<typeof relation>
export type Badge = z.infer<typeof badge>

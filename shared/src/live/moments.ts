import * as z from 'zod'

// What a LIVE goes through that is no single viewer's doing, and the state that it leaves. Times are ms since the epoch.

/** A creator in a battle. What TikTok has not told is empty. */
export const battleHost = z.object({ id: z.string(), uniqueId: z.string(), nickname: z.string(), avatarUrl: z.string().nullable() })

/** One side: a creator, or a team of them. */
export const battleSide = z.object({
  /** Of the team, or of the creator where each is alone. */
  id: z.string(),
  hosts: z.array(battleHost),
  score: z.number(),
  /** The creator of this LIVE is on it. */
  own: z.boolean(),
  /** TikTok's own verdict; left out until it has told. */
  result: z.enum(['win', 'lose', 'draw']).exactOptional(),
})

/** The sides are in TikTok's order, the creator's own first. */
export const battle = z.object({
  battleId: z.string(),
  startedAt: z.number().nullable(),
  /** When it is to end; null if TikTok has not told. */
  endsAt: z.number().nullable(),
  sides: z.array(battleSide),
})

export const pollOption = z.object({ text: z.string(), votes: z.number() })

export const poll = z.object({
  pollId: z.string(),
  /** In the creator's words; empty if there are none. */
  title: z.string(),
  startedAt: z.number().nullable(),
  endsAt: z.number().nullable(),
  options: z.array(pollOption),
})

/** What is said in the LIVE, as TikTok hears it. A later one with the same id takes its place. */
export const caption = z.object({
  id: z.string(),
  at: z.number(),
  texts: z.array(z.object({ language: z.string(), text: z.string() })),
  /** How long it is shown; 0 if TikTok did not tell. */
  shownMs: z.number(),
  /** False while the sentence may still change. */
  final: z.boolean(),
})

/** Who may open a treasure chest, or who gives it. `other`: TikTok has more of them. */
export const ENVELOPE_KINDS = ['viewer', 'tiktok', 'super-fans', 'other'] as const

export type BattleHost = z.infer<typeof battleHost>
export type BattleSide = z.infer<typeof battleSide>
export type Battle = z.infer<typeof battle>
export type Poll = z.infer<typeof poll>
export type Caption = z.infer<typeof caption>

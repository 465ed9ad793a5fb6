/** The creator's followers, in all and not of this LIVE alone, as TikTok last told them. They can become fewer. */
export interface Followers {
  total: number
  /** TikTok's time of it. The newest counts, in whatever order they come. */
  at: number
  /** It was told since the last gap, so the next one can be reckoned from it. */
  sinceGap: boolean
}

/** What is known once TikTok has told `total` at its time `at`. */
export function withTotal(known: Followers | null, { total, at }: Pick<Followers, 'total' | 'at'>): Followers {
  return known !== null && at < known.at ? known : { total, at, sinceGap: true }
}

/** What is known right behind a gap: if no total was told at its end, the one from before it says nothing of the next gap alone. */
export function afterGap(known: Followers | null, toldAtItsEnd: boolean): Followers | null {
  return known === null ? null : { ...known, sinceGap: toldAtItsEnd }
}

/** The creator's followers, in all and not of this LIVE alone, as TikTok last reported them. They can become fewer. */
export interface Followers {
  total: number
  /** TikTok's time of it. The newest counts, in whatever order they come. */
  at: number
  /** It came since the last gap, so the next one can be reckoned from it. */
  sinceGap: boolean
}

/** What is known once TikTok has reported `total` at its time `at`. */
export function withTotal(known: Followers | null, { total, at }: Pick<Followers, 'total' | 'at'>): Followers {
  return known !== null && at < known.at ? known : { total, at, sinceGap: true }
}

/** What is known right behind a gap: if no total came at its end, the one from before it says nothing of the next gap alone. */
export function afterGap(known: Followers | null, isReportedAtItsEnd: boolean): Followers | null {
  return known === null ? null : { ...known, sinceGap: isReportedAtItsEnd }
}

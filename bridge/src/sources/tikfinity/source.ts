import type { Source } from '../source.ts'
import { openTikFinity, type TikFinitySource } from './attempt.ts'

/** A TikFinity app on this computer that is logged in to the creator's account. */
export function tikfinitySource(about: Pick<TikFinitySource, 'url' | 'username' | 'clock' | 'log'>): Source {
  return {
    way: 'tikfinity',
    urls: [about.url],
    isOffered: true,
    hasKey: null,
    open: (attempt, callbacks) => openTikFinity({ ...about, ...attempt }, callbacks),
  }
}

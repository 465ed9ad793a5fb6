import type { Source } from '../source.ts'
import { openStudio, type StudioSource } from './attempt.ts'
import type { StudioCredentials } from './credentials.pure.ts'

export interface StudioAccess extends Pick<StudioSource, 'urls' | 'clock' | 'log'> {
  /** Null: the creator has given none. */
  credentials: () => StudioCredentials | null
}

/** TikTok LIVE Studio on this computer. */
export function studioSource({ credentials, ...about }: StudioAccess): Source {
  return {
    way: 'studio',
    urls: about.urls,
    hasKey: () => credentials() !== null,
    open: (attempt, callbacks) => openStudio({ ...about, ...attempt, credentials: credentials() }, callbacks),
  }
}

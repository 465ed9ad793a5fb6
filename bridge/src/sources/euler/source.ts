import type { Source } from '../source.ts'
import { openEuler, type EulerSource } from './attempt.ts'

export interface EulerAccess extends Pick<EulerSource, 'url' | 'username' | 'proxy' | 'clock' | 'log' | 'spend'> {
  /** The creator's own; null: there is none. */
  apiKey: () => string | null
}

/** The sign service's managed socket. */
export function eulerSource({ apiKey, ...about }: EulerAccess): Source {
  return {
    way: 'euler',
    urls: [],
    hasKey: () => apiKey() !== null,
    open: (attempt, callbacks) => openEuler({ ...about, ...attempt, apiKey: apiKey() }, callbacks),
  }
}

import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { ReaderState } from '@standby/shared/feed/reader.ts'
import type { Link } from './bridge.svelte.ts'

export type ConditionKind =
  | 'bridge-away' // this page has lost, or not yet found, the bridge
  | 'idle'
  | 'connecting'
  | 'live'
  | 'paused'
  | 'reconnecting'
  | 'degraded' // still reconnecting, and it has lasted
  | 'failed' // a whole cycle failed; a slow probe goes on
  | 'needs-help' // nothing more will be tried until somebody changes something
  | 'waiting-for-live'
  | 'stopped'

/** The answer to "is it OK?", which every page says in its own words. Times are on the bridge's clock. */
export interface Condition {
  kind: ConditionKind
  since: number
  nextAttemptAt: number | null
  cause: CauseKind | null
  /** With `bridge-away`: the bridge answers, but refuses this page's token. */
  refused: boolean
}

/** The condition, from the page's own link and the last status from the bridge (null before the first). */
export function conditionOf(link: Link, tiktok: ReaderState['tiktok'] | null): Condition {
  if (link.up && tiktok !== null) return { ...connectionCondition(tiktok), refused: false }
  return { kind: 'bridge-away', since: link.awaySince ?? 0, nextAttemptAt: link.nextAttemptAt, cause: null, refused: link.refused }
}

function connectionCondition(tiktok: ReaderState['tiktok']): Omit<Condition, 'refused'> {
  const { since, lostAt, nextAttemptAt } = tiktok
  const cause = tiktok.cause?.kind ?? null
  switch (tiktok.reconnectionState) {
    case 'IDLE':
      return { kind: 'idle', since, nextAttemptAt, cause }
    case 'CONNECTING':
      return { kind: 'connecting', since, nextAttemptAt, cause }
    case 'CONNECTED':
      return { kind: tiktok.paused ? 'paused' : 'live', since, nextAttemptAt: null, cause: tiktok.paused ? 'paused' : null }
    case 'RECONNECTING':
      return { kind: tiktok.health === 'degraded' ? 'degraded' : 'reconnecting', since: lostAt ?? since, nextAttemptAt, cause }
    case 'WAITING_FOR_LIVE':
      return { kind: 'waiting-for-live', since, nextAttemptAt, cause }
    case 'FAILED': {
      // During a slow probe there is no next attempt either, so the cause has to decide. The look that is taken every half hour is no
      // attempt that anybody should wait for.
      const needsHelp = cause === 'auth' || cause === 'not-found'
      return { kind: needsHelp ? 'needs-help' : 'failed', since: lostAt ?? since, nextAttemptAt: needsHelp ? null : nextAttemptAt, cause }
    }
    case 'STOPPED':
      return { kind: 'stopped', since, nextAttemptAt: null, cause }
  }
}

/** Whether what the page shows is up to date. */
export function isFresh(kind: ConditionKind): boolean {
  return kind === 'live' || kind === 'paused'
}

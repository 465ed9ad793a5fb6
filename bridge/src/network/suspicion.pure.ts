import type { Cause, CauseReason } from '@standby/shared/connection/cause.ts'
import type { ProbeResult } from './probe.ts'
import { evidenceText } from './verdict.pure.ts'

/** Whether the other side was not heard at the end. An answer came over a working line, and so did a close frame. */
const IS_UNHEARD: Record<CauseReason, boolean> = {
  answered: false,
  closed: false,
  cut: true,
  'timed-out': true,
  unreachable: true,
  cancelled: false,
}

/** Whether the computer's own network may be what is behind this, so that a probe is worth its handshakes. */
export function suspect(cause: Cause): boolean {
  switch (cause.kind) {
    case 'network':
    case 'stalled':
      return true
    case 'tiktok':
    case 'sign':
      return cause.reason !== undefined && IS_UNHEARD[cause.reason]
    case 'rate-limited':
    case 'offline':
    case 'ended':
    case 'paused':
    case 'auth':
    case 'crowded':
    case 'not-found':
    case 'vanished':
    case 'blocked':
    case 'closed':
    case 'local':
    case 'protocol':
      return false
  }
}

/**
 * What a probe makes of a cause, or null if it stands. A line that is there again proves nothing about the moment before, so a
 * `network` stays one unless it is TikTok's side alone that cannot be reached.
 */
export function explain(cause: Cause, { verdict, evidence }: Pick<ProbeResult, 'verdict' | 'evidence'>): Cause | null {
  const kind = verdict === 'network' ? 'network' : verdict === 'upstream' && cause.kind === 'network' ? 'tiktok' : cause.kind
  return kind === cause.kind ? null : { ...cause, kind, detail: `${cause.detail} (${evidenceText(evidence)})` }
}

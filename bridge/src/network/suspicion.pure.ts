import type { Cause } from '@standby/shared/connection/cause.ts'
import type { ProbeResult } from './probe.ts'
import { evidenceText } from './verdict.pure.ts'

/**
 * Where no answer was heard, in the words of `sources/tiktok/classify.pure.ts` and of the machine's own timeouts: a socket that went without a close
 * frame (1006), a time that ran out, a sign service that was not reached, an error code of Node's.
 */
const UNHEARD = /\b1006\b|\bno (?:connection|answer) (?:after|within)\b|\bnot reached\b|\b(?:E[A-Z]{3,}|EAI_[A-Z]+|UND_ERR_[A-Z_]+)\b/
/** A status that came back went over a working line. */
const HEARD = /\b(?:answered|refused the socket:) \d{3}\b/

/** Whether the computer's own network may be what is behind this, so that a probe is worth its handshakes. */
export function suspect(cause: Cause): boolean {
  switch (cause.kind) {
    case 'network':
    case 'stalled':
      return true
    case 'tiktok':
    case 'sign':
      return UNHEARD.test(cause.detail) && !HEARD.test(cause.detail)
    case 'rate-limited':
    case 'offline':
    case 'ended':
    case 'paused':
    case 'auth':
    case 'not-found':
    case 'blocked':
    case 'protocol':
      return false
  }
}

/**
 * What a probe makes of a cause, or null where it stands. A line that is there again proves nothing about the moment before, so a
 * `network` stays one unless it is TikTok's side alone that cannot be reached.
 */
export function explain(cause: Cause, { verdict, evidence }: Pick<ProbeResult, 'verdict' | 'evidence'>): Cause | null {
  const kind = verdict === 'network' ? 'network' : verdict === 'upstream' && cause.kind === 'network' ? 'tiktok' : cause.kind
  return kind === cause.kind ? null : { ...cause, kind, detail: `${cause.detail} (${evidenceText(evidence)})` }
}

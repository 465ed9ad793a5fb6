import { addressOf, type Target } from './targets.ts'

/** One question to one host, and how long the answer took. `unasked`: not needed, or not reached before the verdict was certain. */
export type Answer =
  | { outcome: 'ok'; ms: number }
  /** `code`: Node's error code, several if the address families failed differently, or `no answer`. */
  | { outcome: 'failed'; code: string; ms: number }
  | { outcome: 'unasked' }

export interface Evidence {
  target: Target
  /** The name was looked up. `unasked` for an address. */
  dns: Answer
  /** The TCP handshake. */
  tcp: Answer
}

/** `reachable`: TikTok or its sign service answers. `network`: this computer reaches nothing. `upstream`: it does, but not them. */
export type Verdict = 'reachable' | 'network' | 'upstream'

/** What the evidence says. With nothing reached at all it is the network, also if no neutral host is configured. */
export function verdict(evidence: readonly Evidence[]): Verdict {
  if (evidence.some((one) => one.target.role === 'upstream' && isReached(one))) return 'reachable'
  if (!evidence.some(isReached)) return 'network'
  // A neutral host given as an address needs no name. If every name fails it is our name service, not all of its owners.
  const names = evidence.filter(({ dns }) => dns.outcome !== 'unasked')
  return names.length > 0 && names.every(({ dns }) => dns.outcome === 'failed') ? 'network' : 'upstream'
}

/** A handshake with a name that cannot be looked up helps nobody: the next connection would fail at it. */
function isReached({ dns, tcp }: Evidence): boolean {
  return tcp.outcome === 'ok' && dns.outcome !== 'failed'
}

/** What is known of a target while the probe runs. */
export interface Finding extends Evidence {
  settled: boolean
}

/** Whether whatever is still out can no longer change the verdict. */
export function isCertain(findings: readonly Finding[]): boolean {
  if (findings.some((one) => one.settled && one.target.role === 'upstream' && isReached(one))) return true
  const settled = findings.filter((one) => one.settled)
  if (settled.length === findings.length) return true
  // The other side, once all of it has failed and both a line and a name service are known to work.
  const isAllUpstreamSettled = findings.every((one) => one.settled || one.target.role === 'neutral')
  return isAllUpstreamSettled && settled.some(isReached) && settled.some(({ dns }) => dns.outcome === 'ok')
}

/** `www.tiktok.com:443 name 12 ms, ECONNREFUSED; …`, for a log, a doctor, or the detail of a cause. */
export function evidenceText(evidence: readonly Evidence[]): string {
  return evidence.map((one) => `${addressOf(one.target)} ${answersText(one)}`).join('; ')
}

function answersText({ dns, tcp }: Evidence): string {
  const words = [dns.outcome === 'unasked' ? '' : `name ${word(dns)}`, tcp.outcome === 'unasked' ? '' : `tcp ${word(tcp)}`].filter(Boolean)
  return words.length === 0 ? 'not asked' : words.join(', ')
}

function word(answer: Exclude<Answer, { outcome: 'unasked' }>): string {
  return answer.outcome === 'ok' ? `${answer.ms} ms` : answer.code
}

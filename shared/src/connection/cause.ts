/**
 * Why a link is not up, in one word. The table that turns what the connector throws into one of these is
 * `bridge/src/sources/tiktok/classify.pure.ts`; the policy for each is in `shared/src/connection/policy.ts`.
 */
export const CAUSE_KINDS = [
  'network', // this computer or its line
  'tiktok', // TikTok closed, refused or answered 5xx
  'sign', // the sign service is down or answered nonsense
  'crowded', // the sign service's own server lets us in and sends nothing: more connections than the key allows
  'rate-limited', // the sign service or TikTok asked us to wait
  'offline', // the creator is not live
  'ended', // the LIVE ended
  'paused', // the LIVE is paused; the connection itself is fine
  'auth', // a key or a session was refused
  'not-found', // no such account, as far as anybody knows
  'vanished', // TikTok says that there is no such account, although it knew it before
  'blocked', // captcha, device or address blocked
  'closed', // the LIVE is shown to nobody who is not signed in: for adults (18+), or not public
  'stalled', // connected, but silent
  'protocol', // an answer that cannot be understood
  'local', // another program on this computer should send the events, and does not
] as const

export type CauseKind = (typeof CAUSE_KINDS)[number]

/** How a loss was noticed. Whether the other side was heard at the end decides what else may be behind it, as this computer's network. */
export const CAUSE_REASONS = [
  'answered', // the other side answered, and its answer is the cause
  'closed', // it closed the socket with a close frame
  'cut', // the socket went without a close frame
  'timed-out', // no answer came in time
  'unreachable', // an attempt to reach it failed, or the system reported that the line to it broke
  'cancelled', // the bridge closed it itself
] as const

export type CauseReason = (typeof CAUSE_REASONS)[number]

/** What happened, as a value. `detail` is for log and developers and never holds a secret; people read the catalogue of texts by `kind`. */
export interface Cause<Kind extends string = CauseKind> {
  kind: Kind
  detail: string
  /** Left out if nothing is known of it, or if the kind says it all. */
  reason?: CauseReason
  /** Not to be tried before this time, when the other side said so (retry-after, reset time). */
  retryAt?: number
}

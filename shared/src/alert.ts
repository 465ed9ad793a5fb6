/** Conditions that the creator hears of, once when they begin and once when they are over. The table is in `docs/metrics.md`. */
export const ALERT_IDS = [
  'reconnection-failed', // a cycle of attempts was given up; a slow probe goes on
  'cycles-failed', // three cycles in a row
  'breaker-open', // the circuit breaker holds attempts back
  'objective-missed', // fewer than 95 % of the last 20 cycles can have succeeded
  'stalled', // connected, but silent
  'auth', // a person has to correct a key or a name
  'blocked', // TikTok has been asking for a captcha, or blocking, for five minutes
  'rate-limited', // asked to wait for over ten minutes
  'proxy', // the network fails, and everything goes through a proxy
  'standby-left-on', // viewers see the standby scene, or the standby source, although the LIVE is on
  'tokens', // the tokens for other computers could not be read at the start, and there are new ones
  'settings', // the settings file could not be read at the start, and the defaults are used
  'storage', // events cannot be saved
] as const

export type AlertId = (typeof ALERT_IDS)[number]

/** One condition that holds, or held. Pages have the words for it, by `id` and `params`. */
export interface Alert {
  id: AlertId
  severity: 'warning' | 'critical'
  raisedAt: number
  clearedAt: number | null
  /** What the words need: figures and words of ours, never text from outside. As they were when it was raised. */
  params: Readonly<Record<string, string | number>>
}

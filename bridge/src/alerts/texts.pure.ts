import type { Alert, AlertId } from '@standby/shared/alert.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'

/** Log and webhook speak English; pages have words of their own. `is` for when it is raised, `over` for when it is cleared. */
const TEXTS: Readonly<Record<AlertId, { is: (params: Alert['params']) => string; over: string }>> = {
  'reconnection-failed': {
    is: ({ cause }) => `The connection did not come back${because(cause)}. Standby goes on trying every few minutes.`,
    over: 'The connection is no longer given up.',
  },
  'cycles-failed': {
    is: ({ count }) => `Reconnecting failed ${count ?? 'several'} times in a row. The dock shows the cause and what to do.`,
    over: 'Reconnecting works again.',
  },
  'breaker-open': {
    is: ({ cause }) => `Several attempts failed${because(cause)}, so Standby rests before the next one. Just wait.`,
    over: 'Attempts are no longer held back.',
  },
  'objective-missed': {
    is: ({ failed, cycles, objectivePercent }) =>
      `${failed ?? 'Too many'} of the last ${cycles ?? 20} reconnections failed; ${objectivePercent ?? 95} % are meant to succeed. ` +
      'The figures by cause, in the status, show where to look.',
    over: 'Enough of the last reconnections succeeded again.',
  },
  stalled: {
    is: () => 'The connection was up but silent, so Standby connects anew. There is nothing to do.',
    over: 'Events flow again.',
  },
  auth: {
    is: ({ cause }) =>
      cause === 'not-found'
        ? 'TikTok knows no account of this name. Correct the name in Standby; it is then tried at once.'
        : 'The key of the sign service was refused. Correct it, or remove it, and try again.',
    over: 'The account and the key are accepted, or no longer asked for.',
  },
  blocked: {
    is: () =>
      'TikTok has been blocking this computer for five minutes. Open the LIVE in a browser on it, and answer what TikTok asks there.',
    over: 'TikTok no longer blocks this computer.',
  },
  'rate-limited': {
    is: () => 'For over ten minutes Standby has been told to wait, and does so. A sign service key of your own raises the limit.',
    over: 'Requests are accepted again.',
  },
  storage: {
    is: () => 'Events cannot be saved and stay in memory until Standby stops. Make room on the disk, then restart Standby.',
    over: 'Events are saved again.',
  },
}

const CAUSES: Readonly<Record<CauseKind, string>> = {
  network: 'the network of this computer is down',
  tiktok: 'TikTok refuses or closes it',
  sign: 'the sign service does not work',
  'rate-limited': 'too many requests were made',
  offline: 'the creator is not live',
  ended: 'the LIVE is over',
  paused: 'the LIVE is paused',
  auth: 'a key was refused',
  'not-found': 'there is no such account',
  blocked: 'TikTok blocks this computer',
  stalled: 'the connection is silent',
  protocol: 'the answers cannot be understood',
}

/** One or two sentences for log and webhook: what is, and what to do; or that it is over. */
export function alertSentence(alert: Alert): string {
  const { is, over } = TEXTS[alert.id]
  return alert.clearedAt === null ? is(alert.params) : over
}

function because(cause: string | number | undefined): string {
  return cause !== undefined && cause in CAUSES ? `: ${CAUSES[cause as CauseKind]}` : ''
}

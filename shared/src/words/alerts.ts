import type { Alert, AlertId } from '../alert.ts'
import { CAUSE_KINDS } from '../connection/cause.ts'
import { CAUSE_NAMES, CAUSE_TEXTS } from './causes.ts'

/** What a creator reads about an alert: what is wrong, and what to do. */
export interface AlertText {
  happened: (params: Alert['params']) => string
  todo: (params: Alert['params']) => string
}

/** What alerts say in English when they are raised: in the log, the webhook and the dock. */
export const ALERT_TEXTS: Readonly<Record<AlertId, AlertText>> = {
  'reconnection-failed': {
    happened: (params) => `The connection did not come back${because(params)}.`,
    todo: () => 'Standby keeps trying every few minutes. Check your internet connection, and that your LIVE is still on.',
  },
  'cycles-failed': {
    happened: ({ count }) => `Reconnecting failed ${count ?? 'several'} times in a row.`,
    todo: () => 'The dock shows the causes under “Last outages”. Try another internet connection, such as your phone’s, to rule out yours.',
  },
  'breaker-open': {
    happened: (params) => `Several attempts failed${because(params)}, so Standby waits before the next one.`,
    todo: () => 'You don’t need to do anything. Standby keeps trying.',
  },
  'objective-missed': {
    happened: ({ failed, cycles, objectivePercent }) =>
      `${failed ?? 'Too many'} of the last ${cycles ?? 20} reconnections failed; ${objectivePercent ?? 95}% should succeed.`,
    todo: () => 'The dock shows the causes under “Connection health”.',
  },
  stalled: {
    happened: () => 'The connection was open but silent, so Standby opened a new one.',
    todo: () => 'You don’t need to do anything. This alert ends when the new connection has been stable for a minute.',
  },
  auth: {
    happened: ({ cause }) => CAUSE_TEXTS[cause === 'not-found' ? 'not-found' : 'auth'].happened,
    todo: ({ cause }) =>
      cause === 'not-found'
        ? 'Correct the name on the home page.'
        : 'Correct the key of the sign service (SIGN_API_KEY), or remove it. Then start Standby again.',
  },
  blocked: {
    happened: ({ cause }) => (cause === 'closed' ? CAUSE_TEXTS.closed.happened : 'TikTok has not let this computer in for five minutes.'),
    todo: ({ cause }) =>
      cause === 'closed'
        ? 'Switch 18+ off in TikTok’s LIVE settings, or use a program on this computer that is signed in. The card and switching by hand work. The dock says more.'
        : 'Turn off any VPN, open the LIVE in a browser on this computer and answer what TikTok asks.',
  },
  'rate-limited': {
    happened: () => 'TikTok or its sign service has asked us to wait for more than ten minutes.',
    todo: () => 'Close other tools that read this LIVE. A sign service key of your own raises the limit.',
  },
  proxy: {
    happened: ({ proxy }) => `Everything goes through the proxy ${proxy ?? ''}, and the connection fails there or behind it.`,
    todo: () => 'Check that the proxy runs, or set STANDBY_PROXY=off and start Standby again.',
  },
  'standby-left-on': {
    happened: () => 'Viewers see your standby scene or source in OBS although your LIVE is on.',
    todo: () => 'Press “Back to the show”, or switch in OBS.',
  },
  settings: {
    happened: () => 'Your settings could not be read when Standby started, so the defaults are used.',
    todo: () =>
      'The file is kept in the data folder; the terminal and the log say under which name. Load a saved settings file on the home page, or set it up again.',
  },
  tokens: {
    happened: () => 'The tokens for other computers could not be read when Standby started, so there are new ones.',
    todo: () => 'On the home page, show the addresses for other computers, and put them into OBS and the other programs there again.',
  },
  storage: {
    happened: () => 'Events cannot be saved, and are lost when Standby stops.',
    todo: () => 'Make room on the disk, or let Standby write in its data folder (Windows: “Controlled folder access”). Then restart.',
  },
}

/** What log and webhook say in English when an alert is over; pages then show none. */
const ALERTS_OVER: Readonly<Record<AlertId, string>> = {
  'reconnection-failed': 'The connection is back, or no longer needed.',
  'cycles-failed': 'Reconnecting works again.',
  'breaker-open': 'Attempts are no longer held back.',
  'objective-missed': 'Enough of the last reconnections succeeded again.',
  stalled: 'Events arrive again.',
  auth: 'The name and the key are accepted, or no longer needed.',
  blocked: 'TikTok no longer blocks this computer.',
  'rate-limited': 'Requests are accepted again.',
  proxy: 'The connection through the proxy works again, or is no longer needed.',
  'standby-left-on': 'The show is on air again in OBS.',
  settings: 'The settings were read.',
  tokens: 'The tokens were read.',
  storage: 'Events are saved again.',
}

/** One alert for log and webhook: what is wrong and what to do, or that it is over. */
export function alertSentence({ id, params, clearedAt }: Alert): string {
  const { happened, todo } = ALERT_TEXTS[id]
  return clearedAt === null ? `${happened(params)} ${todo(params)}` : ALERTS_OVER[id]
}

/** ` (TikTok closed it)`, or nothing if the cause is not known. */
function because({ cause }: Alert['params']): string {
  const known = CAUSE_KINDS.find((kind) => kind === cause)
  return known === undefined ? '' : ` (${CAUSE_NAMES[known]})`
}

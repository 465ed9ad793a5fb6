import type { CauseKind } from '../connection/cause.ts'

/** What a creator reads about a cause: what happened, and what to do. */
export interface CauseText {
  happened: string
  todo: string
}

const KEEPS_TRYING = 'Nothing to do: Standby keeps trying.'

/** Why a link is not up, in English. */
export const CAUSE_TEXTS: Readonly<Record<CauseKind, CauseText>> = {
  network: {
    happened: 'This computer lost its internet connection.',
    todo: 'Check the cable or Wi-Fi. Standby connects the moment your internet is back.',
  },
  tiktok: { happened: 'TikTok closed or refused the connection.', todo: KEEPS_TRYING },
  sign: { happened: 'The sign service that opens TikTok connections is not answering.', todo: KEEPS_TRYING },
  'rate-limited': {
    happened: 'Too many connections in a short time: TikTok or its sign service asks for a pause.',
    todo: 'Wait for the countdown. Close other tools that read the same LIVE.',
  },
  offline: { happened: 'This account is not live right now.', todo: 'Go live on TikTok. Standby notices within a minute.' },
  ended: { happened: 'The LIVE has ended.', todo: 'Start a new LIVE when you like. Standby notices within a minute.' },
  paused: { happened: 'The LIVE is paused.', todo: 'Resume it in TikTok when you are ready.' },
  auth: {
    happened: 'The sign service refused your key.',
    todo: 'Correct SIGN_API_KEY, or remove it, then start Standby again. Until then Standby does not try.',
  },
  'not-found': {
    happened: 'TikTok knows no account with this name.',
    todo: 'Correct the name on the home page. Standby then tries at once, and not before.',
  },
  blocked: {
    happened: 'TikTok does not let this computer in: a captcha, a VPN, or a LIVE limited by age (18+) or region.',
    todo:
      'Turn off any VPN, open the LIVE in a browser here and answer what TikTok asks. Standby tries again every few minutes. If your own LIVE is 18+: ' +
      'TikTok gives it only to accounts of adults, and Standby has none. Chat, gifts and automatic scenes then do not work; the card and switching by hand do.',
  },
  stalled: { happened: 'The connection was open but silent.', todo: 'Nothing to do: Standby opens a new one.' },
  protocol: {
    happened: 'TikTok sent something that Standby does not understand.',
    todo: 'Standby keeps trying. If it lasts, look for a newer version.',
  },
}

/** A cause in a word or two, for lists and in brackets. */
export const CAUSE_NAMES: Readonly<Record<CauseKind, string>> = {
  network: 'No internet',
  tiktok: 'TikTok closed it',
  sign: 'Sign service down',
  'rate-limited': 'Too many requests',
  offline: 'Not live',
  ended: 'LIVE over',
  paused: 'Paused',
  auth: 'Key refused',
  'not-found': 'No such account',
  blocked: 'Blocked by TikTok',
  stalled: 'Silent',
  protocol: 'Not understood',
}

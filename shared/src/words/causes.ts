import type { CauseKind } from '../connection/cause.ts'

/** What a creator reads about a cause: what happened, and what to do. */
export interface CauseText {
  happened: string
  todo: string
}

const KEEPS_TRYING = 'You don’t need to do anything. Standby keeps trying.'

/** Why a link is not up, in English. */
export const CAUSE_TEXTS: Readonly<Record<CauseKind, CauseText>> = {
  network: {
    happened: 'This computer lost its internet connection.',
    todo: 'Check the cable or Wi-Fi. Standby connects the moment your internet is back.',
  },
  tiktok: { happened: 'TikTok closed or refused the connection.', todo: KEEPS_TRYING },
  sign: { happened: 'The sign service that opens TikTok connections is not answering.', todo: KEEPS_TRYING },
  crowded: {
    happened: 'The sign service’s own server accepts the connection and sends nothing: more connections than the key allows.',
    todo: 'Close other tools that read TikTok LIVEs, or use a key of your own. Standby waits some minutes before it tries again.',
  },
  'rate-limited': {
    happened: 'Too many connections in a short time: TikTok or its sign service asks for a pause.',
    todo: 'Wait for the countdown. Close other tools that read the same LIVE.',
  },
  offline: { happened: 'This account is not live right now.', todo: 'Go live on TikTok. Standby notices within a minute.' },
  ended: { happened: 'The LIVE has ended.', todo: 'Start a new LIVE when you like. Standby notices within a minute.' },
  paused: { happened: 'The LIVE is paused.', todo: 'Resume it in TikTok when you are ready.' },
  auth: {
    happened: 'The sign service refused your key.',
    todo: 'Correct the key of the sign service (SIGN_API_KEY), or remove it. Then start Standby again. Standby itself asks again every half hour.',
  },
  'not-found': {
    happened: 'TikTok knows no account with this name.',
    todo: 'Correct the name on the home page. If it is right, say so there: Standby then keeps trying.',
  },
  vanished: {
    happened: 'TikTok says that there is no account with this name, although it knew it before. TikTok may be mistaken.',
    todo: 'If the name is right, you don’t need to do anything: Standby keeps trying every few minutes. If you changed your name, enter the new one.',
  },
  blocked: {
    happened: 'TikTok does not let this computer in: a captcha, a VPN, or a LIVE limited by region.',
    todo: 'Turn off any VPN, open the LIVE in a browser here and answer what TikTok asks. Standby tries again every few minutes.',
  },
  closed: {
    happened: 'TikTok shows this LIVE only to people who are signed in: it is for adults (18+), or it is not public.',
    todo:
      'Standby signs in to no account. So chat, gifts and scenes that change by themselves do not work in such a LIVE. The card and switching by hand do, and so does ' +
      'a program on this computer that is signed in (TikTok LIVE Studio or TikFinity, under Connection). To have everything, switch 18+ off in TikTok’s LIVE settings, then ' +
      'connect again. If your LIVE is public and not 18+, turn off any VPN: Standby tries again every few minutes.',
  },
  stalled: { happened: 'The connection was open but silent.', todo: 'You don’t need to do anything. Standby opens a new one.' },
  protocol: {
    happened: 'TikTok sent something that Standby does not understand.',
    todo: 'Standby keeps trying. If it lasts, look for a newer version.',
  },
  local: {
    happened: 'The other program on this computer sends no events of this LIVE.',
    todo: 'You don’t need to do anything: Standby tries every way it has. The dock says what is wrong with each.',
  },
}

/** A cause in a word or two, for lists and in brackets. */
export const CAUSE_NAMES: Readonly<Record<CauseKind, string>> = {
  network: 'No internet',
  tiktok: 'TikTok closed it',
  sign: 'Sign service down',
  crowded: 'Too many connections',
  'rate-limited': 'Too many requests',
  offline: 'Not live',
  ended: 'LIVE over',
  paused: 'Paused',
  auth: 'Key refused',
  'not-found': 'No such account',
  vanished: 'Account not found now',
  blocked: 'Blocked by TikTok',
  closed: '18+ or not public',
  stalled: 'Silent',
  protocol: 'Not understood',
  local: 'Other program silent',
}

import type { ViaView, Way, WayProblem } from '../connection/way.ts'

/** What a way is called. */
export const WAY_NAMES: Readonly<Record<Way, string>> = {
  connector: 'the signed connection to TikTok',
  direct: 'TikTok’s own socket, as a guest (not yet tried against TikTok)',
  studio: 'TikTok LIVE Studio on this computer',
  tikfinity: 'TikFinity on this computer',
  euler: 'the sign service’s managed socket (not yet tried)',
}

/** Why a way cannot be used although its program answers, and what to do. */
export const WAY_PROBLEM_TEXTS: Readonly<Record<WayProblem, string>> = {
  'not-its-program': 'Another program answers at its address. Close that program. For TikFinity you can also correct TIKFINITY_URL.',
  'is-standby': 'The feed of a Standby answers at its address. One Standby never feeds another: correct TIKFINITY_URL.',
  'other-creator': 'It is logged in to another account. Log it in to yours.',
  'no-creator': 'It does not say whose LIVE its events are from. Log it in to your account, or update it.',
  silent: 'It sends no events. Check that it is connected to your LIVE.',
  'no-credentials': 'It needs a key or credentials. Enter them in the dock, under “Ways into the LIVE”.',
  credentials:
    'It refuses its key or credentials. Enter them again in the dock, under “Ways into the LIVE”. If a variable sets them, correct that and start Standby again.',
  'access-disabled': 'Access for other programs is switched off there. Allow it in LIVE Studio, then switch this way off and on again.',
  'connection-limit': 'It has as many programs connected as it allows. Close one of them.',
  'too-long':
    'It sends more in one piece than TikTok ever does. Close the program at its address. For TikFinity you can also correct TIKFINITY_URL.',
}

/** What a way cannot report; empty if it reports everything. */
export const WAY_LACKS: Readonly<Record<Way, string>> = {
  connector: '',
  direct: '',
  studio: 'It reports chats, gifts and likes only: no follows, joins, shares, subscriptions, viewers or removals.',
  tikfinity: 'It does not report what TikTok removes.',
  euler: '',
}

/** Whose server the events pass through. */
export const PARTY_NAMES: Readonly<Record<NonNullable<ViaView['party']>, string>> = {
  tiktok: 'TikTok’s server',
  sign: 'the sign service’s server',
  local: 'a program on this computer',
}

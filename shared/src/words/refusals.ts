import type { NoParams, Translation } from './sentence.ts'

/** Why a request can be refused: the `error` of every answer that is no success. Pages say each in their language. */
export type RefusalCode =
  // The field is named, and what is wrong with it is in the sentence.
  | 'invalid-request'
  | 'not-json'
  | 'too-large'
  | 'too-often'
  | 'not-found'
  | 'internal'
  | 'disk-full'
  | 'disk-read-only'
  | 'disk-busy'
  | 'disk-gone'
  | 'disk-no-folder'
  | 'unreadable'
  | 'fixed-by-environment'
  | 'held-back'
  | 'no-demo'
  | 'on-air'
  | 'not-now'
  | 'obs-not-ready'
  | 'obs-refused'
  | 'no-such-source'
  | 'no-custom-goal'
  | 'full'
  | 'too-many-origins'
  | 'too-many-actions'
  | 'no-such-action'
  | 'current'
  | 'no-such-live'
  | 'no-such-channel'
  | 'not-of-channel'
  | 'first-channel'
  | 'too-many-channels'
  | 'no-tokens'
  | 'busy'
  | 'no-picture'
  | 'picture-failed'
  | 'no-package'
  | 'autostart-refused'
  | 'folder-not-opened'
  | 'no-version'
  | 'no-releases'
  | 'card-file-type'
  | 'card-file-size'
  | 'look-file-type'
  | 'look-file-size'
  | 'look-font-broken'
  | 'no-look-file'
  | 'no-such-look'
  | 'too-many-looks'
  | 'forbidden'
  | 'viewers-only'
  | 'token-needed'
  | 'wrong-token'
  | 'read-only'
  | 'too-many-tokens'

/** All but the one whose sentence says which field is wrong. */
export type SaidByCode = Exclude<RefusalCode, 'invalid-request'>

/** What happened and what to do, in English. If a time to wait comes with the refusal, a page counts it down after the sentence. */
export const REFUSAL_TEXTS: Readonly<Record<SaidByCode, string>> = {
  'not-json': 'Standby did not understand the request. If a page of Standby sent it, reload that page.',
  'too-large': 'That is larger than Standby accepts: a settings file may have 1 MB, a look 6 MB, any other request 64 kB.',
  'too-often': 'Too many requests in a short time.',
  'not-found': 'Standby has nothing at this address. If a page of Standby asked for it, reload that page: it may be from another version.',
  internal: 'Something in Standby went wrong; its log says what. The LIVE goes on.',
  'disk-full': 'This was not saved: the disk is full. Make room on it, then try again. The LIVE goes on.',
  'disk-read-only':
    'This was not saved: Standby may not write to its data folder. Allow it for your account, or set STANDBY_DATA_DIR to another folder. The LIVE goes on.',
  'disk-busy':
    'This was not saved: another program, such as a virus scanner or a backup, holds the file. Try again in a moment. The LIVE goes on.',
  'disk-gone':
    'This was not saved: the data folder cannot be reached. If it is on a network or an external drive, connect it, then try again. The LIVE goes on.',
  'disk-no-folder':
    'This was not saved: something else is in the place of the data folder. Set STANDBY_DATA_DIR to a folder. The LIVE goes on.',
  unreadable: 'The disk cannot read this part of the history any more. The LIVE goes on; a backup of standby.db may still have it.',
  'fixed-by-environment': 'An environment variable sets this. Change it there, or start Standby without it.',
  'held-back': 'TikTok or its sign service keeps failing, or asked for a pause. Standby tries again by itself when the wait is over.',
  'no-demo': 'Only the demo LIVE can be dropped. Leave the TikTok name empty to go back to the demo.',
  'on-air': 'Your own LIVE is connected, and a rehearsal would interrupt it. Rehearse before or after it.',
  'not-now': 'That cannot be done now.',
  'obs-not-ready': 'Standby is not connected to OBS. Start OBS, then try again.',
  'obs-refused': 'OBS did not reload the source. Use “Refresh” in the source’s own window in OBS.',
  'no-such-source': 'OBS no longer has this source, or it shows no page of Standby.',
  'no-custom-goal': 'This goal is gone, or is not counted by hand. Goals of the other kinds count by themselves.',
  full: 'The list of hidden viewers is full. Remove one of them first.',
  'too-many-origins': 'As many web pages as possible are allowed already. Remove one of them first.',
  'too-many-actions': 'There are as many actions as possible already. Remove one of them first.',
  'no-such-action': 'This action is gone: it was removed on another page.',
  current: 'This LIVE is on, or was the last one, and the overlay shows it. You can delete it once another LIVE has begun.',
  'no-such-live': 'Standby does not have this LIVE, or no longer keeps it.',
  'no-such-channel':
    'Standby has no channel of this name. Add it on the page /channels, or correct the name behind “channel=” in the address.',
  'not-of-channel': 'Only the first channel has this. Leave “channel=” out of the address to reach it.',
  'first-channel': 'This is the first channel. Connect to another name on the home page to change it.',
  'too-many-channels': 'One Standby takes 1,000 channels. Remove one first, or run a second Standby.',
  'no-tokens': 'Only this computer may use Standby, so there are no tokens.',
  busy: 'Standby is busy. Try again in a moment.',
  'no-picture': 'There is no such picture.',
  'picture-failed': 'TikTok did not give out this picture. Try again in half a minute.',
  'viewers-only': 'This address shows the overlay and the standby card, and nothing else.',
  'no-package': 'Standby runs from its source here. Only an installed Standby can start with the computer.',
  'autostart-refused': 'This computer did not accept the change. Check whether a virus scanner or an administrator blocks it.',
  'folder-not-opened': 'The folder could not be opened. “Check everything” on the home page says where it is.',
  'no-version': 'Standby could not find out whether there is a new version. Check your internet connection, then try again.',
  'no-releases': 'This Standby was made without an address to ask for new versions. Look where you got it.',
  'card-file-type':
    'Standby cannot show or play this kind of file. Use a PNG, JPEG, WebP, GIF or AVIF picture, an MP4 (H.264) or WebM video, or MP3, M4A, Ogg, WAV or FLAC music.',
  'card-file-size': 'The file is too large. A picture may have 8 MB, a video 60 MB and music 30 MB. Make it smaller, then choose it again.',
  'look-file-type': 'Standby cannot use this kind of file. Use a WOFF2, WOFF, TTF or OTF font, or an MP3, M4A, Ogg, WAV or FLAC sound.',
  'look-file-size': 'The file is too large. A font and a sound may have 2 MB each. Make it smaller, then choose it again.',
  'look-font-broken': 'A part of this font is missing. Download it again, then choose it once more.',
  'no-look-file': 'This is not a look of Standby, or only a part of one. Ask for the file again, then import it. Nothing was changed.',
  'no-such-look': 'You have no look with this title any more.',
  'too-many-looks': 'You have as many looks as Standby keeps. Delete one of them first.',
  forbidden: 'Standby answers only its own pages. Open them at the address that Standby printed when it started.',
  'token-needed': 'Another computer needs a token, and this address has none.',
  'wrong-token': 'The token in this address is wrong, or has been replaced.',
  'read-only':
    'The token in this address is for overlays: it shows the show and changes nothing. To control the show, use the dock’s address.',
  'too-many-tokens': 'Too many wrong tokens came from this computer. Wait a few minutes.',
}

/** Where an address with the right token is to be had, in English. */
export const GET_TOKEN = 'Open Standby’s home page on the computer it runs on, and copy the address from “Other computers and phones”.'

/** The English of a refusal. `detail`: what is of use to a program only, so that no page says it. */
export function refusalText(code: SaidByCode, detail?: string): string {
  return detail === undefined ? REFUSAL_TEXTS[code] : `${REFUSAL_TEXTS[code]} ${detail}`
}

interface Field {
  field: string
}

/** What can be wrong with a field of a request. */
export interface FieldWords {
  /** `expected`: zod's word for the kind. */
  'field-kind': Field & { expected: string }
  'field-one-of': Field & { values: readonly string[] }
  'field-at-least': Field & { least: number }
  'field-at-most': Field & { most: number }
  'field-too-long': Field & { most: number }
  'field-too-many': Field & { most: number }
  'field-empty': Field
  /** A list has an entry more than once. */
  'field-twice': Field
  'field-unknown': Field
  'tiktok-name': NoParams
  'tiktok-short-link': NoParams
  'web-name': NoParams
  'obs-address': NoParams
  'no-export': NoParams
  'other-export': NoParams
}

const KINDS: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

/** What is wrong with a field, in English. */
export const FIELD_TEXTS: Translation<FieldWords> = {
  'field-kind': ({ field, expected }) =>
    Object.hasOwn(KINDS, expected) ? `“${field}” must be ${KINDS[expected] ?? ''}.` : `“${field}” is missing, or of the wrong kind.`,
  'field-one-of': ({ field, values }) => `“${field}” must be one of ${values.join(', ')}.`,
  'field-at-least': ({ field, least }) => `“${field}” must be at least ${least}.`,
  'field-at-most': ({ field, most }) => `“${field}” must be at most ${most}.`,
  'field-too-long': ({ field, most }) => `“${field}” must have at most ${most} characters.`,
  'field-too-many': ({ field, most }) => `“${field}” must have at most ${most} entries.`,
  'field-empty': ({ field }) => `“${field}” must not be empty.`,
  'field-twice': ({ field }) => `“${field}” has an entry more than once. Name each of them once.`,
  'field-unknown': ({ field }) => `This version of Standby does not know “${field}”. Leave it out.`,
  'tiktok-name': () =>
    'A TikTok name has 2 to 24 letters, digits, dots and underscores, like “your.name”. Enter the name, @name, or the profile’s address.',
  'tiktok-short-link': () =>
    'This short link holds no name. Open it, then enter the @name that the profile shows, or copy the address that the browser has then.',
  'web-name': () =>
    'A name has letters, digits and “-”, with dots between its parts, like overlay.standby.test. It is no IP address, has no port, and is not “localhost”.',
  'obs-address': () => 'The address must look like ws://127.0.0.1:4455, without a name or password in it.',
  'no-export': () => 'This is not a settings file of Standby.',
  'other-export': () => 'This file is from another version of Standby.',
}

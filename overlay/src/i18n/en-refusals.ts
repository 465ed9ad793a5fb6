import type { FieldWords, RefusalCode } from '@standby/shared/words/refusals.ts'
import type { Translation } from '@standby/shared/words/sentence.ts'

/** All but the one whose sentence says which field is wrong. */
type SaidByCode = Exclude<RefusalCode, 'invalid-request'>

const codes: Record<SaidByCode, string> = {
  'not-json': 'Standby did not understand what this page sent. Load the page anew.',
  'too-large': 'That is larger than Standby takes: a settings file has at most 1 MB.',
  'too-often': 'That is often enough for now.',
  'not-found': 'Standby does not know this. Load the page anew: it may be of another version.',
  internal: 'Something in Standby went wrong; its log says what. The LIVE goes on.',
  unreadable: 'The disk does not give out this part of the history any more. The LIVE goes on; a backup of standby.db may have it.',
  'fixed-by-environment': 'The environment decides this. Change it there, or start Standby without it.',
  'held-back':
    'TikTok or its sign service keeps failing, or asked to be left alone for a while. Standby tries again when the time has come.',
  'no-demo': 'Only the demo LIVE can be dropped. Leave the TikTok name empty to go back to the demo.',
  'on-air': 'Your own LIVE is connected, and is not interrupted for a rehearsal. Rehearse before or after it.',
  'not-now': 'That cannot be done now.',
  'obs-not-ready': 'Standby is not connected to OBS. Start OBS, then try again.',
  'obs-refused': 'OBS did not load it anew. Use “Refresh” in the source’s own window in OBS.',
  'no-such-source': 'OBS has no such source any more that shows a page of Standby.',
  'no-custom-goal': 'This goal is not counted by hand, or is gone.',
  full: 'The list of hidden viewers is full. Take one off it first.',
  current: 'This LIVE is on, or was the last one, and the overlay shows it. It can be deleted once another LIVE has begun.',
  'no-such-live': 'This LIVE is not kept any more.',
  'no-tokens': 'Only this computer may use Standby, so there are no tokens.',
  busy: 'Standby is busy. Try again in a moment.',
  'no-picture': 'There is no such picture.',
  'picture-failed': 'TikTok did not hand out this picture.',
  forbidden: 'Standby answers its own pages only. Open it by the address it printed when it started.',
  'token-needed': 'From another computer a token is needed, and this address has none.',
  'wrong-token': 'The token in this address is not right, or was replaced.',
  'read-only': 'The token in this address is for overlays: it shows the show, and changes nothing.',
  'too-many-tokens': 'Too many wrong tokens came from there. Wait some minutes.',
}

const fields: Translation<FieldWords> = {
  'field-kind': ({ field }) => `“${field}” is missing, or not of the right kind.`,
  'field-one-of': ({ field, values }) => `“${field}” must be one of ${values.join(', ')}.`,
  'field-at-least': ({ field, least }) => `“${field}” must be at least ${least}.`,
  'field-at-most': ({ field, most }) => `“${field}” must be at most ${most}.`,
  'field-too-long': ({ field, most }) => `“${field}” must have at most ${most} characters.`,
  'field-too-many': ({ field, most }) => `“${field}” must have at most ${most} entries.`,
  'field-empty': ({ field }) => `“${field}” must not be empty.`,
  'field-unknown': ({ field }) => `“${field}” is not known to this version of Standby.`,
  'tiktok-name': () =>
    'A TikTok name has 2 to 24 letters, digits, dots and underscores, like “your.name”. Give it, or @name, or the profile’s address.',
  'obs-address': () => 'The address must look like ws://127.0.0.1:4455, without a name or password in it.',
  'no-export': () => 'This is no file of Standby’s settings.',
  'other-export': () => 'This file was made by another version of Standby.',
}

export const enRefusals = { codes, fields }

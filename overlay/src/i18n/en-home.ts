import type { CheckTexts, CheckVerdict } from '@standby/shared/checks.ts'
import { CHECK_TITLES } from '@standby/shared/words/checks.ts'
import type { SetupWords } from '@standby/shared/words/obs-sentences.ts'
import { FIELD_TEXTS, GET_TOKEN } from '@standby/shared/words/refusals.ts'
import type { SetupFallback } from '@standby/shared/setup-fallbacks.ts'
import type { Translation } from '@standby/shared/words/sentence.ts'

type StepState = 'done' | 'todo' | 'recommended' | 'optional' | 'unchecked' | 'wrong'
const states: Record<StepState, string> = {
  done: 'Done',
  todo: 'To do',
  recommended: 'Recommended',
  optional: 'Optional',
  unchecked: 'Not checked',
  wrong: 'Needs you',
}

const fallbacks: Record<SetupFallback, string> = { text: 'With a line of text', colour: 'With a plain colour' }

const verdicts: Record<CheckVerdict, string> = { ok: 'Fine', warn: 'Check', fail: 'Fix', skipped: 'Not checked' }

const steps = {
  states,
  progress: (done: number, of: number) => `${done} of ${of} steps done`,
  show: (title: string) => `Show: ${title}`,
  hide: (title: string) => `Hide: ${title}`,
  fixed: (variable: string) => `The environment variable ${variable} sets this. Change it there and start Standby again.`,
}

const tiktok = {
  title: 'Your TikTok name',
  text: 'Your @name or a link to your profile. No login, no password. Leave it empty to try the demo LIVE.',
  label: 'TikTok name',
  placeholder: '@yourname',
  save: 'Check and use',
  demo: 'Use the demo',
  checking: 'Asking TikTok…',
  live: (name: string) => `@${name} is live now. Standby connects.`,
  notLive: (name: string) => `@${name} exists and is not live now. Standby connects within a minute when you go live.`,
  noAccount: (name: string) => `TikTok knows no account @${name}. Compare it with the name in your TikTok profile. Nothing was changed.`,
  keepTrying: 'The name is right: keep trying',
  unknown: (name: string) => `@${name} is saved, but not checked. Standby could not ask TikTok:`,
  noInternet: 'there is no internet connection.',
  isDemo: 'The demo LIVE is on: made-up viewers, nothing here is real.',
  summary: (name: string) => `@${name}`,
}

const obs = {
  title: 'Connect OBS',
  text: 'Then scenes change by themselves when TikTok drops. Do this once in OBS:',
  first: 'Open Tools › WebSocket Server Settings and turn on “Enable WebSocket server”.',
  second: 'Press “Show Connect Info” and copy the password.',
  third: 'Paste it here. It stays on this computer.',
  password: 'Password',
  passwordKept: 'Saved. Type to replace it.',
  passwordNone: 'Leave empty if OBS asks for none',
  save: 'Save and connect',
  testing: 'Trying…',
  tried: (time: string) => `Tried at ${time}.`,
  connected: (version: string) => `Connected to OBS ${version}.`,
  more: 'Address and scene',
  url: 'Address',
  scene: 'Standby scene',
  how: 'How to connect OBS',
  without: 'No OBS? Skip this step, and change scenes by hand.',
  pictureTools: 'OBS’s Tools menu with WebSocket Server Settings, and the window with Enable WebSocket server and Show Connect Info',
}

const add = {
  title: 'Add to OBS',
  text: 'One click adds the overlay to your scene, and a scene with the standby card. What you have stays as it is.',
  overlayScene: 'Overlay goes into',
  standbyScene: 'Name of the standby scene',
  will: 'Will be added:',
  there: 'There already:',
  refused: 'Cannot be added:',
  made: 'Added:',
  button: 'Add to OBS',
  working: 'Adding…',
  allThere: 'Everything is in OBS.',
  fallback: 'Instead of the card',
  fallbacks,
  takeAway: 'Remove Standby from OBS',
  sure: 'Tap again to remove it',
  removed: 'Removed:',
  kept: 'Left as it is:',
  needsObs: 'Connect OBS above to do this with one click. Or add the addresses yourself:',
  elsewhere: 'OBS runs on another computer: add the addresses from “Other computers and phones” below by hand.',
  byHand: 'Add it by hand',
  overlayTitle: 'Overlay',
  overlayWhere: 'In your show’s scenes: Sources › + › Browser. Paste as URL.',
  standbyTitle: 'Standby card',
  standbyWhere: 'Add it the same way, in a new scene named “Standby”.',
  size: 'Width 1080, height 1920. For a wide show 1920 × 1080.',
}

const dock = {
  title: 'The dock in OBS',
  text: 'Shows at a glance whether all is well, and what to do if not.',
  first: 'In OBS open Docks › Custom Browser Docks.',
  second: 'Type “Standby” as the name, and paste this as the URL:',
  third: 'Press Apply. The dock opens; drag it where you like.',
  address: 'Dock',
  connected: 'The dock is open in OBS.',
  elsewhere: 'The dock is open in a browser. That works too.',
  open: 'Open it in the browser',
  picture: 'OBS’s Docks menu with Custom Browser Docks, and the window with a name and a URL',
}

const rehearse = {
  title: 'Rehearse a drop',
  text: 'The demo LIVE loses its connection for 20 seconds. Watch what your viewers would see.',
  own: 'During the rehearsal the demo takes the place of your own LIVE.',
  start: 'Rehearse',
  again: 'Rehearse again',
  stop: 'Stop the rehearsal',
  onAir: 'You are live. Rehearse before or after your LIVE, never during it.',
  preparing: 'Starting the demo LIVE…',
  dropped: 'The connection is cut',
  noticed: 'The overlay shows it',
  standby: (scene: string) => `OBS is on “${scene}”`,
  back: 'Connected again',
  restored: (scene: string) => `OBS is back on “${scene}”`,
  coming: 'about a minute in total',
  at: (seconds: string) => `after ${seconds} s`,
  waiting: 'waiting…',
  noSwitch: {
    'no-obs': 'Your overlay showed the drop, but OBS did not switch: do steps 2 and 3.',
    'no-scene': 'Your overlay showed the drop, but OBS did not switch: do step 3.',
    'no-automation': 'Your overlay showed the drop, but OBS did not switch: turn scene switching on in the dock.',
  },
  finished: 'Done. That’s what happens in a real drop.',
  withoutObs: 'OBS is not connected, so no scene changes. The overlay shows the drop anyway.',
  withoutScene: (scene: string) => `OBS has no scene “${scene}”, so no scene changes. Add it in step 3.`,
  withoutAutomation: 'Scene switching is off, paused or only practicing, so no scene changes. Turn it on in the dock.',
  failed: 'This takes longer than it should. The dock says what Standby is waiting for.',
  cutShort: 'The rehearsal was stopped.',
}

const doctor = {
  title: 'Something wrong?',
  check: 'Check everything',
  again: 'Check again',
  checking: 'Checking… this takes a few seconds',
  fine: 'All is well.',
  checksFine: (count: number) => (count === 1 ? '1 check fine' : `${count} checks fine`),
  hideFine: 'Show problems only',
  counted: (count: number) => (count === 1 ? 'One problem.' : `${count} problems.`),
  worthALook: 'It works, with one or more warnings.',
  verdicts,
  copy: 'Copy report for support',
  copied: 'Copied',
  copyFailed: 'Select and copy it',
  reportLabel: 'Report',
  reportText: 'It has no passwords, no names and no keys.',
  titles: CHECK_TITLES,
  /** Null: in the bridge's own words. */
  texts: null as CheckTexts | null,
}

const remoteAccess = {
  title: 'Other computers and phones',
  off:
    'Standby answers only this computer. To let a second computer or your phone in, set the environment variables STANDBY_HOST to 0.0.0.0 ' +
    'and STANDBY_TOKENS to on, then start Standby again.',
  text: 'These addresses work on other computers and phones in your network. Each has a token: anyone who has it gets in.',
  overlayText: 'You may give overlay and card to others: they show the show and change nothing.',
  controlText: 'Anyone who sees the dock’s address can control your show. Show it to nobody, and never on stream.',
  showOverlay: 'Show overlay addresses',
  showControl: 'Show the dock’s address and QR code',
  qr: 'QR code of the dock’s address, for your phone’s camera',
  replaceRead: 'Replace the overlay token',
  replaceControl: 'Replace the dock token',
  sure: 'Tap again: old addresses stop working',
  replaced: 'Replaced. The old one no longer works.',
  noNetwork: 'This computer is not in a network now.',
  tokenNeededTodo: GET_TOKEN,
}

const settings = {
  title: 'Settings',
  export: 'Save as a file',
  import: 'Load from a file',
  text: 'Everything that is set on these pages, without any password. For a backup or another computer.',
  imported: 'Loaded.',
  notChanged: (variables: string) => `Not changed, because environment variables set it: ${variables}.`,
  notAFile: `${FIELD_TEXTS['no-export']({})} Nothing was changed.`,
}

const monitor = {
  title: 'Program monitor',
  onAir: { scene: 'On air: your scene', card: 'On air: standby card' },
  /** OBS does not switch, so nothing is said to be on air. */
  preview: { scene: 'Preview: your scene', card: 'Preview: standby card' },
  overlayTitle: 'The overlay as OBS shows it',
  cardTitle: 'The standby card as OBS shows it',
  caption: 'What your viewers see, switched as OBS would.',
  behind: (scene: string) => `Behind it: your scene “${scene}”.`,
  missing: (count: number) => (count === 1 ? 'OBS gave no picture of one source.' : `OBS gave no picture of ${count} sources.`),
  again: 'Take it again',
  own: 'Use another picture',
  removeOwn: 'Remove the picture',
  problems: {
    'no-picture': 'This file is not a picture that the browser can show. Choose a PNG, JPEG or WebP file.',
    'too-large': 'This picture is too large. Choose one below 40 MB.',
  },
}

export const enHome = {
  page: 'Standby',
  claim: 'Keeps your TikTok LIVE on air when TikTok drops.',
  intro:
    'It reconnects by itself, shows viewers a moving card, switches OBS to it and back, and catches up on what you missed. Two ' +
    'minutes, five steps.',
  status: 'Right now',
  language: 'Language',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Select and copy it',
  open: 'Open',
  monitor,
  openDock: 'Open the dock',
  channels: 'Several creators',
  openReports: 'Past LIVEs and reports',
  steps,
  tiktok,
  obs,
  add,
  dock,
  rehearse,
  doctor,
  remoteAccess,
  settings,
  /** Null: in the bridge's own words. */
  setupWords: null as Translation<SetupWords> | null,
}

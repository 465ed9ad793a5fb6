import type { CardSettings, CardState } from '@standby/shared/settings/card-settings.ts'
import type { CardPreview } from '../parts/card-previews.ts'

const previews: Record<CardPreview, string> = {
  reconnecting: 'Drop',
  '15s': '15 s',
  '5min': '5 min',
  welcome: 'Back',
  break: 'Break',
}

const shows: Record<keyof CardSettings['shows'], string> = {
  timeAway: 'Time away, counting up',
  figures: 'Viewers and likes',
  goals: 'Goals',
  supporters: 'Top supporters',
  ring: 'Countdown to the next try',
}

const states: Record<CardState, string> = {
  away: 'During a drop',
  break: 'Short break (put on by hand)',
  welcome: 'Back again',
  soon: 'Before the LIVE',
  paused: 'LIVE paused',
  ended: 'After the LIVE',
}

/** The settings of the standby card. */
export const enCard = {
  title: 'Standby card',
  note: 'This is what viewers see during a drop or a short break. Every open card changes at once.',
  preview: 'What it shows',
  previews,
  previewTitle: (name: string) => `The standby card: ${name}`,
  shape: 'Shape',
  shapes: { tall: 'Vertical', wide: 'Wide' },
  showTitle: 'Name of your show',
  showTitleHint: 'e.g. Maya paints',
  showLine: 'Line at the bottom',
  showLineHint: 'e.g. Every evening at 8 · @maya.paints',
  accent: 'Accent color',
  ownAccent: 'Use the look’s color',
  shows: 'What it shows',
  showParts: shows,
  ringNote: 'With the countdown, viewers see when a try did not work.',
  backdrop: 'Picture or video',
  backdropNote: 'PNG, JPEG, WebP, GIF or AVIF up to 8 MB; MP4 (H.264) or WebM up to 60 MB, without sound, in a loop.',
  music: 'Music',
  musicNote: 'MP3, M4A, Ogg, WAV or FLAC up to 30 MB. It plays only while viewers see the card, and has its own slider in OBS’s mixer.',
  volume: 'Volume',
  choose: 'Choose a file',
  replace: 'Choose another',
  remove: 'Remove',
  sending: 'Copying…',
  saved: (name: string) => `${name} is in use.`,
  unplayable: 'This browser cannot show this picture. Choose another one.',
  texts: 'Your own words',
  textsNote: 'Leave a field empty to use Standby’s words.',
  language: 'Language',
  languages: { en: 'English', fr: 'Français' },
  states,
  stateTitle: (state: string) => `${state}: title`,
  stateLine: (state: string) => `${state}: line`,
}

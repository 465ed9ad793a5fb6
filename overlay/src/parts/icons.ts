export type IconName =
  | 'eye'
  | 'heart'
  | 'diamond'
  | 'check'
  | 'pause'
  | 'turn'
  | 'warn'
  | 'urgent'
  | 'close'
  | 'stop'
  | 'clock'
  | 'plug'
  | 'copy'
  | 'arrow'
  | 'play'
  | 'back'
  | 'gift'
  | 'star'
  | 'chevron'
  | 'plus'
  | 'minus'
  | 'hidden'
  | 'trash'
  | 'save'
  | 'scene'
  | 'person'

/** Drawn for a 24 x 24 box. The shape says the same as the colour. */
export const ICONS: Record<IconName, { path: string; filled?: boolean }> = {
  eye: { path: 'M2.5 12C5 7.3 8.3 5.5 12 5.5S19 7.3 21.5 12C19 16.7 15.7 18.5 12 18.5S5 16.7 2.5 12ZM12 15A3 3 0 1 0 12 9a3 3 0 0 0 0 6Z' },
  heart: { path: 'M12 20.3C5.5 15.7 3 12.5 3 9.1A4.8 4.8 0 0 1 12 6.7a4.8 4.8 0 0 1 9 2.4c0 3.4-2.5 6.6-9 11.2Z', filled: true },
  diamond: { path: 'M7 4h10l4 5.5L12 20 3 9.5ZM3 9.5h18M9 9.5 12 20l3-10.5' },
  check: { path: 'M4.5 12.7l4.8 4.8L19.5 7' },
  pause: { path: 'M8.5 5.5v13M15.5 5.5v13' },
  turn: { path: 'M20 12a8 8 0 1 1-2.6-5.9M20 3.5v4.2h-4.2' },
  warn: { path: 'M12 4 2.8 19.5h18.4ZM12 10v4.2M12 16.9v.2' },
  urgent: { path: 'M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3ZM12 7.6v5M12 16.2v.2' },
  close: { path: 'M6.5 6.5l11 11M17.5 6.5l-11 11' },
  stop: { path: 'M6.5 6.5h11v11h-11Z', filled: true },
  clock: { path: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7.3V12l3.2 2' },
  plug: { path: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0ZM12 17v4' },
  copy: { path: 'M9 9h11v11H9ZM5 15H4V4h11v1' },
  arrow: { path: 'M5 12h14M13 6l6 6-6 6' },
  play: { path: 'M7 5l12 7-12 7Z', filled: true },
  chevron: { path: 'M9 5l7 7-7 7' },
  plus: { path: 'M12 5v14M5 12h14' },
  minus: { path: 'M5 12h14' },
  hidden: { path: 'M3 3l18 18M10.5 5.8A9.5 9.5 0 0 1 21.5 12a13 13 0 0 1-2.6 3.4M6.3 7.6A13 13 0 0 0 2.5 12Q6.3 18.5 12 18.5q2 0 4-.9' },
  trash: { path: 'M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10.5 11v5M13.5 11v5' },
  save: { path: 'M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 20h15' },
  person: { path: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c0-4 3.3-6 7.5-6s7.5 2 7.5 6' },
  scene: { path: 'M3.5 5h17v11h-17ZM8.5 20h7M12 16v4' },
  gift: { path: 'M4 10h16v10H4ZM3 6.5h18V10H3ZM12 6.5V20M12 6.5C10 2 5.5 3 7 6.2M12 6.5C14 2 18.5 3 17 6.2' },
  star: { path: 'M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9L12 16.9l-5.2 2.8 1-5.9L3.5 9.7l5.9-.8Z', filled: true },
  back: { path: 'M4 9h10.5a5 5 0 0 1 0 10H9M4 9l4.5-4.5M4 9l4.5 4.5' },
}

import type { PortHolder } from '@standby/shared/tikfinity.ts'

const holders: Record<PortHolder, string> = {
  tikfinity:
    'TikFinity itself has this port, so your widgets get their events from TikFinity. To give them Standby’s, close TikFinity first.',
  standby: 'Another Standby has this port and serves your widgets.',
  other: 'Another program has this port. Close that program first.',
}

/** The card with the widgets, games and bots that listen. */
export const enClients = {
  title: 'Widgets and games',
  intro: 'Widgets, games and bots made for TikFinity can connect to Standby instead. They stay connected when TikTok drops.',
  on: 'Serve them',
  address: (port: number) => `They connect to ws://localhost:${port}, which is what most of them do by themselves.`,
  disabled: 'Switched off by STANDBY_TIKFINITY_PORT.',
  opening: 'Asking for the port …',
  holders,
  failed: (port: number, code: string) => `Your account may not use port ${port} (${code}). Set STANDBY_TIKFINITY_PORT to another one.`,
  tryAgain: 'Try again',
  caughtUp: 'Also send what was caught up',
  caughtUpHint: 'After a drop they then play alerts for what came meanwhile.',
  listening: 'Listening now',
  nobody: 'Nobody is listening.',
  program: 'A program or a file',
  since: (time: string) => `for ${time}`,
  refused: 'Refused web pages',
  refusedHint: 'These pages wanted to read your LIVE: names and chat. Allow only pages that you know.',
  allow: 'Allow',
  allowLabel: (host: string) => `Allow ${host}`,
  allowed: 'Allowed web pages',
  remove: 'Remove',
  removeLabel: (host: string) => `Remove ${host}`,
}

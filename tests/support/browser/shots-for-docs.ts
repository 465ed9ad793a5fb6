import { OVERLAY_THEMES, type OverlaySettings } from '@standby/shared/settings/overlay-settings.ts'
import type { Shot } from './shot.ts'

const GOALS: OverlaySettings['goals'] = [
  { kind: 'likes', title: '', target: 60_000, current: 0 },
  { kind: 'diamonds', title: 'New brushes', target: 8_000, current: 0 },
]
const at = (corner: OverlaySettings['parts']['chat']['corner'], on = true): OverlaySettings['parts']['chat'] => ({ on, corner })

/** Every part at once. */
const ALL: Partial<OverlaySettings> = {
  goals: GOALS,
  parts: {
    chat: at('bottom-left'),
    alerts: at('bottom-left'),
    counters: at('top-left'),
    activity: at('bottom-left'),
    goals: at('top-left'),
    supporters: at('top-right'),
    badge: at('top-left'),
    summary: at('top-left'),
    battle: at('top-right'),
  },
}

const UPRIGHT = { width: 1080, height: 1920, scale: 0.36, waitMs: 1_000 }
const WIDE = { width: 1920, height: 1080, scale: 0.42, waitMs: 1_000 }

/** The gallery of docs/overlay.md. */
const GALLERY: Shot[] = [
  ...OVERLAY_THEMES.flatMap((theme): Shot[] => [
    ...(['dark', 'bright'] as const).map((ground): Shot => ({
      name: `overlay-${theme}-${ground}`,
      path: `/overlay?theme=${theme}`,
      fixture: 'busy',
      ground,
      overlay: ALL,
      ...UPRIGHT,
    })),
    ...(['dark', 'bright'] as const).map((ground): Shot => ({
      name: `overlay-${theme}-wide-${ground}`,
      path: `/overlay?theme=${theme}&at=alerts:bottom-right`,
      fixture: 'busy',
      ground,
      overlay: ALL,
      ...WIDE,
    })),
    { name: `standby-${theme}`, path: `/standby?theme=${theme}`, fixture: 'degraded', overlay: ALL, ...UPRIGHT },
  ]),
  { name: 'overlay-scripts', path: '/overlay', fixture: 'scripts-shown', ground: 'dark', ...UPRIGHT },
  { name: 'overlay-stale', path: '/overlay', fixture: 'degraded', ground: 'bright', overlay: ALL, ...UPRIGHT },
  { name: 'overlay-recovered', path: '/overlay', fixture: 'recovered-late', ground: 'dark', overlay: ALL, ...UPRIGHT },
  { name: 'standby-welcome', path: '/standby', fixture: 'recovered-late', overlay: ALL, ...UPRIGHT },
  { name: 'standby-wide', path: '/standby', fixture: 'degraded', overlay: ALL, ...WIDE },
]

/** The few that the documentation shows: JPEG, small enough for a repository. */
export const SHOTS_FOR_DOCS: Shot[] = [
  { name: 'overlay', path: '/overlay', fixture: 'busy', width: 1080, height: 1920, ground: 'dark', scale: 0.4 },
  { name: 'overlay-away', path: '/overlay', fixture: 'reconnecting', width: 1080, height: 1920, ground: 'bright', scale: 0.4 },
  { name: 'standby', path: '/standby', fixture: 'degraded', width: 1080, height: 1920, scale: 0.4 },
  { name: 'dock', path: '/dock', fixture: 'degraded', width: 380, height: 900 },
  { name: 'home', path: '/', fixture: 'demo', width: 1280, height: 1500, scale: 0.6 },
  { name: 'channels', path: '/channels', fixture: 'live', width: 1280, height: 760, scale: 0.6 },
  ...GALLERY,
]

/** One drop from beginning to end, as viewers see it: side by side in one picture. */
export const DROP_STRIP: Shot[] = (
  [
    ['live', '/overlay'],
    ['reconnecting', '/overlay'],
    ['degraded', '/standby'],
    ['recovered-late', '/standby'],
    ['recovered-late', '/overlay'],
    ['busy', '/overlay'],
  ] as const
).map(([fixture, path], index) => ({
  name: `drop-${index + 1}`,
  path,
  fixture,
  ...(path === '/overlay' && { ground: 'dark' as const }),
  overlay: { goals: GOALS.slice(0, 1) },
  width: 1080,
  height: 1920,
  scale: 0.28,
}))

import { describe, expect, test } from 'vitest'
import { DEFAULT_RETENTION } from '@standby/shared/settings/history-settings.ts'
import { DEFAULT_OVERLAY } from '@standby/shared/settings/overlay-settings.ts'
import { DEFAULT_PORT, FEED_PATH, NO_OBS_OUTPUT } from '@standby/shared/protocol.ts'
import { DEFAULT_OBS_AUTOMATION } from '@standby/shared/settings/obs-settings.ts'

describe('Overlay settings', () => {
  // What a creator has who never set anything. A change here is a change of the program for everybody.

  test('[OC1] until something is changed the overlay is as it comes', () => {
    const shown = (corner: 'top-left' | 'bottom-left') => ({ on: true, corner })
    expect(DEFAULT_OVERLAY).toEqual({
      language: null,
      theme: 'glass',
      scale: 1,
      parts: {
        chat: shown('bottom-left'),
        alerts: shown('top-left'),
        counters: shown('top-left'),
        activity: shown('bottom-left'),
        goals: shown('top-left'),
        supporters: { on: false, corner: 'top-right' },
        battle: { on: false, corner: 'top-right' },
        badge: shown('top-left'),
        summary: shown('top-left'),
      },
      safeZones: true,
      mirrored: false,
      callsToAction: false,
      links: false,
      outageFigures: false,
      avatars: true,
      guestGifts: true,
      giftPictures: false,
      sound: { on: false, volume: 0.6 },
      goals: [],
    })
  })
})

describe('OBS and its scenes', () => {
  test('[OB27] by default scenes are switched, for good, and by what TikTok does alone', () => {
    const off = { dryRun: false, onlyWhenOutputActive: false, countOutputAsDegraded: false, cutTransitions: false }
    expect(DEFAULT_OBS_AUTOMATION).toEqual({ mode: 'scene', sourceName: 'Standby', handsOffScenes: [], ...off })
  })

  test('[OB31] an OBS that was not looked at yet sends nothing out and is in no trouble', () => {
    const none = { active: false, streaming: false, recording: false, virtualCamera: false, reconnecting: false, congested: false }
    expect(NO_OBS_OUTPUT).toEqual({ ...none, troubledSince: null, skippedFrames: 0 })
  })
})

describe('Past LIVEs', () => {
  test('[HI8] by default LIVEs are kept for 30 days, whatever their size', () => {
    expect(DEFAULT_RETENTION).toEqual({ days: 30, megabytes: null })
  })
})

describe('API', () => {
  test('[AP1] the feed has the documented address, at the documented port', () => {
    expect([FEED_PATH, DEFAULT_PORT]).toEqual(['/ws', 4_747])
  })
})

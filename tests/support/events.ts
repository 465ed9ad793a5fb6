import type { LiveEventDraft, LiveUser } from '@standby/shared/live/event.ts'

/** Drafts for tests: every field there, what matters given by the caller. */
export function user(name: string): LiveUser {
  return { id: `id-${name}`, uniqueId: name, nickname: name.toUpperCase(), avatarUrl: null }
}

export function chat(id: string, text = `text ${id}`, at = 1_700_000_000_000): LiveEventDraft {
  return { id, type: 'chat', at, user: user('ada'), missed: false, text }
}

export function gift(
  id: string,
  fields: { streakId: string; count: number; final: boolean; diamondCount?: number; from?: string },
): Extract<LiveEventDraft, { type: 'gift' }> {
  const { streakId, count, final, diamondCount = 1, from = 'ada' } = fields
  return {
    id,
    type: 'gift',
    at: 1_700_000_000_000,
    user: user(from),
    missed: false,
    giftId: '5655',
    name: 'Rose',
    diamondCount,
    count,
    streakId,
    final,
  }
}

export function like(id: string, count: number, total: number): LiveEventDraft {
  return { id, type: 'like', at: 1_700_000_000_000, user: user('ada'), missed: false, count, total }
}

/** `followers` as TikTok tells them; left out where it does not. */
export function follow(id: string, followers?: number, at = 1_700_000_000_000): Extract<LiveEventDraft, { type: 'follow' }> {
  return { id, type: 'follow', at, user: user('ada'), missed: false, ...(followers !== undefined && { followers }) }
}

export function gapEvent(from: number, to: number): Extract<LiveEventDraft, { type: 'gap' }> {
  return {
    id: `gap-${from}`,
    type: 'gap',
    at: to,
    missed: false,
    from,
    to,
    cause: 'tiktok',
    correlationId: null,
    attempts: 1,
    caughtUp: {},
    estimatedLost: null,
    overlapped: false,
    caughtUpWhole: true,
    likesAdded: 0,
    followersAdded: null,
  }
}

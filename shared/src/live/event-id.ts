// The ids of events are made and read here and nowhere else. TikTok's are its own message ids, which are numbers; those that are made here
// begin with a letter.

/** Who made an event: TikTok, Standby itself (a gap, the end of a streak), or the creator, to see what events look like. */
export type EventOrigin = 'tiktok' | 'standby' | 'test'

const TEST = 'test-'

export function originOf({ id }: { id: string }): EventOrigin {
  if (id.startsWith(TEST)) return 'test'
  return /^\d/.test(id) ? 'tiktok' : 'standby'
}

/** One for each outage, so that its gap is in the feed once. */
export function gapId(outage: { correlationId: string | null; lastHeardAt: number }): string {
  return `gap-${outage.correlationId ?? outage.lastHeardAt}`
}

/** One for each streak, however often its end is said. */
export function streakEndId(streakId: string): string {
  return `end-${streakId}`
}

/** One for each beginning and end, however often TikTok tells them. `id`: TikTok's own of the battle or poll. */
export function phaseId(what: 'battle' | 'poll', id: string, phase: 'start' | 'end'): string {
  return `${what}-${id}-${phase}`
}

/** `count`: how many test events were made before it. */
export function testId(at: number, count: number): string {
  return `${TEST}${at}-${count}`
}

import type { Clock } from '@standby/shared/clock.ts'
import type { LiveEvent, LiveUser } from '@standby/shared/live/event.ts'
import { testId } from '@standby/shared/live/event-id.ts'
import * as z from 'zod'
import { cleanText, MAX_TEXT_LENGTH } from '@standby/shared/clean-text.ts'

export const TEST_EVENT_TYPES = ['chat', 'gift', 'like', 'follow', 'share', 'join', 'subscribe', 'recovery'] as const
export type TestEventType = (typeof TEST_EVENT_TYPES)[number]

/** `count`: pieces of a gift, or likes. */
export const testEventBody = z.strictObject({
  type: z.enum(TEST_EVENT_TYPES),
  text: z.string().max(MAX_TEXT_LENGTH).optional(),
  count: z.int().min(1).max(10_000).optional(),
})
export type TestEvent = z.infer<typeof testEventBody>

/** Presses of one creator, not the traffic of a room. */
export const TEST_BUDGET = [
  { ms: 1_000, limit: 5 },
  { ms: 60_000, limit: 60 },
] as const

const PEOPLE = [
  ['test.mira', 'Mira'],
  ['test.jonas', 'Jonas'],
  ['test.aiko', 'Aiko'],
] as const
const RECOVERY_AWAY_MS = 42_000

/** Diamonds of the made-up gift, if nobody asks for another number. */
const USUAL_WORTH = 5

/**
 * Makes events up that look like TikTok's. Their ids are no ids of TikTok's, and they have no place in the journal (`offset` 0).
 * `leastWorth`: the diamonds that a gift needs to be shown and heard.
 */
export function createTestEvents(clock: Pick<Clock, 'now'>, leastWorth: () => number = () => 0): (asked: TestEvent) => LiveEvent {
  let made = 0

  return ({ type, text, count }) => {
    const at = clock.now()
    const [uniqueId, nickname] = PEOPLE[made % PEOPLE.length] ?? PEOPLE[0]
    made += 1
    const moment = { id: testId(at, made), at, missed: false, offset: 0 }
    const user: LiveUser = { id: uniqueId, uniqueId, nickname, avatarUrl: null }
    const base = { ...moment, user }
    switch (type) {
      case 'chat':
        return { ...base, type, text: cleanText(text, MAX_TEXT_LENGTH) || 'Hello! 👋' }
      case 'gift':
        return {
          ...base,
          type,
          giftId: '5655',
          name: 'Rose',
          diamondCount: 1,
          count: count ?? Math.max(USUAL_WORTH, leastWorth()),
          streakId: moment.id,
          final: true,
        }
      case 'like':
        return { ...base, type, count: count ?? 15, total: 0 }
      case 'recovery':
        return {
          ...moment,
          type: 'gap',
          from: at - RECOVERY_AWAY_MS,
          to: at,
          cause: 'tiktok',
          correlationId: null,
          attempts: 3,
          caughtUp: { chat: 14, gift: 1 },
          estimatedLost: { chat: 9 },
          overlapped: false,
          caughtUpWhole: true,
          likesAdded: 120,
          followersAdded: 3,
        }
      default:
        return { ...base, type }
    }
  }
}

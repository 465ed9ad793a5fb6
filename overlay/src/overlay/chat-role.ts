import type { LiveUser } from '@standby/shared/live/event.ts'

const ROLES = ['moderator', 'subscriber', 'friend'] as const

/** What of a chatter's relationship to the creator is marked: only the first that holds, so that a name stays short. */
export function roleOf({ relation }: LiveUser): (typeof ROLES)[number] | undefined {
  return ROLES.find((role) => relation?.[role])
}

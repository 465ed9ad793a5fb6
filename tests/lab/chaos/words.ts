import type { LiveEvent } from '@standby/shared/live/event.ts'

/** What the chat of this number says. */
export const sayingOf = (number: number): string => `#${number} so many things to say`

/** The number of a chat of the stage; null of everything else. */
export function numberOf(event: LiveEvent): number | null {
  const digits = event.type === 'chat' ? /^#(\d+) /.exec(event.text)?.[1] : undefined
  return digits === undefined ? null : Number(digits)
}

/** The number of the last of the stage's chats among these; null where there is none. */
export function lastNumber(events: readonly LiveEvent[]): number | null {
  for (let at = events.length - 1; at >= 0; at -= 1) {
    const number = numberOf(events[at]!)
    if (number !== null) return number
  }
  return null
}

import type { LiveUser } from './event.ts'

/**
 * People, each once. Adding copies only the small sets at the end, so a LIVE of a hundred thousand people costs no more for each message
 * than one of a hundred.
 */
export type People = readonly ReadonlySet<string>[]

export const NOBODY: People = []

/** More than any LIVE has: it bounds the memory if ids are made up. */
const MOST_PEOPLE = 500_000

/** What a person is known by; null if TikTok names nobody. */
export function personOf({ id, uniqueId }: Pick<LiveUser, 'id' | 'uniqueId'>): string | null {
  if (id !== '') return id
  return uniqueId === '' ? null : `@${uniqueId.toLowerCase()}`
}

export function hasPerson(people: People, person: string): boolean {
  return people.some((some) => some.has(person))
}

/** Adds those that are not there yet. */
export function withPeople(people: People, added: readonly string[]): People {
  const news = new Set(added.filter((person) => !hasPerson(people, person)))
  if (news.size === 0 || people.reduce((sum, { size }) => sum + size, 0) >= MOST_PEOPLE) return people
  const sets = [...people]
  for (let last = sets.at(-1); last !== undefined && last.size < 2 * news.size; last = sets.at(-1)) {
    for (const person of last) news.add(person)
    sets.pop()
  }
  return [...sets, news]
}
